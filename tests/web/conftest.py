"""The application over HTTP, without a browser."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp

from samhandling.app import create_app
from samhandling.checks.letters import load_letters
from samhandling.paths import data
from samhandling.settings import Settings
from tests.standin.check import check
from tests.standin.rulebook import rulebook

SERVE = Callable[[ASGIApp], httpx.Client]


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The address of a server that runs `app` in a thread of its own."""
    door = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    letters = load_letters(data("rules") / "nfa-2018" / "letters")
    with serving(create_app(Settings(), rulebook(), check, letters)) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as client:
        yield client


@pytest.fixture
def serve() -> Iterator[SERVE]:
    """A client of another application than the usual one."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(httpx.Client(base_url=stack.enter_context(serving(app))))
