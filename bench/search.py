"""The search among a million cases beside the same among a thousand: `python -m bench.search [cases]`.

The largest area has three cases of ten. Each question is asked as the page asks it: the newest fifty, and the count.
Small and large are asked in turn, and the quickest of each counts, as other work on the machine only makes it slower.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from bench.rules import _machine
from samhandling.areas.kinds import OrganisationKind
from samhandling.areas.tables import Area, Organisation
from samhandling.identity.tables import Person
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM, Scope
from samhandling.migrations import running
from samhandling.search import facets, index_repository, repository
from samhandling.search.facets import SeenBy
from samhandling.search.indexing import place_of
from samhandling.search.repository import Wanted
from samhandling.search.words import asked, terms
from tests.databases import PostgreSQL

FEW, MANY, ROUNDS = 1_000, 1_000_000, 9
AREAS, OFFICES = 20, 2_000
AT = datetime(2018, 3, 1, tzinfo=UTC)
PERSON = UUID(int=1)
PKO = Scope(areas=frozenset({1}), home=frozenset({1}), person=UUID(int=2))
OFFICE = Scope(home=frozenset({1}), organisations=frozenset({7}), person=UUID(int=3))
BOTH = Scope(areas=frozenset({1}), home=frozenset({1}), organisations=frozenset({7}), person=UUID(int=4))
#: What is asked, of whom. «epikrise» stands in every case, «tulipan» in ten; no case has both «partall» and «oddetall».
QUESTIONS: tuple[tuple[str, Scope, Wanted], ...] = (
    ("ord i alle saker, PKO", PKO, Wanted(asked("epikrise"))),
    ("ord i alle saker, legekontor", OFFICE, Wanted(asked("epikrise"))),
    ("ord i alle saker, PKO som også er fastlege", BOTH, Wanted(asked("epikrise"))),
    ("sjeldent ord, PKO", PKO, Wanted(asked("tulipan"))),
    ("vanlig og sjeldent ord, PKO", PKO, Wanted(asked("epikrise tulipan"))),
    ("kort begynnelse, PKO", PKO, Wanted(asked("sen epi"))),
    ("vanlig ord, ett år tilbake, PKO", PKO, Wanted(asked("epikrise"), year=2024)),
    ("side langt bak, PKO", PKO, Wanted(asked("epikrise"), before=place_of(date(2024, 7, 1)))),
    ("saksnummer, PKO", PKO, Wanted(asked("av 2024 1"))),
    ("finnes ikke, PKO", PKO, Wanted(asked("epikrise kanarifugl"))),
    ("to vanlige ord som aldri møtes, PKO", PKO, Wanted(asked("partall oddetall"))),
)
CASES = (
    "id", "area_id", "kind", "number", "title", "maalform", "state", "created_by", "created_at", "created_on",
    "retention_class", "legal_ground", "version",
)  # fmt: skip
PARTS = ("id", "case_id", "organisation_id", "part", "joined_at")
ENTRIES = ("place", "case_id", "subject", "words", "facets")


@dataclass(frozen=True, slots=True)
class Rows:
    """One case, as the rows of its three tables."""

    case: tuple[Any, ...]
    part: tuple[Any, ...]
    entry: tuple[Any, ...]


def rows(number: int) -> Iterator[Rows]:
    chance = random.Random(2018)  # noqa: S311 – the same cases each time
    vocabulary = [tuple(terms([word])) for word in _words()]
    usual = [tuple(terms([word])) for word in ("epikrise", "sent", "partall", "oddetall", "tulipan")]
    for n in range(1, number + 1):
        day = date(2026, 11, 25) - timedelta(days=(number - n) * 1_000 // number)
        area = 1 if n % 10 < 3 else 2 + n % (AREAS - 1)
        office = 1 + chance.randrange(OFFICES)
        found = {f"av-{day.year}-{n}", *usual[0], *usual[2 + n % 2]}
        if n % 3 == 0:
            found.update(usual[1])
        if n % max(number // 10, 1) == 1:
            found.update(usual[4])
        for _ in range(8):
            found.update(vocabulary[int(len(vocabulary) * chance.random() ** 3)])
        labels = {"kind:AV", "subject:case", *facets.of_rules([f"2.{1 + n % 5}.{1 + n % 7}"])}
        labels.update(SeenBy(area, PERSON, frozenset({office})).facets)
        at = f"{day} 10:00:00"
        case = (
            n,
            area,
            "AV",
            f"AV-{day.year}-{n}",
            "Epikrise",
            "nb",
            "open",
            PERSON.hex,
            at,
            str(day),
            "case",
            "",
            1,
        )
        entry = (place_of(day, n), n, "case", " ".join(sorted(found)), " ".join(sorted(labels)))
        yield Rows(case, (n, n, office, "reporter", at), entry)


def _words() -> list[str]:
    """Three thousand words, the commonest first."""
    heads = ("syke", "legemiddel", "henvisnings", "time", "prøve", "vedtaks", "møte", "fag", "sengeposts", "reise")
    return [
        f"{head}{tail}{n}" for n in range(50) for head in heads for tail in ("liste", "svar", "plan", "frist", "x", "y")
    ]


def prepared(database: Database) -> None:
    """What cases point at."""
    with database.writing(SYSTEM) as session:
        session.add(Person(id=PERSON, created_at=AT))
        session.add_all(
            Area(id=n, slug=f"omraade-{n}", name=f"Område {n}", fingerprint_key=b"f" * 32) for n in range(1, AREAS + 1)
        )
        session.add_all(Organisation(id=n, kind=OrganisationKind.GP_OFFICE) for n in range(1, OFFICES + 1))


def on_sqlite(folder: Path, every: list[Rows]) -> Database:
    number = len(every)
    database = Database(f"sqlite:///{folder}/{number}.db")
    running.upgrade(database)
    prepared(database)
    started = time.perf_counter()
    driver: Any = database.engine.raw_connection().driver_connection
    trigger = driver.execute("SELECT sql FROM sqlite_master WHERE name = 'search_entries_added'").fetchone()[0]
    driver.execute("BEGIN IMMEDIATE")
    driver.execute("DROP TRIGGER search_entries_added")
    _insert(driver, "cases", CASES, (row.case for row in every))
    _insert(driver, "participants", PARTS, (row.part for row in every))
    _insert(driver, "search_entries", ENTRIES, (row.entry for row in every))
    driver.execute(trigger)
    driver.execute("COMMIT")
    loaded = time.perf_counter()
    index_repository.rewrite(database)
    database.empty_log()
    size = Path(f"{folder}/{number}.db").stat().st_size / 1e6
    took = f"{loaded - started:.0f} s lasting, {time.perf_counter() - loaded:.1f} s ny indeks"
    print(f"SQLite, {number:,} saker: {took}, {size:.0f} MB", flush=True)
    return database


def _insert(driver: Any, table: str, columns: Sequence[str], values: Iterator[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(columns))
    driver.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)  # noqa: S608


def on_postgresql(server: PostgreSQL, every: list[Rows]) -> Database:
    place = server.new(server.template)
    database = Database(place.url)
    prepared(database)
    name = sa.make_url(place.url).database
    started = time.perf_counter()
    root = Database(server.url("postgres", str(name)))
    with root.engine.begin() as connection:
        (made,) = connection.exec_driver_sql("SELECT pg_get_indexdef('ix_search_entries_terms'::regclass)").one()
        connection.exec_driver_sql("DROP INDEX ix_search_entries_terms")
        driver: Any = connection.connection.driver_connection
        for table, columns, part in (
            ("cases", CASES, "case"), ("participants", PARTS, "part"), ("search_entries", ENTRIES, "entry"),
        ):  # fmt: skip
            with driver.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in every:
                    copy.write_row(getattr(row, part))
        loaded = time.perf_counter()
        connection.exec_driver_sql("SET maintenance_work_mem = '1GB'")
        connection.exec_driver_sql(made)
    with root.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
        (size,) = connection.exec_driver_sql("SELECT pg_database_size(current_database())").one()
    root.close()
    took = f"{loaded - started:.0f} s lasting, {time.perf_counter() - loaded:.1f} s indeks og VACUUM ANALYZE"
    print(f"PostgreSQL, {len(every):,} saker: {took}, {size / 1e6:.0f} MB", flush=True)
    return database


def ask(database: Database, scope: Scope, wanted: Wanted) -> tuple[float, tuple[int, int], int]:
    """Seconds, what was found and counted, and how many queries it took."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    with database.reading(scope) as session:
        sa.event.listen(database.engine, "before_cursor_execute", note)
        started = time.perf_counter()
        answer = len(repository.found(session, wanted)), repository.count(session, wanted)
        taken = time.perf_counter() - started
        sa.event.remove(database.engine, "before_cursor_execute", note)
    return taken, answer, len(seen)


def report(engine: str, few: Database, many: Database) -> None:
    print(f"\n{engine}: millisekunder (beste av {ROUNDS}), få → mange, forhold, treff, spørringer")
    for name, scope, wanted in QUESTIONS:
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(ROUNDS):
            for database, taken in zip((few, many), times, strict=True):
                seconds, answer, queries = ask(database, scope, wanted)
                taken.append(seconds)
        small, large = (min(taken) * 1e3 for taken in times)
        print(f"  {name}: {small:.1f} → {large:.1f}, {large / small:.2f}, {answer[1]}, {queries}", flush=True)


def main(arguments: Sequence[str]) -> None:
    number = int(arguments[0]) if arguments else MANY
    print(f"maskin: {_machine()}")
    made = [list(rows(each)) for each in (FEW, number)]
    with tempfile.TemporaryDirectory() as folder:
        few, many = (on_sqlite(Path(folder), each) for each in made)
        report("SQLite", few, many)
        few.close()
        many.close()
    server = PostgreSQL(Path(tempfile.mkdtemp(prefix="samhandling-pg-")))
    try:
        few, many = (on_postgresql(server, each) for each in made)
        report("PostgreSQL", few, many)
        few.close()
        many.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
