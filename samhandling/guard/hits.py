"""What the guard finds: a place in a text, what it looks like, and how seriously it is taken."""

from bisect import bisect
from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["block", "warn", "advice"]
STRENGTH: Final[dict[Level, int]] = {"advice": 0, "warn": 1, "block": 2}


@dataclass(frozen=True, slots=True)
class Hit:
    """`kind`: a key of `rules/guard/kinds.yaml`. `start`, `end`: code points of the text as it was given."""

    kind: str
    start: int
    end: int
    level: Level


def settled(hits: list[Hit]) -> tuple[Hit, ...]:
    """In order of place. Where two overlap the stronger stands, of equals the longer."""
    kept: list[Hit] = []
    starts: list[int] = []
    for hit in sorted(hits, key=lambda hit: (-STRENGTH[hit.level], hit.start - hit.end, hit.start)):
        at = bisect(starts, hit.start)
        if (at == 0 or kept[at - 1].end <= hit.start) and (at == len(kept) or hit.end <= kept[at].start):
            kept.insert(at, hit)
            starts.insert(at, hit.start)
    return tuple(kept)
