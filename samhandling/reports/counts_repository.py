"""What is counted of an area's cases. Asked as the system, who sees every case; no case leaves `counting`.

The SQL is the same on both databases, and so are the numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import select
from sqlmodel import col

from samhandling.areas.kinds import BodyKind
from samhandling.areas.tables import Body
from samhandling.cases.kinds import STUB, CaseKind, Part
from samhandling.cases.repository import scoped
from samhandling.cases.tables import Assignment, Case, ClockRow, Participant, RuleLink
from samhandling.casework.asking import ANSWER
from samhandling.deviations.codes import Outcome
from samhandling.deviations.tables import Deviation, Measure
from samhandling.disputes.tables import Dispute
from samhandling.kernel.database import DbSession
from samhandling.themes.tables import Theme
from samhandling.transfers.codes import Result
from samhandling.transfers.tables import TransferAdvice, TransferDecision

#: Of a portion of the rows that are gone through one by one.
_PORTION: Final = 2000


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of a deviation. `statement`: of its main rule; None without one. `office`: that reported it."""

    id: int
    on: date
    statement: str | None
    outcome: Outcome | None
    over: bool
    office: int | None
    person: UUID
    minutes: int | None


def counted(session: DbSession, area: int, first: date, last: date) -> Iterator[Counted]:
    """Deviations that came in those days, with neither stubs of other channels nor good cooperation."""
    main = (col(RuleLink.case_id) == Case.id) & col(RuleLink.main).is_(True)
    parties = sa.inspect(Participant).local_table
    reporter = (
        select(sa.func.min(parties.c.organisation_id))
        .where(parties.c.case_id == Case.id, parties.c.part == Part.REPORTER)
        .correlate(Case)
    )
    query = (
        select(
            col(Case.id), col(Case.created_on), col(RuleLink.statement), col(Deviation.outcome),
            col(Case.closed_on).is_not(None), reporter.scalar_subquery(), col(Case.created_by),
            col(Deviation.minutes),
        )
        .join(Deviation, col(Deviation.case_id) == Case.id)
        .outerjoin(RuleLink, main)
        .where(*_came(area, CaseKind.DEVIATION, first, last), col(Case.retention_class) != STUB, ~col(Deviation.good))
        .order_by(col(Case.id))
    )  # fmt: skip
    for row in session.execute(scoped(session, query).execution_options(yield_per=_PORTION)):
        yield Counted(*row)


def asked_units(session: DbSession, area: int, first: date, last: date) -> dict[int, list[int]]:
    """Of deviations that came in those days: who owes or owed an answer, by case."""
    query = (
        select(col(Assignment.case_id), col(Assignment.organisation_id))
        .join(Case, col(Case.id) == Assignment.case_id)
        .where(*_came(area, CaseKind.DEVIATION, first, last), col(Assignment.withdrawn_at).is_(None))
        .group_by(col(Assignment.case_id), col(Assignment.organisation_id))
        .order_by(col(Assignment.case_id), col(Assignment.organisation_id))
    )
    found: dict[int, list[int]] = {}
    for case_id, unit in session.execute(scoped(session, query).execution_options(yield_per=_PORTION)):
        found.setdefault(case_id, []).append(unit)
    return found


@dataclass(frozen=True, slots=True)
class Processes:
    """How many deviations of a period, by what happened to them until its last day."""

    good: int
    other_channel: int
    closed: int
    open: int
    reopened: int
    disagreed: int


def processes(session: DbSession, area: int, first: date, last: date) -> Processes:
    stub = col(Case.retention_class) == STUB
    real = ~stub & ~col(Deviation.good)
    closed = col(Case.closed_on) <= last
    query = (
        select(
            _many(col(Deviation.good)),
            _many(stub),
            _many(real & closed),
            _many(real & sa.or_(col(Case.closed_on).is_(None), col(Case.closed_on) > last)),
            _many(real & (col(Deviation.reopened) > 0)),
            _many(real & col(Deviation.disagreed)),
        )
        .join(Deviation, col(Deviation.case_id) == Case.id)
        .where(*_came(area, CaseKind.DEVIATION, first, last))
    )
    return Processes(*session.execute(scoped(session, query)).one())


def answers(session: DbSession, area: int, first: date, last: date) -> list[tuple[Any, ...]]:
    """Of assignments whose deadline fell in those days: (asked on, due on, answered on, how many); grouped by days.

    The last clock of an assignment counts: an extended deadline is the deadline. What was withdrawn is not owed.
    """
    clock = (
        select(
            col(ClockRow.assignment_id),
            sa.func.max(ClockRow.due_on).label("due"),
            sa.func.min(ClockRow.started_on).label("asked"),
        )
        .join(Assignment, col(Assignment.id) == ClockRow.assignment_id)
        .join(Case, col(Case.id) == Assignment.case_id)
        .where(col(Case.area_id) == area, col(Case.kind) == CaseKind.DEVIATION, col(ClockRow.kind) == ANSWER)
        .where(col(Case.retention_class) != STUB, col(Assignment.withdrawn_at).is_(None))
        .group_by(col(ClockRow.assignment_id))
        .subquery()
    )
    query = (
        select(clock.c.asked, clock.c.due, col(Assignment.answered_on), sa.func.count())
        .join(Assignment, col(Assignment.id) == clock.c.assignment_id)
        .where(clock.c.due >= first, clock.c.due <= last)
        .group_by(clock.c.asked, clock.c.due, col(Assignment.answered_on))
    )
    return [tuple(row) for row in session.execute(scoped(session, query))]


def overdue(session: DbSession, area: int, today: date) -> int:
    """Answers that are owed and late on the day."""
    query = (
        select(sa.func.count(sa.distinct(col(Assignment.id))))
        .join(Case, col(Case.id) == Assignment.case_id)
        .join(ClockRow, col(ClockRow.assignment_id) == Assignment.id)
        .where(col(Case.area_id) == area, col(Case.kind) == CaseKind.DEVIATION, col(Case.state) == "with_unit")
        .where(col(Assignment.answered_at).is_(None), col(Assignment.withdrawn_at).is_(None))
        .where(col(ClockRow.kind) == ANSWER, col(ClockRow.stopped_on).is_(None), col(ClockRow.due_on) < today)
    )
    return int(session.execute(scoped(session, query)).scalar_one())


def measures(session: DbSession, area: int, first: date, last: date) -> tuple[int, int, int]:
    """Of cases that came in those days: measures promised; done, and looked at, by the last day."""
    query = (
        select(
            sa.func.count(), _many(col(Measure.done_on) <= last), _many(col(Measure.effect_on) <= last)
        )
        .select_from(Measure)
        .join(Case, col(Case.id) == Measure.case_id)
        .where(*_came(area, CaseKind.DEVIATION, first, last))
    )
    found = session.execute(scoped(session, query)).one()
    return int(found[0]), int(found[1]), int(found[2])


def decisions(session: DbSession, area: int, first: date, last: date) -> dict[Result, int]:
    """Transfers decided in those days, by the decision; a case counts once for each kind."""
    query = (
        select(col(TransferDecision.result), sa.func.count(sa.distinct(col(TransferDecision.case_id))))
        .join(Case, col(Case.id) == TransferDecision.case_id)
        .where(col(Case.area_id) == area, col(TransferDecision.decided_on).between(first, last))
        .group_by(col(TransferDecision.result))
    )
    return {result: int(count) for result, count in session.execute(scoped(session, query))}


def decided(session: DbSession, area: int, last: date) -> list[tuple[Any, ...]]:
    """(case, what, by which body) of decisions until the day, the oldest first."""
    query = (
        select(col(TransferDecision.case_id), col(TransferDecision.result), col(TransferDecision.body_id))
        .join(Case, col(Case.id) == TransferDecision.case_id)
        .where(col(Case.area_id) == area, col(TransferDecision.decided_on) <= last)
        .order_by(col(TransferDecision.decided_on), col(TransferDecision.id))
    )
    return [tuple(row) for row in session.execute(scoped(session, query))]


def advised(session: DbSession, area: int, last: date) -> set[int]:
    """Transfers on which advice was given by the day."""
    query = (
        select(col(TransferAdvice.case_id))
        .join(Case, col(Case.id) == TransferAdvice.case_id)
        .where(col(Case.area_id) == area, col(TransferAdvice.given_on) <= last)
    )
    return set(session.execute(scoped(session, query)).scalars())


def disputes(session: DbSession, area: int, first: date, last: date) -> list[tuple[Case, Dispute]]:
    """Those that were open at some time in those days, the oldest first."""
    query = (
        select(Case, Dispute)
        .join(Dispute, col(Dispute.case_id) == Case.id)
        .where(col(Case.area_id) == area, col(Case.kind) == CaseKind.DISPUTE, col(Case.created_on) <= last)
        .where(sa.or_(col(Case.closed_on).is_(None), col(Case.closed_on) >= first))
        .order_by(col(Case.id))
    )
    return [tuple(row) for row in session.execute(scoped(session, query))]


def lifted(session: DbSession, area: int) -> list[tuple[int, datetime]]:
    """(dispute, when) of those that were taken to an OSO, whatever became of them there."""
    query = (
        select(col(Participant.case_id), col(Participant.joined_at))
        .join(Case, col(Case.id) == Participant.case_id)
        .join(Body, col(Body.id) == Participant.body_id)
        .where(col(Case.area_id) == area, col(Case.kind) == CaseKind.DISPUTE)
        .where(col(Participant.part) == Part.COUNCIL, col(Body.kind) == BodyKind.OSO)
    )
    return [tuple(row) for row in session.execute(scoped(session, query))]


def themes(session: DbSession, area: int, first: date, last: date) -> list[tuple[Any, ...]]:
    """(number, opened, closed, main rule) of themes open at some time in those days."""
    main = (col(RuleLink.case_id) == Case.id) & col(RuleLink.main).is_(True)
    query = (
        select(col(Case.number), col(Case.created_on), col(Case.closed_on), col(RuleLink.statement))
        .join(Theme, col(Theme.case_id) == Case.id)
        .outerjoin(RuleLink, main)
        .where(col(Case.area_id) == area, col(Case.kind) == CaseKind.THEME, col(Case.created_on) <= last)
        .where(sa.or_(col(Case.closed_on).is_(None), col(Case.closed_on) >= first))
        .order_by(col(Case.id))
    )
    return [tuple(row) for row in session.execute(scoped(session, query))]


def _came(area: int, kind: CaseKind, first: date, last: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(Case.area_id) == area,
        col(Case.kind) == kind,
        col(Case.created_on) >= first,
        col(Case.created_on) <= last,
    )


def _many(condition: Any) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
