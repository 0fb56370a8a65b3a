"""What a letter changes in a patient's drugs, and whether it says why.

The reason is whatever is left of a drug's entry when name, dose, dosing, the deed and the prescription are taken
away: an
indication is enough. A change is called bare only where nothing is left there, in its heading, behind it or wherever
else the drug is
named; words that may be a reason or not leave it in doubt.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samhandling.facts.drugs import Entry, names_drug
from samhandling.facts.letter import Letter
from samhandling.language.segment import Sentence

_CUES = (
    ("switch", ("drug_switch",)),
    ("stop", ("drug_stop", "drug_stop_word")),
    ("dose", ("drug_dose", "drug_dose_arrow")),
    ("new", ("drug_new", "drug_is_new")),
)
_CLAUSE = re.compile(r"[.;,()|]\s|\s[–—-]\s|\n")
_PREDICATE = re.compile(r"^[^,;]*\bog\s(?:er|ble|blei|blir|vart|vert)(?:\s\w+)?\s*$", re.I)
_LIKELY = 0.6
_REMARK = re.compile(r"\s?[,;:(–-]|\s(?:for|mot)\s")
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
    return _settled(letter, found)


def _settled(letter: Letter, found: Sequence[Change]) -> list[Change]:
    """Without what is told again: a change in doubt beside one of the same drug with a reason, or beside a list, is
    left out.
    """
    told = [change for change in found if change.reason]
    by_list = letter.kind == "epikrise" and any(change.entry.listed for change in found)
    return [
        change
        for change in found
        if change.reason
        or (not any(change.entry.names(other.drug) for other in told)
        and not (change.doubtful and by_list and not change.entry.listed))
    ]


def change_of(letter: Letter, entry: Entry) -> str | None:
    """The kind of change an entry tells of, by its words or its heading; None where it tells of none."""
    cues = [cue for cue in cues_of(letter, entry.start, entry.end) if entry.listed or _is_about(letter, entry, cue)]
    if cues:
        if (not entry.listed or letter.kind != "epikrise") and _is_past(letter, entry):
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
        near = len(list(_weighty(letter, between))) <= _LIGHT_WORDS_BETWEEN
        predicate = end <= cue.start and bool(_PREDICATE.search(between)) and not names_drug(letter, between)
        if (near or predicate) and not re.search(r"[.;]\s", between):
            return True
    return False


def _is_past(letter: Letter, entry: Entry) -> bool:
    """History or a condition: told of an earlier or a possible time, or (in a note) in the past tense without «i
    dag».
    """
    text = entry.text(letter)
    if letter.said(entry.first, "mode:conditional") >= _LIKELY or letter.patterns.families["if_then"].match(
        letter.quote(entry.first).quote
    ):
        return True
    if letter.has("current", text):
        return False
    if letter.kind != "epikrise" and letter.has("drug_pause", text) and not letter.has("drug_because", text):
        return True
    if letter.kind != "epikrise" and letter.has("past_year", text):
        return True
    if (
        entry.kind == "history"
        or letter.has("long_ago", text)
        or (letter.reading.names_gp(entry.first)
        and letter.has("past", text))
    ):
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
    if kind == "stop" and letter.has("resumed", entry.text(letter)):
        return None
    if words and (entry.listed or _is_reason(letter, entry, words)):
        return Change(entry.drug, kind, entry, words)
    text = entry.text(letter)
    if (letter.has("course", text) and (kind == "stop" or not entry.listed)) or entry.kind == "history":
        return None
    if words:
        return Change(entry.drug, kind, entry, None, True)
    told = _reason_beside(letter, entry, kind) or _reason_elsewhere(letter, entry, entries)
    if told:
        return Change(entry.drug, kind, entry, told)
    vague = kind == "new" or len(text.split()) > _SHORT_SENTENCE or letter.has("planned", text)
    return Change(entry.drug, kind, entry, None, _is_hinted(letter, entry, entries) or (not entry.listed and vague))


def _is_reason(letter: Letter, entry: Entry, words: str) -> bool:
    """In prose: the words are tied to the change by a conjunction or stand as a remark behind it («(nytt, mot
    gikt)»).
    """
    text = entry.text(letter)
    if letter.has("drug_because", text):
        return True
    cue = cues_of(letter, entry.start, entry.end)[0]
    return bool(_REMARK.match(letter.text, cue.end, entry.end)) and words in letter.text[cue.end : entry.end]


def _is_hinted(letter: Letter, entry: Entry, entries: Sequence[Entry]) -> bool:
    """Something that may be the reason stands elsewhere with the drug, or in the heading."""
    heading = letter.reading.sentences[entry.first].heading
    if any(other is not entry and other.names(entry.drug) and reason_in(letter, other) for other in entries):
        return True
    near = (
        s.text
        for s in letter.reading.sentences
        if s.paragraph == letter.reading.sentences[entry.first].paragraph and s.end > entry.end
    )
    if any(letter.has("drug_kind", text) and letter.has("drug_because", text) for text in near):
        return True
    return (
        not letter.has("drug_list", heading)
        and not names_drug(letter, heading)
        and any(True for _ in _weighty(letter, heading))
    )


def _reason_elsewhere(letter: Letter, entry: Entry, entries: Sequence[Entry]) -> str | None:
    for other in entries:
        if other is entry or not other.names(entry.drug) or not cues_of(letter, other.start, other.end):
            continue
        words = reason_in(letter, other)
        if words and letter.has("drug_because", other.text(letter)):
            return words
    return None


def reason_in(letter: Letter, entry: Entry) -> str | None:
    """What an entry says beside name, dose, deed and prescription; what a drug is switched to or from is no reason."""
    first = last = None
    switched = any(cue.kind == "switch" for cue in cues_of(letter, entry.start, entry.end)[:1])
    position = entry.start
    for clause in _clauses(letter.text[entry.start : entry.end]):
        left, right = position + clause[0], position + clause[1]
        text = letter.text[left:right]
        if _is_about_supply(letter, text):
            continue
        for start, end in _weighty(letter, text):
            if any(left + start < name[2] and name[1] < left + end for name in entry.drugs):
                continue
            if switched and names_drug(letter, text[start:end]):
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


def _reason_beside(letter: Letter, entry: Entry, kind: str) -> str | None:
    """The sentence before («… derfor stanset», a diagnosis and what was started for it) or behind, where it gives a
    reason.
    """
    sentences = letter.reading.sentences
    if letter.has("therefore", entry.text(letter)) and entry.first and not sentences[entry.first].opens_line:
        return sentences[entry.first - 1].text
    if kind == "new" and not entry.listed:
        before = next((s for s in sentences[max(0, entry.first - 2) : entry.first] if _is_diagnosis(letter, s)), None)
        if before:
            return before.text
    number = entry.last + 1
    if (
        number >= len(sentences)
        or sentences[number].opens_line
        or sentences[number].paragraph != sentences[entry.last].paragraph
    ):
        return None
    text = sentences[number].text
    gives = letter.has("drug_because", text) and not letter.has("prescription", text) and not names_drug(letter, text)
    return text if gives and any(True for _ in _weighty(letter, text)) else None


def _is_diagnosis(letter: Letter, sentence: Sentence) -> bool:
    return any(letter.has(family, f"{sentence.heading} {sentence.text}") for family in ("diagnosis", "icd_code"))
