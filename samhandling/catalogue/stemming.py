"""Words to stems, so that «sykmeldingen», «sykmeldinger» and «sjukmelding» find each other.

Snowball's Norwegian stemmer with its known faults mended: words on -lege keep it (kommunelege is no kommune), a double
consonant at the end counts as a single one, and nynorsk endings and spellings meet the bokmål ones.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from snowballstemmer import stemmer

_WORD: Final = re.compile(r"[^\W_]+(?:\.[^\W_]+)*", re.UNICODE)
_DOCTOR: Final = re.compile(r"leg(?:e|en|er|ar|ene|ane|es|ens)$")
_NYNORSK_ENDING: Final = re.compile(r"(?:ane|ar|ing(?:a|ar|ane))$")
_ENDINGS: Final = {"ane": "ene", "ar": "er", "inga": "ingen", "ingar": "inger", "ingane": "ingene"}
_SPELLINGS: Final = tuple(
    (re.compile(written), meant)
    for written, meant in (
        ("sjuk", "syk"),
        ("sykemeld", "sykmeld"),
        ("heim", "hjem"),
        ("tilvising", "henvisning"),
        ("tilvis", "henvis"),
        ("utgreiing", "utredning"),
        ("oppgåv", "oppgav"),
        ("rettleiar", "veileder"),
        ("bilet", "bild"),
        ("ansvarleg", "ansvarlig"),
        ("medikament|medisin(?!sk)", "legemiddel"),
        ("legemid(?:l|el)", "legemiddel"),
    )
)
_snowball = stemmer("norwegian")


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text, lower-cased, with their place; a number like «2.1.6a» is one word."""
    for match in _WORD.finditer(text):
        yield match.group().lower(), match.start(), match.end()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    for written, meant in _SPELLINGS:
        word = written.sub(meant, word)
    if _DOCTOR.search(word):
        return _DOCTOR.sub("lege", word)
    if ending := _NYNORSK_ENDING.search(word):
        word = word[: ending.start()] + _ENDINGS[ending.group()]
    stemmed = str(_snowball.stemWord(word))
    return (
        stemmed[:-1] if len(stemmed) > 3 and stemmed[-1] == stemmed[-2] and stemmed[-1] not in "aeiouyæøå" else stemmed
    )
