"""The name a file goes by in a case: from what the browser called it, or what was typed instead."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 100
_ENDINGS: Final = {"pdf": ".pdf", "txt": ".txt", "png": ".png", "jpg": ".jpg"}
_FOLDER: Final = re.compile(r"^.*[/\\]", re.S)
_ENDING: Final = re.compile(r"(\.[A-Za-z][A-Za-z0-9]{0,4})+$")
_BLANKS: Final = re.compile(r"\s+")
_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9 ._-]+")
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A"})
_NOT_SHOWN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def tidied(given: str) -> str:
    """On one line, without folders and what is not seen, at most LONGEST long; «vedlegg» when nothing is left.

    The ending stays: the guard looks at the whole.
    """
    text = _BLANKS.sub(" ", unicodedata.normalize("NFC", given))
    text = "".join(character for character in text if unicodedata.category(character) not in _NOT_SHOWN)
    text = _FOLDER.sub("", text).strip()
    return text[:LONGEST].strip() or "vedlegg"


def with_ending(name: str, kind: str) -> str:
    """With the ending of what the file is, instead of what it said it was."""
    bare = _ENDING.sub("", name).strip(" .") or "vedlegg"
    return bare + _ENDINGS[kind]


def plain(name: str) -> str:
    """In letters that every header and every file system has."""
    decomposed = unicodedata.normalize("NFD", name.translate(_LETTERS))
    letters = _NOT_PLAIN.sub("_", "".join(c for c in decomposed if not unicodedata.combining(c)))
    bare, dot, ending = letters.rpartition(".")
    return f"{bare.strip(' ._-') or 'vedlegg'}{dot}{ending}"
