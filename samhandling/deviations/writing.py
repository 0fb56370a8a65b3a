"""What every move of a deviation does to its rows."""

from samhandling.cases.kinds import Audience
from samhandling.cases.opening import say
from samhandling.cases.tables import Assignment
from samhandling.casework import asking
from samhandling.casework import repository as common
from samhandling.casework.slices import Acting
from samhandling.deviations import repository
from samhandling.deviations.tables import Deviation
from samhandling.kernel.columns import key


def write(acting: Acting, kind: str, text: str, audience: Audience = Audience.PARTICIPANTS) -> None:
    """Nothing is written when nothing was typed."""
    if not text:
        return
    speaks = acting.participant.id if acting.participant else None
    said = say(acting.deed, acting.case, speaks, kind=kind, text=text, audience=audience)
    acting.details.setdefault("statements", []).append(said)


def row_of(acting: Acting) -> Deviation:
    return repository.deviation(acting.session, key(acting.case.id))


def keep(acting: Acting, row: Deviation) -> None:
    acting.session.add(row)
    acting.session.flush()


def still_owing(acting: Acting) -> list[Assignment]:
    """Those that an answer is waited for from."""
    return asking.still_owing(common.assignments(acting.session, key(acting.case.id)))
