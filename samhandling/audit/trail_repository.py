"""Queries on whole chains, for those who verify and keep them; what people read of the trail is in `repository`."""

from collections.abc import Generator
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from samhandling.audit.tables import AuditChain, AuditEvent
from samhandling.kernel.database import DbSession

_AT_ONCE = 2_000


def heads_now(session: DbSession) -> list[AuditChain]:
    """By chain."""
    return list(session.exec(select(AuditChain).order_by(col(AuditChain.chain))).all())


def every_event(session: DbSession) -> Generator[Any, None, None]:
    """Rows with the columns of an event, chain by chain in order, a few thousand in memory at a time."""
    events = sa.inspect(AuditEvent).local_table
    ordered = sa.select(events).order_by(events.c.chain, events.c.sequence)
    with session.connection().execute(ordered, execution_options={"yield_per": _AT_ONCE}) as result:
        yield from result


def last_before(session: DbSession, chain: int, day: date) -> AuditEvent | None:
    """The last event before the first one of `day` or later; None when there is nothing before it."""
    later = select(sa.func.min(AuditEvent.sequence)).where(AuditEvent.chain == chain, AuditEvent.happened_on >= day)
    first = session.exec(later).one()
    before = select(AuditEvent).where(AuditEvent.chain == chain)
    if first is not None:
        before = before.where(AuditEvent.sequence < first)
    return session.exec(before.order_by(col(AuditEvent.sequence).desc()).limit(1)).first()


def drop_until(session: DbSession, chain: int, sequence: int) -> int:
    """How many were dropped. The database refuses, unless its triggers are set aside."""
    gone = sa.delete(AuditEvent).where(col(AuditEvent.chain) == chain, col(AuditEvent.sequence) <= sequence)
    return session.connection().execute(gone).rowcount
