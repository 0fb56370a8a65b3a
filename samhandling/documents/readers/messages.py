"""Recognises a message by the namespace of its payload and hands it to the reader of its kind.

Kinds without a reader of their own give type, format and what the envelope holds; all else stays NOT_LOOKED.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from lxml import etree

from samhandling.documents.canonical import Document
from samhandling.documents.readers import msghead, referral2
from samhandling.documents.readers.kith import read_discharge_letter, read_outside, read_referral
from samhandling.documents.readers.msghead import Envelope, read_envelope
from samhandling.documents.readers.receipt import read_receipt
from samhandling.documents.wording import notice, refusal


class Known(NamedTuple):
    """A kind of message: the contract's type, our name for format and version."""

    kind: str
    format: str


_KITH: Final = "http://www.kith.no/xmlstds/"
_KNOWN: Final[Mapping[str, Known]] = {
    f"{_KITH}epikrise/2006-09-23": Known("epikrise", "kith-epikrise-1.1"),
    f"{_KITH}epikrise/2012-02-15": Known("epikrise", "kith-epikrise-1.2"),
    f"{_KITH}henvisning/2005-07-08": Known("henvisning", "kith-henvisning-1.0"),
    f"{_KITH}henvisning/2012-02-15": Known("henvisning", "kith-henvisning-1.1"),
    referral2.NAMESPACE: Known("henvisning", "ehelse-henvisning-2.0"),
    f"{_KITH}rekvisisjon/2008-12-01": Known("rekvisisjon", "kith-rekvisisjon-1.5"),
    f"{_KITH}rekvisisjon/2012-02-15": Known("rekvisisjon", "kith-rekvisisjon-1.6"),
    f"{_KITH}labsvar/2008-12-01": Known("svarrapport", "kith-svarrapport-1.3"),
    f"{_KITH}labsvar/2012-02-15": Known("svarrapport", "kith-svarrapport-1.4"),
    f"{_KITH}apprec/2004-11-21": Known("apprec", "kith-apprec-1.0"),
    f"{_KITH}apprec/2012-02-15": Known("apprec", "kith-apprec-1.1"),
    f"{_KITH}dialog/2006-10-11": Known("dialogmelding", "kith-dialogmelding-1.0"),
    f"{_KITH}dialog/2013-01-23": Known("dialogmelding", "kith-dialogmelding-1.1"),
    f"{_KITH}HelseOpplysningerArbeidsuforhet/2013-10-01": Known("sykmelding", "kith-sm2013"),
    f"{_KITH}legeerklaring/2008-06-06": Known("legeerklaering", "kith-legeerklaering-2008"),
    f"{_KITH}po/TverrfagligEpikrise/2009-06-30": Known("plo_utskrivningsrapport", "kith-plo-utskrivningsrapport-1.5"),
    f"{_KITH}po/TverrfagligEpikrise/2012-04-01": Known("plo_utskrivningsrapport", "kith-plo-utskrivningsrapport-1.6"),
}
_PLO: Final = re.compile(r"http://www\.kith\.no/xmlstds/po/(?P<name>[A-Za-z]+)/(?P<date>2009-06-30|2012-04-01)")
_PLO_VERSIONS: Final = {"2009-06-30": "1.5", "2012-04-01": "1.6"}
_PRESCRIBING: Final = re.compile(
    r"http://www\.(?:kith|ehelse)\.no/xmlstds/eresept/m(?P<number>1|251|252|253)/(?P<date>[\d-]+)"
)
_PRESCRIBING_KINDS: Final = {
    "1": ("resept", "m1"),
    "251": ("legemiddelliste", "m25.1"),
    "252": ("legemiddelliste", "m25.2"),
    "253": ("legemiddelliste", "m25.3"),
}

_BARE_READERS: Final[Mapping[str, Callable[[etree._Element, str], Document]]] = {
    f"{_KITH}epikrise/2006-09-23": read_discharge_letter,
    f"{_KITH}epikrise/2012-02-15": read_discharge_letter,
    f"{_KITH}henvisning/2005-07-08": read_referral,
    f"{_KITH}henvisning/2012-02-15": read_referral,
    f"{_KITH}apprec/2004-11-21": read_receipt,
    f"{_KITH}apprec/2012-02-15": read_receipt,
}


def read_message(root: etree._Element) -> Document:
    """The document of a parsed message; `unknown_kind` for all other XML."""
    namespace = _namespace(root)
    if namespace in msghead.FELLESFORMAT or namespace == msghead.NAMESPACE:
        head = msghead.innermost(root)
        if head is None:
            raise refusal("unknown_xml")
        return _read_enveloped(head, suffix="+fellesformat" if namespace in msghead.FELLESFORMAT else "")
    known = _known(namespace)
    if known is None:
        raise refusal("unknown_xml")
    return _read_bare(root, known)


def _read_bare(root: etree._Element, known: Known) -> Document:
    reader = _BARE_READERS.get(_namespace(root))
    if reader:
        return reader(root, known.format)
    if known.kind in ("rekvisisjon", "svarrapport"):
        outside = read_outside(root, from_requester=known.kind == "rekvisisjon")
        return Document(type=known.kind, format=known.format, language="nb", **outside.fields)
    return Document(type=known.kind, format=known.format, electronic=True)


def _read_enveloped(head: etree._Element, suffix: str) -> Document:
    envelope = read_envelope(head)
    found = [(payload, known) for payload in envelope.payloads if (known := _known(_namespace(payload)))]
    if not found:
        raise refusal("unknown_xml")
    payload, known = found[0]
    format_ = known.format + suffix
    if _namespace(payload) == referral2.NAMESPACE:
        return referral2.read_referral_2(payload, envelope, format_)
    reader = _BARE_READERS.get(_namespace(payload))
    if reader:
        return reader(payload, format_)
    return _envelope_only(envelope, known.kind, format_, several=len(found) > 1)


def _envelope_only(envelope: Envelope, kind: str, format_: str, *, several: bool) -> Document:
    return Document(
        type=kind,
        format=format_,
        subtype=envelope.message_type_text or envelope.message_type,
        refers_to=envelope.parent,
        warnings=(notice("several_payloads"),) if several else (),
        **envelope.fields,
    )


def _known(namespace: str) -> Known | None:
    known = _KNOWN.get(namespace)
    if known:
        return known
    plo = _PLO.fullmatch(namespace)
    if plo:
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", plo["name"]).casefold()
        return Known("plo_annet", f"kith-plo-{name}-{_PLO_VERSIONS[plo['date']]}")
    prescribing = _PRESCRIBING.fullmatch(namespace)
    if prescribing:
        kind, short = _PRESCRIBING_KINDS[prescribing["number"]]
        return Known(kind, f"eresept-{short}-{prescribing['date']}")
    return None


def _namespace(element: etree._Element) -> str:
    return etree.QName(element).namespace or ""
