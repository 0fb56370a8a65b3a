"""What the clock does with transfers every night: starts, reminds, calls for review, marks what has expired.

Done twice the same night it does nothing the second time.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from samhandling.audit.chain import MACHINE as THE_CLOCK
from samhandling.audit.chain import Trail
from samhandling.cases.opening import Deed
from samhandling.cases.tables import Case
from samhandling.casework.moving import looking, move
from samhandling.casework.rulebook import Cites
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.transfers import repository
from samhandling.transfers.slice import SLICE
from samhandling.transfers.whole import REMINDED_AHEAD
from samhandling.web.fields import empty

#: In this order: what begins today can also be due today.
MOVES: Final = ("time_up", "start", "expire", "review_falls_due", "remind")


@dataclass(frozen=True, slots=True)
class Done:
    """`move`: its code. Whoever calls can tell those it concerns."""

    case: int
    number: str
    move: str


def clockwork(session: DbSession, now: datetime, trail: Trail, cites: Cites) -> tuple[Done, ...]:
    """In a writing session that sees every case."""
    deed = Deed(session, trail, THE_CLOCK, now)
    due = repository.falling_due(session, local_date(now), REMINDED_AHEAD)
    return tuple(done for case in due for done in _of_case(deed, case, cites))


def _of_case(deed: Deed, case: Case, cites: Cites) -> list[Done]:
    found = []
    for code in MOVES:
        seen = looking(deed.session, case, None, now=deed.at, cites=cites)
        made = SLICE.machine.by_code[code]
        if case.state not in made.sources or SLICE.machine.missing(made, SLICE.facts(seen)):
            continue
        move(deed, SLICE, seen, code, empty(()))
        found.append(Done(key(case.id), case.number, code))
    return found
