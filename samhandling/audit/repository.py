"""Queries on the trail, newest first, a page at a time. What somebody may read is decided before they are asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from samhandling.audit.tables import AuditEvent
from samhandling.kernel.database import DbSession

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """`before`: the sequence number a page ends above, so that a page stays the same while events are added."""

    action: str = ""
    person: UUID | None = None
    since: date | None = None
    until: date | None = None
    before: int | None = None


def of_chain(session: DbSession, chain: int, asked: Asked, without: Collection[int] = ()) -> Sequence[AuditEvent]:
    """At most PAGE + 1 events, so that the caller sees whether there are more. `without`: cases the reader stepped
    aside from."""
    query = select(AuditEvent).where(AuditEvent.chain == chain).order_by(col(AuditEvent.sequence).desc())
    conditions: list[sa.ColumnElement[bool]] = []
    if asked.action:
        conditions.append(col(AuditEvent.action) == asked.action)
    if asked.person:
        conditions.append(col(AuditEvent.actor) == asked.person)
    if asked.since:
        conditions.append(col(AuditEvent.happened_on) >= asked.since)
    if asked.until:
        conditions.append(col(AuditEvent.happened_on) <= asked.until)
    if without:
        of_those = sa.and_(
            col(AuditEvent.subject_kind) == "case", col(AuditEvent.subject_id).in_([str(each) for each in without])
        )
        conditions.append(sa.not_(of_those))
    if asked.before:
        conditions.append(col(AuditEvent.sequence) < asked.before)
    return session.exec(query.where(*conditions).limit(PAGE + 1)).all()


def concerning(session: DbSession, person: UUID) -> Sequence[AuditEvent]:
    """What a person did, and what was done to the person or his or her accounts; the newest PAGE."""
    own = sa.or_(
        col(AuditEvent.actor) == person,
        sa.and_(col(AuditEvent.subject_kind) == "person", col(AuditEvent.subject_id) == str(person)),
    )
    newest = (col(AuditEvent.happened_at).desc(), col(AuditEvent.chain), col(AuditEvent.sequence).desc())
    return session.exec(select(AuditEvent).where(own).order_by(*newest).limit(PAGE)).all()
