"""«Nordmo» on 20 April, with those who read a dashboard and cases in every stage that one counts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from samhandling.cases.kinds import CaseKind, Part
from samhandling.catalogue.content import Rulebook
from samhandling.deviations.tables import Measure
from samhandling.kernel.database import Database
from samhandling.naming import Names
from tests import worlds
from tests.dashboards.building import opened, owed, party_in, reported, stored, transfer
from tests.deviations.acting import People

HOME = "/omrade/nord/oversikt"


@worlds.built_once
def readers(world: worlds.World) -> None:
    worlds.small_area(world)
    for name in ("Brygga legekontor", "Sentrum legekontor"):
        world.add_unit(name, "gp_office", "Fjordvik kommune")
    world.add_person("Dag Avdeling", world.role("department_contact", unit="Medisinsk avdeling"))
    world.add_person("Hild Head", world.role("department_head", unit="Medisinsk avdeling"))
    world.add_person("Kari Kirurg", world.role("department_head", unit="Kirurgisk avdeling"))
    world.add_person("Kim Kommune", world.role("chief_municipal_doctor", unit="Fjordvik kommune"))
    world.add_person("Rut Råd", world.role("council_member", body="Fastlegerådet"))
    world.add_person("Osk Oso", world.role("oso_secretary", body="OSO Nordmo"))


@worlds.built_once
def stages(world: worlds.World) -> None:
    """An answer late, one due within a week, one later; a measure, a dispute, what bodies have, a task to evaluate."""
    council, oso = world.bodies["Fastlegerådet"], world.bodies["OSO Nordmo"]
    for due in (date(2026, 4, 16), date(2026, 4, 22), date(2026, 5, 20)):
        case = reported(world, date(2026, 3, 16))
        owed(world, case, due)
    unit = world.units["Medisinsk avdeling"]
    stored(world, Measure(case_id=case, organisation_id=unit, text="Ny rutine", due_on=date(2026, 4, 1)))
    for state in ("to_council", "advised", "to_oso"):
        opened(world, CaseKind.TRANSFER, state, Part.COUNCIL, body=council)
    for state in ("to_council", "to_oso"):
        opened(world, CaseKind.TRANSFER, state, Part.COUNCIL, body=oso)
    municipality = world.units["Fjordvik kommune"]
    party_in(world, opened(world, CaseKind.DISPUTE, "statements", Part.PARTY, organisation=municipality))
    reviewed = opened(world, CaseKind.TRANSFER, "under_review", Part.INFORMED, organisation=unit)
    stored(world, transfer(world, reviewed))


@pytest.fixture
def world(database: Database) -> worlds.World:
    made = worlds.World(database)
    readers(made)
    made.clock.now = datetime(2026, 4, 20, 9, tzinfo=UTC)
    return made


@pytest.fixture
def people(world: worlds.World, names: Names, book: Rulebook) -> Iterator[People]:
    with worlds.site(world, names, book) as served:
        yield People(served)


@pytest.fixture
def busy(world: worlds.World, people: People) -> People:
    stages(world)
    return people
