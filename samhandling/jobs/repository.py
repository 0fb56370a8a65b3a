"""Queries on the queue."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from samhandling.jobs.tables import Job
from samhandling.kernel.database import DbSession


def next_due(session: DbSession, kinds: tuple[str, ...], now: datetime) -> Job | None:
    """The oldest that is due and that nobody holds; locked. Two workers never get the same."""
    free = sa.or_(col(Job.leased_until).is_(None), col(Job.leased_until) < now)
    return session.exec(
        select(Job)
        .where(Job.state == "waiting", Job.due_at <= now, col(Job.kind).in_(kinds), free)
        .order_by(col(Job.due_at), col(Job.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()


def locked(session: DbSession, job_id: int) -> Job | None:
    return session.exec(select(Job).where(Job.id == job_id).with_for_update()).first()


def with_once(session: DbSession, once: str) -> Job | None:
    return session.exec(select(Job).where(Job.once == once)).first()
