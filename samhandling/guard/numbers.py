"""Numbers that are a person's: identity numbers of every kind, DUF, phones, journal numbers.

Eleven digits are an identity number whatever date they hold and whatever their check digits: a typing error still
points at someone, and test and help numbers (day +40, month +40, +65, +80, first digit 8 or 9) have impossible dates.
Only a cue word before the number (konto, ordre …) makes it a doubt instead (ruling A8).
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from samhandling.guard.cues import Near
from samhandling.guard.hits import Hit, Level

# A run of digit groups with at most three separating characters between; the run is cut where letters stand.
_RUN: Final = re.compile(r"(?<!\d)\d{1,20}(?:[ .,:/\n\t-]{1,3}\d{1,20}){0,24}(?!\d)")
_GROUP: Final = re.compile(r"\d{1,20}")
# How eleven digits are written: as one, as date and number, in pairs, digit by digit. In other groupings a cue or the
# check digits decide, for they may also be a year and a phone number.
_WRITTEN: Final = frozenset(
    {
        (11,), (6, 5), (2, 2, 2, 5), (6, 3, 2), (6, 2, 3), (2, 2, 2, 3, 2), (2, 2, 2, 1, 1, 1, 1, 1),
        (1,) * 11,
    }
)  # fmt: skip
_SWAPPED: Final = frozenset({(5, 6)})
_FULL_YEAR: Final = (2, 2, 4, 5)
_DIGITS: Final = 11
_LEAST_WRAPPED: Final = 4
_BILLIONS: Final = (2, 3, 3, 3)
_DATED: Final = frozenset({(2, 2, 4), (4, 2, 2)})
_SIGNS: Final = frozenset({" ", "-", "/", "\n"})
_FIRST_WEIGHTS: Final = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# GUID, object identifier, hash: long codes with digits in them.
_CODE: Final = re.compile(
    r"(?i)(?<![0-9a-f])(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})(?![0-9a-f])"
    r"|(?<![\d.])[0-2](?:\.\d{1,20}){4,20}(?![\d.])"
)
_LOOSE: Final = re.compile(r"(?<![^\W_])(?=[OoIl]?\d)(?:[0-9OoIl]{2}[ .-]?){3}[ .-]?[0-9OoIl]{5}(?![^\W_])")
# Six and five with another sign between: «(058733)12478».
_SIGNED: Final = re.compile(r"(?<!\d)\d{6}(?:[^\w\s,.-]{1,3}|_)\d{5}(?!\d)")
# What ties digits to a longer code: a file number, an OID, a GUID.
_TIGHT: Final = ("-", "/", ".", "#")
_SPACED: Final = re.compile(r"\s")
_DUF: Final = re.compile(r"(?i)\bDUF\b[^\d\n]{0,20}(\d(?:[ -]?\d){11})(?!\d)")
_SPELLED: Final = re.compile(
    r"(?i)(?<!\w)(?:null|en|ein|ett|eitt|to|tre|fire|fem|seks|sju|syv|åtte|ni)"
    r"(?:[ ,.-]{1,3}(?:null|en|ein|ett|eitt|to|tre|fire|fem|seks|sju|syv|åtte|ni)(?!\w)){10}"
)
_PHONE: Final = re.compile(
    r"(?<![\d/.,:-])(?<!\d )(?:(?:\+|00)47[ ]?|\(\+47\)[ ]?)?"
    r"(?:\d{8}|\d{2} \d{2} \d{2} \d{2}|\d{3} \d{2} \d{3}|\d{4} \d{4}|\d{3} \d{3} \d{2})"
    r"(?![\d/-])(?! \d)"
)
_FOREIGN_PHONE: Final = re.compile(r"(?<!\w)(?:\+|00)(?!47)[1-9]\d{0,2}(?:[ -]?\d){6,11}(?!\d)")
_JOURNAL: Final = re.compile(r"(?<![\w./-])(?=[\w/-]{0,4}\d)[A-Z]{0,3}-?\d[\d/-]{3,15}(?![\w/-])")
_FAR: Final = 60


def numbers(text: str, near: Near) -> Iterator[Hit]:
    yield from _identity(text, near)
    yield from _loose(text)
    for match in _DUF.finditer(text):
        yield Hit("duf_number", match.start(1), match.end(1), "block")
    for match in _SPELLED.finditer(text):
        yield Hit("identity_number", match.start(), match.end(), "block")
    yield from _phones(text, near)
    yield from _journal(text, near)


def _identity(text: str, near: Near) -> Iterator[Hit]:
    codes = [match.span() for match in _CODE.finditer(text)]
    for run in _RUN.finditer(text):
        groups = [(match.start(), match.end()) for match in _GROUP.finditer(text, run.start(), run.end())]
        at = 0
        while at < len(groups):
            width = _width(text, groups, at, near)
            start, end = groups[at][0], groups[at + max(width, 1) - 1][1]
            if width and (width == _DIGITS or not any(first <= start and end <= last for first, last in codes)):
                yield Hit("identity_number", start, end, _level(text, start, end, near))
            at += max(width, 1)


def _width(text: str, groups: list[tuple[int, int]], at: int, near: Near) -> int:
    """How many groups from `at` make an identity number; 0 when none does."""
    lengths: list[int] = []
    for start, end in groups[at : at + _DIGITS]:
        lengths.append(end - start)
        shape = tuple(lengths)
        if sum(lengths) > 13:
            break
        if sum(lengths) in (10, 12) and len(lengths) == 1 and near.before("identity", groups[at][0]):
            return 1
        if shape == _FULL_YEAR and _is_date(text, groups[at : at + 3]) and _stands_alone(text, groups, at, len(shape)):
            return len(shape)
        if sum(lengths) != _DIGITS or not _stands_alone(text, groups, at, len(shape)):
            continue
        plainly = shape in _WRITTEN or near.before("identity", groups[at][0])
        if plainly or _adds_up(text, groups[at : at + len(shape)]):
            return len(shape)
    return 0


def _adds_up(text: str, groups: list[tuple[int, int]]) -> bool:
    """In an unusual grouping, one sign between all: the check digits decide, or a date and more groups than two."""
    between = {text[one[1] : other[0]] for one, other in pairwise(groups)}
    shape = tuple(end - start for start, end in groups)
    if len(between) > 1 or not between <= _SIGNS or shape == _BILLIONS or shape[:3] in _DATED:
        return False
    digits = "".join(text[start:end] for start, end in groups)
    wrapped = between == {"\n"} and min(shape) >= _LEAST_WRAPPED
    return _checked(digits) or ((len(groups) > 2 or shape in _SWAPPED or wrapped) and _begins_with_date(digits))


def _checked(digits: str) -> bool:
    """Both check digits are right, by the rules of 2032 (Skatteetaten): the first may leave 0–3 over."""
    first = sum(int(digit) * weight for digit, weight in zip(digits, _FIRST_WEIGHTS, strict=False)) % 11
    second = sum(int(digit) * weight for digit, weight in zip(digits, _SECOND_WEIGHTS, strict=True)) % 11
    return first <= 3 and second == 0


def _begins_with_date(digits: str) -> bool:
    """Day (+40) and month (+40, +65, +80) of an identity number, real or made for tests."""
    day, month = int(digits[:2]), int(digits[2:4])
    return 1 <= day % 40 <= 31 and any(1 <= month - more <= 12 for more in (0, 40, 65, 80))


def _stands_alone(text: str, groups: list[tuple[int, int]], at: int, width: int) -> bool:
    """Not a part of a longer code. Eleven digits in one are nothing else, unless a decimal sign joins them to others;
    in several groups, whatever joins them to other digits or letters must hold a space or a line break."""
    start, end = groups[at][0], groups[at + width - 1][1]
    before = text[groups[at - 1][1] : start] if at else ""
    after = text[end : groups[at + width][0]] if at + width < len(groups) else ""
    if width == 1:
        return not (before and before in ".," and groups[at - 1][1] - groups[at - 1][0] <= _LEAST_WRAPPED)
    if not at and _tie(text, start):
        return False
    if at + width == len(groups) and text[end : end + 1] in _TIGHT and text[end + 1 : end + 2].isalnum():
        return text[end] == "." and text[end + 1].isalpha()  # a file name
    return all(not joint or _SPACED.search(joint) for joint in (before, after))


def _tie(text: str, start: int) -> bool:
    """Tied to the code before it; a full stop after letters ends an abbreviation («pas.»)."""
    tie, other = text[max(0, start - 1) : start], text[max(0, start - 2) : max(0, start - 1)]
    return tie in _TIGHT and bool(tie) and (other.isdigit() or (tie != "." and other.isalnum()))


def _level(text: str, start: int, end: int, near: Near) -> Level:
    if near.before("identity", start):
        return "block"
    return "warn" if near.numbered("numbered", start) else "block"


def _is_date(text: str, groups: list[tuple[int, int]]) -> bool:
    day, month, year = (int(text[start:end]) for start, end in groups)
    return 1 <= day % 40 <= 31 and month >= 1 and 1890 <= year <= 2100


def _loose(text: str) -> Iterator[Hit]:
    """With the letter O for zero or l for one; with an unusual sign between."""
    for match in _SIGNED.finditer(text):
        if _begins_with_date(match.group()):
            yield Hit("identity_number", match.start(), match.end(), "block")
    for match in _LOOSE.finditer(text):
        written = match.group()
        if any(c.isalpha() for c in written) and sum(c.isdigit() for c in written) >= 7:
            yield Hit("identity_number", match.start(), match.end(), "block")


def _phones(text: str, near: Near) -> Iterator[Hit]:
    for match in _PHONE.finditer(text):
        if _is_private(text, match, near):
            yield Hit("phone", match.start(), match.end(), "block")
    for match in _FOREIGN_PHONE.finditer(text):
        yield Hit("phone", match.start(), match.end(), "block")


def _is_private(text: str, match: re.Match[str], near: Near) -> bool:
    """A telephone number that is not an office's: by its cue, its country code, or because it is a mobile's."""
    start, end = match.span()
    cue = near.before("phone", start, reach=30)
    first = re.sub(r"\D", "", match.group())[-8]
    if not cue and (first in "01" or near.before("other_number", start, reach=30)):
        return False
    private = near.before("private", start, reach=_FAR) or near.after("private", end)
    if not private and (near.before("office", start, reach=_FAR) or near.after("office", end)):
        return False
    amount = near.after("amount", end) or near.before("amount", start, reach=12)
    return private or cue or match.group()[0] in "+(" or (first in "49" and not amount)


def _journal(text: str, near: Near) -> Iterator[Hit]:
    for match in _JOURNAL.finditer(text):
        if near.before("journal", match.start(), reach=25):
            yield Hit("journal_number", match.start(), match.end(), "block")
        elif near.before("hpr", match.start(), reach=20):
            yield Hit("hpr_number", match.start(), match.end(), "advice")
