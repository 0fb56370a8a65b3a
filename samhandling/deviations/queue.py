"""Why a deviation waits for the PKO, and which the clock moves."""

from datetime import date

from samhandling.cases.tables import Case
from samhandling.casework.asking import COUNCIL, REMIND
from samhandling.deviations import repository
from samhandling.deviations.tables import Deviation
from samhandling.kernel.database import DbSession
from samhandling.web.i18n import marked


def waiting(session: DbSession, area: int, _today: date) -> list[tuple[str, Case]]:
    """The oldest first."""
    return [(_why(case, row), case) for case, row in repository.waiting(session, area)]


def _why(case: Case, row: Deviation) -> str:
    if case.state in ("sent", "received"):
        return marked("Trenger opplysninger fra melderen") if row.missing_information else marked("Ny")
    if case.state == "with_unit":
        return marked("Fristen gikk ut")
    if row.disagreed:
        return marked("Melderen er ikke enig")
    return marked("Er det et avvik?")


def due(session: DbSession, today: date) -> list[tuple[Case, str]]:
    """A clock that has run out, and a reporter who has said nothing."""
    near = [(case, "remind") for case in repository.out(session, today, REMIND)]
    late = [(case, "escalate") for case in repository.overdue(session, today)]
    late += [(case, "tell_council") for case in repository.out(session, today, COUNCIL)]
    return near + late + [(case, "close_silent") for case in repository.silent(session, today)]
