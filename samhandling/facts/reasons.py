"""Why a drug is changed: what its entry says beside the deed, what stands beside it and where it is named again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samhandling.facts.cues import CLAUSE, cues_of
from samhandling.facts.drugs import Entry, names_drug, says_why
from samhandling.facts.letter import Letter
from samhandling.language.segment import Sentence

_REMARK = re.compile(r"\s?(?:\d{1,2}[./]\d{1,2}\.?\s?)?[,;:(–-]|\s(?:for|mot)\s")
_CONJUNCTION_REACH = 24
_SHORTEST_WORD = 2
_NEXT = 3
_BEHIND = 6
_FIRST_PART = 40


@dataclass(frozen=True, slots=True)
class Told:
    """What an entry gives as a reason, read once: the search for reasons elsewhere asks every entry again."""

    entry: Entry
    words: str | None
    why: bool
    changed: bool
    shared: bool


def tell(letter: Letter, entry: Entry) -> Told:
    text = entry.text(letter)
    changed = bool(cues_of(letter, entry.start, entry.end))
    return Told(entry, reason_in(letter, entry), says_why(letter, text), changed, letter.has("shared", text))


def prose_reason(letter: Letter, entry: Entry, words: str) -> str | None:
    """In prose: words tied to the change by a conjunction, or a remark behind it («nytt, mot gikt»)."""
    if says_why(letter, entry.text(letter)):
        return words
    cue = cues_of(letter, entry.start, entry.end)[0]
    remark = _REMARK.match(letter.text, cue.end, entry.end)
    return _content(letter, entry, remark.end()) if remark else None


def is_hinted(letter: Letter, place: int, told: Sequence[Told]) -> bool:
    """Something that may be the reason stands elsewhere with the drug, close behind, or in the heading."""
    entry = told[place].entry
    if any(other.words and other.entry is not entry and other.entry.names(entry.drug) for other in told):
        return True
    sentences = letter.reading.sentences
    behind = sentences[entry.last : entry.last + _BEHIND]
    near = [s.text for s in behind if s.paragraph == sentences[entry.first].paragraph and s.end > entry.end]
    if any(letter.has("drug_kind", t) and says_why(letter, t) and not letter.has("drug_list", t) for t in near):
        return True
    heading = sentences[entry.first].heading
    if letter.reading.reader.vocabulary.section_kind(heading) or letter.has("drug_list", heading):
        return False
    return not names_drug(letter, heading) and any(True for _ in weighty(letter, heading))


def reason_for_all(letter: Letter) -> str | None:
    """A sentence that gives the reason for the changes as such («Endringene er gjort på grunn av lavt blodtrykk»)."""
    for _, sentence in letter.sentences():
        text = sentence.text
        about = letter.has("drug_changes", text) or (letter.has("shared", text) and letter.has("drug_is_new", text))
        if about and says_why(letter, text) and not names_drug(letter, text):
            return text
    return None


def reason_elsewhere(place: int, told: Sequence[Told]) -> str | None:
    """The reason told where the drug is named again, or for it and the next ones together («begge pga. …»)."""
    entry = told[place].entry
    together = (other.words for other in told[place + 1 : place + 1 + _NEXT] if other.shared)
    again = (other.words for other in told if other.changed and other.why and _is_of(other.entry, entry))
    return next((words for words in (*together, *again) if words), None)


def _is_of(other: Entry, entry: Entry) -> bool:
    return other is not entry and other.names(entry.drug)


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
        for first, last in weighty(letter, clause):
            word = (start + left + first, start + left + last)
            if any(word[0] < end and begin < word[1] for begin, end in taken):
                continue
            if not (switched and names_drug(letter, clause[first:last])):
                told.append(word)
    return letter.text[_with_conjunction(letter, entry.start, told[0][0]) : told[-1][1]] if told else None


def _with_conjunction(letter: Letter, start: int, first: int) -> int:
    """Where the words begin, taken back to the «på grunn av» or «for» right before them."""
    text = letter.text[start : first + _CONJUNCTION_REACH]
    words = [hit for family in ("drug_because", "because_for") for hit in letter.patterns.every(family, text)]
    begins = [start + hit.start() for hit in words if start + hit.start() < first <= start + hit.end() + 1]
    return min(begins, default=first)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    left = 0
    for cut in CLAUSE.finditer(text):
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


def weighty(letter: Letter, text: str) -> Iterator[tuple[int, int]]:
    """Words that say more than dosing and deed."""
    bare = letter.patterns.families["drug_padding"].sub(lambda hit: " " * len(hit[0]), text)
    for word in letter.patterns.every("word", bare):
        if len(word[0]) >= _SHORTEST_WORD:
            yield word.span()


def reason_beside(letter: Letter, entry: Entry, kind: str) -> str | None:
    """The sentence before («… derfor stanset», the diagnosis of what is started) or behind, where it gives a reason."""
    sentences = letter.reading.sentences
    if letter.has("therefore", entry.text(letter)) and entry.first and not sentences[entry.first].opens_line:
        return sentences[entry.first - 1].text
    if kind == "new" and not entry.listed:
        first = max(0, entry.first - 2) if letter.kind == "epikrise" else max(0, entry.first - _FIRST_PART)
        before = next((s for s in sentences[first : entry.first] if _is_diagnosis(letter, s)), None)
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
    return text if gives and any(True for _ in weighty(letter, text)) else None


def _is_diagnosis(letter: Letter, sentence: Sentence) -> bool:
    return any(letter.has(family, f"{sentence.heading} {sentence.text}") for family in ("diagnosis", "icd_code"))
