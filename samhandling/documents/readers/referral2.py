"""Henvisning 2.0: the referral inside MsgHead, with its own parts for contact persons, services and reconciliation."""

from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from samhandling.documents.canonical import Document, Party
from samhandling.documents.readers.items import Clinical, read_diagnosis, read_part
from samhandling.documents.readers.msghead import Envelope
from samhandling.documents.readers.parties import person_party
from samhandling.documents.readers.paths import Paths
from samhandling.documents.readers.statements import contact_doctor_in
from samhandling.documents.wording import notice

NAMESPACE: Final = "http://ehelse.no/xmlstds/henvisning/2017-11-30"
_PATHS: Final = Paths(
    {
        "action": "k:ServType/@V",
        "issued_at": "k:IssueDate/text()",
        "comment": "k:ReqComment/text()",
        "priority": "k:ReqServ/k:Priority/@V",
        "content": "po:TypeInnholdIMelding/po:TypeInnhold/@DN",
        "gp": "po:KontaktpersonHelsepersonell/po:Kontaktperson[fk:RoleToPatient/@V='6']",
        "contact_doctor": "po:KontaktpersonHelsepersonell/po:Kontaktperson[fk:RoleToPatient/@V='19']",
        "reconciled": "po:Legemiddelgjennomgang/po:DatoSamstemming/text()",
        "services": "po:TilleggsopplysningPasient/po:MottarKommunaleTjenester/text()",
        "sent": "po:SendtDokument[po:JaNei='true' or po:JaNei='1']/po:Opplysning/@V",
        "diagnoses": "k:Diagnosis",
        "parts": "k:InfItem | k:ReasonAsText | k:Comment[k:TextResultValue]",
        "service_comment": "k:ReqServ/k:Comment/text()",
        "pathway": "k:Pakkeforlop/k:Pakkeforlopskode/@V",
        "relatives": "po:ParorendeForesatt/po:Referanseperson | po:PasientrelatertKontaktperson/po:Referanseperson"
        " | .//po:PersonTolkebehov | k:Consent/k:GivenBy",
    },
    {
        "k": NAMESPACE,
        "po": "http://ehelse.no/xmlstds/po/poKomponent/2017-11-30",
        "fk": "http://www.kith.no/xmlstds/felleskomponent1",
    },
)
_ACTIONS: Final = {"N": "ny", "M": "endring", "O": "endring", "C": "kansellering", "A": "tillegg"}
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


def read_referral_2(referral: etree._Element, envelope: Envelope, format_: str) -> Document:
    """The referral, with sender, receivers and sending time from its envelope."""
    action = _ACTIONS.get(_PATHS.value(referral, "action") or "")
    clinical = Clinical()
    if action != "kansellering":
        clinical.diagnoses.extend(read_diagnosis(node, "henvisning") for node in _PATHS.nodes(referral, "diagnoses"))
        _read_text(referral, clinical)
    fields = {**envelope.fields, "left_out": envelope.fields["left_out"] + _PATHS.count(referral, "relatives")}
    return Document(
        type="henvisning",
        subtype=envelope.message_type_text or _PATHS.value(referral, "content"),
        format=format_,
        action=action,
        issued_at=_PATHS.moment(referral, "issued_at"),
        admitted_on=None,
        discharged_on=None,
        priority=_PATHS.value(referral, "priority"),
        gp=_person(referral, "gp"),
        contact_doctor=_person(referral, "contact_doctor") or contact_doctor_in(clinical.assembly.text),
        medications_reconciled_on=_PATHS.value(referral, "reconciled"),
        municipal_services=_BOOLEANS.get(_PATHS.value(referral, "services") or ""),
        refers_to=envelope.parent,
        more=_more(referral),
        warnings=tuple(map(notice, _notices(envelope, action))),
        **clinical.fields(),
        **fields,
    )


def _read_text(referral: etree._Element, clinical: Clinical) -> None:
    for name in ("comment", "service_comment"):
        words = _PATHS.value(referral, name)
        if words:
            clinical.assembly.add(words, code=None, title=None, coded_by=None)
    for part in _PATHS.nodes(referral, "parts"):
        read_part(part, clinical)


def _person(referral: etree._Element, name: str) -> Party | None:
    return next(filter(None, map(person_party, _PATHS.nodes(referral, name))), None)


def _more(referral: etree._Element) -> Mapping[str, Any]:
    """Documents the sender says it has sent (code list 8329) and the cancer pathway, where given."""
    more = {"sent_documents": _PATHS.values(referral, "sent"), "pathway": _PATHS.value(referral, "pathway")}
    return {name: value for name, value in more.items() if value}


def _notices(envelope: Envelope, action: str | None) -> list[str]:
    codes = ["cancellation"] if action == "kansellering" else []
    return codes if envelope.names_patient else [*codes, "patient_missing"]
