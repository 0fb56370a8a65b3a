"""What the pages about stopped and hidden texts show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from samhandling.guarding.redacting import Ground
from samhandling.guarding.tables import Redaction
from samhandling.identity.users import Area
from samhandling.kernel.clock import NORWAY
from samhandling.kernel.columns import key
from samhandling.web.fields import Field, Filled, Kind
from samhandling.web.i18n import gettext, marked

GROUNDS: Final[Mapping[str, str]] = {
    Ground.PATIENT: marked("Gjør en pasient kjent"),
    Ground.RELATIVE: marked("Gjør en pårørende kjent"),
    Ground.STAFF: marked("Omtaler en bestemt ansatt"),
    Ground.THIRD_PARTY: marked("Gjør en annen person kjent"),
    Ground.OTHER_CHANNEL: marked("Saken hører til i en annen kanal"),
}
_CHOSEN: Final = {code: text for code, text in GROUNDS.items() if code != Ground.OTHER_CHANNEL}
PLACES: Final[Mapping[str, str]] = {
    "organisation_note": marked("Kontaktnotat for en virksomhet"),
    "statement": marked("Uttalelse i en sak"),
    "case_title": marked("Tittel på en sak"),
    "measure": marked("Tiltak i en sak"),
    "measure_effect": marked("Effekten av et tiltak"),
    "dispute_facts": marked("Hva som har skjedd, i en pakke til nemnda"),
    "dispute_legal": marked("Avtaler og bestemmelser, i en pakke til nemnda"),
    "dispute_contact": marked("Kontakt, i en pakke til nemnda"),
    "attachment": marked("Vedlegg i en sak"),
    "attachment_name": marked("Navn på et vedlegg i en sak"),
    "transfer_score": marked("Begrunnelse for et kriterium"),
    "transfer_condition": marked("Vilkår for en oppgave"),
    "report_text": marked("Tekst i en rapport"),
    "indicator_source": marked("Kilde for et offisielt tall"),
}
HIDE: Final = (Field("grunn", marked("Hvorfor må teksten bort?"), Kind.CHOICE, options=_CHOSEN),)


def release_fields(people: Sequence[tuple[UUID, str]], kinds: Mapping[str, str]) -> tuple[Field, ...]:
    """`kinds`: code to label of what the guard can block."""
    return (
        Field(
            "person",
            marked("Hvem skrev teksten?"),
            Kind.CHOICE,
            options={str(person): name for person, name in people},
        ),
        *(Field(f"slag.{code}", label, Kind.TICK, required=False) for code, label in kinds.items()),
        Field(
            "hort",
            marked("Jeg har fått teksten lest opp, og den gjør ingen pasient eller pårørende kjent"),
            Kind.TICK,
        ),
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """`mine`: hidden by the reader, who therefore cannot be the one that confirms."""

    id: int
    what: str
    ground: str
    hidden_at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class ProtectionPage:
    title: str
    area: Area
    waiting: tuple[Waiting, ...]
    may_confirm: bool
    may_release: bool


@dataclass(frozen=True, slots=True)
class HidePage:
    title: str
    area: Area
    form: Filled
    place: str
    row: int


@dataclass(frozen=True, slots=True)
class ReadPage:
    """`is_file`: then there is no text to show; it is fetched. `may_return`: it can be put back where it stood."""

    title: str
    area: Area
    redaction: int
    text: str
    is_file: bool = False
    may_return: bool = True


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """`code`: shown once, when it has been made."""

    title: str
    area: Area
    form: Filled
    kinds: tuple[str, ...]
    code: str = ""


def waiting(rows: Sequence[Redaction], reader: UUID) -> tuple[Waiting, ...]:
    return tuple(
        Waiting(
            key(row.id),
            _text(PLACES, row.place["place"]),
            _text(GROUNDS, row.ground),
            row.hidden_at.astimezone(NORWAY),
            row.hidden_by == reader,
        )
        for row in rows
    )


def _text(texts: Mapping[str, str], code: str, translate: Callable[[str], str] = gettext) -> str:
    return translate(texts[code]) if code in texts else code
