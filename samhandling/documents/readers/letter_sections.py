"""Finds the headings of a plain-text letter: known words on a line of their own, or before a colon."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from samhandling.documents.canonical import Section, Span
from samhandling.documents.headings import topic_of_label, topic_of_title

SIGN_OFF: Final = re.compile(
    r"\s*(?:med\s+)?(?:vennlig|venleg|beste|kollegial)\w*\s+(?:hilsen|helsing)|\s*(?:mvh|vh|hilsen|helsing)\b",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"\s*(?:\d{1,2}[.)]\s+)?(?P<label>[A-ZÆØÅ][^:\n]{1,60}):(?=\s|$)\s*")
_LONGEST_TITLE: Final = 60
_LABEL_WORDS: Final = 8
_TITLE_START: Final = re.compile(r"\s*(?:\d{1,2}[.)]\s+)?[A-ZÆØÅ]")
_ENDS_SENTENCE: Final = re.compile(r"[.,;!?]\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its line end; `start` counts code points from the beginning of the text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class _Heading:
    title: str | None
    topic: str | None
    line_start: int
    body_start: int


def lines_of(text: str) -> tuple[Line, ...]:
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    position = 0
    for line in text.splitlines(keepends=True):
        yield Line(position, line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"))
        position += len(line)


def sections_of(text: str, lines: tuple[Line, ...]) -> tuple[Section, ...]:
    """All parts in order; what stands before the first heading is a part without title."""
    headings = [heading for line in lines if (heading := _heading(line))]
    starts = [0, *(heading.body_start for heading in headings)]
    ends = [*(heading.line_start for heading in headings), len(text)]
    named: list[tuple[str | None, str | None]] = [(None, None), *((h.title, h.topic) for h in headings)]
    sections = [
        Section(None, title, _trimmed(text, start, end), None, topic)
        for (title, topic), start, end in zip(named, starts, ends, strict=True)
    ]
    return tuple(section for section in sections if section.title or section.span.start < section.span.end)


def _heading(line: Line) -> _Heading | None:
    """The heading a line is or begins with; a sign-off counts, without title, as it ends what stands above it."""
    if SIGN_OFF.match(line.text):
        return _Heading(None, None, line.start, line.start)
    label = _LABEL.match(line.text)
    if label and len(label["label"].split()) <= _LABEL_WORDS:
        topic = topic_of_label(label["label"])
        alone = label.end() >= len(line.text.rstrip())
        if topic or (alone and len(label["label"]) <= _LONGEST_TITLE):
            return _Heading(label["label"].strip(), topic, line.start, line.start + label.end())
        return None
    title = line.text.strip()
    if not title or len(title) > _LONGEST_TITLE or not _TITLE_START.match(title) or _ENDS_SENTENCE.search(title):
        return None
    topic = topic_of_title(title)
    return _Heading(title, topic, line.start, line.end) if topic else None


def _trimmed(text: str, start: int, end: int) -> Span:
    body = text[start:end]
    left = len(body) - len(body.lstrip())
    return Span(start + left, start + max(len(body.rstrip()), left)) if body.strip() else Span(start, start)
