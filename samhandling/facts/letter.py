"""A letter as the finders of facts see it: the document, its reading, the caller's context and the pattern families."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from samhandling.documents.canonical import Document
from samhandling.facts.draft import Evidence
from samhandling.language.patterns import Patterns
from samhandling.language.reading import Reading
from samhandling.language.segment import Sentence


@dataclass(frozen=True, slots=True)
class Letter:
    """`context` is the contract's: discharged_on, sent_on, discharged_to, multidose; a key may be absent or None."""

    document: Document
    reading: Reading
    context: Mapping[str, object]
    patterns: Patterns

    @property
    def kind(self) -> str:
        return self.document.type

    @property
    def text(self) -> str:
        return self.reading.text

    def sentences(self, *kinds: str) -> Iterator[tuple[int, Sentence]]:
        """Numbered sentences, of the given section kinds or all."""
        return ((number, s) for number, s in enumerate(self.reading.sentences) if not kinds or s.kind in kinds)

    def has(self, family: str, text: str) -> bool:
        """Whether a word of the family (rules/language/patterns/) stands in the text."""
        return self.patterns.search(family, text) is not None

    def said(self, number: int, head: str) -> float:
        """How likely the model holds the head of sentence `number`."""
        return self.reading.said[number][head]

    def quote(self, number: int, last: int | None = None) -> Evidence:
        """The words of a sentence, or of a run of sentences, as evidence."""
        start = self.reading.sentences[number].start
        end = self.reading.sentences[number if last is None else last].end
        return self.words(start, end)

    def words(self, start: int, end: int) -> Evidence:
        return Evidence("text", self.text[start:end], start, end)
