"""The words that tell a change in a drug: new, another dose, a switch, a stop."""

import re
from dataclasses import dataclass

from samhandling.facts.letter import Letter

CUES = (
    ("switch", ("drug_switch",)),
    ("stop", ("drug_stop", "drug_stop_word")),
    ("dose", ("drug_dose", "drug_dose_arrow")),
    ("new", ("drug_new", "drug_is_new")),
)
CLAUSE = re.compile(r"[.;,()|]\s|\s[–—-]\s|\n")
_NEGATION_REACH = 24


@dataclass(frozen=True, slots=True)
class Cue:
    kind: str
    start: int
    end: int


def cues_of(letter: Letter, start: int, end: int) -> list[Cue]:
    """Words of change in a range, in order; a word within a longer one and a negated one do not count."""
    text = letter.text[start:end]
    found = [
        Cue(kind, start + hit.start(), start + hit.end())
        for kind, families in CUES
        for family in families
        for hit in letter.patterns.every(family, text)
    ]
    longest = [cue for cue in found if not any(_inside(cue, other) for other in found)]
    return sorted((cue for cue in longest if not _negated(letter, start, cue)), key=lambda cue: cue.start)


def _inside(cue: Cue, other: Cue) -> bool:
    return other.start <= cue.start and cue.end <= other.end and other.end - other.start > cue.end - cue.start


def _negated(letter: Letter, start: int, cue: Cue) -> bool:
    before = letter.text[max(start, cue.start - _NEGATION_REACH) : cue.start]
    return letter.has("negated", CLAUSE.split(before)[-1])
