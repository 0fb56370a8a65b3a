"""The envelope MsgHead 1.2, alone or inside NAV's fellesformat: who sent what to whom, and the documents in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from samhandling.documents.canonical import Party
from samhandling.documents.readers.parties import organisation_party, person_party
from samhandling.documents.readers.paths import Paths

NAMESPACE: Final = "http://www.kith.no/xmlstds/msghead/2006-05-24"
FELLESFORMAT: Final = frozenset({"http://www.nav.no/xml/eiff/2/", "http://www.trygdeetaten.no/xml/eiff/1/"})
_PATHS: Final = Paths(
    {
        "inside": "descendant-or-self::k:MsgHead",
        "type": "k:MsgInfo/k:Type/@V",
        "type_text": "k:MsgInfo/k:Type/@DN",
        "test": "k:MsgInfo/k:ProcessingStatus/@V",
        "sent_at": "k:MsgInfo/k:GenDate/text()",
        "sender": "k:MsgInfo/k:Sender/k:Organisation",
        "receivers": "k:MsgInfo/k:Receiver/k:Organisation",
        "copies": "k:MsgInfo/k:OtherReceiver/k:Organisation",
        "copied_persons": "k:MsgInfo/k:OtherReceiver/k:HealthcareProfessional",
        "parent": "k:MsgInfo/k:ConversationRef/k:RefToParent/text()",
        "payloads": "k:Document/k:RefDoc[k:MsgType/@V='XML']/k:Content/*",
        "attachments": "k:Document/k:RefDoc[k:MsgType/@V='A']",
        "identity": "k:MsgInfo/k:Patient/*[self::k:FamilyName or self::k:MiddleName or self::k:GivenName"
        " or self::k:DateOfBirth or self::k:Ident or self::k:Address or self::k:TeleCom]"
        " | k:MsgInfo/k:OtherReceiver/k:Patient/* | k:MsgInfo/k:OtherReceiver/k:Person/*",
        "named": "k:MsgInfo/k:Patient[k:FamilyName or k:Ident]",
    },
    {"k": NAMESPACE},
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """`fields` are the document's fields the envelope fills; `message_type` is the code of list 8279."""

    fields: Mapping[str, Any]
    message_type: str | None
    message_type_text: str | None
    payloads: tuple[etree._Element, ...]
    names_patient: bool
    parent: str | None


def innermost(root: etree._Element) -> etree._Element | None:
    """The MsgHead that holds the document: some systems put one envelope in another."""
    heads = _PATHS.nodes(root, "inside")
    return heads[-1] if heads else None


def read_envelope(head: etree._Element) -> Envelope:
    senders = _parties(_PATHS.nodes(head, "sender"))
    persons = (person_party(person) for person in _PATHS.nodes(head, "copied_persons"))
    return Envelope(
        fields={
            "sent_at": _PATHS.moment(head, "sent_at"),
            "sender": senders[0] if senders else None,
            "receivers": _parties(_PATHS.nodes(head, "receivers")),
            "copy_receivers": (*_parties(_PATHS.nodes(head, "copies")), *filter(None, persons)),
            "attachments": _PATHS.count(head, "attachments"),
            "left_out": _PATHS.count(head, "identity"),
            "is_test": _PATHS.value(head, "test") in ("D", "T"),
            "electronic": True,
        },
        message_type=_PATHS.value(head, "type"),
        message_type_text=_PATHS.value(head, "type_text"),
        payloads=tuple(_PATHS.nodes(head, "payloads")),
        names_patient=bool(_PATHS.nodes(head, "named")),
        parent=_PATHS.identifier(head, "parent"),
    )


def _parties(nodes: Iterable[etree._Element]) -> tuple[Party, ...]:
    return tuple(party for node in nodes if (party := organisation_party(node)))
