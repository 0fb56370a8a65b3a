"""The real application over HTTP, on a database of one's own, with a clock that is told."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import httpx
import pytest

from samhandling.catalogue.content import Rulebook
from samhandling.naming import Names
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.starting import start
from tests.databases import Place, warmed
from tests.identity.people import Told, cheaply
from tests.worlds import address_of

_NUMBERS = count(1)
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
    warmed(services.database)
    yield services
    services.database.close()


@pytest.fixture
def settings() -> Settings:
    """Of the application that is served."""
    return Settings(dev_http=True)


@pytest.fixture
def open_browser(settings: Settings, names: Names, book: Rulebook, made: Services) -> Iterator[BROWSER]:
    """`open_browser(address)`: a browser with its own cookies, calling from its own address."""
    url = address_of(made, names, book, settings)
    with ExitStack() as stack:
        usual = "10.{}.{}.1".format(*divmod(next(_NUMBERS), 250))  # the application remembers who knocks too often

        def opened(address: str = usual, agent: str = "Mozilla/5.0 (X11; Linux) Firefox/140.0") -> httpx.Client:
            headers = {"X-Forwarded-For": address, "User-Agent": agent}
            return stack.enter_context(httpx.Client(base_url=url, headers=headers, follow_redirects=True, timeout=60))

        yield opened


@pytest.fixture
def browser(open_browser: BROWSER) -> httpx.Client:
    return open_browser()
