"""Where in a text the words are that were searched for, and the stretch of a long text that shows them."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from samhandling.search.words import Question, terms_of, tokens

_BEFORE, _AFTER = 70, 150
_MORE: Final = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `hit` where it is what was searched for."""

    text: str
    hit: bool


def mark(text: str, question: Question) -> tuple[Piece, ...]:
    """The whole text (in NFC), in pieces."""
    text = unicodedata.normalize("NFC", text)
    found: list[Piece] = []
    done = 0
    for start, end in places(text, question):
        found += [Piece(text[done:start], hit=False), Piece(text[start:end], hit=True)]
        done = end
    found.append(Piece(text[done:], hit=False))
    return tuple(piece for piece in found if piece.text)


def excerpt(texts: tuple[str, ...], question: Question) -> tuple[Piece, ...]:
    """The stretch around the first word that is met, of the text that meets most; empty when none meets any."""
    read = [" ".join(unicodedata.normalize("NFC", text).split()) for text in texts]
    met = [_met(text, question) for text in read]
    if not any(met):
        return ()
    text = read[met.index(max(met))]
    first = places(text, question)[0][0]
    start = 0 if first <= _BEFORE else text.rfind(" ", 0, first - _BEFORE) + 1
    stop = len(text) if len(text) - first <= _AFTER else text.find(" ", first + _AFTER)
    stop = len(text) if stop < 0 else stop
    shown = mark(text[start:stop], question)
    before = (Piece(f"{_MORE} ", hit=False),) if start else ()
    after = (Piece(f" {_MORE}", hit=False),) if stop < len(text) else ()
    return before + shown + after


def places(text: str, question: Question) -> list[tuple[int, int]]:
    """`text`: in NFC."""
    wanted = question.terms
    return [(token.start, token.end) for token in tokens(text) if not wanted.isdisjoint(terms_of(token))]


def _met(text: str, question: Question) -> int:
    found = frozenset(term for token in tokens(text) for term in terms_of(token))
    return sum(not found.isdisjoint(group) for group in question.groups)
