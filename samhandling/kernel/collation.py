"""Norwegian order for SQLite, which knows only bytes: a … z æ ø å, aa as å, other accents as their letter.

PostgreSQL has the same under the same name, `nb`, from ICU.
"""

import unicodedata
from functools import lru_cache
from typing import Final

NAME: Final = "nb"
_OWN: Final = str.maketrans({"æ": "{0", "ø": "{1", "å": "{2", "ä": "{0", "ö": "{1", "đ": "d", "ŋ": "n", "ŧ": "t"})


@lru_cache(maxsize=20_000)
def key(text: str) -> tuple[str, str]:
    """Sorts by letters first; capitals and accents only settle ties."""
    own = unicodedata.normalize("NFC", text).casefold().replace("aa", "å").translate(_OWN)
    plain = "".join(c for c in unicodedata.normalize("NFD", own) if not unicodedata.combining(c))
    return plain, text


def compare(a: str, b: str) -> int:
    left, right = key(a), key(b)
    return (left > right) - (left < right)
