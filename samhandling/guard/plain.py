"""A text in the form the patterns are written for, that still knows where each character came from.

Tricks and accidents are undone: entities, full-width and other scripts' digits, invisible characters, hard spaces.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
_DASHES: Final = "‐‑‒–—−"
_LINES: Final = "\r\n\x0b\x0c\x85\u2028\u2029"
# Nearly every Norwegian text holds these beyond ASCII, and each stands for one character.
_COMMON: Final = "æøåÆØÅéèêëóòôöäüÉÈÖÄÜ«»…’‘”“°µ§½\u00a0" + _DASHES
_UNCOMMON: Final = re.compile(f"[^\x00-\x7f{_COMMON}]|&")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` as the patterns see it; `starts[i]` and `ends[i]`: where character i stood in the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Start and end in the original; `end` > `start`."""
        return self.starts[start], self.ends[end - 1]


def plain(original: str) -> Plain:
    if not _UNCOMMON.search(original):
        text = original if original.isascii() else original.translate(_ONE_FOR_ONE)
        return Plain(text, range(len(text)), range(1, len(text) + 1))
    return _followed(original)


def _followed(original: str) -> Plain:
    """Character by character, for what is written as several or is not seen at all."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(original):
        entity = _ENTITY.match(original, at) if original[at] == "&" else None
        end = entity.end() if entity else at + 1
        for character in unescape(entity.group()) if entity else original[at]:
            seen = _seen(character)
            whole = unicodedata.normalize("NFC", text[-1] + character) if text and not seen else ""
            if len(whole) == 1:  # a letter and its accent, as some systems write file names
                text[-1], ends[-1] = whole, end
            elif seen:
                text.append(seen)
                starts.append(at)
                ends.append(end)
        at = end
    return Plain("".join(text), starts, ends)


def _seen(character: str) -> str:
    """One character, or none for what is not seen."""
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category in ("Cf", "Mn") or character == "\u00ad":
        return ""
    if category == "Cs":  # half a character, which the name model cannot be given
        return "\ufffd"
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Zs":
        return " "
    if character in _DASHES:
        return "-"
    if character in _LINES:
        return "\n"
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


_ONE_FOR_ONE: Final = {ord(character): _seen(character) for character in _COMMON if _seen(character)}
