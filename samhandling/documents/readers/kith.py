"""Epikrise 1.1 and 1.2 and Henvisning 1.0 and 1.1: messages without envelope, sender and receiver inside.

An epikrise goes from ServProvider to Requester, a henvisning the other way. Rekvisisjon and Svarrapport have the same
outside, so their parties and times are read here too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from lxml import etree

from samhandling.documents.canonical import Document, Notice, Party
from samhandling.documents.readers.items import Clinical, read_diagnosis, read_part
from samhandling.documents.readers.parties import hcp_party
from samhandling.documents.readers.paths import Paths
from samhandling.documents.readers.statements import contact_doctor_in
from samhandling.documents.readers.times import contradictions
from samhandling.documents.wording import notice

_TABLE: Final = {
    "body": "k:ServRprt | k:ServReq | k:ServReport",
    "sent_at": "k:GenDate/@V | k:GenDate/text()",
    "test": "k:Status/@V",
    "action": "k:ServType/@V",
    "report_status": "k:Status/@V",
    "issued_at": "k:IssueDate/@V",
    "approved_at": "k:ApprDate/@V",
    "description": "k:MsgDescr/text() | k:MsgDescr/@DN",
    "comment": "k:ReqComment/text()",
    "own_id": "k:ServProvId/text() | k:Id/text()",
    "requester": "k:Requester/k:HCP",
    "provider": "k:ServProvider/k:HCP",
    "copies": "k:CopyDest/k:HCP",
    "gp": "k:Patient/k:PatRelHCP[k:Relation/@V='FLE']/k:HCP",
    "contact_doctor": ".//*[self::k:RelServProvider or self::k:PatRelHCP][k:Relation/@V='KLE']/k:HCP",
    "event": "k:Event | k:Event//k:Event",
    "start": "k:ReportedEvent/k:StartDateTime/@V",
    "end": "k:ReportedEvent/k:EndDateTime/@V",
    "outcome": "k:AdmOutcome/@V",
    "care": "k:Service/k:AdmCat/@V",
    "duration": "k:Event/k:ExpDuration/@V",
    "duration_unit": "k:Event/k:ExpDuration/@U",
    "priority": "k:ReqServ/k:Priority/@V",
    "service_comment": "k:ReqServ/k:Comment/text()",
    "referral_diagnoses": "k:ServReq/k:Diagnosis | self::k:ServReq/k:Diagnosis",
    "parts": "k:Event//k:Comment[k:TextResultValue] | k:Event//k:InfItem | k:Patient/k:InfItem"
    " | self::k:ServReq/k:ReasonAsText | self::k:ServReq/k:Comment[k:TextResultValue]",
    "attachments": ".//k:RefDoc[not(k:MsgType/@V='REF')]",
    "reference": "k:RefDoc[k:MsgType/@V='REF']/k:Id/text()",
    "identity": "k:Patient/*[self::k:Name or self::k:OffId or self::k:DateOfBirth or self::k:DateOfDeath"
    " or self::k:Address or self::k:AdditionalId or self::k:IdByServProvider or self::k:IdByRequester"
    " or self::k:PatientRelParty"
    " or self::k:ContactPerson or local-name()='ParorendeForesatt'][normalize-space() or .//@V]",
    "named": "k:Patient/*[self::k:Name or self::k:OffId][normalize-space()]",
}
_ACTIONS: Final = {"N": "ny", "M": "endring", "O": "endring", "C": "kansellering", "A": "tillegg"}  # 7309
_STATUSES: Final = {"P": "foreløpig", "F": "endelig", "A": "tillegg"}  # 7306
_OUTCOMES: Final = {  # 7300
    "1": "hjem", "2": "død", "21": "sykehus", "23": "sykehus", "31": "sykehus", "34": "sykehus", "35": "sykehjem",
    "39": "institusjon",
}  # fmt: skip
_CARE: Final = {
    "1": "døgn",
    "2": "dag",
    "3": "poliklinikk",
    "4": "telemedisin",
    "5": "konsultasjon",
    "6": "telefon",
}  # 8240
_OUTPATIENT: Final = frozenset({"3", "4", "5", "6"})


@dataclass(frozen=True, slots=True)
class Outside:
    """What every message of the family says outside its clinical content."""

    fields: Mapping[str, Any]
    body: etree._Element | None


@cache
def _paths(namespace: str) -> Paths:
    return Paths(_TABLE, {"k": namespace})


def read_outside(root: etree._Element, *, from_requester: bool) -> Outside:
    """Times, parties, action and attachments; everything else is left NOT_LOOKED."""
    paths = _paths(etree.QName(root).namespace or "")
    body = next(iter(paths.nodes(root, "body")), None)
    common = {
        "sent_at": paths.moment(root, "sent_at"),
        "is_test": paths.value(root, "test") == "TEST",
        "electronic": True,
    }
    if body is None:
        return Outside(common, None)
    requester, provider = _parties(paths.nodes(body, "requester")), _parties(paths.nodes(body, "provider"))
    senders, receivers = (requester, provider) if from_requester else (provider, requester)
    return Outside(
        {
            **common,
            "action": _ACTIONS.get(paths.value(body, "action") or ""),
            "issued_at": paths.moment(body, "issued_at"),
            "sender": senders[0] if senders else None,
            "receivers": receivers,
            "copy_receivers": _parties(paths.nodes(body, "copies")),
            "attachments": paths.count(body, "attachments"),
            "left_out": paths.count(body, "identity"),
        },
        body,
    )


def read_discharge_letter(root: etree._Element, format_: str) -> Document:
    """Epikrise 1.1 and 1.2, also poliklinisk notat and legevaktepikrise, which are the same message."""
    outside = read_outside(root, from_requester=False)
    if outside.body is None:
        return _bare("epikrise", format_, outside)
    paths, body = _paths(etree.QName(root).namespace or ""), outside.body
    events = paths.nodes(body, "event")
    care = [code for event in events for code in paths.values(event, "care")]
    description = paths.value(body, "description")
    starts = [start for event in events if (start := paths.moment(event, "start"))]
    ends = [end for event in events if (end := paths.moment(event, "end"))]
    outcomes = [(paths.moment(event, "end") or "", code) for event in events for code in paths.values(event, "outcome")]
    fields = {
        "type": _letter_type(description, care),
        "subtype": description,
        "report_status": _STATUSES.get(paths.value(body, "report_status") or ""),
        "approved_at": paths.moment(body, "approved_at"),
        "admitted_on": min(starts, default=None),
        "discharged_on": max(ends, default=None),
        "discharged_to": _OUTCOMES.get(max(outcomes)[1]) if outcomes else None,
        "contact_kind": _CARE.get(care[-1]) if care else None,
        "more": _expected_duration(paths, body),
    }
    return _document(outside, paths, format_, fields)


def read_referral(root: etree._Element, format_: str) -> Document:
    """Henvisning 1.0 and 1.1."""
    outside = read_outside(root, from_requester=True)
    if outside.body is None:
        return _bare("henvisning", format_, outside)
    paths, body = _paths(etree.QName(root).namespace or ""), outside.body
    fields = {
        "type": "henvisning",
        "subtype": paths.value(body, "description"),
        "admitted_on": None,
        "discharged_on": None,
        "priority": paths.value(body, "priority"),
    }
    return _document(outside, paths, format_, fields)


def _document(outside: Outside, paths: Paths, format_: str, fields: Mapping[str, Any]) -> Document:
    body = outside.body
    assert body is not None  # noqa: S101 - both callers have looked
    cancelled = outside.fields["action"] == "kansellering"
    clinical = Clinical()
    clinical.diagnoses.extend(read_diagnosis(node, "henvisning") for node in paths.nodes(body, "referral_diagnoses"))
    if not cancelled:
        _read_parts(paths, body, clinical)
    merged = {**outside.fields, **fields}
    doctors = _parties(paths.nodes(body, "contact_doctor"))
    return Document(
        format=format_,
        gp=next(iter(_parties(paths.nodes(body, "gp"))), None),
        contact_doctor=doctors[0] if doctors else contact_doctor_in(clinical.assembly.text),
        refers_to=paths.identifier(body, "reference") or (paths.identifier(body, "own_id") if cancelled else None),
        warnings=_warnings(merged, clinical, cancelled=cancelled, patient=bool(paths.nodes(body, "named"))),
        **clinical.fields(),
        **merged,
    )


def _read_parts(paths: Paths, body: etree._Element, clinical: Clinical) -> None:
    comment = paths.value(body, "comment")
    if comment:
        clinical.assembly.add(comment, code=None, title=None, coded_by=None)
    for part in paths.nodes(body, "parts"):
        read_part(part, clinical)
    wish = paths.value(body, "service_comment")
    if wish:
        clinical.assembly.add(wish, code=None, title=None, coded_by=None)


def _letter_type(description: str | None, care: Iterable[str]) -> str:
    said = (description or "").casefold()
    if "legevakt" in said:
        return "legevaktepikrise"
    if "poliklini" in said or (care and "epikrise" not in said and set(care) <= _OUTPATIENT):
        return "poliklinisk_notat"
    return "epikrise"


def _expected_duration(paths: Paths, body: etree._Element) -> Mapping[str, object]:
    value, unit = paths.value(body, "duration"), paths.value(body, "duration_unit")
    return {"expected_duration": " ".join(filter(None, [value, unit]))} if value else {}


def _warnings(fields: Mapping[str, Any], clinical: Clinical, *, cancelled: bool, patient: bool) -> tuple[Notice, ...]:
    codes = [*contradictions(fields)]
    if cancelled:
        codes.append("cancellation")
    if not patient:
        codes.append("patient_missing")
    if clinical.medications and clinical.medications_in_text:
        codes += ["drug_lists_differ"] if len(clinical.medications) != len(clinical.medications_in_text) else []
    return tuple(map(notice, codes))


def _bare(kind: str, format_: str, outside: Outside) -> Document:
    return Document(type=kind, format=format_, language="nb", warnings=(notice("patient_missing"),), **outside.fields)


def _parties(nodes: Iterable[etree._Element]) -> tuple[Party, ...]:
    return tuple(party for node in nodes if (party := hcp_party(node)))
