"""Every query about cases and what belongs to them. `scoped` is the one place that says which a transaction may see.

PostgreSQL's row-level security says the same once more behind it, in the migrations. What belongs to a case (any table
with a `case_id`) is seen by those who see the case; a link by those who see both ends; a statement by its audience; an
attachment once it is cleared.
"""

from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.util import find_tables
from sqlmodel import SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from samhandling.cases.kinds import Audience, CaseKind, Part
from samhandling.cases.tables import (
    Assignment,
    Attachment,
    Case,
    CaseLink,
    CaseNumber,
    ClockRow,
    Disqualification,
    Participant,
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
_cases, _participants, _aside, _assignments, _statements = (
    sa.inspect(table).local_table for table in (Case, Participant, Disqualification, Assignment, Statement)
)


def scoped(session: DbSession, query: _Query) -> _Query:
    """The query, answered only with what the transaction's scope may see, also through joins, aliases and counts.

    It finds cases by conditions of its own, which have an index; whether one is seen is asked of each that is found.
    Not for Core tables nor text, which it cannot reach.
    """
    return query.options(*_filters(scope_of(session), query))


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
    scope = scope_of(session)
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
        scope = replace(scope, home=frozenset())  # what is only shared with one is read, not changed
    found = session.exec(query.options(*_filters(scope, query))).first()
    if found is None:
        raise NotFound
    return found


def _filters(scope: Scope, query: Any) -> list[LoaderCriteriaOption]:
    """Of the tables that the query asks, wherever in it; the others would only cost the making of a condition."""
    if scope.everything:
        return []
    asked = find_tables(query, check_columns=True, include_aliases=True, include_joins=True, include_selects=True)
    tables = {getattr(each, "element", each) for each in asked}
    return [_filter(scope, table) for owned, table in _scoped_tables() if owned in tables]


@lru_cache(maxsize=20_000)
def _filter(scope: Scope, table: type[SQLModel]) -> LoaderCriteriaOption:
    return with_loader_criteria(table, _condition(scope, table), include_aliases=True)


def _condition(scope: Scope, table: Any) -> _Condition:
    if table is Case:
        return _visible(scope)
    if table is CaseLink:
        return _seen(scope, table.from_id) & _seen(scope, table.to_id)
    if table is ClockRow:
        owed = _assignments.alias()
        return _there_is(owed, owed.c.id == col(table.assignment_id), _seen(scope, owed.c.case_id))
    seen = _seen(scope, table.case_id)
    if table is Statement:
        return seen & _for_reader(scope, table)
    return seen & _given_out(scope) if table is Attachment else seen


def _seen(scope: Scope, case_id: Any) -> _Condition:
    cases = _cases.alias()
    return _there_is(cases, cases.c.id == case_id, _visible(scope, cases))


@cache
def _scoped_tables() -> tuple[tuple[sa.Table, type[SQLModel]], ...]:
    classes = [Case, CaseLink, ClockRow, *_of_a_case()]
    return tuple((sa.inspect(each).local_table, each) for each in classes)


def _of_a_case() -> list[Any]:
    """Every table whose rows belong to one case, in whatever package it stands."""
    tables = (mapper for mapper in Case._sa_registry.mappers if "case_id" in mapper.local_table.c)
    return [mapper.class_ for mapper in tables]


def _for_reader(scope: Scope, of: Any) -> _Condition:
    """Of the statements of a case that is seen: drafts by their author, what is sent by those it is written for."""
    steward, part = _steward(scope, of.case_id), _takes_part(scope, of.case_id)
    cases, parties = _cases.alias(), _participants.alias()
    released = _there_is(cases, cases.c.id == of.case_id, cases.c.released)
    writers = _there_is(parties, parties.c.id == of.participant_id, _is_theirs(scope, parties))
    heard = (
        (of.audience == Audience.AREA)
        | (of.audience == Audience.PARTICIPANTS) & part
        | (of.audience == Audience.OWN_SIDE) & (steward | writers | part & released)
        | (of.audience == Audience.STEWARDS) & steward
    )
    found: _Condition = (of.author == scope.person) | of.sent_at.is_not(None) & heard
    return found


def _given_out(scope: Scope) -> _Condition:
    """Of the attachments of a case that is seen: one's own, all to the PKO, to others what is cleared and was sent."""
    written, of_case = _statements.alias(), col(Attachment.case_id)
    read = _there_is(
        written,
        written.c.id == col(Attachment.statement_id),
        written.c.sent_at.is_not(None),
        _for_reader(scope, written.c),
    )
    sent = col(Attachment.statement_id).is_(None) & _takes_part(scope, of_case) | read
    return (
        (col(Attachment.added_by) == scope.person)
        | _steward(scope, of_case)
        | col(Attachment.cleared_at).is_not(None) & sent
    )


def _steward(scope: Scope, case_id: Any) -> _Condition:
    cases = _cases.alias()
    return _there_is(cases, cases.c.id == case_id, cases.c.area_id.in_(scope.areas))


def _takes_part(scope: Scope, case_id: Any) -> _Condition:
    """Or opened it, or is the PKO; what is only shared with the area is not enough."""
    cases = _cases.alias()
    opened = _there_is(cases, cases.c.id == case_id, cases.c.created_by == scope.person)
    return sa.or_(_steward(scope, case_id), opened, _is_party(scope, case_id))


def _is_party(scope: Scope, case_id: Any) -> _Condition:
    """One of its organisations or bodies takes part now."""
    parties = _participants.alias()
    return _there_is(parties, parties.c.case_id == case_id, parties.c.left_at.is_(None), _is_theirs(scope, parties))


def _is_theirs(scope: Scope, parties: Any) -> _Condition:
    return sa.or_(parties.c.organisation_id.in_(scope.organisations), parties.c.body_id.in_(scope.bodies))


def _there_is(among: Any, *conditions: Any) -> _Condition:
    """Asked of the row at hand, in whatever query the condition ends up."""
    return sa.select(sa.literal(1)).select_from(among).where(*conditions).correlate_except(among).exists()


def _visible(scope: Scope, cases: Any = _cases) -> _Condition:
    """Those of its areas, its own, those it takes part in and those its area shares; never one stepped aside from."""
    aside = _aside.alias()
    ways: list[_Condition] = [sa.false()]
    if scope.areas:
        ways.append(cases.c.area_id.in_(scope.areas))
    if scope.person:
        ways.append(cases.c.created_by == scope.person)
    if elsewhere := scope.home - scope.areas:
        ways.append(cases.c.area_id.in_(elsewhere) & cases.c.shared)
    if scope.organisations or scope.bodies:
        ways.append(_is_party(scope, cases.c.id))
    # «IS TRUE» keeps SQLite from going through an index of each way, which finds all there are.
    seen = sa.or_(*ways).is_(True)
    if scope.person is None:
        return seen
    stepped = _there_is(aside, aside.c.case_id == cases.c.id, aside.c.person_id == scope.person)
    return sa.and_(seen, ~stepped)
