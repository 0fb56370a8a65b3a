"""Deviations, for the pages that all kinds of cases share."""

from typing import Final

from samhandling.cases.kinds import CaseKind
from samhandling.casework.slices import Slice
from samhandling.deviations.queue import due, waiting
from samhandling.deviations.replies import with_replies
from samhandling.deviations.showing import called, show
from samhandling.deviations.states import MACHINE
from samhandling.deviations.steps import REFUSALS, STEPS, facts
from samhandling.deviations.tells import TELLS
from samhandling.web.i18n import marked

SLICE: Final = Slice(
    kind=CaseKind.DEVIATION,
    label=marked("Avvik"),
    plural=marked("Avvik"),
    machine=MACHINE,
    facts=facts,
    steps=with_replies(STEPS),
    show=show,
    refusals=REFUSALS,
    called=called,
    tells=TELLS,
    said={"funnet": marked("Det er skrevet at pasienten er funnet")},
    due=due,
    waiting=waiting,
    headings={
        "account": marked("Hva skjedde"),
        "immediate_action": marked("Gjort med en gang"),
        "proposal": marked("Forslag"),
        "handover": marked("Notat til praksiskonsulent"),
        "question": marked("Spørsmål"),
        "more": marked("Flere opplysninger"),
        "answer": marked("Svar"),
        "objection": marked("Innvending"),
        "reason": marked("Begrunnelse"),
        "comment": marked("Merknad"),
        "not_us": marked("Hvorfor det hører til et annet sted"),
        "again": marked("Det skjedde igjen"),
    },
)
