"""The drugs a letter names: an entry for each line of a list, part of a line or sentence that speaks of one.

An entry reaches from its drug to the next one, so that «økt fra 10 mg pga. ødem» stays with the drug it is about.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from samhandling.facts.draft import Evidence
from samhandling.facts.letter import Letter

_LONGEST_LIST_LINE = 220
_LONGEST_ENTRY = 600
_MOST_TOGETHER = 8
_MOST_IN_LINE = 100
_NEAR = 40
_NAMES = ("drug", "drug_ending", "drug_form")
_FIRST_WORD = re.compile(r"[\s|•*–-]*([A-ZÆØÅ][a-zæøå]{3,}(?:[-/][a-zæøå]+)?)\b")
_NAME_NEAR_START = 30
_LONG_NAME = 7
_MARKS = ("drug_stop", "drug_new", "drug_is_new", "drug_dose", "drug_same", "drug_switch")
_OPENS_ENTRY = re.compile(r"(?:[,.;:(|+–—-]|\b(?:og|samt|eller|pluss))\s*$", re.I)
_LABEL = re.compile(r"[.;,]\s+([A-ZÆØÅ]\w+(?:\s\w+){0,2}:\s*)$")
_LISTED = re.compile(r"(?:\s[\w-]+)?\s?[,(:–]")
_BARE_JOINT = re.compile(r"^[\s,/+&]*(?:og|samt|eller)?\s*$", re.I)
_COMPOUND = ("/", " / ", "-")
_INSTEAD = re.compile(r"\s+(?:i\s?ste(?:det|d)|i\s?staden)\b", re.I)

Named = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """`drugs` are (name in small letters, start, end); `listed`: a line of a list or under a heading of drugs."""

    start: int
    end: int
    first: int
    last: int
    kind: str
    listed: bool
    drugs: tuple[Named, ...]

    @property
    def drug(self) -> str:
        return self.drugs[0][0]

    def names(self, drug: str) -> bool:
        return any(same_drug(name, drug) for name, _, _ in self.drugs)

    def text(self, letter: Letter) -> str:
        return letter.text[self.start : self.end]

    def evidence(self, letter: Letter) -> Evidence:
        return letter.words(self.start, self.end)


def same_drug(one: str, other: str) -> bool:
    """Whether two names are the same drug: equal, or an inflected form («litium», «litiumet»)."""
    shorter, longer = sorted((one, other), key=len)
    return (longer.startswith(shorter) and len(longer) - len(shorter) <= 3 and len(shorter) >= 4) or one == other


def entries(letter: Letter) -> list[Entry]:
    """In the order they stand."""
    heads = drugs_named(letter)
    found: list[Entry] = []
    sentences = letter.reading.sentences
    starts = [head[1] for head in heads]
    for first, last in _lines(letter):
        start, end = _line_start(letter, first), sentences[last].end
        within = heads[bisect_left(starts, start) : bisect_left(starts, end)][:_MOST_IN_LINE]
        if _is_list_line(letter, first, start, end, within):
            found.extend(_cut(letter, start, first, last, True, _with_unlisted(letter, start, end, within)))
            continue
        for number in range(first, last + 1):
            sentence = sentences[number]
            inside = [head for head in within if sentence.start <= head[1] < sentence.end]
            listed = number > first and _is_list_line(letter, number, sentence.start, sentence.end, inside)
            found.extend(_cut(letter, sentence.start, number, number, listed, inside))
    return found


def _line_start(letter: Letter, number: int) -> int:
    """Where a line begins: at its heading, when that names a drug («Latanoprost kveld: stoppet»)."""
    sentence = letter.reading.sentences[number]
    start = letter.text.rfind("\n", 0, sentence.start) + 1
    before = letter.text[start : sentence.start]
    return start if names_drug(letter, before) and sentence.heading in before else sentence.start


def names_drug(letter: Letter, text: str) -> bool:
    return any(letter.has(family, text) for family in _NAMES)


def drugs_named(letter: Letter) -> list[Named]:
    """(name, start, end) of every drug in the letter, parts of a compound as one."""
    text = letter.text
    spans = {(hit.start(), hit.end()) for family in _NAMES for hit in letter.patterns.every(family, text)}
    spans |= {hit.span(1) for hit in letter.patterns.every("drug_unlisted", text) if _is_long_name(letter, hit[1])}
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or text[merged[-1][1] : start] in _COMPOUND):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif not letter.has("not_drug", text[start:end]):
            merged.append((start, end))
    return [(text[start:end].lower(), start, end) for start, end in merged]


def says_why(letter: Letter, text: str) -> bool:
    """Whether a word that gives a reason stands in the text."""
    return letter.has("drug_because", text) or letter.has("because_for", text)


def is_dosed(letter: Letter, text: str) -> bool:
    """Whether the words give a dose (and not only a value measured in the blood)."""
    measured = [hit.span() for hit in letter.patterns.every("drug_no_dose", text)]
    doses = letter.patterns.every("drug_dosed", text)
    return any(not any(start <= hit.start() < end for start, end in measured) for hit in doses)


def _lines(letter: Letter) -> Iterator[tuple[int, int]]:
    """First and last sentence of each line of the letter."""
    numbers = range(len(letter.reading.sentences))
    line = -1
    keyed = []
    for number in numbers:
        line += letter.reading.sentences[number].opens_line
        keyed.append((line, number))
    for _, group in groupby(keyed, key=lambda pair: pair[0]):
        members = [number for _, number in group]
        yield members[0], members[-1]


def _is_list_line(letter: Letter, first: int, start: int, end: int, heads: list[Named]) -> bool:
    """Under a heading of drugs, after a word for the list, or a short line that opens with a drug and its dose."""
    sentence = letter.reading.sentences[first]
    if sentence.kind == "drugs":
        return True
    if not heads or sentence.kind == "history":
        return False
    opening = letter.text[start : heads[0][1]]
    if letter.patterns.families["drug_list"].match(opening) and opening.rstrip().endswith((":", "-", "–", ",", ".")):
        return True
    if (
        opening.strip(" |\t") and not (sentence.bullet and len(opening) <= _NAME_NEAR_START)
    ) or end - start > _LONGEST_LIST_LINE:
        return False
    behind = letter.text[heads[0][2] : min(end, heads[0][2] + _NEAR)]
    word = letter.patterns.search("word", behind)
    prose = word is not None and word[0].lower() in letter.reading.reader.vocabulary.clause_words
    return not prose and _is_marked(letter, behind)


def _with_unlisted(letter: Letter, start: int, end: int, known: list[Named]) -> list[Named]:
    """In a line of a list also names no family knows: before a dose, or first in the line before a stop."""
    text = letter.text
    spans = [hit.span(1) for hit in letter.patterns.every("drug_unlisted", text[start:end])]
    opening = _FIRST_WORD.match(text[start:end])
    if opening and letter.has("drug_stop", text[start + opening.end() : start + opening.end() + _NEAR]):
        spans.append(opening.span(1))
    names = {
        (text[start + left : start + right].lower(), start + left, start + right)
        for left, right in spans[:_MOST_IN_LINE]
    }
    new = [name for name in names if not _overlaps(name, known) and not _is_common(letter, name[0])]
    return sorted([*known, *new], key=lambda name: name[1])


def _is_long_name(letter: Letter, word: str) -> bool:
    return len(word) >= _LONG_NAME and not _is_common(letter, word)


def _overlaps(name: Named, known: list[Named]) -> bool:
    return any(start < name[2] and name[1] < end for _, start, end in known)


def _is_common(letter: Letter, word: str) -> bool:
    return any(
        letter.has(family, word) for family in ("drug_padding", "drug_list", "list_rest", "drug_kind", "drug_same")
    )


def _cut(letter: Letter, start: int, first: int, last: int, listed: bool, heads: list[Named]) -> list[Entry]:
    """One entry for each drug that opens a part; drugs named inside a part (a reason, what it replaces) stay inside."""
    if not heads:
        return []
    sentences = letter.reading.sentences
    end, kind = sentences[last].end, sentences[first].kind
    opening = [heads[0]] + [head for head in heads[1:] if _opens(letter, start, end, head)]
    groups: list[list[Named]] = [[opening[0]]]
    for left, right in pairwise(opening):
        if _BARE_JOINT.match(letter.text[left[2] : right[1]]):
            groups[-1].append(right)
        else:
            groups.append([right])
    bounds = [start] + [_begins(letter.text, last[-1][2], group[0]) for last, group in pairwise(groups)] + [end]
    return [
        Entry(
            left,
            min(right, left + _LONGEST_ENTRY),
            *_numbers(letter, left, right, first, last),
            kind,
            listed,
            tuple(group[:_MOST_TOGETHER]),
        )
        for group, (left, right) in zip(groups, pairwise(bounds), strict=True)
    ]


def _opens(letter: Letter, start: int, end: int, head: Named) -> bool:
    """Whether a drug begins an entry: after a stop, comma or «og», and behind a full stop only with a dose or mark."""
    text = letter.text
    before = text[max(start, head[1] - _NEAR) : head[1]]
    if not _OPENS_ENTRY.search(before) or _INSTEAD.match(text, head[2]):
        return False
    behind = text[head[2] : min(end, head[2] + _NEAR)]
    return not before.rstrip().endswith(".") or bool(_LISTED.match(behind)) or _is_marked(letter, behind)


def _is_marked(letter: Letter, text: str) -> bool:
    return is_dosed(letter, text) or any(letter.has(family, text) for family in _MARKS)


def _begins(text: str, after: int, head: Named) -> int:
    """Where the part of a drug begins: at its label («Nytt: …») or its name."""
    label = _LABEL.search(text[after : head[1]])
    return after + label.start(1) if label else head[1]


def _numbers(letter: Letter, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    sentences = letter.reading.sentences
    inside = [n for n in range(first, last + 1) if sentences[n].start < end and sentences[n].end > start] or [first]
    return inside[0], inside[-1]
