"""Queries for reports: the drafts, what is published, and what is written and entered for them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from samhandling.areas.tables import Area
from samhandling.identity.tables import PersonName
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound
from samhandling.reports.tables import (
    DraftState,
    Indicator,
    LocalAgreement,
    PublishedNumber,
    PublishedReport,
    ReportDraft,
    ReportReceipt,
    ReportText,
)


def published(session: DbSession, area: int) -> list[PublishedReport]:
    """Of the area, the newest first."""
    query = select(PublishedReport).where(PublishedReport.area_id == area)
    return list(session.exec(query.order_by(col(PublishedReport.published_at).desc(), col(PublishedReport.id).desc())))


def report(session: DbSession, area: int, number: str) -> PublishedReport:
    """Raises NotFound."""
    query = select(PublishedReport).where(PublishedReport.area_id == area, PublishedReport.number == number)
    found = session.exec(query).first()
    if found is None:
        raise NotFound
    return found


def newest(session: DbSession, area: int, period: str) -> PublishedReport | None:
    query = select(PublishedReport).where(PublishedReport.area_id == area, PublishedReport.period == period)
    return session.exec(query.order_by(col(PublishedReport.version).desc()).limit(1)).first()


def periods_published(session: DbSession) -> list[str]:
    """The codes of those that any area has reported."""
    return list(session.exec(select(PublishedReport.period).distinct()))


def newest_of_all(session: DbSession, period: str) -> list[tuple[str, str, PublishedReport]]:
    """(slug, name of the area, report): the last version of the period from every area, areas by name."""
    last = (
        select(PublishedReport.area_id, sa.func.max(PublishedReport.version).label("version"))
        .where(PublishedReport.period == period)
        .group_by(col(PublishedReport.area_id))
        .subquery()
    )
    query = (
        select(Area.slug, Area.name, PublishedReport)
        .join(PublishedReport, col(PublishedReport.area_id) == Area.id)
        .join(last, (last.c.area_id == PublishedReport.area_id) & (last.c.version == PublishedReport.version))
        .where(PublishedReport.period == period)
        .order_by(col(Area.name))
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def ledger(session: DbSession, area: int, periods: Sequence[str]) -> list[PublishedNumber]:
    """Every number ever published about these periods of the area, in the order they came."""
    query = select(PublishedNumber).where(
        PublishedNumber.area_id == area, col(PublishedNumber.period).in_(tuple(periods))
    )
    return list(session.exec(query.order_by(col(PublishedNumber.id))))


def last_number(session: DbSession, area: int) -> int:
    """The id of the last number that was published in the area; 0 before there is any."""
    query = select(sa.func.coalesce(sa.func.max(PublishedNumber.id), 0)).where(PublishedNumber.area_id == area)
    return int(session.execute(query).scalar_one())


def has_read(session: DbSession, report_id: int, person: UUID) -> bool:
    return session.get(ReportReceipt, (report_id, person)) is not None


def receipts(session: DbSession, report_id: int) -> list[tuple[str, datetime]]:
    """(name, when), the first reader first; a name that was erased is not among them."""
    query = (
        select(PersonName.name, ReportReceipt.read_at)
        .join(PersonName, col(PersonName.person_id) == ReportReceipt.person_id)
        .where(ReportReceipt.report_id == report_id)
        .order_by(col(ReportReceipt.read_at))
    )
    return [tuple(row) for row in session.execute(query)]


# What is being made


def draft(session: DbSession, area: int, period: str, *, to_change: bool = False) -> ReportDraft | None:
    query = select(ReportDraft).where(ReportDraft.area_id == area, ReportDraft.period == period)
    return session.exec(query.with_for_update() if to_change else query).first()


def drafts(session: DbSession, area: int) -> dict[str, ReportDraft]:
    rows = session.exec(select(ReportDraft).where(ReportDraft.area_id == area))
    return {each.period: each for each in rows}


def next_draft(session: DbSession, dead_since: datetime) -> ReportDraft | None:
    """The oldest that waits, or whose counting has been silent since then; locked."""
    silent = (col(ReportDraft.state) == DraftState.RUNNING) & (
        sa.func.coalesce(ReportDraft.beat_at, ReportDraft.asked_at) < dead_since
    )
    query = (
        select(ReportDraft)
        .where(sa.or_(col(ReportDraft.state) == DraftState.WAITING, silent))
        .order_by(col(ReportDraft.asked_at), col(ReportDraft.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.exec(query).first()


def draft_by_id(session: DbSession, draft_id: int, *, to_change: bool = False) -> ReportDraft:
    """Raises NotFound."""
    query = select(ReportDraft).where(ReportDraft.id == draft_id)
    found = session.exec(query.with_for_update() if to_change else query).first()
    if found is None:
        raise NotFound
    return found


def texts(session: DbSession, area: int, period: str, report_id: int | None = None) -> dict[str, ReportText]:
    """By section: of the draft, or as a report had them."""
    query = select(ReportText).where(ReportText.area_id == area, ReportText.period == period)
    which = col(ReportText.report_id)
    query = query.where(which.is_(None) if report_id is None else which == report_id)
    return {each.section: each for each in session.exec(query.order_by(col(ReportText.id)))}


def indicators(session: DbSession, area: int, period: str) -> list[Indicator]:
    query = select(Indicator).where(Indicator.area_id == area, Indicator.period == period)
    return list(session.exec(query.order_by(col(Indicator.code))))


def agreements(session: DbSession, area: int) -> dict[str, LocalAgreement]:
    rows = session.exec(select(LocalAgreement).where(LocalAgreement.area_id == area))
    return {each.topic: each for each in rows}
