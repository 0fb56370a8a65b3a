"""Deviations, for the pages that all kinds of cases share."""

from typing import Final

from samhandling.cases.kinds import CaseKind
from samhandling.casework.slices import Slice
from samhandling.deviations.showing import called, show
from samhandling.deviations.states import MACHINE
from samhandling.deviations.steps import REFUSALS, STEPS, facts
from samhandling.web.i18n import marked

SLICE: Final = Slice(
    kind=CaseKind.DEVIATION,
    label=marked("Avvik"),
    plural=marked("Avvik"),
    machine=MACHINE,
    facts=facts,
    steps=STEPS,
    show=show,
    refusals=REFUSALS,
    called=called,
)
