"""Every query about cases and what belongs to them. `scoped` is the one place that says which a transaction may see.

PostgreSQL's row-level security says the same once more behind it, in the migrations. What belongs to a case is seen by
those who see the case; a link by those who see both ends.
"""

from functools import lru_cache
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql.base import Executable
from sqlmodel import SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from samhandling.cases.kinds import CaseKind, Part
from samhandling.cases.tables import (
    Assignment,
    Attachment,
    Case,
    CaseLink,
    CaseNumber,
    ClockRow,
    Disqualification,
    Participant,
    RuleLink,
    Statement,
)
from samhandling.kernel.database import DbSession, scope_of
from samhandling.kernel.errors import NotFound
from samhandling.kernel.inserting import insert_into
from samhandling.kernel.scope import Scope

_Query = TypeVar("_Query", bound=Executable)
_Row = TypeVar("_Row", bound=SQLModel)
_Condition = sa.ColumnElement[bool]
# Core tables: inside the conditions below nothing is filtered again.
_cases, _participants, _aside, _assignments = (
    sa.inspect(table).local_table for table in (Case, Participant, Disqualification, Assignment)
)


def scoped(session: DbSession, query: _Query, *, few: bool = False) -> _Query:
    """The query, answered only with what the transaction's scope may see, also through joins, aliases and counts.

    `few`: it has found a few cases already, by other means; each of them is asked for, not all that the scope sees. Not
    for Core tables nor text, which it cannot reach.
    """
    return query.options(*_filters(scope_of(session), few))


def case(session: DbSession, case_id: int, *, to_change: bool = False) -> Case:
    """`to_change` locks it until the transaction ends. Raises NotFound, also for one that is not yours."""
    return _only(session, select(Case).where(Case.id == case_id), to_change)


def participant(session: DbSession, case_id: int, participant_id: int, *, to_change: bool = False) -> Participant:
    """One who takes part now. Raises NotFound."""
    query = select(Participant).where(
        Participant.id == participant_id, Participant.case_id == case_id, col(Participant.left_at).is_(None)
    )
    return _only(session, query, to_change)


def taking_part(
    session: DbSession, case_id: int, part: Part, *, organisation: int | None, body: int | None
) -> Participant | None:
    """The row of an organisation or a body in this part, also when it has left."""
    query = select(Participant).where(
        Participant.case_id == case_id,
        Participant.part == part,
        Participant.organisation_id == organisation,
        Participant.body_id == body,
    )
    return session.exec(scoped(session, query)).first()


def statement(session: DbSession, case_id: int, statement_id: int, *, to_change: bool = False) -> Statement:
    """Raises NotFound."""
    query = select(Statement).where(Statement.id == statement_id, Statement.case_id == case_id)
    return _only(session, query, to_change)


def stepped_aside(session: DbSession, person: UUID) -> frozenset[int]:
    """The cases whose events the person does not read either: on SQLite nothing else keeps them away."""
    return frozenset(session.execute(sa.select(_aside.c.case_id).where(_aside.c.person_id == person)).scalars())


def next_number(session: DbSession, area: int, kind: CaseKind, year: int) -> str:
    """AV-2026-019; wider when it must be. The counter is locked until the transaction ends: no number comes twice."""
    first = insert_into(session, CaseNumber).values(area_id=area, kind=kind, year=year, last=1)
    counted = first.on_conflict_do_update(
        index_elements=["area_id", "kind", "year"], set_={"last": CaseNumber.last + 1}
    ).returning(col(CaseNumber.last))
    return f"{kind}-{year}-{session.execute(counted).scalar_one():03}"


def _only(session: DbSession, query: SelectOfScalar[_Row], to_change: bool) -> _Row:
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.exec(scoped(session, query)).first()
    if found is None:
        raise NotFound
    return found


@lru_cache(maxsize=1_000)
def _filters(scope: Scope, few: bool = False) -> tuple[LoaderCriteriaOption, ...]:
    if scope.everything:
        return ()
    seen = sa.select(_cases.c.id).where(_visible(scope))
    clocks = sa.select(_assignments.c.id).where(_assignments.c.case_id.in_(seen))
    conditions: dict[type[SQLModel], _Condition] = {
        Case: _visible_one(scope) if few else _visible(scope),
        **{table: col(table.case_id).in_(seen) for table in _OF_A_CASE},
        **({table: _in_one(scope, table) for table in _ASKED_OF_FEW} if few else {}),
        ClockRow: col(ClockRow.assignment_id).in_(clocks),
        CaseLink: col(CaseLink.from_id).in_(seen) & col(CaseLink.to_id).in_(seen),
    }
    return tuple(
        with_loader_criteria(table, condition, include_aliases=True) for table, condition in conditions.items()
    )


# Not those that say who sees a case: they would be taken for their own filter.
_ASKED_OF_FEW = (Assignment, Statement, RuleLink, Attachment)
_OF_A_CASE = (Participant, Disqualification, Assignment, Statement, RuleLink, Attachment)


def _visible(scope: Scope) -> _Condition:
    """Those of its areas, its own, and those it takes part in; never one the person has stepped aside from."""
    ways: list[_Condition] = []
    if scope.areas:
        ways.append(_cases.c.area_id.in_(scope.areas))
    if scope.person:
        ways.append(_cases.c.created_by == scope.person)
    theirs = _on_behalf(scope)
    if theirs is None:
        seen = sa.or_(sa.false(), *ways)
    else:
        # A union of indexed look-ups: beside an OR, PostgreSQL would ask its policy about every case there is.
        seen = _cases.c.id.in_(sa.union_all(theirs, *(sa.select(_cases.c.id).where(way) for way in ways)))
    if scope.person is None:
        return seen
    aside = sa.select(_aside.c.case_id).where(_aside.c.person_id == scope.person)
    return sa.and_(seen, _cases.c.id.not_in(aside))


def _visible_one(scope: Scope) -> _Condition:
    """As `_visible`, of a case that is at hand."""
    ways: list[_Condition] = [sa.false()]
    if scope.areas:
        ways.append(_cases.c.area_id.in_(scope.areas))
    if scope.person:
        ways.append(_cases.c.created_by == scope.person)
    if (theirs := _on_behalf(scope)) is not None:
        ways.append(theirs.where(_participants.c.case_id == _cases.c.id).correlate(_cases).exists())
    if scope.person is None:
        return sa.or_(*ways)
    aside = sa.select(_aside.c.case_id).where(_aside.c.person_id == scope.person)
    return sa.and_(sa.or_(*ways), _cases.c.id.not_in(aside))


def _in_one(scope: Scope, table: type[SQLModel]) -> _Condition:
    theirs = sa.inspect(table).local_table
    case = sa.select(_cases.c.id).where(_cases.c.id == theirs.c.case_id, _visible_one(scope))
    return case.correlate(theirs).exists()


def _on_behalf(scope: Scope) -> sa.Select[tuple[int]] | None:
    parties: list[_Condition] = []
    if scope.organisations:
        parties.append(_participants.c.organisation_id.in_(scope.organisations))
    if scope.bodies:
        parties.append(_participants.c.body_id.in_(scope.bodies))
    if not parties:
        return None
    return sa.select(_participants.c.case_id).where(_participants.c.left_at.is_(None), sa.or_(*parties))
