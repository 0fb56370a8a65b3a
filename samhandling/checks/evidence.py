"""What decided a finding, in words for its card: quotes, values of fields, a human's answer, and what is missing.

Names of schema fields stay in the JSON answer; a reader sees what they mean.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from samhandling.checks.findings import Evidence, Finding
from samhandling.checks.form import ANSWERS, PLACES
from samhandling.naming import FieldName, Names
from samhandling.web.i18n import gettext, long_date, marked

#: quotes beyond this are cut; the mark in the letter shows the whole
LONGEST_QUOTE: Final = 220

#: what the document's own fields are called, with or without `context.` before them
_FIELDS: Final[Mapping[str, str]] = {
    "sent_at": marked("Sendt"),
    "sent_on": marked("Sendt"),
    "approved_at": marked("Godkjent"),
    "discharged_on": marked("Utskrevet"),
    "discharged_to": marked("Utskrevet til"),
    "multidose": marked("Multidose"),
    "receivers": marked("Mottaker"),
    "copy_receivers": marked("Kopimottaker"),
    "contact_doctor": marked("Kontaktlege"),
    "municipal_services": marked("Kommunale tjenester"),
    "controls": marked("Avtalt kontroll"),
    "template_headings": marked("Overskrifter"),
    "pakkeforløp": marked("Pakkeforløp"),
}
_FIELD_FALLBACK: Final = marked("Fra meldingen")
_YES_NO: Final = {"True": marked("ja"), "False": marked("nei")}
#: absent fields that the form can fill in
_FILLABLE: Final = frozenset({"sent_at", "discharge_at"})


@dataclass(frozen=True, slots=True)
class Shown:
    """`label` says where `words` come from; words of the letter have none, and an `anchor` where they stand."""

    words: str
    label: str = ""
    anchor: str | None = None
    place: tuple[int, int] | None = None


def shown(card: int, finding: Finding, text: str, answers: Mapping[str, str], names: Names) -> tuple[Shown, ...]:
    """Each piece once, also where several fields rest on the same words or are missing alike: words first."""
    told = [*_quotes(card, finding.evidence, text), *_fields(finding.evidence), *_answers(finding.evidence, answers)]
    return tuple(dict.fromkeys([*told, *_missing(finding, names, nothing_else=not told)]))


def lacks_a_date(finding: Finding) -> bool:
    """Whether the finding is open for want of a date that the form has a field for."""
    return finding.outcome == "unknown" and any(
        e.kind == "absence" and e.locator in _FILLABLE for e in finding.evidence
    )


def _quotes(card: int, evidence: Sequence[Evidence], text: str) -> Iterator[Shown]:
    for number, (start, end) in enumerate(_places(evidence, text), start=1):
        yield Shown(_cut(text[start:end]), anchor=f"ord-{card}-{number}", place=(start, end))
    for each in evidence:
        if each.kind == "text" and each.quote and _place(each, text) is None:
            yield Shown(_cut(each.quote))


def _places(evidence: Sequence[Evidence], text: str) -> list[tuple[int, int]]:
    """The places of the words in order, those that touch on one line taken together."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted({place for each in evidence if (place := _place(each, text)) is not None}):
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip(" ")):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _place(evidence: Evidence, text: str) -> tuple[int, int] | None:
    if evidence.start is None or evidence.end is None:
        return None
    start, end = max(evidence.start, 0), min(evidence.end, len(text))
    return (start, end) if start < end else None


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rpartition(" ")[0] + " …"


def _fields(evidence: Sequence[Evidence]) -> Iterator[Shown]:
    for each in evidence:
        if each.kind == "field" and each.start is None:
            name = each.locator.removeprefix("context.")
            label = gettext(_FIELDS.get(name, _FIELD_FALLBACK))
            yield Shown(_value(name, each.quote) if each.quote else gettext("går fram av meldingen selv"), label)


def _value(name: str, written: str) -> str:
    if name == "discharged_to" and written in PLACES:
        return gettext(PLACES[written]).lower()
    if written in _YES_NO:
        return gettext(_YES_NO[written])
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return written
    day = long_date(date(moment.year, moment.month, moment.day))
    return f"{day} {gettext('kl.')} {moment:%H.%M}" if len(written) > len("2026-01-31") else day


def _answers(evidence: Sequence[Evidence], answers: Mapping[str, str]) -> Iterator[Shown]:
    for each in evidence:
        if each.kind == "answer":
            given = answers.get(each.locator, "")
            words = gettext(ANSWERS[given]).lower() if given in ANSWERS else _value("", each.quote)
            yield Shown(words, gettext("Svaret ditt"))


def _missing(finding: Finding, names: Names, *, nothing_else: bool) -> Iterator[Shown]:
    """What the letter does not say. A thing that is missing explains a breach; that a yes or no is open explains only
    why something cannot be decided."""
    absent = dict.fromkeys(
        names.field(e.locator) or FieldName(e.locator, is_clause=False) for e in finding.evidence if e.kind == "absence"
    )
    things = [str(name) for name in absent if not name.is_clause]
    clauses = [str(name) for name in absent if name.is_clause]
    if things and (finding.outcome != "met" or nothing_else):
        yield Shown(", ".join(things), gettext("Står ikke i brevet"))
    if clauses and (finding.outcome == "unknown" or (nothing_else and not things)):
        yield Shown(", ".join(clauses), gettext("Ikke avklart i brevet"))
