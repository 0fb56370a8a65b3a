"""A hospital department, a municipality and an office that disagree, a council, OSO, a PKO; on both engines."""

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
    made.add_person("Dag Avdeling", made.role("department_contact", unit="Medisinsk avdeling"))
    made.add_person("Kim Kommune", made.role("chief_municipal_doctor", unit="Fjordvik kommune"))
    made.add_person("Rut Råd", made.role("council_member", body="Fastlegerådet"))
    made.add_person("Siv Sekretær", made.role("body_secretary", body="Fastlegerådet"))
    made.add_person(
        "Tor To", made.role("council_member", body="Fastlegerådet"), made.role("gp", unit="Fjordvik legekontor")
    )
    made.add_person("Oda Oso", made.role("oso_secretary", body="OSO Nordmo"))
    made.add_person("Ola Other", made.role("hospital_doctor", unit="Kirurgisk avdeling"))
    return made


@pytest.fixture
def site(world: worlds.World, names: Names, book: Rulebook) -> Iterator[worlds.Site]:
    with worlds.site(world, names, book) as served:
        yield served


@pytest.fixture
def people(site: worlds.Site) -> People:
    return People(site)
