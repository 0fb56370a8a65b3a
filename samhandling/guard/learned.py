"""What the trained model adds to the rules: names in running prose that no cue announces and no list holds."""

from collections.abc import Iterator
from typing import Final

from samhandling.guard.hits import Hit
from samhandling.guard.lexicon import Lexicon
from samhandling.guard.tagger import Tagger, tokens

# Chosen on the held-out tenth of the training text: above it a name is likelier than not.
_SURE: Final = 0.6
_LONGEST_LINE: Final = 2000


def learned(text: str, tagger: Tagger, lexicon: Lexicon) -> Iterator[Hit]:
    """A line at a time; the model sees neighbours, and a line is what belongs together in these texts."""
    at = 0
    for line in text.split("\n"):
        for start in range(0, len(line), _LONGEST_LINE):
            yield from _line(line[start : start + _LONGEST_LINE], at + start, tagger, lexicon)
        at += len(line) + 1


def _line(line: str, at: int, tagger: Tagger, lexicon: Lexicon) -> Iterator[Hit]:
    places = tokens(line)
    words = [line[start:stop] for start, stop in places]
    for first, end, probability in tagger.persons(words):
        if probability >= _SURE and not (end == first + 1 and _known_otherwise(words[first], lexicon)):
            yield Hit("person_name", at + places[first][0], at + places[end - 1][1], "warn")


def _known_otherwise(word: str, lexicon: Lexicon) -> bool:
    """A place or a drug on its own: a person by that name is left to the words around it."""
    return lexicon.is_place(word) or lexicon.is_health_term(word.lower())
