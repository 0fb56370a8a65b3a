"""The heading a sentence stands under: the message's own sections where it has them, else the letter's lines."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from samhandling.facts.letter import Letter

_TITLES: Final = {
    "ANAM": "Sykehistorie",
    "OPPL": "Kliniske opplysninger",
    "FUNN": "Funn",
    "MEDB": "Legemidler",
    "PROB": "Problemstilling",
    "UTRED": "Forventet utredning",
}  # the codes of messages whose sections often come without a title


def heading_of(letter: Letter, number: int) -> str:
    """The heading over sentence `number`, empty where there is none."""
    sentence = letter.reading.sentences[number]
    if sentence.heading:
        return sentence.heading
    sections = letter.document.sections
    place = bisect_right(sections, sentence.start, key=lambda section: section.span.start) - 1
    if place < 0 or sentence.start >= sections[place].span.end:
        return ""
    return sections[place].title or _TITLES.get(sections[place].code or "", "")


def kind_of(letter: Letter, number: int) -> str:
    """The kind of section (vocabulary `sections`) sentence `number` stands in."""
    sentence = letter.reading.sentences[number]
    if sentence.heading:
        return sentence.kind
    return letter.reading.reader.vocabulary.section_kind(heading_of(letter, number)) or sentence.kind


def headings(letter: Letter) -> Iterator[str]:
    """Every heading once, in order, also those of sections without text."""
    seen: dict[str, None] = {}
    for number, _ in letter.sentences():
        seen.setdefault(heading_of(letter, number))
    seen |= dict.fromkeys(section.title for section in letter.document.sections if section.title)
    return (title for title in seen if title)
