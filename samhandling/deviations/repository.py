"""Queries about deviations and who reports them. What belongs to a case is asked for through its scope."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select

from samhandling.areas.repository import belonging
from samhandling.areas.tables import Organisation
from samhandling.cases.kinds import CaseKind
from samhandling.cases.repository import scoped
from samhandling.cases.tables import Assignment, Case, ClockRow, RuleLink
from samhandling.deviations.codes import Outcome
from samhandling.deviations.tables import Deviation, Measure
from samhandling.identity.tables import Account, RoleGrant
from samhandling.kernel.columns import unindexed
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound

# Of a case that is found by other means: Core tables, so that the case alone is asked whether it is seen.
_links, _assignments = (sa.inspect(table).local_table for table in (RuleLink, Assignment))


def deviation(session: DbSession, case_id: int) -> Deviation:
    """Raises NotFound, also for a case out of sight."""
    query = select(Deviation).join(Case, col(Case.id) == Deviation.case_id).where(Deviation.case_id == case_id)
    found = session.exec(scoped(session, query)).first()
    if found is None:
        raise NotFound
    return found


def deviations(session: DbSession, case_ids: Collection[int]) -> dict[int, Deviation]:
    query = select(Deviation).join(Case, col(Case.id) == Deviation.case_id).where(col(Deviation.case_id).in_(case_ids))
    return {each.case_id: each for each in session.exec(scoped(session, query))}


def measures(session: DbSession, case_id: int) -> list[Measure]:
    query = select(Measure).join(Case, col(Case.id) == Measure.case_id).where(Measure.case_id == case_id)
    return list(session.exec(scoped(session, query.order_by(col(Measure.id)))))


def measure(session: DbSession, case_id: int, measure_id: int) -> Measure:
    """Raises NotFound."""
    found = next((each for each in measures(session, case_id) if each.id == measure_id), None)
    if found is None:
        raise NotFound
    return found


def parent_of(session: DbSession, organisation: int) -> int | None:
    return session.exec(select(Organisation.parent_id).where(Organisation.id == organisation)).first()


def accounts_with_role(session: DbSession, role: str, day: date, *, area: int, place: int | None = None) -> int:
    """How many persons with an account that is open hold the role in the area, or in what stands under `place`."""
    units = belonging(area, day)
    if place is not None:
        units = select(Organisation.id).where(
            sa.or_(col(Organisation.parent_id) == place, col(Organisation.id) == place)
        )
    query = (
        select(sa.func.count(sa.distinct(col(RoleGrant.person_id))))
        .join(Account, col(Account.person_id) == RoleGrant.person_id)
        .where(
            RoleGrant.role == role,
            col(RoleGrant.organisation_id).in_(units),
            RoleGrant.valid_from <= day,
            sa.or_(col(RoleGrant.valid_to).is_(None), col(RoleGrant.valid_to) >= day),
            col(Account.disabled_at).is_(None),
        )
    )
    return session.exec(query).one()


def has_contact(session: DbSession, organisation: int, day: date) -> bool:
    """Whether anybody there can answer: a role in force, and an account."""
    query = (
        select(RoleGrant.id)
        .join(Account, col(Account.person_id) == RoleGrant.person_id)
        .where(
            RoleGrant.organisation_id == organisation,
            RoleGrant.valid_from <= day,
            sa.or_(col(RoleGrant.valid_to).is_(None), col(RoleGrant.valid_to) >= day),
            col(Account.disabled_at).is_(None),
        )
        .limit(1)
    )
    return session.exec(query).first() is not None


def alike(session: DbSession, area: int, statement: str, organisation: int, since: date) -> list[Case]:
    """Open deviations of the area on the same main rule that the same unit owes or owed an answer to."""
    cites = sa.exists().where(_links.c.case_id == Case.id, _links.c.statement == statement, _links.c.main.is_(True))
    owes = sa.exists().where(_assignments.c.case_id == Case.id, _assignments.c.organisation_id == organisation)
    query = (
        select(Case)
        .where(
            Case.area_id == area,
            Case.kind == CaseKind.DEVIATION,
            col(Case.state).in_(["sent", "received", "with_unit", "answered"]),
            Case.created_on >= since,
            cites,
            owes,
        )
        .order_by(unindexed(Case.created_on).desc(), col(Case.id).desc())
        .limit(20)
    )
    return list(session.exec(scoped(session, query)))


def waiting(session: DbSession, area: int, most: int = 100) -> list[tuple[Case, Deviation]]:
    """What of the area waits for the PKO: new ones, and those where somebody must judge; the oldest first."""
    query = (
        select(Case, Deviation)
        .join(Deviation, col(Deviation.case_id) == Case.id)
        .where(
            Case.area_id == area,
            Case.kind == CaseKind.DEVIATION,
            col(Case.state).in_(["sent", "received", "with_unit", "answered"]),
            sa.or_(
                col(Case.state).in_(["sent", "received"]),
                col(Deviation.escalated_on).is_not(None),
                col(Deviation.disagreed),
                col(Deviation.proposed) == Outcome.NOT_DEVIATION,
            ),
        )
        .order_by(unindexed(Case.created_on), col(Case.id))
        .limit(most)
    )
    return list(session.exec(scoped(session, query)))


def overdue(session: DbSession, today: date) -> list[Case]:
    """Deviations that still owe an answer although the time is up, and are not marked so yet."""
    return out(session, today, "answer", col(Deviation.escalated_on).is_(None))


def out(session: DbSession, today: date, kind: str, *conditions: sa.ColumnElement[bool], most: int = 200) -> list[Case]:
    """Deviations that owe an answer, with a clock of the kind that has run out."""
    query = (
        select(Case)
        .join(Deviation, col(Deviation.case_id) == Case.id)
        .join(Assignment, col(Assignment.case_id) == Case.id)
        .join(ClockRow, col(ClockRow.assignment_id) == Assignment.id)
        .where(
            Case.state == "with_unit",
            ClockRow.kind == kind,
            col(ClockRow.stopped_on).is_(None),
            ClockRow.due_on < today,
            *conditions,
        )
        .distinct()
        .order_by(col(Case.id))
        .limit(most)
    )
    return list(session.exec(scoped(session, query)))


def silent(session: DbSession, today: date, most: int = 200) -> list[Case]:
    """Answered, and the reporter's time to object is over."""
    query = (
        select(Case)
        .join(Deviation, col(Deviation.case_id) == Case.id)
        .where(Case.state == "answered", col(Deviation.silent_on) < today, col(Deviation.disagreed).is_(False))
        .order_by(col(Case.id))
        .limit(most)
    )
    return list(session.exec(scoped(session, query)))
