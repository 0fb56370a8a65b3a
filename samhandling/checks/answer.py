"""The answer as JSON, exactly as the contract of `samhandling check` says."""

from typing import Any

from samhandling.checks.findings import Evidence, Finding
from samhandling.checks.judging import Judged
from samhandling.documents import public


def answer(judged: Judged, *, with_text: bool = False) -> dict[str, Any]:
    """`document`, `findings` and `error` (None)."""
    if judged.document is None:
        document: dict[str, Any] = {"type": judged.kind, "format": "event"}
    else:
        document = public(judged.document, with_text=with_text)
    if judged.contradictions:
        notices = [{"code": "contradiction", "message": message} for message in judged.contradictions]
        document["warnings"] = [*document.get("warnings", []), *notices]
    return {"document": document, "findings": [_finding(finding) for finding in judged.findings], "error": None}


def failure(code: str, message: str) -> dict[str, Any]:
    """The answer where nothing could be read."""
    return {"document": None, "findings": [], "error": {"code": code, "message": message}}


def _finding(finding: Finding) -> dict[str, Any]:
    row: dict[str, Any] = {
        "rule": finding.rule,
        "version": finding.version,
        "ruleset": finding.ruleset,
        "outcome": finding.outcome,
        "label": finding.label,
        "heading": finding.heading,
        "strength": finding.strength,
        "responsible": list(finding.responsible),
        "message": finding.message,
        "remedy": finding.remedy,
        "fields": [{"path": path, "value": value} for path, value in finding.fields],
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "question": {"name": finding.question.name, "text": finding.question.text} if finding.question else None,
    }
    for key in ("same_as", "conflict_with"):
        if getattr(finding, key):
            row[key] = getattr(finding, key)
    if finding.before_validity:
        row["before_validity"] = True
    return row


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "kind": evidence.kind,
        "quote": evidence.quote,
        "start": evidence.start,
        "end": evidence.end,
        "locator": evidence.locator or None,
    }
