"""What is thrown away every night because its time is over, on both databases."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import SQLModel, col

from samhandling.cases.tables import Draft
from samhandling.guarding.tables import GuardRelease
from samhandling.identity.tables import FailedSignIn, KnownDevice, OneTimeLink, PendingSignIn, UserSession
from samhandling.importing.tables import CaseImport
from samhandling.jobs.queue import Work, put
from samhandling.jobs.tables import Job
from samhandling.kernel.clock import Clock, local_date
from samhandling.kernel.database import DbSession
from samhandling.notices.tables import Mail, Notice

PRUNE: Final = "prune"
# How long after its own end a row is kept, so that the one it concerns can still see it.
_KEPT: Final[tuple[tuple[type[SQLModel], Any, timedelta], ...]] = (
    (FailedSignIn, col(FailedSignIn.failed_at), timedelta(days=1)),
    (PendingSignIn, col(PendingSignIn.started_at), timedelta(hours=1)),
    (KnownDevice, col(KnownDevice.expires_at), timedelta(0)),
    (OneTimeLink, col(OneTimeLink.expires_at), timedelta(days=30)),
    (UserSession, col(UserSession.ends_at), timedelta(days=30)),
    (GuardRelease, col(GuardRelease.expires_at), timedelta(days=30)),
    (Job, col(Job.done_at), timedelta(days=30)),
    (Draft, col(Draft.saved_at), timedelta(days=90)),
    (CaseImport, col(CaseImport.ended_at), timedelta(days=30)),
    (Mail, col(Mail.sent_at), timedelta(days=90)),
    (Notice, col(Notice.read_at), timedelta(days=365)),
)


def schedule(session: DbSession, now: datetime) -> None:
    """Tonight's job, once."""
    put(session, PRUNE, {}, now=now, once=f"{PRUNE}:{local_date(now).isoformat()}")


def works(clock: Clock) -> Mapping[str, Work]:
    """Every kind of job the application knows."""

    def prune(session: DbSession, _values: Mapping[str, Any]) -> None:
        now = clock()
        for table, ended, kept in _KEPT:
            session.execute(sa.delete(table).where(ended < now - kept))
        tomorrow = now + timedelta(days=1)
        day = local_date(tomorrow).isoformat()
        put(session, PRUNE, {}, now=now, due=tomorrow, once=f"{PRUNE}:{day}")

    return {PRUNE: prune}
