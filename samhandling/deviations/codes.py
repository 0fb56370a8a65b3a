"""Codes of a deviation, and what they are called."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from samhandling.web.i18n import marked


class Frequency(StrEnum):
    UNKNOWN = "unknown"
    FIRST = "first"
    BEFORE = "before"
    OFTEN = "often"


class Identification(StrEnum):
    """How the other side finds the patient, outside the system; the reporter chooses (ruling A5)."""

    UNKNOWN = "unknown"
    NOT_NEEDED = "not_needed"
    I_RING = "i_ring"
    STEWARD = "steward"
    SHOW_OFFICE = "show_office"


class Label(StrEnum):
    """What the other side is told of the reporter: the coarsest that five accounts share (ruling A4)."""

    ROLE_AND_MUNICIPALITY = "role_and_municipality"
    ROLE_AND_AREA = "role_and_area"
    REPORTER = "reporter"


class Outcome(StrEnum):
    AGREED_WITH_MEASURE = "agreed_with_measure"
    AGREED = "agreed"
    PARTLY = "partly"
    NOT_DEVIATION = "not_deviation"
    OTHER_CHANNEL = "other_channel"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    UNANSWERED = "unanswered"


FREQUENCIES: Final[Mapping[str, str]] = {
    Frequency.FIRST: marked("Første gang"),
    Frequency.BEFORE: marked("Har skjedd før"),
    Frequency.OFTEN: marked("Skjer ofte"),
}
IDENTIFICATIONS: Final[Mapping[str, str]] = {
    Identification.UNKNOWN: marked("Vet ikke ennå"),
    Identification.NOT_NEEDED: marked("Ingen trenger å finne pasienten"),
    Identification.I_RING: marked("Jeg ringer dem og oppgir saksnummeret"),
    Identification.STEWARD: marked("Praksiskonsulenten formidler"),
    Identification.SHOW_OFFICE: marked("Kontoret mitt kan vises, så de kan ringe oss"),
}
CONSEQUENCES: Final[Mapping[str, str]] = {
    "0": marked("Ingen følge"),
    "1": marked("Merarbeid eller ulempe"),
    "2": marked("Forsinket helsehjelp"),
    "3": marked("Kunne gitt skade"),
    "4": marked("Lett eller forbigående skade"),
}
OUTCOMES: Final[Mapping[str, str]] = {
    Outcome.AGREED_WITH_MEASURE: marked("Medhold, med tiltak"),
    Outcome.AGREED: marked("Medhold, uten tiltak"),
    Outcome.PARTLY: marked("Delvis medhold"),
    Outcome.NOT_DEVIATION: marked("Ikke avvik"),
    Outcome.OTHER_CHANNEL: marked("Hører til i en annen kanal"),
    Outcome.WITHDRAWN: marked("Trukket av melderen"),
    Outcome.MERGED: marked("Samlet i et tema"),
    Outcome.UNANSWERED: marked("Ubesvart"),
}
#: What a unit may propose when it answers.
PROPOSALS: Final[Mapping[str, str]] = {
    code: OUTCOMES[code]
    for code in (Outcome.AGREED_WITH_MEASURE, Outcome.AGREED, Outcome.PARTLY, Outcome.NOT_DEVIATION)
}
CATEGORIES: Final[Mapping[str, str]] = {
    "HEN": marked("Henvisning"),
    "EPI": marked("Epikrise og poliklinisk notat"),
    "TIM": marked("Timebestilling og innkalling"),
    "LEG": marked("Legemidler og resept"),
    "MUL": marked("Multidose"),
    "PRV": marked("Prøver og svar"),
    "SYK": marked("Sykmelding"),
    "TRA": marked("Pasienttransport"),
    "SAM": marked("Sammensatte lidelser og kontaktlege"),
    "VID": marked("Videre og parallell henvisning"),
    "TLF": marked("Rådgivning og tilgjengelighet"),
    "TVE": marked("Tverrfaglig samarbeid"),
    "OPP": marked("Oppgaveoverføring"),
}
#: Where what is no deviation belongs. Of such a case only number, month and channel are kept.
CHANNELS: Final[Mapping[str, tuple[str, str]]] = {
    "serious": (
        marked("Alvorlig skade eller død"),
        marked("Meld til sykehusets eller kommunens ordning for alvorlige hendelser, og varsle tilsynet."),
    ),
    "privacy": (
        marked("Personopplysninger på avveie"),
        marked("Meld til personvernombudet i virksomheten som sendte dem."),
    ),
    "complaint": (
        marked("En klage fra pasient eller pårørende"),
        marked("Pasient- og brukerombudet hjelper; klagen går til virksomheten eller Statsforvalteren."),
    ),
    "person": (
        marked("Kritikk av en bestemt person"),
        marked("Ta det med lederen der personen arbeider. Her vurderes rutiner, ikke mennesker."),
    ),
    "urgent": (
        marked("Det haster for pasienten nå"),
        marked("Ring avdelingen, legekontoret eller legevakta først. Avviket kan meldes etterpå."),
    ),
}
