"""Lists of cases: whichever way leads to a case, each reader finds all that he or she sees, once, newest first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from sqlmodel import col, select

from samhandling.cases.kinds import STUB, CaseKind
from samhandling.cases.repository import scoped
from samhandling.cases.tables import Case, Disqualification, Participant, RuleLink
from samhandling.casework.repository import PAGE, Wanted, first_listed, listed
from samhandling.identity.repository import held_roles
from samhandling.identity.tables import RoleGrant
from samhandling.identity.users import User
from samhandling.kernel.database import Database, DbSession
from samhandling.kernel.scope import SYSTEM, Scope
from samhandling.kernel.secrets import Secrets
from tools import million
from tools.synthetic_cases import NOW

AREA = 1
WANTED: dict[str, Callable[[Scope], dict[str, Any]]] = {
    "everything": lambda _: {},
    "open": lambda _: {"open": True},
    "closed": lambda _: {"open": False},
    "themes": lambda _: {"kind": CaseKind.THEME},
    "one rule": lambda _: {"rule": "2.1.2"},
    "what no rule covers": lambda _: {"uncovered": True},
    "one year": lambda _: {"year": 2026},
    "my own": lambda scope: {"mine": scope.person},
    "one unit": lambda _: {"unit": 2},
    "a rule, a year and a unit": lambda _: {"rule": "2.1.1", "year": 2026, "unit": 2},
}


@pytest.fixture
def filled(database: Database) -> Database:
    million.fill(database, Secrets("x" * 40), 1_200, 2, traced=0)
    with database.writing(SYSTEM) as session:
        cited = session.exec(select(RuleLink).where(RuleLink.statement == "2.1.2").limit(1)).one()
        twice = cited.model_dump(exclude={"id"}) | {"letter": "a", "main": False}
        session.add(RuleLink(**twice))
        for each in session.exec(select(RuleLink).where(col(RuleLink.case_id).between(20, 39))):
            session.delete(each)
        part = session.exec(select(Participant).where(Participant.organisation_id == 2).limit(1)).one()
        session.add(Participant(**part.model_dump(exclude={"id", "part"}), part="informed"))
        session.exec(select(Participant).where(Participant.organisation_id == 2).offset(7).limit(1)).one().left_at = NOW
        gp = session.exec(select(RoleGrant).where(RoleGrant.role == "gp").limit(1)).one().person_id
        own = session.exec(select(Case).where(Case.created_by == gp).limit(1)).one()
        since = datetime(2026, 1, 1, tzinfo=UTC)
        session.add(Disqualification(case_id=own.id or 0, person_id=gp, reason="related", since=since))
    return database


def scope_of_first(session: DbSession, role: str) -> Scope:
    grant = session.exec(select(RoleGrant).where(RoleGrant.role == role).order_by(col(RoleGrant.id)).limit(1)).one()
    roles = held_roles(session, grant.person_id, NOW.date())
    return User(grant.person_id, "", 0, 0, "nb", roles).scope


@pytest.mark.parametrize("role", ["pko", "gp", "department_contact"])
def test_every_page_together_is_what_the_reader_sees_of_what_was_asked_for(filled: Database, role: str) -> None:
    with filled.reading(SYSTEM) as session:
        scope = scope_of_first(session, role)
    with filled.reading(scope) as session:
        seen = list(session.exec(scoped(session, select(Case))))
        rules = {(each.case_id, each.statement) for each in session.exec(scoped(session, select(RuleLink)))}
        parts = {
            (each.case_id, each.organisation_id)
            for each in session.exec(scoped(session, select(Participant).where(col(Participant.left_at).is_(None))))
        }
        assert len(seen) > PAGE
        for name, asked in WANTED.items():
            wanted = Wanted(AREA, **asked(scope))
            expected = {each.id for each in seen if fits(each, wanted, scope, rules, parts)}
            assert expected or role != "pko" or not wanted.uncovered
            found = pages(session, wanted)
            assert sorted(found) == sorted(expected, key=lambda each: each or 0), (role, name)
            first, count = first_listed(session, wanted)
            assert ([each.id for each in first[:PAGE]], count) == (found[:PAGE], len(expected)), (role, name)


def fits(case: Case, wanted: Wanted, scope: Scope, rules: set[Any], parts: set[Any]) -> bool:
    return (
        (case.area_id == wanted.area or wanted.area not in scope.areas)
        and (wanted.kind is None or case.kind is wanted.kind)
        and (wanted.open is None or (case.closed_on is None) is wanted.open)
        and (wanted.mine is None or case.created_by == wanted.mine)
        and (wanted.year is None or case.created_on.year == wanted.year)
        and (not wanted.rule or (case.id, wanted.rule) in rules)
        and not (wanted.uncovered and (case.retention_class == STUB or any(case.id == cited for cited, _ in rules)))
        and (wanted.unit is None or (case.id, wanted.unit) in parts)
    )


def pages(session: DbSession, wanted: Wanted) -> list[int]:
    """The ids of every page, newest first."""
    found: list[Case] = []
    while True:
        page = listed(session, wanted)
        found += page[:PAGE]
        if len(page) <= PAGE:
            break
        wanted = replace(wanted, before=(found[-1].created_on, found[-1].id or 0))
    assert all(one.created_on >= other.created_on for one, other in pairwise(found))
    return [each.id or 0 for each in found]
