"""How long a sick leave lasts, in the words of the letter: end dates, lengths, and what counts as having told."""

import re
from datetime import date, timedelta
from typing import Final

from samhandling.facts.letter import Letter

_MONTHS: Final = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "desember"
)  # fmt: skip
_NUMBERS: Final = {
    "en": 1, "ei": 1, "ett": 1, "eit": 1, "én": 1, "éi": 1, "ein": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6,
    "sju": 7, "syv": 7, "åtte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12, "fjorten": 14,
}  # fmt: skip
_DAY: Final = re.compile(
    rf"(?<![\d.])(\d{{1,2}})\s?[./]\s?(?:(\d{{1,2}})(?!\d)(?:\s?[./]\s?(\d{{4}}|\d{{2}})(?!\d))?|\s?({'|'.join(_MONTHS)})(?:\s+(\d{{4}}))?)",
    re.I,
)
_AMOUNT: Final = re.compile(r"(\d+)(?:\s?[–-]\s?(\d+))?|([a-zæøåé]+)", re.I)
_RANGE: Final = re.compile(r"[–-]\s*$")
_STATED: Final = ("date", "length", "week_number", "weekday", "season", "leave_event")
_BEFORE_DAYS, _AFTER_DAYS = 90, 300


def stated(letter: Letter, text: str) -> str | None:
    """The words that tell how long or until when; None where there are none."""
    for family in _STATED:
        found = letter.patterns.search(family, text)
        if found:
            return found[0].strip()
    day = _DAY.search(text)
    if day:
        return day[0].strip()
    month = re.search(rf"\b(?:ut|til|i|før|fra|frå)\s+(?:\w+\s+(?:av\s+)?)?({'|'.join(_MONTHS)})\b", text, re.I)
    return month[0] if month else None


def last_day(letter: Letter, text: str, near: date) -> date | None:
    """The date after «til», «t.o.m.», «ut» or a dash; the year is the one nearest the letter's date."""
    ends = [
        day
        for found in _DAY.finditer(text)
        if letter.has("until", text[: found.start()]) or _RANGE.search(text[: found.start()])
        if (day := _day(found, near))
    ]
    return max(ends, default=None)


def days_in(letter: Letter, text: str) -> list[int]:
    """Every length in the text, in days; of «2–3 uker» the shorter."""
    return [days for found in letter.patterns.every("length", text) if (days := _days(found[0]))]


def near_date(letter: Letter) -> date | None:
    """The date of the discharge, the contact or the sending, as far as it is known."""
    document, context = letter.document, letter.context
    for value in (context.get("discharged_on"), document.discharged_on, context.get("sent_on"), document.sent_at):
        if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
            return date.fromisoformat(value[:10])
    return None


def _day(found: re.Match[str], near: date) -> date | None:
    month = int(found[2]) if found[2] else _MONTHS.index(found[4].lower()) + 1
    year = found[3] or found[5]
    years = [int(year) if len(year) == 4 else 2000 + int(year)] if year else [near.year - 1, near.year, near.year + 1]
    for candidate in years:
        try:
            day = date(candidate, month, int(found[1]))
        except ValueError:
            return None
        if year or near - timedelta(_BEFORE_DAYS) <= day <= near + timedelta(_AFTER_DAYS):
            return day
    return None


def _days(words: str) -> int | None:
    amount = _AMOUNT.match(words)
    if not amount:
        return None
    number = int(amount[1]) if amount[1] else _NUMBERS.get(amount[3].lower())
    if number is None:
        return None
    rest = words[amount.end() :].lower().lstrip(" .")
    for word in ("hele ", "heile ", "siste ", "første "):
        rest = rest.removeprefix(word)
    unit = 7 if rest.startswith(("u", "v")) else 30 if rest.startswith("m") else 1
    return number * unit
