"""Cuts a letter into sentences that know their heading: the unit everything behind reads.

Letters come as one line a paragraph, as hard-wrapped lines, as lists and as headings with text behind; all give the
same sentences.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from samhandling.language.vocabulary import Vocabulary

_HEADING = re.compile(r"[ \t]*(?:\d+[.)]\s*)?([A-ZÆØÅ][^.!?:;\n]{0,60}?\.?)\s*:[ \t]*")
_BULLET = re.compile(r"[ \t]*(?:[-–•*·]|\d{1,2}[.)])[ \t]+(?=\S)")
_STOP = re.compile(r"[.!?;]+[)»\"]*(?=\s)|\s+[–—]\s+(?=[A-ZÆØÅ])")
_OPENS = re.compile(r"\s+(?:[A-ZÆØÅ«(]|\d|[-–•]\s)")
_WORD_BEFORE = re.compile(r"([\w./]+)$")
_SHORT_HEADING_WORDS = 6
_WRAP_WIDTH = 55


@dataclass(frozen=True, slots=True)
class Sentence:
    """`start`/`end` are code points in the letter; `before` is the previous sentence of the same paragraph, or the
    heading.

    `kind` is the kind of the section it stands in (vocabulary `sections`): history, drugs, plan, sick_leave,
    transport, head, body.
    """

    text: str
    start: int
    end: int
    heading: str
    kind: str
    before: str
    paragraph: int
    bullet: bool
    opens_line: bool


@dataclass(frozen=True, slots=True)
class Headed:
    """A part of a letter whose heading a message's own codes give: `kind` is a section kind, the range its text."""

    start: int
    end: int
    heading: str
    kind: str


@dataclass(slots=True)
class _Place:
    heading: str = ""
    kind: str = "body"
    paragraph: int = 0


def segment(text: str, vocabulary: Vocabulary, parts: Sequence[Headed] = ()) -> tuple[Sentence, ...]:
    """All sentences in order. Headings are not sentences; a heading with text behind it on the line heads that text.

    With `parts`, the message's own headings hold for their parts and only what is written inside them is looked for.
    """
    if not parts:
        return tuple(_cut(text, 0, len(text), _Place(), vocabulary))
    sentences: list[Sentence] = []
    for number, part in enumerate(parts):
        place = _Place(part.heading, part.kind, (number + 1) * _PARAGRAPHS_A_PART)
        sentences += _cut(text, part.start, part.end, place, vocabulary)
    return tuple(sentences)


_PARAGRAPHS_A_PART = 10_000


def _cut(text: str, first: int, last: int, place: _Place, vocabulary: Vocabulary) -> Iterator[Sentence]:
    given = (place.heading, place.kind)
    previous = place.heading
    blank = True
    for start, end in _lines(text, first, last):
        line = text[start:end]
        if not line.strip():
            place.paragraph += 1
            blank = True
            previous = ""
            continue
        body = start
        heading = _heading_of(text, start, end, blank, vocabulary)
        if heading:
            title, body = heading
            place.heading, place.kind = title, vocabulary.section_kind(title) or given[1] or "body"
            place.paragraph += 1
            previous = title
        elif blank and place.heading != given[0] and _is_prose(line) and place.kind not in _LASTING:
            place.heading, place.kind = given
        blank = False
        if body >= end or not text[body:end].strip():
            continue
        bullet = _BULLET.match(text, body, end)
        begin = bullet.end() if bullet else body
        for number, (left, right) in enumerate(_sentences(text, begin, end, vocabulary.abbreviations)):
            words = text[left:right]
            opens = number == 0
            before = place.heading if opens and (bullet or not previous) else previous
            yield Sentence(words, left, right, place.heading, place.kind, before, place.paragraph, bool(bullet), opens)
            previous = words


_LASTING = frozenset({"plan"})


def _is_prose(line: str) -> bool:
    return len(line.split()) > _SHORT_HEADING_WORDS


def _lines(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Line ranges, a hard-wrapped paragraph counted as one line."""
    ranges: list[tuple[int, int]] = []
    position = first
    for raw in text[first:last].split("\n"):
        end = position + len(raw)
        if ranges and _continues(text, ranges[-1], raw):
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((position, end))
        position = end + 1
    return ranges


def _continues(text: str, last: tuple[int, int], raw: str) -> bool:
    above = text[last[0] : last[1]].rsplit("\n", 1)[-1].rstrip()
    below = raw.lstrip()
    if len(above) < _WRAP_WIDTH or not below or above[-1] in ".!?:;":
        return False
    return below[0].islower() or (below[0].isalnum() and above[-1] in ",-–" and not _BULLET.match(raw))


def _heading_of(text: str, start: int, end: int, blank: bool, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """The heading a line begins with and where its text starts; None where the line has none."""
    found = _HEADING.match(text, start, end)
    if found and len(found[1].split()) <= _SHORT_HEADING_WORDS and not vocabulary.is_clause(found[1]):
        return found[1].strip(), found.end()
    line = text[start:end].strip()
    words = line.split()
    short = len(words) <= 4 and line[0].isupper() and line[-1] not in ".!?,;" and not any(c.isdigit() for c in line)
    if short and (blank or vocabulary.section_kind(line)) and not vocabulary.is_clause(line):
        return line, end
    return None


@lru_cache(maxsize=1024)
def _is_abbreviation(word: str, abbreviations: frozenset[str]) -> bool:
    bare = word.lower().rstrip(".")
    return (
        bare in abbreviations
        or (len(bare) == 1 and bare.isalpha())
        or ("." in bare and bare.replace(".", "").isalpha())
    )


def _sentences(text: str, start: int, end: int, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    left = start
    for stop in _STOP.finditer(text, start, end):
        if stop.start() < left or (not _OPENS.match(text, stop.end(), end) and stop[0].strip() not in ("–", "—")):
            continue
        if text[stop.start()] == "." and _guarded(text, left, stop.start(), stop.end(), end, abbreviations):
            continue
        pieces.append((left, stop.end()))
        left = stop.end()
    pieces.append((left, end))
    return [trimmed for piece in pieces if (trimmed := _trim(text, *piece))]


def _guarded(text: str, left: int, dot: int, after: int, end: int, abbreviations: frozenset[str]) -> bool:
    """A full stop that ends no sentence: an abbreviation, an ordinal before a month or a number before a number."""
    word = _WORD_BEFORE.search(text, left, dot)
    if not word:
        return False
    follows = text[after:end].lstrip()[:1]
    if word[1].isdigit():
        return len(word[1]) <= 2 and not follows.isupper()
    return _is_abbreviation(word[1], abbreviations) and not (word[1].lower() in _CLOSING and follows.isupper())


_CLOSING = frozenset({"mnd", "u.a", "tbl", "stk", "osv", "o.l", "dgr", "uker"})


def _trim(text: str, left: int, right: int) -> tuple[int, int] | None:
    while left < right and text[left].isspace():
        left += 1
    while right > left and text[right - 1].isspace():
        right -= 1
    return (left, right) if right > left else None
