"""The `document` object of the answer: the oracle's keys, a key only for what the reader looked for."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from samhandling.documents.canonical import (
    NOT_LOOKED,
    Control,
    Diagnosis,
    Document,
    Medication,
    Notice,
    Party,
    SickLeave,
)

_FIRST: Final = 5
_CLINICAL_INFORMATION: Final = "8233"


def public(document: Document, *, with_text: bool = False) -> dict[str, Any]:
    """The document as JSON values; `with_text` adds the text and the place of each part in it."""
    answer: dict[str, Any] = {"type": document.type, "format": document.format}
    for key, (field, convert) in _FIELDS.items():
        value = getattr(document, field)
        if value is not NOT_LOOKED:
            answer[key] = None if value is None else convert(value)
    answer |= _only_where_known(document) | _drugs(document) | dict(document.more)
    if document.medications is not NOT_LOOKED:  # whoever reads the content looks for drugs and headings
        answer["sections"] = [s.code for s in document.sections if _is_heading(s.code, s.coded_by)]
    answer["left_out"] = document.left_out
    answer["warnings"] = [_notice(warning) for warning in document.warnings]
    if document.parts:
        answer["n_documents"] = len(document.parts)
        answer["parts"] = [public(part, with_text=with_text) for part in document.parts]
    if with_text:
        answer["text"] = document.text
        answer["spans"] = [
            {"code": s.code, "title": s.title, "topic": s.topic, "start": s.span.start, "end": s.span.end}
            for s in document.sections
        ]
    return answer


def _as_is(value: object) -> object:
    return value


def _party(party: Party) -> str:
    return party.name


def _parties(parties: tuple[Party, ...]) -> list[str]:
    return [party.name for party in parties]


def _doctor(party: Party) -> dict[str, Any]:
    return {"name": party.name, "hpr": party.hpr, "phones": list(party.phones)}


def _diagnoses(diagnoses: tuple[Diagnosis, ...]) -> list[dict[str, Any]]:
    return [
        {"code": d.code, "system": d.system, "text": d.text, "role": d.role, "modifier": d.modifier} for d in diagnoses
    ]


def _sick_leave(leaves: tuple[SickLeave, ...]) -> list[dict[str, Any]]:
    return [{"from": s.from_on, "to": s.to_on, "degree": s.degree, "text": s.text} for s in leaves]


def _controls(controls: tuple[Control, ...]) -> list[dict[str, Any]]:
    return [{"at": c.at, "with": c.with_, "booked": c.booked, "place": c.place, "text": c.text} for c in controls]


_FIELDS: Final[Mapping[str, tuple[str, Callable[[Any], object]]]] = {
    "action": ("action", _as_is),
    "report_status": ("report_status", _as_is),
    "sent_at": ("sent_at", _as_is),
    "issued_at": ("issued_at", _as_is),
    "approved_at": ("approved_at", _as_is),
    "admitted_on": ("admitted_on", _as_is),
    "discharged_on": ("discharged_on", _as_is),
    "discharged_to": ("discharged_to", _as_is),
    "contact_kind": ("contact_kind", _as_is),
    "sender": ("sender", _party),
    "receivers": ("receivers", _parties),
    "copy_receivers": ("copy_receivers", _parties),
    "gp": ("gp", _doctor),
    "contact_doctor": ("contact_doctor", _doctor),
    "medications_reconciled_on": ("medications_reconciled_on", _as_is),
    "diagnoses": ("diagnoses", _diagnoses),
    "sick_leave": ("sick_leave", _sick_leave),
    "control_appointment": ("controls", _controls),
    "attachments": ("attachments", _as_is),
    "refers_to": ("refers_to", _as_is),
    "priority": ("priority", _as_is),
}
_WHERE_KNOWN: Final = ("subtype", "language", "electronic", "municipal_services", "is_test", "schema_valid", "event")


def _only_where_known(document: Document) -> dict[str, Any]:
    """Fields whose None means that the reader did not tell."""
    values = {name: getattr(document, name) for name in _WHERE_KNOWN}
    return {name: value for name, value in values.items() if value is not None}


def _drugs(document: Document) -> dict[str, Any]:
    if document.parts:
        stopped = [public(part).get("discontinued") for part in document.parts]
        return {"discontinued": [row for rows in stopped if rows for row in rows]} if None not in stopped else {}
    drugs, words = document.medications, document.medications_in_text
    if drugs is NOT_LOOKED:
        return {}
    answer: dict[str, Any] = {
        "n_medications": len(drugs),
        "first_medications": [_drug(medication) for medication in drugs[:_FIRST]],
        "discontinued": [_stopped(medication) for medication in drugs if medication.status == "seponert"],
    }
    if words is not NOT_LOOKED and words and words != drugs:
        answer["n_medications_text"] = len(words)
    return answer


def _drug(medication: Medication) -> dict[str, Any]:
    return {
        "name": medication.name,
        "atc": medication.atc,
        "strength": medication.strength,
        "dose": medication.dose,
        "status": medication.status,
        "comment": medication.comment,
    }


def _stopped(medication: Medication) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": medication.name,
        "atc": medication.atc,
        "on": medication.stopped_on,
        "reason": medication.stop_reason,
    }
    return row | ({"planned": True} if medication.planned_stop else {})


def _notice(warning: Notice) -> dict[str, str]:
    return {"code": warning.code, "message": warning.message}


def _is_heading(code: str | None, coded_by: str | None) -> bool:
    return code is not None and coded_by != _CLINICAL_INFORMATION
