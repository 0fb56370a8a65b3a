"""The answer as text for people at a terminal: what is broken, what is asked, what is met."""

from collections.abc import Iterator
from typing import Final

from samhandling.checks.findings import Finding
from samhandling.checks.judging import Judged
from samhandling.documents import public

_GROUPS: Final = ("Ikke fulgt", "Mål ikke nådd", "Kan ikke avgjøres", "Fulgt")
_TITLES: Final = {"broken": "Ikke fulgt", "unknown": "Kan ikke avgjøres", "met": "Fulgt"}


def report(name: str, judged: Judged) -> str:
    """Lines in Norwegian, grouped as on the page."""
    return "\n".join(_lines(name, judged))


def _lines(name: str, judged: Judged) -> Iterator[str]:
    yield f"{name}: {judged.kind.replace('_', ' ')}"
    for notice in public(judged.document)["warnings"] if judged.document else []:
        yield f"  Merk: {notice['message']}"
    for message in judged.contradictions:
        yield f"  Merk: {message}"
    for title in _GROUPS:
        group = [finding for finding in judged.findings if _title(finding) == title]
        if not group:
            continue
        yield f"\n  {title} ({len(group)})"
        for finding in group:
            yield from _finding(finding)
    yield ""


def _title(finding: Finding) -> str | None:
    if finding.outcome == "broken" and finding.strength == "mål":
        return "Mål ikke nådd"
    return _TITLES.get(finding.outcome)


def _finding(finding: Finding) -> Iterator[str]:
    yield f"    {finding.rule} {finding.heading} – {finding.label} ({', '.join(finding.responsible)})"
    if finding.outcome == "met":
        return
    if finding.message:
        yield f"      {finding.message}"
    for evidence in finding.evidence:
        if evidence.quote and evidence.kind == "text":
            yield f"      «{' '.join(evidence.quote.split())}»"
    if finding.question:
        yield f"      Spørsmål ({finding.question.name}): {finding.question.text}"
    if finding.remedy and finding.outcome == "broken":
        yield f"      Tiltak: {finding.remedy}"
