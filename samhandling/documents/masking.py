"""Hides national identity numbers: eleven digits, or six and five, whatever their date and check digits.

Any eleven digits count, because numbers with impossible dates and wrong check digits occur in real letters. Only the
digits are replaced, so that every span in the text still fits.
"""

import re
from typing import Final

_NUMBER: Final = re.compile(r"(?<!\d)\d{6}(?:[ \t\u00a0\u2007\u2009\u202f.\-–]{0,2}|[ \t]?\r?\n[ \t]*)\d{5}(?!\d)")
_DIGITS: Final = 11
_DIGIT: Final = re.compile(r"\d")
_UUID: Final = re.compile(r"\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?")


def _hide(found: re.Match[str]) -> str:
    return _DIGIT.sub("*", found[0])


def masked(text: str) -> str:
    """The text with every identity number replaced by asterisks, digit for digit."""
    return _NUMBER.sub(_hide, text) if len(text) >= _DIGITS else text


def masked_id(text: str) -> str:
    """A message's id: a UUID is kept even where its digits look like an identity number."""
    return text if _UUID.fullmatch(text) else masked(text)


def identity_numbers(text: str) -> list[re.Match[str]]:
    return list(_NUMBER.finditer(text))
