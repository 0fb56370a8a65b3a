"""A large synthetic database to measure pages against: deviations and themes in twenty areas, the largest with 30 %.

usage: python -m tools.million FOLDER [cases] [areas]     a new SQLite database in the folder
       URL=postgresql+psycopg://… python -m tools.million FOLDER [cases] [areas]     an empty, migrated one

The same figures give the same rows. `EVENTS`: of how many cases in a hundred the trail is written, too; 10 unless said.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from sqlmodel import select

from samhandling.cases.tables import Case, Ruleset
from samhandling.casework.rulebook import Cites
from samhandling.catalogue.citing import cited
from samhandling.catalogue.from_rules import rulebook
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.kernel.secrets import Secrets, kept_in
from samhandling.migrations import running
from samhandling.paths import data
from samhandling.rules.loader import load_ruleset
from tools.bulk import Bulk
from tools.synthetic_cases import NOW, SHAPES, Cases, days
from tools.synthetic_places import Place, build

SEED: Final = 20_261_102
LARGEST: Final = 0.3
#: Open cases of an area: one in a hundred, but so many that a page of them is full, unless that is nearly all.
LEAST_OPEN: Final = 260
#: Each area is smaller than the one before it.
_FALLING: Final = 0.87


def main(folder: str, cases: str = "1000000", areas: str = "20") -> None:
    started, path = time.monotonic(), Path(folder)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    url = os.environ.get("URL") or f"sqlite:///{path / 'samhandling.db'}"
    with closing(Database(url)) as database:
        if database.is_sqlite:
            running.upgrade(database)
        made = fill(database, kept_in(path / "secret"), int(cases), int(areas), int(os.environ.get("EVENTS", "10")))
    taken = time.monotonic() - started
    size = (path / "samhandling.db").stat().st_size / 1e9 if not os.environ.get("URL") else None
    print(f"{made:,} rows for {int(cases):,} cases in {taken:.0f} s" + (f", {size:.2f} GB" if size else ""))


def fill(database: Database, secrets: Secrets, cases: int, areas: int, traced: int = 100) -> int:
    """How many rows. SystemExit when there are cases already."""
    with database.reading(SYSTEM) as session:
        if session.exec(select(Case.id).limit(1)).first() is not None:
            raise SystemExit("there are cases in this database; it takes an empty one")
    random = Random(SEED)  # noqa: S311 – the same rows each time
    places, cites = build(database, areas, random), book()
    with database.writing(SYSTEM) as session:
        session.add(Ruleset(hash=cites.hash, body=cites.body(), stored_at=NOW))
    bulk = Bulk(database, SHAPES)
    making = Cases(bulk, cites.hash, tuple(cites.statements), secrets.key("audit"), random, traced)
    for place, day, still_open in _in_time(places, cases, random):
        making.add(place, day, still_open=still_open)
        if bulk.full():
            bulk.flush()
    making.finish()
    bulk.flush()
    bulk.end()
    return bulk.written


def shares(cases: int, areas: int) -> list[int]:
    """How many each area has: the first 30 %, the others ever fewer."""
    rest = [_FALLING**n for n in range(areas - 1)]
    found = [round(cases * (1 - LARGEST) * each / sum(rest)) for each in rest]
    return [cases - sum(found), *found]


def book() -> Cites:
    folder = data("rules") / "nfa-2018"
    return cited(rulebook(load_ruleset(folder), folder))


def _in_time(places: list[Place], cases: int, random: Random) -> Iterator[tuple[Place, date, bool]]:
    """Areas mixed, as ids are given in the order that cases come."""
    counts = shares(cases, len(places))
    coming = [days(each, min(max(each // 100, LEAST_OPEN), each * 4 // 5)) for each in counts]
    order = [area for area, each in enumerate(counts) for _ in range(each)]
    random.shuffle(order)
    for area in order:
        yield places[area], *next(coming[area])


if __name__ == "__main__":
    main(*sys.argv[1:])
