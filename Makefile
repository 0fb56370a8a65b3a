PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint lock clean
run: .venv/ready
	$(BIN)/samhandling serve

test: .venv/ready
	$(BIN)/python -m tests.chromium
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/samhandling rules lint
	$(BIN)/pytest -n auto

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
