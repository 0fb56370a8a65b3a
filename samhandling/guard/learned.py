"""What the trained model adds to the rules: names in running prose that no cue announces and no list holds."""

from collections.abc import Iterator
from typing import Final

from samhandling.guard.hits import Hit
from samhandling.guard.tagger import Tagger, tokens

# Chosen on the held-out tenth of the training text: above it a name is likelier than not.
_SURE: Final = 0.6
_LONGEST_LINE: Final = 2000


def learned(text: str, tagger: Tagger) -> Iterator[Hit]:
    """A line at a time; the model sees neighbours, and a line is what belongs together in these texts."""
    at = 0
    for line in text.split("\n"):
        for start in range(0, len(line), _LONGEST_LINE):
            yield from _line(line[start : start + _LONGEST_LINE], at + start, tagger)
        at += len(line) + 1


def _line(line: str, at: int, tagger: Tagger) -> Iterator[Hit]:
    places = tokens(line)
    for first, end, probability in tagger.persons([line[start:stop] for start, stop in places]):
        if probability >= _SURE:
            yield Hit("person_name", at + places[first][0], at + places[end - 1][1], "warn")
