"""The heading a sentence stands under: the message's own sections where it has them, else the letter's lines."""

from collections.abc import Iterator

from samhandling.facts.letter import Letter


def heading_of(letter: Letter, number: int) -> str:
    """The heading over sentence `number`, empty where there is none."""
    sentence = letter.reading.sentences[number]
    titles = (
        section.title for section in letter.document.sections if section.span.start <= sentence.start < section.span.end
    )
    return sentence.heading or next((title for title in titles if title), "")


def headings(letter: Letter) -> Iterator[str]:
    """Every heading once, in order, also those of sections without text."""
    seen: dict[str, None] = {}
    for number, _ in letter.sentences():
        seen.setdefault(heading_of(letter, number))
    seen |= dict.fromkeys(section.title for section in letter.document.sections if section.title)
    return (title for title in seen if title)
