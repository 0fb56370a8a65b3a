"""kill -9 in the middle of writing: nothing acknowledged is lost, no number comes twice, the trail verifies."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from samhandling.kernel.database import Database
from tests.database import writing
from tests.database.world import populate
from tests.databases import PostgreSQL

ROUNDS = 10
MOST = 20
OF_THE_SERVER = 3


def killed(url: str, rounds: int, *options: str) -> dict[str, object]:
    command = [sys.executable, "-m", writing.__name__, url, str(rounds), str(MOST), *options]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(answer.stdout)
    return found


def test_a_writer_killed_ten_times_loses_nothing_it_acknowledged(sqlite_place):
    found = killed(sqlite_place.url, ROUNDS)
    assert found["faults"] == []
    assert found["acknowledged"] > ROUNDS * 5


def test_the_same_test_finds_a_writer_that_acknowledges_before_the_commit(sqlite_place):
    found = killed(sqlite_place.url, ROUNDS, "--too-early")
    assert [fault for fault in found["faults"] if fault.startswith("lost")]


@pytest.fixture
def own_server() -> PostgreSQL:
    server = PostgreSQL(Path(tempfile.mkdtemp(prefix="samhandling-pg-")), durable=True)
    yield server
    server.stop()


def test_a_postgresql_server_killed_in_the_middle_loses_nothing_it_acknowledged(own_server):
    place = own_server.new(own_server.template)
    database = Database(place.url)
    world = populate(database)
    database.close()
    ledger = writing.Ledger()
    for number in range(OF_THE_SERVER):
        database = Database(place.url)
        inlet, outlet = os.pipe()

        def work(database: Database = database, outlet: int = outlet) -> None:
            with os.fdopen(outlet, "wb", buffering=0) as door, suppress(OperationalError):
                for written in writing.acknowledged(database, world):
                    door.write(f"{written}\n".encode())

        thread = threading.Thread(target=work)
        thread.start()
        writing.read_until_killed(inlet, ledger, 3 + 7 * number, own_server.kill)
        thread.join()
        database.close()
        own_server.restart()
        database = Database(place.url)
        ledger.compare(database)
        database.close()
    assert ledger.faults == []
    assert len(ledger.numbers) >= 20
