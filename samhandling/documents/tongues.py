"""Which language a narrative is written in: bokmål, nynorsk or English, told by the small words that set them apart."""

import re
from typing import Final

from samhandling.documents.vocabulary import entry

_WORD: Final = re.compile(r"[a-zæøåò]+")
_TELLING: Final = {language: frozenset(words) for language, words in entry("languages").items()}
_ENOUGH: Final = 1


def language_of(text: str) -> str | None:
    """«nb», «nn» or «en»; None when the text is too short to tell."""
    words = _WORD.findall(text.casefold())
    counts = {language: sum(word in marks for word in words) for language, marks in _TELLING.items()}
    language = max(counts, key=counts.__getitem__)
    return language if counts[language] >= _ENOUGH else None
