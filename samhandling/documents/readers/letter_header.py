"""Parties and times a plain-text letter states by label («Innlagt:», «Mottaker:», «Kopi til:») or in plain words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from samhandling.documents.canonical import Party
from samhandling.documents.dates import PATTERN, iso, period_in
from samhandling.documents.readers.letter_sections import Line

_GAP: Final = (  # words between the label and its date, up to another event
    r"(?:(?!\b(?:utskr|opere|fød[td]|kontroll|innlag))(?:[^.\d\n:]|(?<=St)\.|(?<=avd)\.|\n(?!\s*\n))){0,140}?"
)
_NEAR: Final = r"\.?\s*:?\s*(?:den\s+)?"
_LABELLED: Final[Mapping[str, str]] = {
    "admitted_on": r"(?:innlagt|innlagd|innkomen|innkommet|innl|inn|innleggelsesdato|innleggingsdato|innkomstdato|"
    r"dato for innleggelse|"
    r"admission date)",
    "discharged_on": r"(?:utskrevet|utskriven|utskrives|utskr|ut|utskrivningsdato|utskrivingsdato|utreisedato|"
    r"utskrivelsesdato|"
    r"dato for utskrivning|utskriv(?:n)?ing|discharge date)",
    "sent_at": r"(?:sendt(?: dato)?|dato sendt|sendt elektronisk|oversendt|sendingsdato|melding opprettet|avsendt)",
    "approved_at": r"(?:godkjent|signert|attestert)",
    "issued_at": r"(?:dato|datert|brevdato|skrevet|dokumentdato)",
}
_IN_WORDS: Final[Mapping[str, str]] = {
    "admitted_on": r"(?:(?:ble|vart|blei|er|var|hadde blitt)\s+(?:\w+\s+)?(?:innlagt|innlagd)|\binnlagt|\binnlagd|"
    r"admitted (?:on|to))",
    "discharged_on": r"(?:(?:ble|vart|blei|er)\s+(?:\w+\s+)?(?:utskrevet|utskriven|utskrevne)|discharged on)",
}
_STAY: Final = re.compile(
    r"\b(?:opphold|opphald(?:et)?|innlagt|innlagd|innleggelse|epikrise)\b[^\n\d]{0,60}", re.IGNORECASE
)
_CONTACT: Final = re.compile(
    rf"(?:dato for kontakt|konsultasjon\w*|utført|notat|kontroll|us(?:\.|ert)?|"
    rf"^)[^\n\d]{{0,30}}({PATTERN})",
    re.IGNORECASE | re.MULTILINE,
)
_CONTACT_LINES: Final = 4


def _compiled(table: Mapping[str, str], gap: str, start: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"{start}{words}{gap}({PATTERN})", re.IGNORECASE) for name, words in table.items()}


_LABELS: Final = _compiled(_LABELLED, _NEAR, r"(?<![\wæøå])")
_WORDS: Final = _compiled(_IN_WORDS, _GAP, r"(?<![\wæøå])")


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
        days = _days(label, text) or (_days(_WORDS[name], text) if name in _WORDS else [])
        fields[name] = days[0] if len(set(days)) == 1 else None
        if len(set(days)) > 1 and name in _WORDS:
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


def _days(pattern: re.Pattern[str], text: str) -> list[str]:
    return [day for found in pattern.finditer(text) if (day := iso(found[1]))]


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


_PARTY_LABELS: Final[Mapping[str, re.Pattern[str]]] = {
    "from": re.compile(
        r"(?:fra|frå|avsender|henvist fra|henv\.? fra|henvisning fra|"
        r"tilvist frå)\b\s*:?\s*",
        re.IGNORECASE,
    ),
    "to": re.compile(r"(?:til|mottaker|mottakar|adressat|tjenesteyter)\s*:\s*", re.IGNORECASE),
    "copy": re.compile(r"(?:kopi|kopimottaker|kopi av epikrisen|kopi sendt|gjenpart)(?:\s+til)?\s*:\s*", re.IGNORECASE),
    "referrer": re.compile(r"(?:innleggende|henvisende|tilvisande) (?:lege|instans)\s*:\s*", re.IGNORECASE),
}
_INSTITUTION: Final = re.compile(
    r"sykehus|sjukehus|\bhf\b|klinikk|legesenter|legekontor|legehus|\blegene\b|avdeling|\bavd\b|seksjon|sengepost|"
    r"\bdps\b|\bbup\b|"
    r"\bus\b|\bpol\b|enhet|eining|senter|hospital|medisin|post\b|kirurgi\b",
    re.IGNORECASE,
)
_ORGANISATION: Final = re.compile(
    r"sykehus|sjukehus|\bhf\b|hospital|legesenter|legekontor|legehus|senter|\bdps\b|\bus\b|kommune", re.IGNORECASE
)
_TITLE: Final = re.compile(
    rf"[\s–,.:-]*\(?\b(?:epikrise\w*|epikr\.|kortepikrise|poliklinisk notat|notat|henvisning(?: til)?|"
    rf"tilvising(?: til)?|henv\.(?: fra [^,.]*)?|"
    rf"innkalling\w*|utskriv\w*|til(?= \w)|avsluttende)\b[\s:–.-]*|\s*{PATTERN}",
    re.IGNORECASE,
)
_ADDRESSED: Final = re.compile(
    r"^[^\w\n]{0,10}(?:henvisning\b|tilvising\b|henv\.)\s*(?:til|:|–|-)?\s*(?P<first>[^\n.:]{3,80})|"
    r"^[^\w\n]{0,10}til\s+(?P<second>[^\n.:]{3,80})",
    re.IGNORECASE | re.MULTILINE,
)
_SENT_FROM: Final = re.compile(
    r"(?:henvisning|tilvising|henv\.|henvist)\s+(?:fra|frå):?\s+(?P<name>[^\n.,;]{3,60})|^[^\w\n]{0,10}(?:fra|"
    r"frå)\s*:?\s+(?P<other>[A-ZÆØÅ][^\n.;]{2,60})",
    re.IGNORECASE | re.MULTILINE,
)
_ADMITTED_AT: Final = re.compile(
    r"innlag[td] (?:på|i|ved|hos) (?P<place>[A-ZÆØÅ][^\n.:;]{2,90}?)(?:\s+den\s+\d|\s+\d{1,2}\.|\s+med\s|\s+etter\s)"
)
_PATIENT: Final = re.compile(r"\b(?:pasienten|deg|mor|pas\.?)\b", re.IGNORECASE)
_COLUMN: Final = re.compile(r"\S+(?: {1,2}\S+)*")
_TRAILING_NUMBER: Final = re.compile(r"[\s,]*\b\d{3,9}\b[\s,]*$|[\s,]+$|,?\s*(?:fnr|f\.nr)\.?.*$", re.IGNORECASE)
_UNIT_BREAK: Final = re.compile(r"\s+[-–/|]\s+")
_LABELLED_CELL: Final = re.compile(r"[A-ZÆØÅ][\wæøå .-]{1,40}:")
_HEAD_LINES: Final = 5
_LONGEST_NAME: Final = 90
_LINE_START: Final = 200
_PROSE: Final = re.compile(r"\b(?:ble|vart|er|var|har|fikk|fekk|innlag[td]|utskre?v\w*)\b", re.IGNORECASE)


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
    head = [line.text[:_LINE_START] for line in lines if line.text.strip()][:_HEAD_LINES]
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
