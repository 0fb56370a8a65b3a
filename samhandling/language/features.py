"""What the model sees of a sentence: n-grams of its letters, its words, its words with classes put in their place,
and what stood before.

Training and judging call the same function, so they cannot drift apart.
"""

import re
from collections import Counter
from itertools import chain
from typing import Final
from zlib import crc32

from samhandling.language.vocabulary import Vocabulary

GROUPS: Final = ("letters", "words", "classes", "before")
WEIGHTS: Final = (1.0, 1.0, 1.0, 0.5)
_LETTERS, _WORDS, _CLASSES, _BEFORE = range(len(GROUPS))
_SIZES: Final = {_LETTERS: (2, 5), _BEFORE: (3, 5)}
_WORD = re.compile(r"\w+|[^\w\s]")
_NUMBER = re.compile(r"\d+(?:[.,/:]\d+)*")
_CONTEXT = 120
_INITIALS = re.compile(r"\b(?:EL|FL|APL)\b")  # «egen lege», «fastlege»; in small letters they are «eller» and «flere»

Keys = tuple[int, ...]


class Features:
    """Makes features of the sentences of one letter; words that come again are not taken apart again.

    Lives no longer than the reading of its letter, since it remembers the letter's words.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[tuple[int, str], Keys] = {}

    def of(self, text: str, before: str) -> tuple[Counter[int], ...]:
        """Counts of n-grams named by 32-bit keys, one counter for each of GROUPS. Linear in the length of the text."""
        lowered, context = lower(text), lower(before)[-_CONTEXT:]
        return (
            self._letters(_LETTERS, lowered),
            Counter(_word_keys(_WORDS, _WORD.findall(_NUMBER.sub("0", lowered)), 3)),
            Counter(_word_keys(_CLASSES, _WORD.findall(with_classes(lowered, self._vocabulary)), 4)),
            self._letters(_BEFORE, context),
        )

    def _letters(self, group: int, lowered: str) -> Counter[int]:
        return Counter(chain.from_iterable(self._word(group, word) for word in lowered.split()))

    def _word(self, group: int, word: str) -> Keys:
        if (group, word) not in self._known:
            padded = f" {word} "
            shortest, longest = _SIZES[group]
            self._known[group, word] = tuple(
                _key(group, padded[start : start + size])
                for size in range(shortest, longest + 1)
                for start in range(max(1, len(padded) - size + 1))
            )
        return self._known[group, word]


def lower(text: str) -> str:
    """Small letters, initials that name the GP written out."""
    return _INITIALS.sub("fastlege", text).lower()


def with_classes(lowered: str, vocabulary: Vocabulary) -> str:
    """The sentence with every name for a GP, the hospital, the patient … replaced by its class in capitals."""
    for name, pattern in vocabulary.class_patterns:
        lowered = pattern.sub(f" {name.upper()} ", lowered)
    return _NUMBER.sub(" NUM ", lowered)


def _key(group: int, gram: str) -> int:
    """A name for an n-gram of a group that is stable between runs and machines."""
    return crc32(gram.encode("utf-8", "surrogatepass"), group)


def _word_keys(group: int, words: list[str], longest: int) -> list[int]:
    return [
        _key(group, " ".join(words[start : start + size]))
        for size in range(1, longest + 1)
        for start in range(len(words) - size + 1)
    ]
