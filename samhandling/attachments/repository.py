"""Queries about the attachments of a case. Which a reader may see `cases.repository.scoped` says."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import col, select

from samhandling.areas.tables import Area
from samhandling.cases.repository import scoped
from samhandling.cases.tables import Attachment, CaseSetting, Statement
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound


def fingerprint_key(session: DbSession, area: int) -> bytes:
    return session.exec(select(Area.fingerprint_key).where(Area.id == area)).one()


def setting(session: DbSession, area: int, name: str) -> int | None:
    """None until the area has decided."""
    query = select(CaseSetting.value).where(CaseSetting.area_id == area, CaseSetting.name == name)
    return session.exec(query).first()


def listed(session: DbSession, case_id: int) -> list[Attachment]:
    """Without their contents, in the order they came."""
    query = select(Attachment).where(Attachment.case_id == case_id).order_by(col(Attachment.id))
    query = query.options(defer(col(Attachment.content), raiseload=True))  # type: ignore[arg-type]
    return list(session.exec(scoped(session, query)))


def hidden(session: DbSession, case_id: int) -> frozenset[int]:
    """Those whose contents were redacted."""
    query = select(Attachment.id).where(Attachment.case_id == case_id, sa.func.length(col(Attachment.content)) == 0)
    return frozenset(each for each in session.exec(scoped(session, query)) if each is not None)


def attachment(session: DbSession, case_id: int, attachment_id: int, *, to_change: bool = False) -> Attachment:
    """Raises NotFound, also for one the reader may not see."""
    query = select(Attachment).where(Attachment.id == attachment_id, Attachment.case_id == case_id)
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.exec(scoped(session, query)).first()
    if found is None:
        raise NotFound
    return found


def draft(session: DbSession, case_id: int, statement_id: int, author: UUID) -> Statement:
    """A statement of the author's that is not sent. Raises NotFound."""
    query = select(Statement).where(
        Statement.id == statement_id,
        Statement.case_id == case_id,
        Statement.author == author,
        col(Statement.sent_at).is_(None),
    )
    found = session.exec(scoped(session, query)).first()
    if found is None:
        raise NotFound
    return found


def is_sent(session: DbSession, statement_id: int) -> bool:
    query = select(Statement.sent_at).where(Statement.id == statement_id)
    return session.exec(scoped(session, query)).first() is not None
