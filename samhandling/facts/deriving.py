"""Derives the facts of a letter: every finder in turn, then what a human has answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from samhandling.documents.canonical import Document
from samhandling.facts import (
    assigned,
    booking,
    circumstances,
    contact_doctor,
    contents,
    follow_up,
    medication,
    referral,
    samples,
    sick_leave,
    transport,
    units,
)
from samhandling.facts.draft import Draft, Evidence, Facts
from samhandling.facts.letter import Letter
from samhandling.language.patterns import Patterns, load_patterns
from samhandling.language.reading import Reader
from samhandling.language.segment import Headed

Finder = Callable[[Letter, Draft], None]

_LETTERS: Final[tuple[Finder, ...]] = (
    circumstances.find,
    contents.find,
    assigned.find,
    medication.find,
    booking.find,
    follow_up.find,
    samples.find,
    sick_leave.find,
    contact_doctor.find,
    units.find,
    transport.find,
)
FINDERS: Final[Mapping[str, tuple[Finder, ...]]] = {
    "epikrise": _LETTERS,
    "poliklinisk_notat": _LETTERS,
    "legevaktepikrise": _LETTERS,
    "henvisning": (circumstances.find, medication.find, referral.find, transport.find),
    "innkallingsbrev": (circumstances.find, transport.find),
}


@dataclass(frozen=True, slots=True)
class Deriving:
    """What deriving needs beside the document: made once, shared between threads."""

    reader: Reader
    patterns: Patterns

    @classmethod
    def load(cls, folder: Path, model: Path | None = None) -> "Deriving":
        """`folder` is rules/language; `model` another model file than the one there."""
        return cls(Reader(folder, model), load_patterns(folder / "patterns"))

    def derive(self, document: Document, context: Mapping[str, object], answers: Mapping[str, object]) -> Facts:
        """The facts of a letter. `answers` hold only names of schema fields, typed as the field; an answer that
        contradicts the document leaves the field undecided."""
        draft = Draft()
        finders = FINDERS.get(document.type, ())
        reading = self.reader.read("")
        if finders and _is_readable(document.text):
            reading = self.reader.read(document.text, _parts(document))
        elif finders:
            finders = (circumstances.find,)
            draft.contradictions["text"] = _TOO_LONG
        letter = Letter(document, reading, context, self.patterns)
        for find in finders:
            find(letter, draft)
        for name, value in answers.items():
            if name in draft.values and draft.values[name] != value:
                draft.contradict(name, "Svaret og brevet er uenige.")
            else:
                draft.put(name, value, Evidence("answer", str(value), locator=name))
        return draft.finish(document.type)


# Beyond this nothing is claimed of the words: what would seem missing might stand in the part not read.
_MOST_CODE_POINTS: Final = 60_000
_MOST_SENTENCES: Final = 800
_TOO_LONG: Final = "Brevet er for langt til at ordene kan leses. Sjekk ett brev om gangen, uten vedlegg."


def _is_readable(text: str) -> bool:
    ends = text.count("\n") + sum(text.count(f"{stop} ") for stop in ".!?;")
    return len(text) <= _MOST_CODE_POINTS and ends <= _MOST_SENTENCES


# What the message's own headings are about → the kinds of section the reading knows.
_KINDS: Final = {
    "medication": "drugs",
    "plan": "plan",
    "sick_leave": "sick_leave",
    "transport": "transport",
    "history": "history",
    "diagnosis": "head",
}


def _parts(document: Document) -> list[Headed]:
    """The parts of a message that codes its headings; none for plain text, whose headings the reading finds."""
    return [
        Headed(section.span.start, section.span.end, section.title or "", _KINDS.get(section.topic or "", "body"))
        for section in document.sections
        if section.code
    ]
