"""What a letter changes in a patient's drugs, and whether it says why.

The reason is whatever is left of a drug's entry when name, dose, dosing, the deed and the prescription are taken away: an
indication is enough. A change is called bare only where nothing is left there, in its heading, behind it or wherever else the drug is
named; words that may be a reason or not leave it in doubt.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samhandling.facts.drugs import Entry
from samhandling.facts.letter import Letter

_CUES = (
    ("switch", ("drug_switch",)),
    ("stop", ("drug_stop", "drug_stop_word")),
    ("dose", ("drug_dose", "drug_dose_arrow")),
    ("new", ("drug_new", "drug_is_new")),
)
_CLAUSE = re.compile(r"[.;,()|]\s|\s[–—-]\s|\n")
_NEGATION_REACH = 24
_LIGHT_WORDS_BETWEEN = 1
_SHORTEST_WORD = 2
_SHORT_SENTENCE = 8


@dataclass(frozen=True, slots=True)
class Cue:
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """`reason` None and not `doubtful`: the change stands bare."""

    drug: str
    kind: str
    entry: Entry
    reason: str | None
    doubtful: bool = False


def changes(letter: Letter, entries: Sequence[Entry]) -> list[Change]:
    """One for each entry that tells of a change made at this contact."""
    found = []
    for entry in entries:
        kind = change_of(letter, entry)
        if kind:
            change = _with_reason(letter, entry, kind, entries)
            if change:
                found.append(change)
    return found


def change_of(letter: Letter, entry: Entry) -> str | None:
    """The kind of change an entry tells of, by its words or its heading; None where it tells of none."""
    cues = [cue for cue in cues_of(letter, entry.start, entry.end) if entry.listed or _is_about(letter, entry, cue)]
    if cues:
        if not entry.listed and _is_past(letter, entry):
            return None
        return cues[0].kind
    return _by_heading(letter, entry) if entry.listed and not letter.has("drug_same", entry.text(letter)) else None


def cues_of(letter: Letter, start: int, end: int) -> list[Cue]:
    """Words of change in a range, in order; a word within a longer one and a negated one do not count."""
    text = letter.text[start:end]
    found = [
        Cue(kind, start + hit.start(), start + hit.end())
        for kind, families in _CUES
        for family in families
        for hit in letter.patterns.every(family, text)
    ]
    longest = [cue for cue in found if not any(_inside(cue, other) for other in found)]
    return sorted((cue for cue in longest if not _negated(letter, start, cue)), key=lambda cue: cue.start)


def _inside(cue: Cue, other: Cue) -> bool:
    return other.start <= cue.start and cue.end <= other.end and other.end - other.start > cue.end - cue.start


def _negated(letter: Letter, start: int, cue: Cue) -> bool:
    before = letter.text[max(start, cue.start - _NEGATION_REACH) : cue.start]
    return letter.has("negated", _CLAUSE.split(before)[-1])


def _is_about(letter: Letter, entry: Entry, cue: Cue) -> bool:
    """In prose: nothing of weight stands between the drug and the word of change."""
    for _, start, end in entry.drugs:
        between = letter.text[end : cue.start] if end <= cue.start else letter.text[cue.end : start]
        if len(list(_weighty(letter, between))) <= _LIGHT_WORDS_BETWEEN and not re.search(r"[.;]\s", between):
            return True
    return False


def _is_past(letter: Letter, entry: Entry) -> bool:
    """History: told of an earlier time, or (in a note) in the past tense without «i dag»."""
    text = entry.text(letter)
    if letter.has("current", text):
        return False
    if entry.kind == "history" or letter.has("long_ago", text) or letter.reading.names_gp(entry.first) and letter.has("past", text):
        return True
    return letter.kind != "epikrise" and letter.has("past", text)


def _by_heading(letter: Letter, entry: Entry) -> str | None:
    heading = letter.reading.sentences[entry.first].heading
    for kind, families in _CUES:
        for family in families:
            hit = letter.patterns.search(family, heading)
            if hit and hit.start() == 0:
                return kind
    return "new" if letter.has("drug_new_heading", heading) else None


def _with_reason(letter: Letter, entry: Entry, kind: str, entries: Sequence[Entry]) -> Change | None:
    words = reason_in(letter, entry)
    said = letter.has("drug_because", entry.text(letter))
    if words:
        return Change(entry.drug, kind, entry, words, doubtful=False) if entry.listed or said else Change(entry.drug, kind, entry, None, True)
    if not entry.listed and (letter.has("course", entry.text(letter)) or entry.kind == "history"):
        return None
    behind = _reason_behind(letter, entry)
    elsewhere = [other for other in entries if other is not entry and other.names(entry.drug) and reason_in(letter, other)]
    told = next((other for other in elsewhere if letter.has("drug_because", other.text(letter)) and cues_of(letter, other.start, other.end)), None)
    if behind or told:
        return Change(entry.drug, kind, entry, behind or (reason_in(letter, told) if told else None))
    heading = letter.reading.sentences[entry.first].heading
    hinted = bool(elsewhere) or any(True for _ in _weighty(letter, heading)) and not letter.has("drug_list", heading)
    long = len(entry.text(letter).split()) > _SHORT_SENTENCE
    return Change(entry.drug, kind, entry, None, hinted or not entry.listed and (kind == "new" or long))


def reason_in(letter: Letter, entry: Entry) -> str | None:
    """What an entry says beside name, dose, deed and prescription."""
    first = last = None
    position = entry.start
    for clause in _clauses(letter.text[entry.start : entry.end]):
        left, right = position + clause[0], position + clause[1]
        text = letter.text[left:right]
        if _is_about_supply(letter, text):
            continue
        for start, end in _weighty(letter, text):
            if any(left + start < name[2] and name[1] < left + end for name in entry.drugs):
                continue
            first = left + start if first is None else first
            last = left + end
    return letter.text[first:last] if first is not None else None


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    left = 0
    for cut in _CLAUSE.finditer(text):
        yield left, cut.start()
        left = cut.end()
    yield left, len(text)


def _is_about_supply(letter: Letter, clause: str) -> bool:
    if letter.has("drug_because", clause):
        return False
    return any(letter.has(family, clause) for family in ("prescription", "renewal", "handed_out", "multidose"))


def _weighty(letter: Letter, text: str) -> Iterator[tuple[int, int]]:
    """Words that say more than dosing and deed."""
    bare = letter.patterns.families["drug_padding"].sub(lambda hit: " " * len(hit[0]), text)
    for word in letter.patterns.every("word", bare):
        if len(word[0]) >= _SHORTEST_WORD:
            yield word.span()


def _reason_behind(letter: Letter, entry: Entry) -> str | None:
    """The next sentence of the paragraph, where it gives a reason."""
    sentences = letter.reading.sentences
    number = entry.last + 1
    if number >= len(sentences) or sentences[number].paragraph != sentences[entry.last].paragraph:
        return None
    text = sentences[number].text
    if not letter.has("drug_because", text) or letter.has("prescription", text) or sentences[number].opens_line:
        return None
    return text if any(True for _ in _weighty(letter, text)) else None
