"""What the model sees of a sentence: n-grams of its letters, its words, its words with classes put in their place,
and what stood before.

Training and judging call the same function, so they cannot drift apart.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final
from zlib import crc32

from samhandling.language.vocabulary import Vocabulary

GROUPS: Final = ("letters", "words", "classes", "before")
WEIGHTS: Final = (1.0, 1.0, 1.0, 0.5)
_WORD = re.compile(r"\w+|[^\w\s]")
_NUMBER = re.compile(r"\d+(?:[.,/:]\d+)*")
_CONTEXT = 120
_INITIALS = re.compile(r"\b(?:EL|FL|APL)\b")  # «egen lege», «fastlege»; in small letters they are «eller» and «flere»


def features(text: str, before: str, vocabulary: Vocabulary) -> tuple[Counter[str], ...]:
    """N-gram counts, one counter for each of GROUPS. Time and memory are linear in the length of the text."""
    lowered, context = lower(text), lower(before)[-_CONTEXT:]
    return (
        Counter(_letter_grams(lowered, 2, 5)),
        Counter(_word_grams(_WORD.findall(_NUMBER.sub("0", lowered)), 3)),
        Counter(_word_grams(_WORD.findall(with_classes(lowered, vocabulary)), 4)),
        Counter(_letter_grams(context, 3, 5)),
    )


def lower(text: str) -> str:
    """Small letters, initials that name the GP written out."""
    return _INITIALS.sub("fastlege", text).lower()


def with_classes(lowered: str, vocabulary: Vocabulary) -> str:
    """The sentence with every name for a GP, the hospital, the patient … replaced by its class in capitals."""
    for name, pattern in vocabulary.class_patterns:
        lowered = pattern.sub(f" {name.upper()} ", lowered)
    return _NUMBER.sub(" NUM ", lowered)


def key(group: int, gram: str) -> int:
    """A 32-bit name for an n-gram of a group; stable between runs and machines."""
    return crc32(gram.encode("utf-8", "surrogatepass"), group)


def _letter_grams(lowered: str, shortest: int, longest: int) -> Iterator[str]:
    for word in lowered.split():
        padded = f" {word} "
        for size in range(shortest, longest + 1):
            for start in range(max(1, len(padded) - size + 1)):
                yield padded[start : start + size]


def _word_grams(words: list[str], longest: int) -> Iterator[str]:
    for size in range(1, longest + 1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])
