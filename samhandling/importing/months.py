"""When something happened, as people write it: the month is all that is kept."""

import re
from datetime import date
from typing import Final

_NAMES: Final = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
#: Before it no rule had been written (the source is of 2018).
OLDEST: Final = "2018-01"
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ]\d.*)?")
_DAY: Final = re.compile(r"(\d{1,2})[./](\d{1,2})[./]?(?:(\d{4})|(\d{2}))?\.?")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[./](\d{4})")
_NAMED: Final = re.compile(r"(?:(\d{1,2})\.? ?)?([a-zæøå]{3,9})\.?(?: ?(?:'?(\d{2})|(\d{4})))?")


def month_of(text: str, today: date | None = None) -> str:
    """YYYY-MM; empty for what is no month. `today`: then a year may be missing, and is that of the newest such day."""
    text = " ".join(text.casefold().split())
    if found := _ISO.fullmatch(text):
        return _month(int(found[1]), int(found[2]), int(found[3] or 1))
    if found := _MONTH_YEAR.fullmatch(text):
        return _month(int(found[2]), int(found[1]), 1)
    if found := _DAY.fullmatch(text):
        return _dated(found[3], found[4], int(found[2]), int(found[1]), today)
    if (found := _NAMED.fullmatch(text)) and _is_name(found[2]):
        return _dated(found[4], found[3], _NAMES.index(found[2][:3]) + 1, int(found[1] or 1), today)
    return ""


def _is_name(word: str) -> bool:
    whole = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
             "desember")  # fmt: skip
    return word in _NAMES or word in whole or word == "sept"


def _dated(year: str | None, short: str | None, month: int, day: int, today: date | None) -> str:
    if year:
        return _month(int(year), month, day)
    if short:
        return _month(2000 + int(short), month, day)
    if today is None:
        return ""
    this = _month(today.year, month, day)
    return _month(today.year - 1, month, day) if not this or this > f"{today:%Y-%m}" else this


def _month(year: int, month: int, day: int) -> str:
    try:
        return f"{date(year, month, day):%Y-%m}" if year > 999 else ""
    except ValueError:
        return ""
