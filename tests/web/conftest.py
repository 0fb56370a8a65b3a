"""The application over HTTP, without a browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copy

import httpx
import pytest
from starlette.types import ASGIApp

from samhandling.checks.judging import Judge
from samhandling.kernel.database import Database
from tests.serving import serving
from tests.web.house import House, inhabited

SERVE = Callable[[ASGIApp], httpx.Client]


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as client:
        yield client


@pytest.fixture
def serve() -> Iterator[SERVE]:
    """A client of another application than the usual one."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(httpx.Client(base_url=stack.enter_context(serving(app))))


@pytest.fixture(scope="session")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, judge: Judge) -> Iterator[House]:
    """Shared: tests leave it as they found it, or add only what none of the others counts."""
    file = copy(sqlite_template, tmp_path_factory.mktemp("house") / "samhandling.db")
    database = Database(f"sqlite:///{file}")
    with inhabited(database, judge) as made:
        yield made
    database.close()
