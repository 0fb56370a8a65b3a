"""Numbers of the dashboards and the lists behind them, each number by the conditions of its list.

Cases go through the scope. What belongs to a case that is found (clocks, assignments, measures) is asked as a Core
table, so that the case alone is asked whether it is seen; the few rows of a state lead there, never all clocks.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import col, select

from samhandling.areas.kinds import BodyKind
from samhandling.areas.tables import Body
from samhandling.cases.kinds import CaseKind, Part
from samhandling.cases.repository import scoped
from samhandling.cases.tables import Assignment, Case, ClockRow, Participant, RuleLink
from samhandling.casework.asking import ANSWER, COUNCIL
from samhandling.dashboards.tables import Acknowledgement, StewardHours
from samhandling.deviations.codes import Outcome
from samhandling.deviations.tables import Deviation, Measure
from samhandling.disputes.tables import Dispute, Party
from samhandling.kernel.columns import unindexed
from samhandling.kernel.database import DbSession, scope_of
from samhandling.reports.tables import PublishedReport
from samhandling.transfers.tables import Transfer
from samhandling.transfers.whole import REMINDED_AHEAD

#: The longest list behind a number; a longer one says so.
MOST: Final = 200
_DAY: Final = timedelta(days=1)
_AHEAD: Final = timedelta(days=7)
_assignments, _clocks, _deviations, _disputes, _links, _measures, _participants, _parties, _transfers = (
    sa.inspect(table).local_table
    for table in (Assignment, ClockRow, Deviation, Dispute, RuleLink, Measure, Participant, Party, Transfer)
)
Dated = tuple[Case, date | None]


@dataclass(frozen=True, slots=True)
class Span:
    """A deadline of this kind falls between the days, both with; `first` None: however long ago."""

    clock: str
    first: date | None
    last: date

    def holds(self) -> Any:
        within = [_clocks.c.kind == self.clock, _due <= self.last]
        return sa.and_(*within, *([] if self.first is None else [_due >= self.first]))


#: Its own index leads to every deadline there ever was.
_due = unindexed(_clocks.c.due_on)


def overdue(today: date) -> Span:
    return Span(ANSWER, None, today - _DAY)


def soon(today: date) -> Span:
    return Span(ANSWER, today, today + _AHEAD)


def over_the_limit(today: date) -> Span:
    """Unanswered for longer than the area lets pass before its council is told."""
    return Span(COUNCIL, None, today - _DAY)


def is_soon(due: date | None, today: date) -> bool:
    return due is not None and today <= due <= today + _AHEAD


def a_year_before(today: date) -> date:
    """The same day; of 29 February the last of the month."""
    return today.replace(year=today.year - 1, day=28 if (today.month, today.day) == (2, 29) else today.day)


# The area, for its PKO


def deadlines(session: DbSession, area: int, spans: Collection[Span]) -> list[int]:
    """How many cases of the area owe an answer within each span."""
    counted = [_cases_where(each.holds()) for each in spans]
    query = _owed(sa.select(*counted).select_from(Case)).where(Case.area_id == area)
    return list(session.execute(scoped(session, query)).one())


def owing(session: DbSession, area: int, span: Span, most: int = MOST) -> list[Dated]:
    """One more than `most` when there are more; the earliest deadline first."""
    first = sa.func.min(_clocks.c.due_on)
    query = _owed(select(Case, first)).where(Case.area_id == area, span.holds())
    query = query.group_by(col(Case.id)).order_by(first, col(Case.id)).limit(most + 1)
    return [(case, due) for case, due in session.exec(scoped(session, query))]


def reviews_count(session: DbSession, area: int, today: date) -> int:
    query = _reviewed(select(sa.func.count(col(Case.id))), area, today)
    return int(session.exec(scoped(session, query)).one())


def reviews(session: DbSession, area: int, today: date) -> list[Dated]:
    """Agreed tasks that are being evaluated, or are to be within the time of the reminder; the earliest first."""
    query = _reviewed(select(Case, _transfers.c.review_on), area, today)
    query = query.order_by(_transfers.c.review_on, col(Case.id)).limit(MOST + 1)
    return [(case, due) for case, due in session.exec(scoped(session, query))]


def came_in(session: DbSession, area: int, first: date, last: date) -> list[tuple[date, int]]:
    """How many cases of the area were opened, by day; both days with."""
    query = select(col(Case.created_on), sa.func.count(col(Case.id)))
    query = query.where(Case.area_id == area, col(Case.created_on).between(first, last))
    return list(session.exec(scoped(session, query.group_by(col(Case.created_on)))))


def hours(session: DbSession, area: int, first: date) -> dict[date, StewardHours]:
    """By week, from the one that begins on the day."""
    query = select(StewardHours).where(StewardHours.area_id == area, StewardHours.week >= first)
    return {each.week: each for each in session.exec(query)}


# Bodies

WAITS: Final = "venter"
HANDLED: Final = "behandlet"
UNANSWERED: Final = "uten-svar"


def _stage() -> Any:
    """What an open case is to a body that takes part: waiting for it, gone on from it, or one whose answer is late."""
    state, oso = col(Case.state), Body.kind == BodyKind.OSO
    judged = sa.or_(_deviations.c.disagreed, _deviations.c.proposed == Outcome.NOT_DEVIATION)
    waits = sa.or_(
        (state == "to_council") & ~oso, (state == "to_oso") & oso, (state == "answered") & judged,
    )  # fmt: skip
    return sa.case(
        (waits, WAITS),
        (state.in_(["advised", "to_oso", "sent_on"]), HANDLED),
        (state.in_(["with_unit", "statements"]), UNANSWERED),
        else_="",
    )


def stages(session: DbSession, bodies: Collection[int]) -> dict[tuple[int, str], int]:
    """How many open cases each body takes part in, by stage."""
    stage = _stage().label("stage")
    query = _with_bodies(select(_participants.c.body_id, stage, _cases_where(sa.true())), bodies)
    query = query.group_by(_participants.c.body_id, "stage")
    return {(body, code): count for body, code, count in session.exec(scoped(session, query))}


def at_stage(session: DbSession, bodies: Collection[int], stage: str, most: int = MOST) -> list[tuple[int, Case]]:
    """The oldest first."""
    query = _with_bodies(select(_participants.c.body_id, Case), bodies).where(_stage() == stage)
    query = query.order_by(unindexed(Case.created_on), col(Case.id)).limit(most + 1)
    return [(body, case) for body, case in session.exec(scoped(session, query))]


def _with_bodies(query: Any, bodies: Collection[int]) -> Any:
    return (
        query.select_from(Case)
        .join(_participants, _participants.c.case_id == Case.id)
        .join(Body, col(Body.id) == _participants.c.body_id)
        .outerjoin(_deviations, _deviations.c.case_id == Case.id)
        .where(
            _participants.c.body_id.in_(bodies),
            _participants.c.part == Part.COUNCIL,
            _participants.c.left_at.is_(None),
            _participants.c.open,
        )
    )


# Organisations


def to_answer_counts(session: DbSession, places: Collection[int], today: date) -> dict[int, tuple[int, int, int]]:
    """By organisation: deviations it owes an answer in, of these overdue, and of these due soon."""
    place, late, near = _participants.c.organisation_id, overdue(today).holds(), soon(today).holds()
    counted = (_cases_where(sa.true()), _cases_where(late), _cases_where(near))
    query = _owed_by(_owed(sa.select(place, *counted).select_from(Case)), places).group_by(place)
    return {of: (owed, out, soon_) for of, owed, out, soon_ in session.execute(scoped(session, query))}


def to_answer(session: DbSession, places: Collection[int], most: int = MOST) -> list[tuple[int, Case, date]]:
    """The earliest deadline first."""
    query = _owed_by(_owed(select(_participants.c.organisation_id, Case, _clocks.c.due_on)), places)
    query = query.order_by(_clocks.c.due_on, col(Case.id)).limit(most + 1)
    return [(place, case, due) for place, case, due in session.exec(scoped(session, query))]


def disputes_to_answer(session: DbSession, places: Collection[int]) -> list[tuple[int, Case, date | None]]:
    """Where a party owes its own account, which has a deadline; its yes to what is open to all; or its reply."""
    state, released = col(Case.state), _disputes.c.released_on.is_not(None)
    account = (state == "statements") & ~released & _parties.c.sent_on.is_(None)
    confirms = state.in_(["statements", "mediation"]) & released & _parties.c.confirmed_on.is_(None)
    reply = (state == "advised") & _parties.c.follows.is_(None)
    due = sa.case((account, _disputes.c.due_on), else_=None)
    query = (
        select(_participants.c.organisation_id, Case, due)
        .select_from(Case)
        .join(_participants, _participants.c.case_id == Case.id)
        .join(_parties, (_parties.c.case_id == Case.id) & (_parties.c.participant_id == _participants.c.id))
        .join(_disputes, _disputes.c.case_id == Case.id)
        .where(
            _participants.c.organisation_id.in_(places),
            _participants.c.left_at.is_(None),
            _participants.c.open,
            sa.or_(account, confirms, reply),
        )
        .order_by(_disputes.c.due_on, col(Case.id))
        .limit(MOST + 1)
    )
    return [(place, case, due_on) for place, case, due_on in session.exec(scoped(session, query))]


def by_month(
    session: DbSession, places: Collection[int], area: int, first: date, until: date
) -> list[tuple[int, int, int, int, int]]:
    """Organisation, year, month, cases opened since the first day, and those of them that were opened until the other.

    As in the list of cases with the same filters.
    """
    year, month = sa.extract("year", col(Case.created_on)), sa.extract("month", col(Case.created_on))
    place = _participants.c.organisation_id
    counted = (_cases_where(sa.true()), _cases_where(col(Case.created_on) <= until))
    query = _taking_part(sa.select(place, year, month, *counted), session, places, area, first)
    rows = session.execute(scoped(session, query.group_by(place, year, month)))
    return [(of, int(in_year), int(in_month), count, before) for of, in_year, in_month, count, before in rows]


def in_month(session: DbSession, place: int, area: int, first: date) -> list[Case]:
    """The cases that `by_month` counted in the month of the day; the newest first."""
    after = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
    query = _taking_part(select(Case).distinct(), session, [place], area, first.replace(day=1))
    query = query.where(Case.created_on < after).order_by(col(Case.created_on).desc(), col(Case.id).desc())
    return list(session.exec(scoped(session, query.limit(MOST + 1))))


def by_rule(session: DbSession, places: Collection[int], area: int, first: date) -> list[tuple[int, str, int, int]]:
    """Organisation, a statement's number, year, cases that cite it; a case that cites two stands under both."""
    year, place = sa.extract("year", col(Case.created_on)), _participants.c.organisation_id
    counted = sa.select(place, _links.c.statement, year, _cases_where(sa.true()))
    query = _taking_part(counted, session, places, area, first)
    query = query.join(_links, _links.c.case_id == Case.id).group_by(place, _links.c.statement, year)
    rows = session.execute(scoped(session, query))
    return [(of, statement, int(in_year), count) for of, statement, in_year, count in rows]


def open_cases(session: DbSession, place: int, area: int) -> dict[CaseKind, int]:
    """That the organisation takes part in, by kind; as in the list of cases."""
    query = _taking_part(sa.select(col(Case.kind), _cases_where(sa.true())), session, [place], area, date.min)
    query = query.where(_participants.c.open, unindexed(Case.closed_on).is_(None)).group_by(col(Case.kind))
    return {CaseKind(kind): count for kind, count in session.execute(scoped(session, query))}


def open_disputes(session: DbSession, place: int, most: int) -> list[Case]:
    """That the organisation takes part in; the oldest first."""
    query = (
        select(Case)
        .join(_participants, _participants.c.case_id == Case.id)
        .where(
            _participants.c.organisation_id == place,
            _participants.c.left_at.is_(None),
            _participants.c.open,
            Case.kind == CaseKind.DISPUTE,
        )
        .distinct()
        .order_by(col(Case.id))
        .limit(most)
    )
    return list(session.exec(scoped(session, query)))


def measures_counts(session: DbSession, places: Collection[int], today: date) -> dict[int, tuple[int, int]]:
    """By organisation: measures whose effect has not been looked at, and those of them not done in time."""
    late = sa.func.count(sa.case((_measures.c.done_on.is_(None) & (_measures.c.due_on < today), 1)))
    query = _measured(select(_measures.c.organisation_id, sa.func.count(_measures.c.id), late), places)
    query = query.group_by(_measures.c.organisation_id)
    return {place: (count, out) for place, count, out in session.exec(scoped(session, query))}


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A measure, and the case it was made in. `done`: done, but nobody has looked at its effect."""

    place: int
    case: Case
    text: str
    due: date
    done: bool


def measures(session: DbSession, places: Collection[int], most: int = MOST) -> list[Unfinished]:
    """The earliest first."""
    row = _measures.c
    query = _measured(sa.select(row.organisation_id, Case, row.text, row.due_on, row.done_on.is_not(None)), places)
    found = session.execute(scoped(session, query.order_by(row.due_on, row.id).limit(most + 1)))
    return [Unfinished(*each) for each in found]


def acknowledged(session: DbSession, places: Collection[int], area: int) -> list[Acknowledgement]:
    query = select(Acknowledgement).where(
        col(Acknowledgement.organisation_id).in_(places), Acknowledgement.area_id == area
    )
    return list(session.exec(query))


def last_report(session: DbSession, area: int) -> tuple[str, str] | None:
    """Number and period of what was published last; not what stands in it."""
    query = select(PublishedReport.number, PublishedReport.period).where(PublishedReport.area_id == area)
    query = query.order_by(col(PublishedReport.published_at).desc(), col(PublishedReport.id).desc()).limit(1)
    return session.exec(query).first()


# What the queries above are made of


def _cases_where(condition: Any) -> Any:
    return sa.func.count(sa.distinct(sa.case((condition, col(Case.id)))))


def _owed(query: Any) -> Any:
    """From deviations that are out for an answer to what is still owed, and its running clocks."""
    return (
        query.select_from(Case)
        .join(_assignments, _assignments.c.case_id == Case.id)
        .join(_clocks, _clocks.c.assignment_id == _assignments.c.id)
        .where(
            Case.kind == CaseKind.DEVIATION,
            Case.state == "with_unit",
            _assignments.c.answered_at.is_(None),
            _assignments.c.withdrawn_at.is_(None),
            _clocks.c.stopped_on.is_(None),
        )
    )


def _owed_by(query: Any, places: Collection[int]) -> Any:
    """By these organisations; from what is open of theirs, which is little beside all they were ever asked."""
    theirs = (_participants.c.case_id == Case.id) & (_participants.c.part == Part.RESPONSIBLE)
    return query.join(_participants, theirs).where(
        _participants.c.organisation_id.in_(places),
        _participants.c.organisation_id == unindexed(_assignments.c.organisation_id),
        _participants.c.left_at.is_(None),
        _participants.c.open,
        _clocks.c.kind == ANSWER,
    )


def _reviewed(query: Any, area: int, today: date) -> Any:
    runs = col(Case.state).in_(["in_operation", "continued"]) & (_transfers.c.review_on <= today + REMINDED_AHEAD)
    return (
        query.select_from(Case)
        .join(_transfers, _transfers.c.case_id == Case.id)
        .where(
            Case.area_id == area,
            Case.kind == CaseKind.TRANSFER,
            col(Case.state).in_(["under_review", "in_operation", "continued"]),
            sa.or_(col(Case.state) == "under_review", runs),
        )
    )


def _taking_part(query: Any, session: DbSession, places: Collection[int], area: int, first: date) -> Any:
    """A reader with a role in the whole area has a list of that area alone; others' goes wherever they take part."""
    query = (
        query.select_from(Case)
        .join(_participants, _participants.c.case_id == Case.id)
        .where(
            _participants.c.organisation_id.in_(places),
            _participants.c.left_at.is_(None),
            unindexed(Case.created_on) >= first,
        )
    )
    scope = scope_of(session)
    own_area = scope.everything or area in scope.areas
    return query.where(unindexed(Case.area_id) == area) if own_area else query


def _measured(query: Any, places: Collection[int]) -> Any:
    return (
        query.select_from(Case)
        .join(_measures, _measures.c.case_id == Case.id)
        .where(_measures.c.organisation_id.in_(places), _measures.c.effect_on.is_(None))
    )
