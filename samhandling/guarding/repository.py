"""Queries about releases and redactions."""

from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from samhandling.guarding.tables import GuardRelease, Redaction
from samhandling.kernel.database import DbSession, scope_of
from samhandling.kernel.errors import NotFound


def release(session: DbSession, code_hash: str, person: UUID, now: datetime) -> GuardRelease | None:
    """The release with this code, if it is for this person and still holds; locked until the transaction ends."""
    return session.exec(
        select(GuardRelease)
        .where(
            GuardRelease.code_hash == code_hash,
            GuardRelease.for_person == person,
            GuardRelease.expires_at > now,
        )
        .with_for_update()
    ).first()


def redactions(session: DbSession, area: int) -> list[Redaction]:
    """Those that wait for a second person, oldest first."""
    return list(
        session.exec(
            select(Redaction)
            .where(Redaction.area_id == area, col(Redaction.erased_at).is_(None), col(Redaction.withdrawn_at).is_(None))
            .order_by(col(Redaction.hidden_at))
        )
    )


def redaction(session: DbSession, area: int, redaction_id: int) -> Redaction:
    """One that waits, locked; NotFound when there is none in the area."""
    found = session.exec(
        select(Redaction)
        .where(
            Redaction.id == redaction_id,
            Redaction.area_id == area,
            col(Redaction.erased_at).is_(None),
            col(Redaction.withdrawn_at).is_(None),
        )
        .with_for_update()
    ).first()
    if found is None or not (scope_of(session).everything or area in scope_of(session).home):
        raise NotFound
    return found
