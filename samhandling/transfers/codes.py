"""Codes of a task transfer (oppgaveoverføring), and what they are called (peers c.2)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from samhandling.web.i18n import marked


class Direction(StrEnum):
    HOSPITAL_TO_GP = "hospital_to_gp"
    GP_TO_HOSPITAL = "gp_to_hospital"
    HOSPITAL_TO_MUNICIPALITY = "hospital_to_municipality"
    OTHER = "other"


class Group(StrEnum):
    """Who is to do the task."""

    GPS = "gps"
    GPS_AND_MUNICIPAL = "gps_and_municipal"
    MUNICIPAL = "municipal"
    HOSPITAL = "hospital"
    OTHER = "other"


class InUse(StrEnum):
    """Whether it was done already when the case was opened."""

    NO = "no"
    UNAGREED = "unagreed"
    TRIAL = "trial"


class Duration(StrEnum):
    ONCE = "once"
    LIMITED = "limited"
    LASTING = "lasting"
    GROWING = "growing"


class Track(StrEnum):
    LIGHT = "light"
    FULL = "full"


class Reply(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Heard(StrEnum):
    """When the GPs were heard (analysis W08, H07)."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    NEVER = "never"


class Advice(StrEnum):
    RECOMMENDED = "recommended"
    WITH_CONDITIONS = "with_conditions"
    PILOT = "pilot"
    POSTPONED = "postponed"
    ADVISED_AGAINST = "advised_against"
    NOT_A_TRANSFER = "not_a_transfer"


class Result(StrEnum):
    """What was decided."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    CONTINUED = "continued"
    ENDED = "ended"


DIRECTIONS: Final[Mapping[str, str]] = {
    Direction.HOSPITAL_TO_GP: marked("Fra sykehus til fastlege"),
    Direction.GP_TO_HOSPITAL: marked("Fra fastlege til sykehus"),
    Direction.HOSPITAL_TO_MUNICIPALITY: marked("Fra sykehus til kommune"),
    Direction.OTHER: marked("Annen retning"),
}
GROUPS: Final[Mapping[str, str]] = {
    Group.GPS: marked("Fastleger"),
    Group.GPS_AND_MUNICIPAL: marked("Fastleger og kommunale tjenester"),
    Group.MUNICIPAL: marked("Kommunale tjenester"),
    Group.HOSPITAL: marked("Sykehus"),
    Group.OTHER: marked("Andre"),
}
TASKS: Final[Mapping[str, str]] = {
    "control": marked("Kontroll"),
    "sampling": marked("Prøvetaking"),
    "answering": marked("Svaransvar"),
    "prescribing": marked("Forskrivning"),
    "treatment": marked("Behandling eller prosedyre"),
    "certificate": marked("Sykmelding eller attest"),
    "referral": marked("Henvisning"),
    "summons": marked("Innkalling"),
    "administration": marked("Administrasjon"),
}
IN_USE: Final[Mapping[str, str]] = {
    InUse.NO: marked("Nei"),
    InUse.UNAGREED: marked("Ja, uten avtale"),
    InUse.TRIAL: marked("Ja, i en prøve som er avtalt"),
}
DURATIONS: Final[Mapping[str, str]] = {
    Duration.ONCE: marked("Én gang for hver pasient"),
    Duration.LIMITED: marked("I en avgrenset tid"),
    Duration.LASTING: marked("Varig"),
    Duration.GROWING: marked("Varig, og stadig flere pasienter"),
}
TRACKS: Final[Mapping[str, str]] = {
    Track.LIGHT: marked("Forenklet vurdering"),
    Track.FULL: marked("Full vurdering"),
}
REPLIES: Final[Mapping[str, str]] = {
    Reply.YES: marked("Ja"),
    Reply.NO: marked("Nei"),
    Reply.UNKNOWN: marked("Vet ikke"),
}
HEARD: Final[Mapping[str, str]] = {
    Heard.BEFORE: marked("Før oppgaven ble planlagt eller flyttet"),
    Heard.DURING: marked("Mens den ble planlagt"),
    Heard.AFTER: marked("Etter at den var flyttet"),
    Heard.NEVER: marked("Aldri"),
}
ADVICE: Final[Mapping[str, str]] = {
    Advice.RECOMMENDED: marked("Anbefalt"),
    Advice.WITH_CONDITIONS: marked("Anbefalt med vilkår"),
    Advice.PILOT: marked("Anbefalt som prøve"),
    Advice.POSTPONED: marked("Bør vente"),
    Advice.ADVISED_AGAINST: marked("Frarådet"),
    Advice.NOT_A_TRANSFER: marked("Ikke en oppgaveoverføring"),
}
#: Advice that a decision can rest on without OSO.
IN_FAVOUR: Final = frozenset({Advice.RECOMMENDED, Advice.WITH_CONDITIONS, Advice.PILOT})
RESULTS: Final[Mapping[str, str]] = {
    Result.ADOPTED: marked("Vedtatt"),
    Result.REJECTED: marked("Avslått"),
    Result.POSTPONED: marked("Utsatt"),
    Result.CONTINUED: marked("Videreført"),
    Result.ENDED: marked("Avviklet"),
}
#: The light track: seven questions that «ja» must answer, or the full assessment follows.
QUESTIONS: Final[Mapping[str, str]] = {
    "patients_interest": marked("Er det til pasientens beste?"),
    "safe": marked("Er det trygt?"),
    "no_training": marked("Kan det gjøres uten ny opplæring eller nytt utstyr?"),
    "short": marked("Tar det under ti minutter hver gang?"),
    "answer_owned": marked("Er det avklart hvem som har svaransvaret?"),
    "funded": marked("Er finansieringen avklart?"),
    "within_rules": marked("Er det i tråd med reglene for samhandling?"),
}
#: The full assessment: our list, from HNT's criteria, reasons that have been given against, and recommendation 8.
CRITERIA: Final[Mapping[str, tuple[str, str]]] = {
    "patient": (marked("Pasientens beste og reisevei"), marked("Hva vinner og taper pasienten? Hvor lang er reisen?")),
    "safety": (marked("Pasientsikkerhet"), marked("Hva kan gå galt, og hvem oppdager det?")),
    "competence": (marked("Kompetanse og opplæring"), marked("Hva må den som overtar kunne, og hvem lærer det bort?")),
    "equipment": (marked("Utstyr og lokaler"), marked("Hva må kjøpes eller bygges om?")),
    "capacity": (marked("Tid og kapasitet på legekontorene"), marked("Hvem får mindre å gjøre, og hvem får mer?")),
    "funding": (marked("Finansiering"), marked("Hvem betaler for arbeidet, legemidlene og utstyret?")),
    "answers": (marked("Ansvar for legemidler og prøvesvar"), marked("Hvem eier svaret når det kommer?")),
    "way_back": (marked("Rådgivning og vei tilbake"), marked("Telefon, grenseverdier, og når pasienten skal tilbake.")),
    "equity": (marked("Likhet mellom kommuner"), marked("Blir tilbudet likt for alle som trenger det?")),
    "systems": (marked("IKT og skjema"), marked("Finnes meldingene, malene og skjemaene?")),
    "rules": (marked("Samsvar med reglene"), marked("Hva sier anbefalingene om hvem som har oppgaven?")),
    "alternatives": (marked("Andre måter å løse det på"), marked("Sykepleier, digital kontroll, egen poliklinikk?")),
}  # fmt: skip
SCORES: Final[Mapping[str, str]] = {
    "2": marked("2 – ivaretatt"),
    "1": marked("1 – delvis"),
    "0": marked("0 – ikke ivaretatt"),
}
#: Who is asked in a hearing.
HEARING_GROUPS: Final[Mapping[str, str]] = {
    "gps": marked("Fastlegene"),
    "chief_doctors": marked("Kommuneoverlegene"),
    "hospital_doctors": marked("Sykehuslegene"),
    "municipal": marked("Kommunale tjenester"),
}
