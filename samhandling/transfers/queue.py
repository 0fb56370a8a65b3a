"""Why a transfer waits for the PKO, and what the clock does with one: starts, reminds, calls for review, marks."""

from datetime import date
from typing import Final

from samhandling.cases.tables import Case
from samhandling.kernel.database import DbSession
from samhandling.transfers import repository
from samhandling.transfers.repository import Pair
from samhandling.transfers.states import MACHINE, RUNNING
from samhandling.transfers.whole import REMINDED_AHEAD, dated_facts, has_expired
from samhandling.web.i18n import marked

#: States in which nothing happens before somebody does something.
_ALWAYS: Final = {
    "proposal": marked("Nytt forslag om oppgave"),
    "screened": marked("Silt, ikke begynt"),
    "advised": marked("Råd gitt, ikke vedtatt"),
    "under_review": marked("Skal evalueres"),
}
_HEARING_OVER: Final = marked("Høringsfristen er ute")
_NOT_PLANNED: Final = marked("Vedtatt, mangler start, eier eller evaluering")
_EXPIRED: Final = marked("Avtalen er utløpt")
#: The clock's moves. Of those that are due one is made at a time, in this order.
CLOCKED: Final = ("time_up", "start", "expire", "review_falls_due", "remind")


def waiting(session: DbSession, area: int, today: date) -> list[tuple[str, Case]]:
    """At most one reason each, the oldest first."""
    pairs = repository.waiting_in(session, area, (*_ALWAYS, "hearing", "adopted"), today)
    found = ((_why(pair, today), pair.case) for pair in pairs)
    return [(why, case) for why, case in found if why]


def _why(pair: Pair, today: date) -> str:
    row, state = pair.transfer, pair.case.state
    if state == "hearing":
        return _HEARING_OVER if row.hearing_due is not None and row.hearing_due < today else ""
    if state in RUNNING and has_expired(row, today):
        return _EXPIRED
    if state in _ALWAYS:
        return _ALWAYS[state]
    lacking = row.starts_on is None or row.owner_id is None or row.review_on is None
    return _NOT_PLANNED if state == "adopted" and lacking else ""


def due(session: DbSession, today: date) -> list[tuple[Case, str]]:
    """One move a case; what else is due for it comes when this is made."""
    found = ((pair.case, _clocked(pair, today)) for pair in repository.falling_due(session, today, REMINDED_AHEAD))
    return [(case, code) for case, code in found if code]


def _clocked(pair: Pair, today: date) -> str:
    facts = dated_facts(pair.transfer, today)
    for code in CLOCKED:
        move = MACHINE.by_code[code]
        if pair.case.state in move.sources and not MACHINE.missing(move, facts):
            return code
    return ""
