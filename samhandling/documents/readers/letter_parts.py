"""Finds out whether a text holds several letters, so that two patients are never read as one."""

import re
from typing import Final

from samhandling.documents.masking import identity_numbers
from samhandling.documents.readers.letter_sections import SIGN_OFF, Line

_PATIENT: Final = re.compile(r"\b(?:pasient|pas|navn|namn|f\.?\s?nr|fødselsn\w*|personn\w*|fnr)\b", re.IGNORECASE)
_TITLE: Final = re.compile(
    r"^\s*(?:epikrise|poliklinisk notat|henvisning|tilvising|innkalling|"
    r"utskrivningsnotat)\b[^.\n]{0,40}$",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(r"^\s*(?:case|brev|dokument|pasient|sak)\s+\d+\s*$", re.IGNORECASE)
_SIGNATURE_LINES: Final = 4
_SHORTEST_LETTER: Final = 200


def starts_of_letters(text: str, lines: tuple[Line, ...]) -> list[int]:
    """Where each letter begins; one start when the text is a single letter.

    Another letter begins where another patient's identity number stands under a patient label, or where the same title
    comes again after a sign-off.
    """
    boundaries = sorted({*_by_patient(text, lines), *_by_title(lines)})
    starts = [0]
    for start in boundaries:
        if start - starts[-1] >= _SHORTEST_LETTER and len(text) - start >= _SHORTEST_LETTER:
            starts.append(start)
    return starts


def _by_patient(text: str, lines: tuple[Line, ...]) -> list[int]:
    seen: set[str] = set()
    boundaries: list[int] = []
    for found in identity_numbers(text):
        digits = "".join(filter(str.isdigit, found[0]))
        number = _line_at(lines, found.start())
        near = text[max(0, found.start() - 80) : found.start()]
        if digits in seen or not _PATIENT.search(near):
            continue
        if seen:
            boundaries.append(_opening(lines, number))
        seen.add(digits)
    return boundaries


def _by_title(lines: tuple[Line, ...]) -> list[int]:
    boundaries: list[int] = []
    first: str | None = None
    signed_off = False
    for line in lines:
        if SIGN_OFF.match(line.text):
            signed_off = True
        elif _TITLE.match(line.text):
            word = line.text.split()[0].casefold()
            if first is None:
                first = word
            elif word == first and signed_off:
                boundaries.append(line.start)
                signed_off = False
    return boundaries


def _opening(lines: tuple[Line, ...], number: int) -> int:
    """The first line of the letter that names a patient in line `number`: after a sign-off, or a numbered opening."""
    for back in range(number, -1, -1):
        if _OPENING.match(lines[back].text):
            return lines[back].start
        if SIGN_OFF.match(lines[back].text):
            after = min(back + _SIGNATURE_LINES, number)
            return lines[after].start
        if not lines[back].text.strip() and not any(
            SIGN_OFF.match(line.text) for line in lines[max(0, back - 8) : back]
        ):
            return lines[min(back + 1, number)].start
    return lines[number].start


def _line_at(lines: tuple[Line, ...], position: int) -> int:
    low, high = 0, len(lines) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if lines[middle].start <= position else (low, middle - 1)
    return low
