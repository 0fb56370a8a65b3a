"""What the commands that administer share: the services, a change made by the machine, and refusals in words.

Exit codes: 0 done, 1 refused, 2 the database cannot be used, 64 wrong use.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date

from samhandling.areas import repository
from samhandling.areas.change import Change
from samhandling.areas.changing import machine_changing
from samhandling.commands.stores import USAGE, WRONG, Stopped, run
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound, Refused
from samhandling.kernel.scope import SYSTEM
from samhandling.people.forms import REFUSALS
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.starting import start


def administer(name: str, work: Callable[[Services], int]) -> int:
    """The exit code of `work`; what was refused is said on standard error."""

    def opened() -> int:
        services = start(Settings())
        with closing(services.database):
            try:
                return work(services)
            except Refused as refused:
                raise Stopped(WRONG, REFUSALS[refused.code]) from None
            except NotFound:
                raise Stopped(WRONG, "Det finnes ikke i dette området.") from None

    return run(name, opened)


def area_id(services: Services, slug: str) -> int:
    """Stopped for an area that is not there."""
    with services.database.reading(SYSTEM) as session:
        found = repository.area_by_slug(session, slug)
    if found is None:
        raise Stopped(USAGE, f"Det er ikke noe område «{slug}». «samhandling area list» viser alle.")
    return key(found.id)


@contextmanager
def reading(services: Services) -> Iterator[tuple[DbSession, date]]:
    with services.database.reading(SYSTEM) as session:
        yield session, local_date(services.clock())


@contextmanager
def changing(services: Services, slug: str | None) -> Iterator[Change]:
    """In the chain of the area, or of the system."""
    with machine_changing(services, area_id(services, slug) if slug else None) as change:
        yield change


def origin() -> str:
    """Where users reach the site."""
    return Settings().origin
