"""Whoever stands in a relation to a case sees it, and nobody else; on both databases."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from samhandling.audit.chain import Actor, Trail
from samhandling.cases.kinds import CaseKind, Part
from samhandling.cases.opening import Deed, add_participant, open_case, retitle
from samhandling.cases.repository import case
from samhandling.cases.tables import Disqualification
from samhandling.identity.tables import Person
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database
from samhandling.kernel.errors import NotFound
from samhandling.kernel.scope import SYSTEM, Scope
from tests.worlds import World

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
TRAIL = Trail(b"k" * 32)
REPORTER, OTHER = uuid4(), uuid4()


@pytest.fixture
def case_id(database: Database) -> int:
    """Area 1. Office 1 reported it, body 1 deals with it, and organisation 4 of area 2 is a party."""
    world = World(database)
    for number in (1, 2):
        world.add_area(f"a{number}", f"Område {number}")
    for number in range(1, 5):
        world.add_unit(f"kontor {number}", "gp_office", area="a1" if number < 4 else "a2")
    world.add_body("råd", "gp_council", area="a1")
    with database.writing(SYSTEM) as session:
        session.add_all([Person(id=person, created_at=NOON) for person in (REPORTER, OTHER)])
        session.flush()
        deed = Deed(session, TRAIL, Actor(REPORTER, "gp"), NOON)
        opened = key(open_case(deed, area=1, kind=CaseKind.DEVIATION, title="t", state="utkast").id)
        add_participant(deed, opened, Part.REPORTER, organisation=1)
        add_participant(deed, opened, Part.PARTY, organisation=4)
        add_participant(deed, opened, Part.COUNCIL, body=1)
    return opened


NONE = Scope(person=OTHER)
RELATIONS: Mapping[str, tuple[Scope, bool]] = {
    "own": (Scope(person=REPORTER), True),
    "own office": (replace(NONE, organisations=frozenset({1})), True),
    "party from another area": (replace(NONE, organisations=frozenset({4}), home=frozenset({2})), True),
    "on the council": (replace(NONE, bodies=frozenset({1})), True),
    "same area, for the whole of it": (replace(NONE, areas=frozenset({1})), True),
    "same area, another office": (replace(NONE, organisations=frozenset({2}), home=frozenset({1})), False),
    "other area": (replace(NONE, areas=frozenset({2}), home=frozenset({2})), False),
    "no relation": (NONE, False),
}


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_relation_opens_a_case_or_leaves_it_unknown(database: Database, case_id: int, relation: str) -> None:
    scope, sees = RELATIONS[relation]

    assert seen(database, scope, case_id) is sees
    assert changed(database, scope, case_id) is sees


@pytest.mark.parametrize("relation", [name for name, (_, sees) in RELATIONS.items() if sees and name != "own"])
def test_whoever_has_stepped_aside_does_not_see_it_whatever_else_holds(
    database: Database, case_id: int, relation: str
) -> None:
    with database.writing(SYSTEM) as session:
        session.add(Disqualification(case_id=case_id, person_id=OTHER, reason="party", since=NOON))

    scope, _ = RELATIONS[relation]

    assert not seen(database, scope, case_id)
    assert not changed(database, scope, case_id)


def seen(database: Database, scope: Scope, case_id: int) -> bool:
    try:
        with database.reading(scope) as session:
            case(session, case_id)
    except NotFound:
        return False
    return True


def changed(database: Database, scope: Scope, case_id: int) -> bool:
    person: UUID | None = scope.person
    try:
        with database.writing(scope) as session:
            retitle(Deed(session, TRAIL, Actor(person, "gp"), NOON), case_id, "ny", version=1)
    except NotFound:
        return False
    return True
