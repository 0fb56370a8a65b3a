"""What a letter changes in a patient's drugs, and whether it says why.

The reason is whatever is left of a drug's entry when name, dose, dosing, the deed and the prescription are taken
away: an indication is enough. A change is called bare only where nothing is left there, in its heading, behind it or
wherever else the drug is named; words that may be a reason or not leave it in doubt.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samhandling.facts.drugs import Entry, names_drug, says_why
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
_REMARK = re.compile(r"\s?(?:\d{1,2}[./]\d{1,2}\.?\s?)?[,;:(–-]|\s(?:for|mot)\s")
_NEGATION_REACH = 24
_LIGHT_WORDS_BETWEEN = 1
_SHORTEST_WORD = 2
_SHORT_SENTENCE = 8
_NEXT = 3


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
    """Without what is told again: no reason beside one of the same drug, or doubt in prose beside a list."""
    told = [change for change in found if change.reason]
    by_list = letter.kind == "epikrise" and any(change.entry.listed for change in found)
    return [
        change
        for change in found
        if change.reason
        or (
            not any(change.entry.names(other.drug) for other in told)
            and not (change.doubtful and by_list and not change.entry.listed)
        )
    ]


def change_of(letter: Letter, entry: Entry) -> str | None:
    """The kind of change an entry tells of, by its words or its heading; None where it tells of none."""
    cues = [cue for cue in cues_of(letter, entry.start, entry.end) if entry.listed or _is_about(letter, entry, cue)]
    if cues:
        note = letter.kind != "epikrise"
        if note and letter.has("unchanged", entry.text(letter)):
            return None
        past = not entry.listed or note
        if (past and _is_past(letter, entry)) or _is_of_others(letter, entry) or _is_schedule(letter, entry, cues):
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
    """History or a condition: of an earlier or a possible time, or (in a note) in the past tense without «i dag»."""
    text = entry.text(letter)
    if letter.said(entry.first, "mode:conditional") >= _LIKELY or letter.patterns.families["if_then"].match(
        letter.quote(entry.first).quote
    ):
        return True
    if letter.has("current", text):
        return False
    if letter.kind != "epikrise" and letter.has("drug_pause", text) and not says_why(letter, text):
        return True
    if letter.kind != "epikrise" and letter.has("past_year", text):
        return True
    if (
        entry.kind == "history"
        or letter.has("long_ago", text)
        or (letter.reading.names_gp(entry.first) and letter.has("past", text))
    ):
        return True
    return letter.kind != "epikrise" and letter.has("past", text)


def _is_of_others(letter: Letter, entry: Entry) -> bool:
    """Started in an earlier year, or changed by the GP or the patient."""
    text = entry.text(letter)
    years = [int(hit[0]) for hit in letter.patterns.every("year", text)]
    sent = str(letter.context.get("sent_on") or letter.context.get("discharged_on") or "")[:4]
    earlier = any(not sent.isdigit() or year < int(sent) - 1 for year in years)
    return (earlier and letter.has("past_start", text)) or letter.has("by_others", text)


def _is_schedule(letter: Letter, entry: Entry, cues: Sequence[Cue]) -> bool:
    """Only what is to happen later in a course («trappes 5 mg hver uke», «byttes hver tredje dag»)."""
    text = entry.text(letter)
    planned = all(letter.patterns.families["drug_plan"].fullmatch(letter.text[cue.start : cue.end]) for cue in cues)
    return planned and letter.has("schedule", text) and not says_why(letter, text)


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
    reason = words if not words or entry.listed else _prose_reason(letter, entry, words)
    if reason:
        return Change(entry.drug, kind, entry, reason)
    text = entry.text(letter)
    if (letter.has("course", text) and (kind == "stop" or not entry.listed)) or entry.kind == "history":
        return None
    told = _reason_beside(letter, entry, kind) or _reason_elsewhere(letter, entry, entries) or reason_for_all(letter)
    if told or words:
        return Change(entry.drug, kind, entry, told, doubtful=not told)
    vague = kind == "new" or len(text.split()) > _SHORT_SENTENCE or letter.has("planned", text)
    vague = vague or (kind == "stop" and letter.has("drug_pause", text))
    return Change(entry.drug, kind, entry, None, _is_hinted(letter, entry, entries) or (not entry.listed and vague))


def _prose_reason(letter: Letter, entry: Entry, words: str) -> str | None:
    """In prose: words tied to the change by a conjunction, or a remark behind it («nytt, mot gikt»)."""
    if says_why(letter, entry.text(letter)):
        return words
    cue = cues_of(letter, entry.start, entry.end)[0]
    remark = _REMARK.match(letter.text, cue.end, entry.end)
    return _content(letter, entry, remark.end()) if remark else None


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
    if any(
        letter.has("drug_kind", text) and says_why(letter, text) and not letter.has("drug_list", text) for text in near
    ):
        return True
    if letter.reading.reader.vocabulary.section_kind(heading) or letter.has("drug_list", heading):
        return False
    return not names_drug(letter, heading) and any(True for _ in _weighty(letter, heading))


def reason_for_all(letter: Letter) -> str | None:
    """A sentence that gives the reason for the changes as such («Endringene er gjort på grunn av lavt blodtrykk»)."""
    for _, sentence in letter.sentences():
        text = sentence.text
        about = letter.has("drug_changes", text) or (letter.has("shared", text) and letter.has("drug_is_new", text))
        if about and says_why(letter, text) and not names_drug(letter, text):
            return text
    return None


def _reason_elsewhere(letter: Letter, entry: Entry, entries: Sequence[Entry]) -> str | None:
    """The reason told where the drug is named again, or for it and the next ones together («begge pga. …»)."""
    place = entries.index(entry)
    for other in entries[place + 1 : place + 1 + _NEXT]:
        words = reason_in(letter, other) if letter.has("shared", other.text(letter)) else None
        if words:
            return words
    for other in entries:
        if other is entry or not other.names(entry.drug) or not cues_of(letter, other.start, other.end):
            continue
        words = reason_in(letter, other)
        if words and says_why(letter, other.text(letter)):
            return words
    return None


def reason_in(letter: Letter, entry: Entry) -> str | None:
    """What an entry says beside name, dose, deed and prescription; what a drug is switched to or from is no reason."""
    return _content(letter, entry, entry.start)


def _content(letter: Letter, entry: Entry, start: int) -> str | None:
    """The words of weight from `start`, as the stretch from the first to the last of them."""
    cues = cues_of(letter, entry.start, entry.end)
    taken = [(left, right) for _, left, right in entry.drugs] + [(cue.start, cue.end) for cue in cues]
    switched = any(cue.kind == "switch" for cue in cues[:1])
    told: list[tuple[int, int]] = []
    for left, right in _clauses(letter.text[start : entry.end]):
        clause = letter.text[start + left : start + right]
        if _is_about_supply(letter, clause):
            continue
        for first, last in _weighty(letter, clause):
            word = (start + left + first, start + left + last)
            if any(word[0] < end and begin < word[1] for begin, end in taken):
                continue
            if not (switched and names_drug(letter, clause[first:last])):
                told.append(word)
    return letter.text[_with_conjunction(letter, entry.start, told[0][0]) : told[-1][1]] if told else None


def _with_conjunction(letter: Letter, start: int, first: int) -> int:
    """Where the words begin, taken back to the «på grunn av» or «for» right before them."""
    text = letter.text[start : first + _NEGATION_REACH]
    words = [hit for family in ("drug_because", "because_for") for hit in letter.patterns.every(family, text)]
    begins = [start + hit.start() for hit in words if start + hit.start() < first <= start + hit.end() + 1]
    return min(begins, default=first)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    left = 0
    for cut in _CLAUSE.finditer(text):
        yield left, cut.start()
        left = cut.end()
    yield left, len(text)


def _is_about_supply(letter: Letter, clause: str) -> bool:
    names_gp = letter.reading.reader.names_gp(clause)
    if names_gp and letter.has("requested", clause):
        return True
    if says_why(letter, clause):
        return False
    if names_gp:
        return True
    return any(letter.has(family, clause) for family in ("prescription", "renewal", "handed_out", "multidose"))


def _weighty(letter: Letter, text: str) -> Iterator[tuple[int, int]]:
    """Words that say more than dosing and deed."""
    bare = letter.patterns.families["drug_padding"].sub(lambda hit: " " * len(hit[0]), text)
    for word in letter.patterns.every("word", bare):
        if len(word[0]) >= _SHORTEST_WORD:
            yield word.span()


def _reason_beside(letter: Letter, entry: Entry, kind: str) -> str | None:
    """The sentence before («… derfor stanset», the diagnosis of what is started) or behind, where it gives a reason."""
    sentences = letter.reading.sentences
    if letter.has("therefore", entry.text(letter)) and entry.first and not sentences[entry.first].opens_line:
        return sentences[entry.first - 1].text
    if kind == "new" and not entry.listed:
        reach = 2 if letter.kind == "epikrise" else entry.first
        before = next(
            (s for s in sentences[max(0, entry.first - reach) : entry.first] if _is_diagnosis(letter, s)), None
        )
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
    gives = says_why(letter, text) and not letter.has("prescription", text) and not names_drug(letter, text)
    return text if gives and any(True for _ in _weighty(letter, text)) else None


def _is_diagnosis(letter: Letter, sentence: Sentence) -> bool:
    return any(letter.has(family, f"{sentence.heading} {sentence.text}") for family in ("diagnosis", "icd_code"))
