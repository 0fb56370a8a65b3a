"""Every step of a transfer, what is said when one is refused, and what the writings of a case are called."""

from collections.abc import Mapping
from typing import Final

from samhandling.casework import habilitet
from samhandling.casework.slices import StepForm
from samhandling.transfers.deciding import DECIDING
from samhandling.transfers.screening import SCREENING
from samhandling.web.i18n import marked

STEPS: Final[Mapping[str, StepForm]] = {**SCREENING, **DECIDING, **habilitet.STEPS}

REFUSALS: Final[Mapping[str, str]] = {
    "rule_unknown": marked("Regelverket har ikke regelen %(rule)s."),
    "too_many_rules": marked("Skriv høyst %(most)s regler."),
    "no_such_case": marked("Det er ingen sak %(number)s her som du ser."),
    "since_ahead": marked("Dagen kan ikke ligge fram i tid."),
    "since_without_use": marked("Du har svart at oppgaven ikke er flyttet. La dagen stå tom, eller rett svaret."),
    "day_ahead": marked("Dagen kan ikke ligge fram i tid."),
    "day_behind": marked("Velg en dag som ligger fram i tid."),
    "major_is_full": marked("En større endring trenger full vurdering og må forankres i OSO."),
    "never_heard": marked("Er fastlegene aldri hørt, er det heller ingen dag eller noe sted."),
    "not_moved": marked("Oppgaven er ikke flyttet, så fastlegene kan ikke være hørt etterpå."),
    "nobody_asked": marked("Velg hvem som skal høres."),
    "no_conditions": marked("Skriv vilkårene, ett på hver linje."),
    "conditions_without_advice": marked("Vilkår hører til «Anbefalt med vilkår» eller «Anbefalt som prøve»."),
    "too_many_conditions": marked("Skriv høyst %(most)s vilkår."),
    "long_condition": marked("Et vilkår er for langt. Det er plass til %(most)s tegn i hvert."),
    "no_votes": marked("Skriv hvor mange som stemte, eller la feltene stå tomme."),
    "review_before_start": marked("Evalueringen må komme etter starten."),
    "end_before_start": marked("Siste dag kan ikke komme før starten."),
    "review_after_end": marked("Evalueringen må komme før avtalen er over."),
    "stopped_before_use": marked("Dagen ligger før oppgaven ble tatt i bruk."),
    **habilitet.REFUSALS,
}
HEADINGS: Final[Mapping[str, str]] = {
    "wish": marked("Hva oppgaven er"),
    "note": marked("Merknad"),
    "size": marked("Hvorfor det er eller ikke er en større endring"),
    "hearing_answer": marked("Høringssvar"),
    "hearing": marked("Hva høringen viste"),
    "case_paper": marked("Framlegg"),
    "question": marked("Hva som må vurderes grundigere"),
    "reasons": marked("Begrunnelse"),
    "dissent": marked("Dissens"),
    "decision": marked("Begrunnelse for vedtaket"),
    "review": marked("Hva evalueringen viste"),
    "comment": marked("Skrevet i saken"),
    **habilitet.HEADING,
}
