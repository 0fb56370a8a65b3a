"""`make soak`: writers killed 200 times on SQLite, then a PostgreSQL server 20 times, while they write as people do.

Says how many writes were acknowledged and how many were lost; ends with 1 unless none was. The suite has a small one:
tests/database/test_killing.py.
"""

import os
import random
import sys
import tempfile
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy.exc import OperationalError

from samhandling.kernel.database import Database
from samhandling.migrations import running
from tests.database import writing
from tests.database.world import World, populate
from tests.databases import PostgreSQL

MOST = 110


def on_sqlite(rounds: int) -> writing.Ledger:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/samhandling.db"
        with closing(Database(url)) as database:
            running.upgrade(database)
        return writing.rounds(url, rounds, MOST, too_early=False, seed=rounds)


def on_postgresql(rounds: int) -> writing.Ledger:
    server, ledger = PostgreSQL(Path(tempfile.mkdtemp(prefix="samhandling-pg-")), durable=True), writing.Ledger()
    chance = random.Random(rounds)  # noqa: S311 – when to kill
    try:
        place = server.new(server.template)
        with closing(Database(place.url)) as database:
            world = populate(database)
        for _ in range(rounds):
            _kill_server(server, place.url, world, ledger, chance.randint(1, MOST))
            with closing(Database(place.url)) as database:
                ledger.compare(database)
    finally:
        server.stop()
    return ledger


def _kill_server(server: PostgreSQL, url: str, world: World, ledger: writing.Ledger, after: int) -> None:
    inlet, outlet = os.pipe()
    with closing(Database(url)) as database:

        def work() -> None:
            with os.fdopen(outlet, "wb", buffering=0) as door, suppress(OperationalError):
                for number in writing.acknowledged(database, world):
                    door.write(f"{number}\n".encode())

        thread = threading.Thread(target=work)
        thread.start()
        writing.read_until_killed(inlet, ledger, after, server.kill)
        thread.join()
    server.restart()


def main(sqlite: int, postgresql: int) -> int:
    whole = True
    for engine, kill, rounds in (("SQLite", on_sqlite, sqlite), ("PostgreSQL", on_postgresql, postgresql)):
        began = time.monotonic()
        ledger = kill(rounds)
        seconds = time.monotonic() - began
        print(f"{engine}: {rounds} kills, {len(ledger.numbers)} acknowledged cases (4 events each), {seconds:.0f} s")
        print("  " + ("; ".join(ledger.faults) or "none lost, no number twice, every chain whole"), flush=True)
        whole = whole and not ledger.faults
    return 0 if whole else 1


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:3])))
