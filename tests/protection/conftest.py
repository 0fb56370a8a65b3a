"""An area with two administrators and a PKO, on each engine, over HTTP."""

from collections.abc import Iterator

import pytest

from samhandling.catalogue.content import Rulebook
from samhandling.kernel.database import Database
from samhandling.naming import Names
from tests.worlds import Site, World, site, small_area


@pytest.fixture
def world(database: Database) -> World:
    world = World(database)
    small_area(world)
    world.add_person("Ada To", world.role("administrator", area="nord"))
    return world


@pytest.fixture
def pages(world: World, names: Names, book: Rulebook) -> Iterator[Site]:
    with site(world, names, book) as open_site:
        yield open_site
