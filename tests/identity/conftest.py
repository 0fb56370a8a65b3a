"""The real application over HTTP, on a database of one's own, with a clock that is told."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from samhandling.app import create_app
from samhandling.catalogue.content import Rulebook
from samhandling.checks.findings import Checked, Submission
from samhandling.naming import Names
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.starting import start
from tests.databases import Place
from tests.identity.people import Told, cheaply
from tests.serving import serving

BROWSER = Callable[..., httpx.Client]
SECRET = "a secret for tests, long enough to be one"  # noqa: S105


@pytest.fixture
def clock() -> Told:
    return Told()


@pytest.fixture
def engine() -> str:
    """SQLite, unless a test asks for `both`: only what writes, locks or counts depends on the engine."""
    return "sqlite"


@pytest.fixture
def made(request: pytest.FixtureRequest, engine: str, clock: Told, tmp_path: Path) -> Iterator[Services]:
    place: Place = request.getfixturevalue(f"{engine}_place")
    settings = Settings(database_url=place.url, secret=SECRET, dev_http=True, folder=tmp_path)
    services = cheaply(start(settings, now=clock))
    yield services
    services.database.close()


def _no_check(submission: Submission) -> Checked:
    raise AssertionError("nobody checks a letter here")


@pytest.fixture
def settings() -> Settings:
    """Of the application that is served."""
    return Settings(dev_http=True)


@pytest.fixture
def open_browser(settings: Settings, names: Names, book: Rulebook, made: Services) -> Iterator[BROWSER]:
    """`open_browser(address)`: a browser with its own cookies, calling from its own address."""
    with ExitStack() as stack:
        url = stack.enter_context(serving(create_app(settings, made, names, book, _no_check)))

        def opened(address: str = "192.0.2.1", agent: str = "Mozilla/5.0 (X11; Linux) Firefox/140.0") -> httpx.Client:
            headers = {"X-Forwarded-For": address, "User-Agent": agent}
            return stack.enter_context(httpx.Client(base_url=url, headers=headers, follow_redirects=True, timeout=60))

        yield opened


@pytest.fixture
def browser(open_browser: BROWSER) -> httpx.Client:
    return open_browser()
