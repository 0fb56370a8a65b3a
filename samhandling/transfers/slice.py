"""Task transfers, for the pages that all kinds of cases share."""

from typing import Final

from samhandling.cases.kinds import CaseKind
from samhandling.casework.slices import Slice
from samhandling.transfers.queue import due, waiting
from samhandling.transfers.showing import called, show
from samhandling.transfers.states import MACHINE
from samhandling.transfers.steps import HEADINGS, REFUSALS, STEPS
from samhandling.transfers.tells import TELLS
from samhandling.transfers.whole import facts
from samhandling.web.i18n import marked

SLICE: Final = Slice(
    kind=CaseKind.TRANSFER,
    label=marked("Oppgaveoverføring"),
    plural=marked("Oppgaveoverføringer"),
    machine=MACHINE,
    facts=facts,
    steps=STEPS,
    show=show,
    refusals=REFUSALS,
    called=called,
    headings=HEADINGS,
    tells=TELLS,
    due=due,
    waiting=waiting,
)
