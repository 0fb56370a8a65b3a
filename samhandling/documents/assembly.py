"""Lays the parts of a message out as one text with a span for each part, identity numbers hidden."""

from dataclasses import replace

from samhandling.documents.canonical import Section, Span
from samhandling.documents.headings import topic_of_code
from samhandling.documents.masking import masked
from samhandling.documents.readers.letter_sections import lines_of, sections_of

_BETWEEN = "\n\n"


class TextAssembly:
    """Collects section bodies in order; they are joined by a blank line."""

    def __init__(self) -> None:
        self._bodies: list[str] = []
        self._length = 0
        self._sections: list[Section] = []

    def add(self, body: str, *, code: str | None, title: str | None, coded_by: str | None) -> Span:
        """Adds a part and gives its place in the text; an empty body still leaves its heading."""
        span = self._append(masked(body))
        self._sections.append(Section(code, title, span, coded_by, topic_of_code(code, coded_by)))
        return span

    def add_letter(self, body: str) -> tuple[Section, ...]:
        """Adds a text without a coded heading, as the parts that the headings inside it make."""
        body = masked(body)
        start = self._append(body).start
        sections = tuple(
            replace(section, span=Span(section.span.start + start, section.span.end + start))
            for section in sections_of(body, lines_of(body))
        )
        self._sections.extend(sections)
        return sections

    def _append(self, body: str) -> Span:
        if body and self._bodies:
            self._length += len(_BETWEEN)
        start = self._length
        if body:
            self._bodies.append(body)
            self._length += len(body)
        return Span(start, self._length)

    @property
    def text(self) -> str:
        return _BETWEEN.join(self._bodies)

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(self._sections)
