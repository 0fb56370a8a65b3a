"""What of an area's transfers waits for the PKO, and why."""

from datetime import date
from typing import Final

from samhandling.cases.tables import Case
from samhandling.kernel.database import DbSession
from samhandling.transfers import repository
from samhandling.transfers.repository import Pair
from samhandling.transfers.states import RUNNING
from samhandling.transfers.whole import has_expired
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


def waiting(session: DbSession, area: int, today: date) -> list[tuple[str, Case]]:
    """At most one reason each."""
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
