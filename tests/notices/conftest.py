"""Two areas with people who have addresses, a case in the first one, and the sender with its clock; on both engines."""

from collections.abc import Iterator

import pytest

from samhandling.catalogue.content import Rulebook
from samhandling.kernel.database import Database
from samhandling.naming import Names
from tests.notices.house import House, furnish
from tests.notices.post import Postbox, postbox
from tests.worlds import Site, site


@pytest.fixture
def house(database: Database) -> House:
    return furnish(database)


@pytest.fixture
def pages(house: House, names: Names, book: Rulebook) -> Iterator[Site]:
    with site(house.world, names, book) as open_site:
        yield open_site


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as opened:
        yield opened
