"""Queries about disputes. What belongs to a case is asked for through its scope."""

from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlmodel import col, select

from samhandling.cases.kinds import Audience, CaseKind
from samhandling.cases.repository import scoped
from samhandling.cases.tables import Case, RuleLink, Statement
from samhandling.disputes.tables import Dispute, Party
from samhandling.kernel.columns import unindexed
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound

MOST_PRECEDENTS: Final = 50


def dispute(session: DbSession, case_id: int) -> Dispute:
    """Raises NotFound, also for a case out of sight."""
    query = select(Dispute).join(Case, col(Case.id) == Dispute.case_id).where(Dispute.case_id == case_id)
    found = session.exec(scoped(session, query)).first()
    if found is None:
        raise NotFound
    return found


def parties(session: DbSession, case_id: int) -> list[Party]:
    """In the order they came."""
    query = select(Party).join(Case, col(Case.id) == Party.case_id).where(Party.case_id == case_id)
    return list(session.exec(scoped(session, query.order_by(col(Party.id)))))


def held(session: DbSession, case_id: int) -> list[Statement]:
    """The parties' statements that only their own side reads so far, as far as this transaction reads them."""
    query = select(Statement).where(
        Statement.case_id == case_id, Statement.kind == "statement", Statement.audience == Audience.OWN_SIDE
    )
    return list(session.exec(scoped(session, query)))


def unheard(session: DbSession, today: date) -> list[Case]:
    """Disputes in which statements are still owed on the day after the council was to be told; not told of yet."""
    query = (
        select(Case)
        .join(Dispute, col(Dispute.case_id) == Case.id)
        .where(
            Case.state == "statements",
            col(Dispute.council_on) < today,
            col(Dispute.released_on).is_(None),
            col(Dispute.escalated_on).is_(None),
        )
        .order_by(col(Case.id))
        .limit(200)
    )
    return list(session.exec(scoped(session, query)))


def precedents(session: DbSession, area: int, *, rule: str = "", words: str = "") -> list[Case]:
    """Disputes whose advice or end the whole area reads; newest first. `words`: somewhere in question or advice."""
    query = select(Case).where(Case.area_id == area, Case.kind == CaseKind.DISPUTE, col(Case.shared).is_(True))
    if rule:
        query = query.where(col(Case.id).in_(select(RuleLink.case_id).where(RuleLink.statement == rule)))
    if words:
        written = scoped(
            session,
            select(Statement.case_id).where(
                Statement.audience == Audience.AREA, col(Statement.text).icontains(words, autoescape=True)
            ),
        )
        ids = set(session.exec(written))
        query = query.where(sa.or_(col(Case.title).icontains(words, autoescape=True), col(Case.id).in_(ids)))
    query = query.order_by(unindexed(Case.created_on).desc(), col(Case.id).desc()).limit(MOST_PRECEDENTS)
    return list(session.exec(scoped(session, query)))
