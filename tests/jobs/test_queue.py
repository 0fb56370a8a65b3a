"""The queue, on both databases."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from sqlmodel import select

from samhandling.housekeeping import PRUNE, schedule, works
from samhandling.identity.tables import FailedSignIn
from samhandling.jobs.queue import ATTEMPTS, LEASE, Worker, put
from samhandling.jobs.tables import Job
from samhandling.kernel.database import Database, DbSession
from samhandling.kernel.scope import SYSTEM

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


class MovableClock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def failure(count: int) -> FailedSignIn:
    return FailedSignIn(login_hash=str(count), address_hash="a", failed_at=NOON)


def failures(database: Database) -> list[str]:
    with database.reading(SYSTEM) as session:
        return sorted(row.login_hash for row in session.exec(select(FailedSignIn)))


def jobs(database: Database) -> list[Job]:
    with database.reading(SYSTEM) as session:
        return list(session.exec(select(Job).order_by(Job.id)))  # type: ignore[arg-type]


def note(session: DbSession, values: Mapping[str, Any]) -> None:
    session.add(failure(values["n"]))


def test_a_job_is_done_once_and_what_it_writes_is_committed_with_done(database: Database) -> None:
    with database.writing(SYSTEM) as session:
        put(session, "note", {"n": 1}, now=NOON)
    worker = Worker(database, MovableClock(), {"note": note})

    assert [worker.step(), worker.step()] == [True, False]

    assert failures(database) == ["1"]
    assert [job.state for job in jobs(database)] == ["done"]


def test_a_job_of_a_transaction_that_is_undone_is_never_there(database: Database) -> None:
    def asks_and_breaks() -> None:
        with database.writing(SYSTEM) as session:
            put(session, "note", {"n": 1}, now=NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asks_and_breaks()

    assert jobs(database) == []


def test_the_same_job_asked_for_twice_is_one(database: Database) -> None:
    with database.writing(SYSTEM) as session:
        first = put(session, "note", {"n": 1}, now=NOON, once="only")
        second = put(session, "note", {"n": 2}, now=NOON, once="only")
        assert first.id == second.id

    assert len(jobs(database)) == 1


def test_a_job_that_fails_leaves_nothing_behind_waits_longer_each_time_and_gives_up(database: Database) -> None:
    def breaks(session: DbSession, _values: Mapping[str, Any]) -> None:
        session.add(failure(1))
        session.flush()
        raise OSError("the words of an error may quote what was sent")

    with database.writing(SYSTEM) as session:
        put(session, "breaks", {}, now=NOON)
    clock = MovableClock()
    worker = Worker(database, clock, {"breaks": breaks})
    waits = []
    for _ in range(ATTEMPTS):
        assert worker.step() is True
        assert worker.step() is False
        waits.append((jobs(database)[0].due_at - clock.now).total_seconds())
        clock.now = jobs(database)[0].due_at

    (job,) = jobs(database)
    assert (job.state, job.attempts, job.error) == ("failed", ATTEMPTS, "OSError")
    assert waits == sorted(waits)
    assert len(set(waits)) == len(waits)
    assert failures(database) == []


def test_a_worker_that_died_loses_its_lease_and_another_does_the_job(database: Database) -> None:
    with database.writing(SYSTEM) as session:
        put(session, "note", {"n": 1}, now=NOON)
    clock = MovableClock()
    dead = Worker(database, clock, {"note": note})
    assert dead._take() is not None
    other = Worker(database, clock, {"note": note})

    assert other.step() is False
    clock.now = NOON + LEASE + timedelta(seconds=1)
    assert other.step() is True
    assert failures(database) == ["1"]


def test_four_workers_do_forty_jobs_once_each(database: Database) -> None:
    with database.writing(SYSTEM) as session:
        for n in range(40):
            put(session, "note", {"n": n}, now=NOON)

    def work() -> None:
        worker = Worker(database, MovableClock(), {"note": note})
        while worker.step():
            pass

    threads: list[Thread] = [Thread(target=work) for _ in range(4)]
    run_all(threads, Thread.start)
    run_all(threads, Thread.join)

    assert failures(database) == sorted(str(n) for n in range(40))
    assert {job.state for job in jobs(database)} == {"done"}


def run_all(threads: list[Thread], action: Callable[[Thread], None]) -> None:
    for thread in threads:
        action(thread)


def test_the_nightly_job_throws_away_what_is_over_and_orders_the_next_night(database: Database) -> None:
    with database.writing(SYSTEM) as session:
        schedule(session, NOON)
        schedule(session, NOON)
        session.add(FailedSignIn(login_hash="old", address_hash="a", failed_at=NOON - timedelta(days=2)))
        session.add(failure(1))
    clock = MovableClock()

    Worker(database, clock, works(clock)).step()

    assert failures(database) == ["1"]
    assert [(job.kind, job.state) for job in jobs(database)] == [(PRUNE, "done"), (PRUNE, "waiting")]
    assert jobs(database)[1].due_at == NOON + timedelta(days=1)
