"""The application over HTTP, without a browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
from starlette.types import ASGIApp

from tests.serving import serving

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
