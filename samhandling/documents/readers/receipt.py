"""AppRec 1.0 and 1.1: the receipt that says whether a message was taken in, and which message it was."""

from functools import cache
from typing import Final

from lxml import etree

from samhandling.documents.canonical import Document
from samhandling.documents.readers.parties import hcp_party
from samhandling.documents.readers.paths import Paths

_TABLE: Final = {
    "sent_at": "k:GenDate/text()",
    "sender": "k:Sender/k:HCP",
    "receiver": "k:Receiver/k:HCP",
    "status": "k:Status/@V",
    "original": "k:OriginalMsgId/k:Id/text()",
}
_MEANINGS: Final = {"1": "ok", "2": "avvist", "3": "ok med feil"}


@cache
def _paths(namespace: str) -> Paths:
    return Paths(_TABLE, {"k": namespace})


def read_receipt(root: etree._Element, format_: str) -> Document:
    """The receipt; it has no content of its own, so lists are empty rather than not looked for."""
    paths = _paths(etree.QName(root).namespace or "")
    senders = [party for node in paths.nodes(root, "sender") if (party := hcp_party(node))]
    receivers = tuple(party for node in paths.nodes(root, "receiver") if (party := hcp_party(node)))
    status = paths.value(root, "status")
    return Document(
        type="apprec",
        format=format_,
        language="nb",
        sent_at=paths.moment(root, "sent_at"),
        sender=senders[0] if senders else None,
        receivers=receivers,
        copy_receivers=(),
        contact_doctor=None,
        medications=(),
        diagnoses=(),
        sick_leave=(),
        attachments=0,
        electronic=True,
        refers_to=paths.identifier(root, "original"),
        more={"apprec_status": {"code": status, "meaning": _MEANINGS.get(status)}} if status else {},
    )
