"""«Nordmo» with a council, its secretary, OSO's, a department and three offices, on each engine, over HTTP."""

from collections.abc import Iterator

import pytest

from samhandling.catalogue.citing import cited
from samhandling.catalogue.content import Rulebook
from samhandling.kernel.database import Database
from samhandling.naming import Names
from tests.transfers.office import Office
from tests.worlds import World, site, small_area


@pytest.fixture
def world(database: Database) -> World:
    world = World(database)
    small_area(world)
    for name in ("Fjordvik legesenter", "Strandgata legekontor"):
        world.add_unit(name, "gp_office", "Fjordvik kommune")
    world.add_unit("Høyfjell kommune", "municipality")
    world.add_unit("Høyfjell legekontor", "gp_office", "Høyfjell kommune")
    world.add_person("Mia Medlem", world.role("council_member", body="Fastlegerådet"))
    world.add_person("Sol Sekretær", world.role("body_secretary", body="Fastlegerådet"))
    world.add_person("Ove Oso", world.role("oso_secretary", body="OSO Nordmo"))
    world.add_person("Hans Sykehus", world.role("department_contact", unit="Medisinsk avdeling"))
    world.add_person("Tor Høyfjell", world.role("gp", unit="Høyfjell legekontor"))
    return world


@pytest.fixture
def office(world: World, names: Names, book: Rulebook) -> Iterator[Office]:
    with site(world, names, book) as served:
        yield Office(served, cited(book))
