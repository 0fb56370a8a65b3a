PYTHON ?= python3
BIN := .venv/bin

.PHONY: run demo test suite test-all chromium lint bench million bench-cases bench-reports train train-guard measure fuzz soak attack check-pdf walk wheel lock texts

run: .venv/ready
	$(BIN)/samhandling serve

# Databases of tests wait for the disk at every commit, as in operation; where there is memory to put them in, they do not.
MEMORY := $(shell test -w /dev/shm && echo /dev/shm || echo $${TMPDIR:-/tmp})

# An invented area with its cases to try, in a folder of its own; the logins stand above the address. `DEMO=folder` for another.
DEMO ?= var/demo
demo: .venv/ready
	SAMHANDLING_FOLDER=$(DEMO) $(BIN)/samhandling demo
	SAMHANDLING_FOLDER=$(DEMO) $(BIN)/samhandling serve

# The whole suite. Browser tests need Chromium: installed where root and apt are at hand, said loudly where not.
test: .venv/ready
	@$(MAKE) --no-print-directory -j2 lint suite

suite: chromium
	TMPDIR=$(MEMORY) $(BIN)/pytest -n auto

# Everything on both databases, also what takes long; some twenty minutes.
test-all: .venv/ready
	SAMHANDLING_TESTS=all TMPDIR=$(MEMORY) $(BIN)/pytest -n auto

chromium: .venv/ready
	$(BIN)/python -m tests.chromium

lint: .venv/ready
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/samhandling rules lint

# Ratios against peers in the same run; the machine is named in the output.
bench: .venv/ready
	$(BIN)/python -m bench.rules
	$(BIN)/python -m bench.readers
	$(BIN)/python -m bench.letters
	$(BIN)/python -m bench.guard
	$(BIN)/python -m bench.origins
	$(BIN)/python -m bench.search

# A large invented database to measure against: minutes, some gigabytes. The largest of the areas has 30 %. EVENTS: of how
# many cases in a hundred the trail is written. URL=postgresql+psycopg://… for an empty, migrated PostgreSQL.
CASES ?= 1000000
AREAS ?= 20
EVENTS ?= 10
FOLDER ?= var/million
million: .venv/ready
	URL=$(URL) EVENTS=$(EVENTS) nice $(BIN)/python -m tools.million $(FOLDER) $(CASES) $(AREAS)

# Its pages beside those of a thousand cases, in the largest area (o01). For PostgreSQL URL and SMALL_URL, both filled.
bench-cases: .venv/ready
	URL=$(URL) SMALL_URL=$(SMALL_URL) $(BIN)/python -m bench.cases $(FOLDER)

# The report over the same database: counting the largest area-year, the published page beside its SQL and template, memory.
bench-reports: .venv/ready
	$(BIN)/python -m bench.reports $(FOLDER)

# Trains the sentence model anew; `make measure` says how it reads authors it has not seen (some minutes).
train: .venv/ready
	$(BIN)/python -m tools.train_language

# Builds the lists and the name model of the identity guard anew and measures them (two minutes). NORNE=file
NORNE ?= ../shared/personal-data/norne-train.tsv
train-guard: .venv/ready
	$(PYTHON) -m pip install --quiet --no-deps --require-hashes --upgrade --target .venv/guard-sources -r tools/guard-sources.lock
	$(BIN)/python -m tools.train_guard .venv/guard-sources $(NORNE)

measure: .venv/ready
	$(BIN)/python -m tools.measure_language

# Long run: random and mutated messages through the readers. SECONDS=60
SECONDS ?= 60
fuzz: .venv/ready
	$(BIN)/python -m fuzz.readers $(SECONDS)

# Long run: writers killed 200 times on SQLite, a PostgreSQL server 20 times; some ten minutes. KILLS="200 20"
KILLS ?= 200 20
soak: .venv/ready
	$(BIN)/python -m soak.killing $(KILLS)

# Long run: random reports attacked by a solver (HiGHS), by whole numbers, as the public and as a unit; then areas' years
# of seven sizes, each in all its versions. REPORTS=1000, YEARS=20 of each size (an hour and more; 0 for none)
REPORTS ?= 1000
YEARS ?= 20
attack: .venv/ready
	$(BIN)/python -m soak.attacking $(REPORTS) $(YEARS)

# Long run: PDFs of every kind through two open checkers, the second of them with 330 MB of packages. PDFS="files" for more
check-pdf: .venv/ready
	$(PYTHON) -m pip install --quiet --require-hashes --upgrade --target .venv/check-pdf -r tools/check-pdf.lock
	$(BIN)/python -m soak.papers .venv/check-pdf $(PDFS)

# Long run: random steps of cases of every kind through the pages, on both databases. STEPS=10000
walk: STEPS ?= 10000
walk: .venv/ready
	SAMHANDLING_TESTS=all STEPS=$(STEPS) TMPDIR=$(MEMORY) $(BIN)/pytest -q tests/casework/test_walk.py

wheel: .venv/ready
	$(BIN)/python -m hatchling build -t wheel

# Needs uv; the lock carries hashes and no registry address.
lock:
	uv export --quiet --no-emit-project --no-header --no-annotate -o requirements.lock && rm -f uv.lock

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-compile -r requirements.lock
	-$(BIN)/python -m compileall -q -j 0 .venv/lib  # on all processors; some packages hold files that are meant not to compile
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
