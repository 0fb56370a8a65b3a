"""An area with a department that answers, a PKO, two offices and a council, on both engines and over HTTP."""

from collections.abc import Iterator

import pytest

from samhandling.catalogue.content import Rulebook
from samhandling.kernel.database import Database
from samhandling.naming import Names
from tests import worlds
from tests.deviations.acting import People


@pytest.fixture
def world(database: Database) -> worlds.World:
    made = worlds.World(database)
    worlds.small_area(made)
    made.add_unit("Brygga legekontor", "gp_office", "Fjordvik kommune")
    made.add_person("Dag Avdeling", made.role("department_contact", unit="Medisinsk avdeling"))
    made.add_person("Kari Kirurg", made.role("department_contact", unit="Kirurgisk avdeling"))
    made.add_person("Rut Råd", made.role("council_member", body="Fastlegerådet"))
    made.add_person("Ola Other", made.role("gp", unit="Brygga legekontor"))
    return made


@pytest.fixture
def site(world: worlds.World, names: Names, book: Rulebook) -> Iterator[worlds.Site]:
    with worlds.site(world, names, book) as served:
        yield served


@pytest.fixture
def people(site: worlds.Site) -> People:
    return People(site)
