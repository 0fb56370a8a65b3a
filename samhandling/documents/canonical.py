"""The canonical document: what every reader builds and everything behind the readers reads.

Times are kept as written (ISO 8601, cut to seconds, zone only if the source has one); their precision is the source's.
A field that was looked for and not found is None or (); a field the format cannot hold is NOT_LOOKED.
No field holds a patient's name, number or address: readers drop them and count them in `left_out`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final


class NotLooked(Enum):
    """The value of a field that the reader could not look for."""

    NOT_LOOKED = "not looked"


NOT_LOOKED: Final = NotLooked.NOT_LOOKED

LETTER_KINDS: Final = frozenset({"epikrise", "poliklinisk_notat", "legevaktepikrise", "henvisning", "innkallingsbrev"})
MESSAGE_KINDS: Final = frozenset(
    {
        "plo_utskrivningsrapport",
        "plo_annet",
        "legemiddelliste",
        "resept",
        "sykmelding",
        "dialogmelding",
        "rekvisisjon",
        "svarrapport",
        "apprec",
        "legeerklaering",
    }
)
DOCUMENT_KINDS: Final = LETTER_KINDS | MESSAGE_KINDS


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points in `Document.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the letter with its heading; `span` covers the body in `Document.text`, heading left out.

    `code` is the message's own code («OP», «VU», «MEDB», …) and `coded_by` the number of its code list (8311 and 8231
    are headings, 8233 the kinds of clinical information); both are None for plain text. `topic` is what the part is
    about, the same word for messages and plain text: see `headings.TOPICS`.
    """

    code: str | None
    title: str | None
    span: Span
    coded_by: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A sender or receiver: `name` is «organisation / unit / person» as spelt in the source."""

    name: str
    role: str | None = None
    her_id: str | None = None
    hpr: str | None = None
    phones: tuple[str, ...] = ()
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Medication:
    """One line of the drug list for the time after the contact.

    `status`: fast, kur, ved behov, forskrevet, seponert, or None when the list does not say.
    """

    name: str | None
    atc: str | None = None
    strength: str | None = None
    dose: str | None = None
    status: str | None = None
    comment: str | None = None
    stopped_on: str | None = None
    stop_reason: str | None = None
    planned_stop: bool = False
    structured: bool = True
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`role`: hoved, bi, henvisning, tidligere, ikke angitt. `system`: ICPC-2, ICD-10 …"""

    code: str | None
    system: str | None = None
    text: str | None = None
    role: str = "ikke angitt"
    modifier: str | None = None


@dataclass(frozen=True, slots=True)
class SickLeave:
    """A period; dates are None when the words give none. `degree` in per cent, 100 = full."""

    from_on: str | None = None
    to_on: str | None = None
    degree: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """A planned appointment. `with_`: fastlege, sykehus, annet. `booked`: bestilt, pasient bestiller, …"""

    with_: str | None = None
    booked: str = "ikke oppgitt"
    at: str | None = None
    place: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader noticed and read on from: a code for programs, a sentence in bokmål and in nynorsk."""

    code: str
    message: str
    message_nn: str


@dataclass(frozen=True, slots=True)
class Document:
    """`type` is the contract's vocabulary; `format` e.g. «kith-epikrise-1.2», «text»."""

    type: str
    format: str
    text: str = ""
    sections: tuple[Section, ...] = ()
    language: str | None = None
    subtype: str | None = None
    action: str | NotLooked | None = NOT_LOOKED
    report_status: str | NotLooked | None = NOT_LOOKED
    sent_at: str | NotLooked | None = NOT_LOOKED
    issued_at: str | NotLooked | None = NOT_LOOKED
    approved_at: str | NotLooked | None = NOT_LOOKED
    admitted_on: str | NotLooked | None = NOT_LOOKED
    discharged_on: str | NotLooked | None = NOT_LOOKED
    discharged_to: str | NotLooked | None = NOT_LOOKED
    contact_kind: str | NotLooked | None = NOT_LOOKED
    sender: Party | NotLooked | None = NOT_LOOKED
    receivers: tuple[Party, ...] | NotLooked = NOT_LOOKED
    copy_receivers: tuple[Party, ...] | NotLooked = NOT_LOOKED
    gp: Party | NotLooked | None = NOT_LOOKED
    contact_doctor: Party | NotLooked | None = NOT_LOOKED
    medications: tuple[Medication, ...] | NotLooked = NOT_LOOKED
    medications_in_text: tuple[Medication, ...] | NotLooked = NOT_LOOKED
    medications_reconciled_on: str | NotLooked | None = NOT_LOOKED
    diagnoses: tuple[Diagnosis, ...] | NotLooked = NOT_LOOKED
    sick_leave: tuple[SickLeave, ...] | NotLooked = NOT_LOOKED
    controls: tuple[Control, ...] | NotLooked = NOT_LOOKED
    attachments: int | NotLooked = NOT_LOOKED
    refers_to: str | NotLooked | None = NOT_LOOKED
    priority: str | NotLooked | None = NOT_LOOKED
    electronic: bool | None = None
    municipal_services: bool | None = None
    is_test: bool | None = None
    schema_valid: bool | None = None
    parts: tuple["Document", ...] = ()
    left_out: int = 0
    warnings: tuple[Notice, ...] = ()
    event: Mapping[str, object] | None = None
    more: Mapping[str, object] = field(default_factory=dict)


class Unreadable(Exception):
    """The bytes cannot be read as a document.

    `code` is stable (contract: binary, nul_byte, doctype, too_large, too_deep, encoding, not_well_formed, unknown_json,
    unknown_kind, empty); `message` says in bokmål, `message_nn` in nynorsk, what is wrong and what to do.
    """

    def __init__(self, code: str, message: str, message_nn: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.message_nn = message_nn
