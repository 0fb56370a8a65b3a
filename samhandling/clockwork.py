"""What the clock does to cases every night: it marks what is overdue, and closes what nobody objects to.

A case that cannot be moved after all is left as it is, and does not keep the others from being moved.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from samhandling.audit.chain import MACHINE, Trail
from samhandling.cases import repository
from samhandling.cases.opening import Deed
from samhandling.casework.moving import looking, move
from samhandling.casework.rulebook import Cites
from samhandling.casework.slices import Slice
from samhandling.jobs.queue import Work, put
from samhandling.kernel.clock import Clock, local_date
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import DomainError
from samhandling.web.fields import Filled

CLOCKS: Final = "clocks"
logger = logging.getLogger("samhandling.clockwork")
_NOTHING: Final = Cites("", {})


def schedule(session: DbSession, now: datetime) -> None:
    """Today's job, once."""
    put(session, CLOCKS, {}, now=now, once=f"{CLOCKS}:{local_date(now).isoformat()}")


def works(clock: Clock, trail: Trail, slices: Iterable[Slice]) -> Mapping[str, Work]:
    kinds = tuple(slices)

    def tick(session: DbSession, _values: Mapping[str, Any]) -> None:
        now = clock()
        if moved(session, trail, kinds, now):
            put(session, CLOCKS, {}, now=now)  # there may be more than one takes at a time
            return
        tomorrow = now + timedelta(days=1)
        put(session, CLOCKS, {}, now=now, due=tomorrow, once=f"{CLOCKS}:{local_date(tomorrow).isoformat()}")

    return {CLOCKS: tick}


def moved(session: DbSession, trail: Trail, slices: Iterable[Slice], now: datetime) -> int:
    """How many cases the clock has moved."""
    today = local_date(now)
    due = [(kind, case, code) for kind in slices for case, code in kind.due(session, today)]
    return sum(
        _tried(session, case.number, partial(_move, session, trail, kind, key(case.id), code, now))
        for kind, case, code in due
    )


def _move(session: DbSession, trail: Trail, kind: Slice, case_id: int, code: str, now: datetime) -> None:
    found = repository.case(session, case_id, to_change=True)
    seen = looking(session, found, None, now=now, cites=_NOTHING)
    move(Deed(session, trail, MACHINE, now), kind, seen, code, Filled((), {}, version=found.version))


def _tried(session: DbSession, number: str, work: Callable[[], None]) -> bool:
    try:
        with session.begin_nested():
            work()
    except DomainError as error:
        logger.warning("%s was not moved: %s", number, error.code)
        return False
    return True
