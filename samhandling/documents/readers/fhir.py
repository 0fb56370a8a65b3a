"""FHIR documents: the hospital discharge report of the European HDR profile; SFM's medication list is recognised.

The JSON is walked with small helpers that take whatever shape comes: a wrong type counts as absent.
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from samhandling.documents import markup
from samhandling.documents.assembly import TextAssembly
from samhandling.documents.canonical import Diagnosis, Document, Medication, Party, Unreadable
from samhandling.documents.dates import iso
from samhandling.documents.headings import topic_of_code
from samhandling.documents.masking import masked
from samhandling.documents.readers.paths import without_fraction
from samhandling.documents.readers.statements import contact_doctor_in, controls_in
from samhandling.documents.readers.times import contradictions
from samhandling.documents.tongues import language_of
from samhandling.documents.wording import notice, refusal
from samhandling.documents.xhtml import plain_text, tidy

_DISCHARGE_SUMMARY: Final = "34105-7"
_SFM_LIST: Final = "sfm-MedicationComposition"
_FORMAT: Final = "fhir-eu-hdr-2.1"
_TAG: Final = re.compile(r"<[^<>]*>")
_NARRATIVE_PERIOD: Final = re.compile(r"(?<!\d)(\d{2}-\d{2}-\d{4}) - (\d{2}-\d{2}-\d{4})(?!\d)")
_SYSTEMS: Final = (
    ("ICD-10", "icd-10"),
    ("ICPC-2", "icpc"),
    ("SNOMED CT", "snomed"),
)
_ATC: Final = "http://www.whocc.no/atc"
_STATUSES: Final = {"preliminary": "foreløpig", "final": "endelig", "amended": "tillegg"}
_STOPPED: Final = frozenset({"stopped"})
_IDENTITY: Final = ("name", "identifier", "address", "telecom", "birthDate", "deceasedDateTime", "photo", "contact")


class _Bundle:
    """The resources of a bundle, found by the references that occur in it."""

    def __init__(self, bundle: Mapping[str, Any]) -> None:
        self.timestamp = _text(bundle, "timestamp")
        self.resources = [
            entry["resource"] for entry in _dicts(bundle, "entry") if isinstance(entry.get("resource"), dict)
        ]
        self._by_reference: dict[str, dict[str, Any]] = {}
        for entry, resource in zip(
            (e for e in _dicts(bundle, "entry") if isinstance(e.get("resource"), dict)), self.resources, strict=True
        ):
            for key in (entry.get("fullUrl"), f"{resource.get('resourceType')}/{resource.get('id')}"):
                if isinstance(key, str):
                    self._by_reference.setdefault(key, resource)

    def of_type(self, name: str) -> list[dict[str, Any]]:
        return [resource for resource in self.resources if resource.get("resourceType") == name]

    def follow(self, reference: object) -> dict[str, Any]:
        key = reference.get("reference") if isinstance(reference, dict) else None
        return self._by_reference.get(key, {}) if isinstance(key, str) else {}


def read_fhir(value: Any) -> Document:
    """The document of a FHIR bundle; `unknown_json` for all other JSON."""
    for candidate in _bundles(value):
        bundle = _Bundle(candidate)
        composition = next(iter(bundle.of_type("Composition")), None)
        if composition is None:
            continue
        if _DISCHARGE_SUMMARY in _codes(composition.get("type")):
            return _discharge_letter(bundle, composition)
        if any(_SFM_LIST in profile for profile in _strings(_dict(composition, "meta"), "profile")):
            return Document(type="legemiddelliste", format="sfm-fhir-r4", electronic=True)
    raise refusal("unknown_json")


def _bundles(value: Any) -> Iterator[dict[str, Any]]:
    """The value itself, or the bundles SFM answers with inside Parameters."""
    if not isinstance(value, dict):
        return
    if value.get("resourceType") == "Bundle":
        yield value
    elif value.get("resourceType") == "Parameters":
        yield from (part["resource"] for part in _dicts(value, "parameter") if isinstance(part.get("resource"), dict))


def _discharge_letter(bundle: _Bundle, composition: dict[str, Any]) -> Document:
    assembly = TextAssembly()
    sections = list(_sections(composition))
    for section in sections:
        code = next(iter(_codes(section.get("code"))), None)
        title = _text(section, "title")
        assembly.add(_narrative(section), code=code, title=title, coded_by="LOINC" if code else None)
    text = assembly.text
    admitted, discharged, from_narrative = _stay(bundle)
    fields: dict[str, Any] = {
        "sent_at": without_fraction(bundle.timestamp) if bundle.timestamp else None,
        "issued_at": _text(composition, "date"),
        "admitted_on": admitted,
        "discharged_on": discharged,
    }
    codes = [*contradictions(fields), *(["dates_from_narrative"] if from_narrative else [])]
    return Document(
        type="epikrise",
        format=_FORMAT,
        text=text,
        sections=assembly.sections,
        language=language_of(text),
        action="ny",
        report_status=_STATUSES.get(_text(composition, "status") or ""),
        sender=_sender(bundle, composition),
        receivers=(),
        copy_receivers=(),
        contact_doctor=contact_doctor_in(text),
        medications=tuple(_medications(bundle, sections)),
        diagnoses=tuple(_diagnoses(bundle, sections)),
        sick_leave=(),
        controls=tuple(
            control
            for section in assembly.sections
            if section.topic in ("plan", "course")
            for control in controls_in(text[section.span.start : section.span.end])
        ),
        attachments=len(bundle.of_type("DocumentReference")) + len(bundle.of_type("Binary")),
        electronic=True,
        left_out=sum(bool(patient.get(key)) for patient in bundle.of_type("Patient") for key in _IDENTITY),
        warnings=tuple(map(notice, codes)),
        **fields,
    )


def _sections(composition: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for section in _dicts(composition, "section"):
        yield section
        yield from _sections(section)


def _narrative(resource: Mapping[str, Any]) -> str:
    division = _text(_dict(resource, "text"), "div", tidied=False)
    if not division:
        return ""
    try:
        return plain_text(markup.parse(division.encode()))
    except Unreadable:  # HTML that is no XML: take the words
        return tidy(html.unescape(_TAG.sub(" ", division)))


def _stay(bundle: _Bundle) -> tuple[str | None, str | None, bool]:
    """Start and end of the contact, and whether they come from its narrative because the coded period is incomplete."""
    encounter = next(iter(bundle.of_type("Encounter")), {})
    period = _dict(encounter, "period")
    start, end = _text(period, "start"), _text(period, "end")
    written = _NARRATIVE_PERIOD.search(_narrative(encounter))
    if written and not (start and end):
        return iso(written[1].replace("-", ".")), iso(written[2].replace("-", ".")), True
    return start, end, False


def _sender(bundle: _Bundle, composition: Mapping[str, Any]) -> Party | None:
    organisation = _text(bundle.follow(composition.get("custodian")), "name")
    persons: list[str] = []
    for author in _dicts(composition, "author"):
        role = bundle.follow(author)
        organisation = organisation or _text(bundle.follow(role.get("organization")), "name") or _text(role, "name")
        person = role if role.get("resourceType") == "Practitioner" else bundle.follow(role.get("practitioner"))
        persons += [_human(name) for name in _dicts(person, "name")[:1]]
    names = [name for name in (organisation, *persons) if name]
    return Party(" / ".join(names)) if names else None


def _human(name: Mapping[str, Any]) -> str:
    return " ".join(filter(None, [*_strings(name, "given"), _text(name, "family")])) or _text(name, "text") or ""


def _entries(bundle: _Bundle, sections: list[dict[str, Any]], topic: str) -> Iterator[dict[str, Any]]:
    for section in sections:
        if topic_of_code(next(iter(_codes(section.get("code"))), None), "LOINC") == topic:
            yield from filter(None, map(bundle.follow, _dicts(section, "entry")))


def _medications(bundle: _Bundle, sections: list[dict[str, Any]]) -> Iterator[Medication]:
    for statement in _entries(bundle, sections, "medication"):
        reference = _dict(statement, "medicationReference")
        concept = _dict(statement, "medicationCodeableConcept") or _dict(bundle.follow(reference), "code")
        dosage = next(iter(_dicts(statement, "dosage") or _dicts(statement, "dosageInstruction")), {})
        stopped = _text(statement, "status") in _STOPPED
        yield Medication(
            name=_concept_text(concept) or _text(reference, "display"),
            atc=next((_text(c, "code") for c in _dicts(concept, "coding") if _text(c, "system") == _ATC), None),
            dose=_text(dosage, "text"),
            status="seponert" if stopped else None,
            stopped_on=_text(_dict(statement, "effectivePeriod"), "end") if stopped else None,
            stop_reason=next(filter(None, map(_concept_text, _dicts(statement, "statusReason"))), None),
        )


def _diagnoses(bundle: _Bundle, sections: list[dict[str, Any]]) -> Iterator[Diagnosis]:
    for condition in _entries(bundle, sections, "diagnosis"):
        concept = _dict(condition, "code")
        codings = [(_system(coding), coding) for coding in _dicts(concept, "coding")]
        order = [name for name, _ in _SYSTEMS]
        codings.sort(key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
        system, coding = codings[0] if codings else (None, {})
        yield Diagnosis(_text(coding, "code"), system, _text(coding, "display") or _concept_text(concept))


def _system(coding: Mapping[str, Any]) -> str | None:
    said = (_text(coding, "system") or "").casefold()
    return next((name for name, mark in _SYSTEMS if mark in said), said or None)


def _concept_text(concept: Mapping[str, Any]) -> str | None:
    return _text(concept, "text") or next((_text(coding, "display") for coding in _dicts(concept, "coding")), None)


def _codes(concept: object) -> list[str]:
    codings = _dicts(concept, "coding") if isinstance(concept, dict) else []
    return [code for coding in codings if (code := _text(coding, "code"))]


def _text(value: Mapping[str, Any], key: str, *, tidied: bool = True) -> str | None:
    found = value.get(key)
    if not isinstance(found, str) or not found.strip():
        return None
    return masked(" ".join(found.split())) if tidied else found


def _dict(value: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _dicts(value: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = value.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _strings(value: Mapping[str, Any], key: str) -> list[str]:
    found = value.get(key)
    return [masked(item) for item in found if isinstance(item, str)] if isinstance(found, list) else []
