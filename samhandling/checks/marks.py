"""The letter cut into stretches, each knowing which cards its words decided; overlapping quotes share a stretch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that decided: `anchor` is their id on the page, `card` the number of the card, `weight` how grave it is."""

    anchor: str
    card: int
    weight: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """`cards` is empty for plain text, else gravest first. `anchors` begin here, the numbers in `ending` end here."""

    text: str
    cards: tuple[int, ...] = ()
    anchors: tuple[str, ...] = ()
    ending: tuple[int, ...] = ()


def stretches(text: str, quotes: Iterable[Quote]) -> tuple[Stretch, ...]:
    """Every character of `text` once, in order. Quotes are cut at the ends of the text; empty ones are left out."""
    kept = [q for quote in quotes if (q := _within(quote, len(text))) is not None]
    edges = sorted({0, len(text), *(q.start for q in kept), *(q.end for q in kept)})
    return tuple(
        _stretch(text[start:end], start, end, [q for q in kept if q.start <= start and end <= q.end])
        for start, end in pairwise(edges)
    )


def _within(quote: Quote, length: int) -> Quote | None:
    start, end = max(quote.start, 0), min(quote.end, length)
    return Quote(quote.anchor, quote.card, quote.weight, start, end) if start < end else None


def _stretch(text: str, start: int, end: int, covering: Sequence[Quote]) -> Stretch:
    gravest = sorted(covering, key=lambda quote: (-quote.weight, quote.card))
    return Stretch(
        text=text,
        cards=tuple(dict.fromkeys(quote.card for quote in gravest)),
        anchors=tuple(quote.anchor for quote in covering if quote.start == start),
        ending=tuple(sorted({quote.card for quote in covering if quote.end == end})),
    )
