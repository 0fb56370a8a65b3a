"""Work after the answer, behind one interface, the same on both databases.

A job is put in the queue in the transaction of what asks for it, so neither exists without the other. A worker takes a
job by a lease; one that dies loses it, and the job is done by the next. What a job changes is committed together with
«done»: it is done once. What it does outside the database may be done twice, and must bear that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from samhandling.jobs.repository import locked, next_due, with_once
from samhandling.jobs.tables import Job
from samhandling.kernel.clock import Clock
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database, DbSession
from samhandling.kernel.scope import SYSTEM

LEASE: Final = timedelta(minutes=5)
ATTEMPTS: Final = 5
_WAIT_AFTER_FAILURE: Final = timedelta(minutes=1)


class State(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


#: Does the work in the session it is given; what it writes is committed with «done». Raises what made it fail.
Work = Callable[[DbSession, Mapping[str, Any]], None]


def put(
    session: DbSession,
    kind: str,
    values: Mapping[str, Any],
    *,
    now: datetime,
    due: datetime | None = None,
    once: str | None = None,
    area: int | None = None,
) -> Job:
    """`values`: codes and ids, never text. With `once`, a job that is there already is given back, done or not."""
    if once is not None and (there := with_once(session, once)) is not None:
        return there
    job = Job(kind=kind, values=dict(values), once=once, area_id=area, due_at=due or now, made_at=now)
    session.add(job)
    session.flush()
    return job


@dataclass(frozen=True, slots=True)
class Worker:
    """Does one job at a time. `kinds`: what each kind of job does; unknown kinds are left alone."""

    database: Database
    clock: Clock
    kinds: Mapping[str, Work]

    def step(self) -> bool:
        """Takes a job that is due and does it. False when there was none."""
        job = self._take()
        if job is None:
            return False
        try:
            with self.database.writing(SYSTEM) as session:
                mine = locked(session, key(job.id))
                if mine is None or mine.attempts != job.attempts or mine.state != State.WAITING:
                    return True  # the lease ran out, and another has it
                self.kinds[job.kind](session, job.values)
                mine.state, mine.done_at, mine.leased_until = State.DONE, self.clock(), None
                session.add(mine)
        except Exception as error:  # noqa: BLE001 – whatever went wrong, the queue goes on
            self._failed(key(job.id), type(error).__name__)
        return True

    def _take(self) -> Job | None:
        now = self.clock()
        with self.database.writing(SYSTEM) as session:
            job = next_due(session, tuple(self.kinds), now)
            if job is None:
                return None
            job.attempts, job.leased_until = job.attempts + 1, now + LEASE
            session.add(job)
            return job

    def _failed(self, job_id: int, error: str) -> None:
        with self.database.writing(SYSTEM) as session:
            job = locked(session, job_id)
            if job is None or job.state != State.WAITING:
                return
            job.error, job.leased_until = error, None
            job.due_at = self.clock() + _WAIT_AFTER_FAILURE * 2 ** (job.attempts - 1)
            if job.attempts >= ATTEMPTS:
                job.state = State.FAILED
            session.add(job)
