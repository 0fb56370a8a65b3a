"""Every test of the administration gets an area of its own, on both engines, and its pages over HTTP."""

from collections.abc import Iterator

import pytest

from samhandling.catalogue.content import Rulebook
from samhandling.kernel.database import Database
from samhandling.naming import Names
from tests import worlds


@pytest.fixture
def world(database: Database) -> worlds.World:
    made = worlds.World(database)
    worlds.small_area(made)
    return made


@pytest.fixture
def site(world: worlds.World, names: Names, book: Rulebook) -> Iterator[worlds.Site]:
    with worlds.site(world, names, book) as served:
        yield served
