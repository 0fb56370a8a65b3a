"""The form for reporting: nothing in it has to be typed."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from samhandling.deviations.codes import (
    CATEGORIES,
    CHANNELS,
    CONSEQUENCES,
    FREQUENCIES,
    IDENTIFICATIONS,
)
from samhandling.deviations.showing import month
from samhandling.deviations.situations import OTHER, Situation
from samhandling.web.fields import Field, Kind
from samhandling.web.i18n import marked

#: None of the channels: it is a deviation.
NONE: Final = "ingen"
GATE: Final[Mapping[str, str]] = {
    NONE: marked("Ingen av disse"),
    **{code: text for code, (text, _) in CHANNELS.items()},
}


def report_fields(
    situations: Mapping[str, Situation],
    units: Mapping[str, str],
    rules: Mapping[str, str],
    offices: Mapping[str, str],
    today: date,
) -> tuple[Field, ...]:
    what = {code: str(each.text) for code, each in situations.items()} | {OTHER: marked("Noe annet")}
    return (
        Field("port", marked("Er det noe av dette?"), Kind.CHOICE, options=GATE),
        Field("situasjon", marked("Hva gjelder det?"), Kind.CHOICE, required=False, options=what),
        Field("regel", marked("Regel, hvis du vet den"), Kind.CHOICE, required=False, options=rules),
        Field("enhet", marked("Hvem gjelder det?"), Kind.CHOICE, required=False, options=units,
              nothing=marked("Vet ikke"),
              hint=marked("Vet du det ikke, finner praksiskonsulenten det ut.")),
        Field("maaned", marked("Når skjedde det?"), Kind.CHOICE, options=months(today)),
        Field("kontor", marked("Du melder for"), Kind.CHOICE, required=False, options=offices),
        Field("hva", marked("Hva skjedde?"), Kind.LONG, required=False, longest=2_000,
              hint=marked("Skriv hva som skjedde i systemet. Ikke navn, fødselsdato, adresse eller detaljer som gjør "
                          "pasienten kjent.")),
        Field("straks", marked("Hva gjorde du med en gang?"), Kind.LONG, required=False, longest=1_000),
        Field("forslag", marked("Hva kunne hindret det?"), Kind.LONG, required=False, longest=1_000),
        Field("folge", marked("Følge for pasienten"), Kind.CHOICE, required=False, options=CONSEQUENCES),
        Field("minutter", marked("Merarbeid i minutter"), Kind.NUMBER, required=False, most=6_000),
        Field("hyppighet", marked("Hvor ofte skjer det?"), Kind.CHOICE, required=False, options=FREQUENCIES),
        Field("kategori", marked("Tema"), Kind.CHOICE, required=False, options=CATEGORIES),
        Field("pasient", marked("Må den andre siden finne pasienten?"), Kind.CHOICE, required=False,
              options=IDENTIFICATIONS),
        Field("tittel", marked("Tittel"), required=False,
              hint=marked("Lages av det du valgte når du lar den stå tom.")),
        Field("godt", marked("Dette er et eksempel på godt samarbeid"), Kind.TICK, required=False),
    )  # fmt: skip


def months(today: date) -> dict[str, str]:
    """This month and the fourteen before it, as YYYY-MM to «november 2026»; the newest first."""
    found, year, number = {}, today.year, today.month
    for _ in range(15):
        code = f"{year}-{number:02}"
        found[code] = month(code)
        year, number = (year - 1, 12) if number == 1 else (year, number - 1)
    return found


def measure_fields() -> tuple[Field, ...]:
    return (
        Field("tiltak", marked("Hva skal gjøres?"), Kind.LONG, longest=500),
        Field("frist", marked("Innen"), Kind.DATE),
        Field("gjort", marked("Gjort den"), Kind.DATE, required=False),
        Field("effekt", marked("Hvordan gikk det?"), Kind.LONG, required=False, longest=500,
              hint=marked("Et tiltak er ferdig når noen har sett om det virket.")),
    )  # fmt: skip
