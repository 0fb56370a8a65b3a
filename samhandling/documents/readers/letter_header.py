"""Parties and times a plain-text letter states by label («Innlagt:», «Mottaker:», «Kopi til:») or in plain words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from samhandling.documents.canonical import Party
from samhandling.documents.dates import PATTERN, iso, period_in
from samhandling.documents.readers.letter_sections import Line
from samhandling.documents.vocabulary import alternation, any_of, entry, pattern

_GAP: Final = (  # words between the label and its date, up to another event
    rf"(?:(?!\b{any_of('times.around.other_events')})(?:[^.\d\n:]|(?<=St)\.|(?<=avd)\.|\n(?!\s*\n))){{0,140}}?"
)
_NEAR: Final = r"\.?\s*:?\s*(?:den\s+)?"
_STAY: Final = pattern(rf"\b{any_of('times.around.stay')}\b[^\n\d]{{0,60}}")
_CONTACT: Final = pattern(rf"{any_of('times.around.contact')}[^\n\d]{{0,30}}({PATTERN})")
_CONTACT_LINES: Final = 4


def _leading(table: str, before: str, gap: str) -> dict[str, re.Pattern[str]]:
    return {name: pattern(rf"{before}{alternation(words)}{gap}({PATTERN})") for name, words in entry(table).items()}


_WORD_START: Final = r"(?<![\wæøå])"
_LINE_START: Final = rf"(?:^[^\w\n]{{0,10}}| {{3}}|\t|\b{any_of('times.around.titles')}[^\w\n]{{1,4}})"
_LABELS: Final = _leading("times.stay", _WORD_START, _NEAR) | _leading("times.letter", _LINE_START, _NEAR)
_PHRASES: Final = _leading("times.phrases", _WORD_START, _GAP)
_EARLIER: Final = pattern(rf"\b{any_of('times.around.earlier')}\b[^.\n]{{0,15}}$")
_BEFORE: Final = 30


@dataclass(frozen=True, slots=True)
class Times:
    """`fields` are the document's; `notices` name the ones left open because the text gives several."""

    fields: Mapping[str, str | None]
    notices: tuple[str, ...] = ()


def times_in(text: str, kind: str) -> Times:
    """Every time the text states by label, else in plain words; several different ones give None and a notice."""
    fields: dict[str, str | None] = {}
    notices: list[str] = []
    for name, label in _LABELS.items():
        days = _days(label, text) or (_days(_PHRASES[name], text) if name in _PHRASES else [])
        fields[name] = days[0] if len(set(days)) == 1 else None
        if len(set(days)) > 1 and name in _PHRASES:
            notices.append("several_admission_dates" if name == "admitted_on" else "several_discharge_dates")
    stay = _stay(text)
    if stay and not notices:
        fields["admitted_on"], fields["discharged_on"] = (
            fields["admitted_on"] or stay[0],
            fields["discharged_on"] or stay[1],
        )
    if kind == "poliklinisk_notat" and not fields["admitted_on"] and not notices:
        day = _contact_day(text)
        fields["admitted_on"] = fields["discharged_on"] = day
    if kind in ("henvisning", "innkallingsbrev"):
        fields["admitted_on"] = fields["discharged_on"] = None
        notices = []
    return Times(fields, tuple(notices))


def _days(leading: re.Pattern[str], text: str) -> list[str]:
    """The days the pattern leads to, save those of an earlier stay."""
    return [
        day
        for found in leading.finditer(text)
        if (day := iso(found[1])) and not _EARLIER.search(text[max(0, found.start() - _BEFORE) : found.start()])
    ]


def _stay(text: str) -> tuple[str, str] | None:
    for found in _STAY.finditer(text):
        period = period_in(text[found.start() : found.end() + 40].split("\n")[0])
        if period:
            return period
    return None


def _contact_day(text: str) -> str | None:
    """The day of an outpatient contact: the date that stands with the title, in the first lines."""
    head = "\n".join([line for line in text.split("\n") if line.strip()][:_CONTACT_LINES])
    found = _CONTACT.search(head)
    return iso(found[1]) if found else None


_PARTY_LABELS: Final = {
    "from": pattern(rf"{any_of('parties.from')}\b\s*:?\s*"),
    "to": pattern(rf"{any_of('parties.to')}\s*:\s*"),
    "copy": pattern(rf"{any_of('parties.copy')}(?:\s+til)?\s*:\s*"),
    "referrer": pattern(rf"{any_of('parties.referrer')}\s*:\s*"),
}
_ORGANISATION: Final = pattern(any_of("parties.organisation"))
_INSTITUTION: Final = pattern(f"{any_of('parties.organisation')}|{any_of('parties.unit')}")
_TITLE: Final = pattern(rf"[\s–,.:-]*\(?\b{any_of('parties.title')}\b[\s:–.-]*|\s*{PATTERN}")
_ADDRESSED: Final = pattern(
    r"^[^\w\n]{0,10}(?:henvisning\b|tilvising\b|henv\.)\s*(?:til|:|–|-)?\s*(?P<first>[^\n.:]{3,80})|"
    r"^[^\w\n]{0,10}til\s+(?P<second>[^\n.:]{3,80})"
)
_SENT_FROM: Final = pattern(
    r"(?:henvisning|tilvising|henv\.|henvist)\s+(?:fra|frå):?\s+(?P<name>[^\n.,;]{3,60})|^[^\w\n]{0,10}(?:fra|"
    r"frå)\s*:?\s+(?P<other>[A-ZÆØÅ][^\n.;]{2,60})"
)
_ADMITTED_AT: Final = re.compile(
    r"innlag[td] (?:på|i|ved|hos) (?P<place>[A-ZÆØÅ][^\n.:;]{2,90}?)(?:\s+den\s+\d|\s+\d{1,2}\.|\s+med\s|\s+etter\s)"
)
_PATIENT: Final = pattern(rf"\b{any_of('parties.patient')}\b")
_COLUMN: Final = re.compile(r"\S+(?: {1,2}\S+)*")
_TRAILING_NUMBER: Final = pattern(r"[\s,]*\b\d{3,9}\b[\s,]*$|[\s,]+$|,?\s*(?:fnr|f\.nr)\.?.*$")
_UNIT_BREAK: Final = re.compile(r"\s+[-–/|]\s+")
_LABELLED_CELL: Final = re.compile(r"[A-ZÆØÅ][\wæøå .-]{1,40}:")
_HEAD_LINES: Final = 5
_LONGEST_NAME: Final = 90
_LINE_LENGTH: Final = 200
_PROSE: Final = pattern(rf"\b{any_of('parties.prose')}\b")


def parties_in(text: str, lines: tuple[Line, ...], kind: str) -> dict[str, Any]:
    """Sender, receivers and copy receivers; a letter to a patient has no receivers, as patients are not named."""
    labelled = {role: _labelled(lines, pattern) for role, pattern in _PARTY_LABELS.items()}
    if kind == "henvisning":
        sender = labelled["from"] or labelled["referrer"] or _found(_SENT_FROM, text)
        receivers = labelled["to"] or _found(_ADDRESSED, text) or _letterhead(lines)
    else:
        sender = labelled["from"] or _letterhead(lines) or _found(_ADMITTED_AT, text)
        receivers = labelled["to"] if kind != "innkallingsbrev" else []
    return {
        "sender": Party(sender[0]) if sender else None,
        "receivers": tuple(Party(name) for name in receivers if not _PATIENT.search(name)),
        "copy_receivers": tuple(map(Party, labelled["copy"])),
    }


def _labelled(lines: tuple[Line, ...], label: re.Pattern[str]) -> list[str]:
    """What stands after the label in its column, or in the column below when nothing stands beside it."""
    for number, line in enumerate(lines):
        for cell in _COLUMN.finditer(line.text):
            found = label.match(cell[0])
            if not found:
                continue
            value = cell[0][found.end() :]
            names = [value] if value.strip() else []
            names += _below(lines[number + 1 : number + 3], cell.start())
            tidy = [name for name in map(_tidy, names[:2]) if name]
            return _joined(tidy, split=not value.strip() or ";" in value)
    return []


def _below(lines: Iterable[Line], column: int) -> list[str]:
    """The cells under a label, as long as they are names and no new label."""
    names: list[str] = []
    for line in lines:
        cells = [cell for cell in _COLUMN.finditer(line.text) if abs(cell.start() - column) <= 2]
        if not cells or _LABELLED_CELL.match(cells[0][0]) or not _is_name(cells[0][0]):
            break
        names.append(cells[0][0])
    return names


def _is_name(text: str) -> bool:
    words = text.split()
    if len(words) > 8 or text.endswith("."):
        return False
    return bool(_ORGANISATION.search(text)) or sum(word[:1].isupper() for word in words) * 2 >= len(words)


def _joined(names: list[str], *, split: bool) -> list[str]:
    """One party from an organisation and the person below it; several where the list is set apart by semicolons."""
    if not names:
        return []
    roles = [part.strip() for part in names[0].split(",")]
    if len(names) == 1 and len(roles) > 1 and all(part[:1].islower() for part in roles):
        return roles  # «fastlege, hjemmesykepleien»; a name with a comma begins its parts with capitals
    if len(names) == 1 and split and ";" in names[0]:
        return [name for part in names[0].split(";") if (name := _tidy(part))]
    organisations = [name for name in names if _ORGANISATION.search(name)]
    ordered = [*organisations, *(name for name in names if name not in organisations)]
    return [" / ".join(ordered)]


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    found = pattern.search(text)
    name = _tidy(next((group for group in found.groups() if group), "")) if found else ""
    return [name] if name else []


def _letterhead(lines: tuple[Line, ...]) -> list[str]:
    """The institution named in the first lines, with its department on the same line or the next."""
    head = [line.text[:_LINE_LENGTH] for line in lines if line.text.strip()][:_HEAD_LINES]
    for number, line in enumerate(head):
        cell = _COLUMN.search(_TITLE.sub("  ", line).strip(" .,–-:"))
        name = _tidy(cell[0]) if cell else ""
        if not name or len(name) > _LONGEST_NAME or _PROSE.search(name) or not _INSTITUTION.search(name):
            continue
        following = _tidy(head[number + 1]) if number + 1 < len(head) else ""
        if _ORGANISATION.search(name) and _is_unit(following):
            name = f"{name} / {following}"
        return [name]
    return []


def _is_unit(line: str) -> bool:
    return (
        bool(line)
        and len(line) <= 60
        and ":" not in line
        and bool(_INSTITUTION.search(line))
        and not _TITLE.search(line)
    )


def _tidy(name: str) -> str:
    name = " ".join(name.split()).strip(" ,;.")
    while (shorter := _TRAILING_NUMBER.sub("", name)) != name:
        name = shorter
    return _UNIT_BREAK.sub(" / ", name)
