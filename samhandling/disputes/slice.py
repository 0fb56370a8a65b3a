"""Disputes, for the pages that all kinds of cases share."""

from datetime import date
from typing import Final

from samhandling.cases.kinds import CaseKind
from samhandling.cases.tables import Case
from samhandling.casework import habilitet
from samhandling.casework import repository as common
from samhandling.casework.slices import Slice
from samhandling.disputes import repository
from samhandling.disputes.showing import HEADINGS, called, show
from samhandling.disputes.states import MACHINE
from samhandling.disputes.steps import REFUSALS, STEPS, facts
from samhandling.disputes.tells import TELLS
from samhandling.kernel.database import DbSession
from samhandling.web.i18n import marked

_WAITING: Final = {
    "reported": marked("Ny tvist"),
    "statements": marked("Fremstillinger"),
    "mediation": marked("Mekling"),
}


def waiting(session: DbSession, area: int, _today: date) -> list[tuple[str, Case]]:
    found = common.in_states(session, area, CaseKind.DISPUTE, frozenset(_WAITING))
    return [(_WAITING[each.state], each) for each in found]


def due(session: DbSession, today: date) -> list[tuple[Case, str]]:
    return [(each, "escalate") for each in repository.unheard(session, today)]


SLICE: Final = Slice(
    kind=CaseKind.DISPUTE,
    label=marked("Tvist"),
    plural=marked("Tvister"),
    machine=MACHINE,
    facts=facts,
    steps=STEPS,
    show=show,
    refusals=REFUSALS,
    called=called,
    headings=HEADINGS | habilitet.HEADING,
    tells=TELLS,
    due=due,
    waiting=waiting,
)
