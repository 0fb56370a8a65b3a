"""Dates of birth and ages. A date alone is when something happened; a word of birth makes it a person's."""

import re
from collections.abc import Iterator
from typing import Final

from samhandling.guard.cues import Near
from samhandling.guard.hits import Hit

_MONTH: Final = r"(?:jan|feb|mars?|apr|mai|may|juni?|june?|juli?|july?|aug|sept?|okt|oct|nov|des|dec)[a-z]{0,7}\.?"
DATE: Final = re.compile(
    r"(?i)(?:(?<![\w/.-])|(?<=\bf\.)|(?<=\bf))(?:\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d{4}|\d{2})|\d{1,2} \d{1,2} \d{4}"
    r"|\d{1,2}\.? ?(?:de |den )?"
    + _MONTH
    + r",? ?\d{2,4}|"
    + _MONTH
    + r" ?\d{1,2}\.?,? \d{4}|\d{6}|\d{8})(?![\w/-]|\.\d)"
)
_COMPACT: Final = re.compile(r"\d{6}(?:\d\d)?")
_YEAR: Final = re.compile(r"(?<![\w/.-])(?:18|19|20)\d\d(?![\w/-]|\.\d)")
_AGE: Final = re.compile(r"(?i)(?<![\w.,/-])\d{1,3}(?: ?-?åring(?:en)?|[ -]år(?:ig|s)? gam\w{1,4})(?!\w)")


def dates(text: str, near: Near) -> Iterator[Hit]:
    for match in DATE.finditer(text):
        born = _is_birth(text, match, near)
        if _COMPACT.fullmatch(match.group()):
            # Six or eight digits are a date only where birth is spoken of, and only if they could be one.
            if born and 1 <= int(match.group()[:2]) <= 71:
                yield Hit("birth_date", match.start(), match.end(), "block")
        elif born:
            yield Hit("birth_date", match.start(), match.end(), "block")
    for match in _YEAR.finditer(text):
        if near.before("born", match.start(), reach=14) or near.touches("born_short", match.start()):
            yield Hit("birth_year", match.start(), match.end(), "warn")
    for match in _AGE.finditer(text):
        yield Hit("age", match.start(), match.end(), "advice")


def _is_birth(text: str, match: re.Match[str], near: Near) -> bool:
    start, end = match.span()
    if near.before("born", start, reach=30) or near.touches("born_short", start):
        return True
    return near.after("born_after", end)
