"""Dates as Norwegian letters write them: «14.01.26», «25. desember 2018», «17.–19.09.2025», «2018-07-08»."""

import datetime
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_MONTHS: Final = (
    "januar jan|februar feb|mars mar march|april apr|mai may|juni jun june|juli jul july|august aug|"
    "september sept sep|oktober okt oct october|november nov|desember des dec december|"
)
_MONTH_OF: Final = {
    name: number + 1 for number, names in enumerate(_MONTHS.rstrip("|").split("|")) for name in names.split()
} | {"january": 1, "february": 2}
_MONTH: Final = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_YEAR: Final = r"(?:\d{4}|\d{2})(?!\d)"
_DAY: Final = r"(?<![\d.])\d{1,2}"

PATTERN: Final = (
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|{_DAY}\s?[./]\s?\d{{1,2}}\s?[./]\s?{_YEAR}|{_DAY}-\d{{1,2}}-\d{{4}}"
    rf"|{_DAY}\.?\s+(?:{_MONTH})\.?,?\s+\d{{4}}|(?:{_MONTH})\s+\d{{1,2}}(?:\.|,|st|nd|rd|th)*\s+\d{{4}})"
)
_DATE: Final = re.compile(PATTERN, re.IGNORECASE)
_RANGE: Final = re.compile(
    rf"{_DAY}\.(?:\s?(?P<month>\d{{1,2}})\.?)?(?:\s?\d{{2,4}})?\s?[-–]\s?(?P<end>{PATTERN})", re.IGNORECASE
)
_NUMBERS: Final = re.compile(r"\d+")
_PIVOT: Final = 60  # two-digit years above this are of the last century


class DateFound(NamedTuple):
    start: int
    end: int
    iso: str


def iso(text: str) -> str | None:
    """«YYYY-MM-DD» of one written date; None when there is no such day."""
    numbers = _NUMBERS.findall(text)
    word = re.search(_MONTH, text, re.IGNORECASE)
    if word and len(numbers) == 2:
        day, month, year = numbers[0], str(_MONTH_OF[word[0].casefold()]), numbers[1]
    elif len(numbers) == 3 and len(numbers[0]) == 4:
        year, month, day = numbers
    elif len(numbers) == 3:
        day, month, year = numbers
    else:
        return None
    century = 0 if len(year) == 4 else 1900 if int(year) > _PIVOT else 2000
    try:
        return datetime.date(century + int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def dates_in(text: str) -> Iterator[DateFound]:
    for found in _DATE.finditer(text):
        day = iso(found[0])
        if day:
            yield DateFound(found.start(), found.end(), day)


def period_in(text: str) -> tuple[str, str] | None:
    """The first period like «17.–19.09.2025» or «28.12–02.01.2026»; the start takes month and year from the end."""
    found = _RANGE.search(text)
    end = iso(found["end"]) if found else None
    if not found or not end:
        return None
    day = int(_NUMBERS.findall(found[0])[0])
    last = datetime.date.fromisoformat(end)
    month = int(found["month"]) if found["month"] else last.month
    year = last.year - 1 if month > last.month else last.year
    try:
        return datetime.date(year, month, day).isoformat(), end
    except ValueError:
        return None
