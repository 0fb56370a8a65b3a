"""Queries about themes and «det samme skjedde hos oss»."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from samhandling.cases.kinds import CaseKind, LinkKind
from samhandling.cases.repository import scoped
from samhandling.cases.tables import Case, CaseLink, RuleLink
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound
from samhandling.themes.tables import Theme, ThemeReport


def theme(session: DbSession, case_id: int, *, to_change: bool = False) -> Theme:
    """Raises NotFound, also for a case out of sight."""
    query = scoped(session, select(Theme).join(Case, col(Case.id) == Theme.case_id).where(Theme.case_id == case_id))
    if to_change:
        query = query.with_for_update(of=Theme).execution_options(populate_existing=True)
    found = session.exec(query).first()
    if found is None:
        raise NotFound
    return found


def reported(session: DbSession, theme_id: int, person: Any, month: str) -> ThemeReport | None:
    query = select(ThemeReport).where(
        ThemeReport.theme_id == theme_id, ThemeReport.person_id == person, ThemeReport.month == month
    )
    return session.exec(query).first()


def on_rule(session: DbSession, area: int, statement: str, most: int = 5) -> list[Case]:
    """Open themes of the area that cite the rule; newest first."""
    query = (
        select(Case)
        .join(RuleLink, col(RuleLink.case_id) == Case.id)
        .where(Case.area_id == area, Case.kind == CaseKind.THEME, Case.state == "open", RuleLink.statement == statement)
        .order_by(col(Case.created_on).desc(), col(Case.id).desc())
        .limit(most)
    )
    return list(session.exec(scoped(session, query)))


def gathered(session: DbSession, theme_id: int) -> int:
    """How many of the cases it gathers this reader sees."""
    query = (
        select(sa.func.count())
        .select_from(CaseLink)
        .where(CaseLink.to_id == theme_id, CaseLink.kind == LinkKind.SAME_THEME)
    )
    return session.exec(scoped(session, query)).one()


def offices_that_said_so(session: DbSession, theme_id: int) -> list[tuple[int, str, int | None, date]]:
    """For the PKO: organisation, month, minutes, day."""
    query = select(ThemeReport).where(ThemeReport.theme_id == theme_id).order_by(col(ThemeReport.id))
    return [(each.organisation_id, each.month, each.minutes, each.made_at.date()) for each in session.exec(query)]
