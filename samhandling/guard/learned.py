"""What the trained model adds to the rules: names in running prose that no cue announces and no list holds."""

from collections.abc import Iterator
from typing import Final

from samhandling.guard.candidates import Token, Words, trimmed
from samhandling.guard.cues import Near
from samhandling.guard.hits import Hit
from samhandling.guard.names import is_called_after
from samhandling.guard.tagger import Tagger, tokens

# Chosen on the held-out tenth of the training text: above it a name is likelier than not.
_SURE: Final = 0.55
# A word that opens a sentence and that no list of names holds.
_SURER: Final = 0.9
_LONGEST_LINE: Final = 2000


def learned(text: str, tagger: Tagger, near: Near, words: Words) -> Iterator[Hit]:
    """A line at a time; the model sees neighbours, and a line is what belongs together in these texts."""
    at = 0
    for line in text.split("\n"):
        for start in range(0, len(line), _LONGEST_LINE):
            yield from _line(text, line[start : start + _LONGEST_LINE], at + start, tagger, near, words)
        at += len(line) + 1


def _line(text: str, line: str, at: int, tagger: Tagger, near: Near, words: Words) -> Iterator[Hit]:
    places = tokens(line)
    seen = [line[start:stop] for start, stop in places]
    for first, end, probability in tagger.persons(seen):
        if probability < _SURE:
            continue
        candidates = [
            Token(seen[here], at + places[here][0], at + places[here][1], _opens(seen, here))
            for here in range(first, end)
            if seen[here][0].isalpha()
        ]
        for run in trimmed(candidates, words):
            doubtful = run.alone and run.strongest == 1 and run.tokens[0].opens
            doubtful = doubtful and probability < _SURER and not near.follows("deeds", run.end)
            if not doubtful and not _is_known_otherwise(text, run.tokens, near, words):
                yield Hit("person_name", run.start, run.end, "warn")


def _opens(seen: list[str], here: int) -> bool:
    return here == 0 or not (seen[here - 1][0].isalnum() or seen[here - 1] == ",")


def _is_known_otherwise(text: str, found: tuple[Token, ...], near: Near, words: Words) -> bool:
    """A unit or a disease; a place on its own: a person by that name is left to the words around it."""
    if is_called_after(text, found, near, words) or near.follows("unit_word", found[-1].end):
        return True
    return len(found) == 1 and (words.lexicon.is_place(found[0].word) or near.touches("unit_before", found[0].start))
