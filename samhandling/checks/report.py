"""The answer as text for people at a terminal: what is broken, what is asked, what is met."""

from collections.abc import Iterator

from samhandling.checks.findings import Finding
from samhandling.checks.judging import Judged
from samhandling.documents import public

_GROUPS = (
    ("Ikke fulgt", lambda f: f.outcome == "broken" and f.strength != "mål"),
    ("Mål ikke nådd", lambda f: f.outcome == "broken" and f.strength == "mål"),
    ("Kan ikke avgjøres", lambda f: f.outcome == "unknown"),
    ("Fulgt", lambda f: f.outcome == "met"),
)


def report(name: str, judged: Judged) -> str:
    """Lines in Norwegian, grouped as on the page."""
    return "\n".join(_lines(name, judged))


def _lines(name: str, judged: Judged) -> Iterator[str]:
    yield f"{name}: {judged.kind.replace('_', ' ')}"
    for notice in public(judged.document)["warnings"] if judged.document else []:
        yield f"  Merk: {notice['message']}"
    for message in judged.contradictions:
        yield f"  Merk: {message}"
    for title, belongs in _GROUPS:
        group = [finding for finding in judged.findings if belongs(finding)]
        if not group:
            continue
        yield f"\n  {title} ({len(group)})"
        for finding in group:
            yield from _finding(finding)
    yield ""


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
