"""Reads a letter in plain text: what it states by heading, label and plain words. The text itself is kept as it is."""

from typing import Any

from samhandling.documents.canonical import NOT_LOOKED, Control, Document, Medication, NotLooked, Section, SickLeave
from samhandling.documents.masking import masked
from samhandling.documents.readers.druglines import drug_list, mentions_drugs
from samhandling.documents.readers.letter_diagnoses import diagnoses_in
from samhandling.documents.readers.letter_header import parties_in, times_in
from samhandling.documents.readers.letter_kind import kind_in_words
from samhandling.documents.readers.letter_parts import starts_of_letters
from samhandling.documents.readers.letter_sections import lines_of, sections_of
from samhandling.documents.readers.statements import contact_doctor_in, controls_in, sick_leave_in
from samhandling.documents.readers.times import contradictions
from samhandling.documents.tongues import language_of
from samhandling.documents.wording import MAX_LETTER, notice, refusal

_SHARED_FIELDS = ("sent_at", "contact_doctor", "attachments", "language", "sender")


def read_letter(text: str, *, kind: str | None = None, damaged: bool = False) -> Document:
    """The letter, or a document with `parts` where the text holds several; `unknown_kind` when no word tells it."""
    said = kind_in_words(text)
    chosen = kind or said
    if chosen is None:
        raise refusal("unknown_kind")
    notices = ["damaged_characters"] if damaged else []
    if kind and said and kind != said:
        notices.append("kind_from_caller")
    start = text[:MAX_LETTER]
    starts = starts_of_letters(start, lines_of(start))
    if len(starts) > 1:
        return _several(text, starts, chosen, [*notices, "several_letters"])
    return _one(masked(text), chosen, notices)


def _several(text: str, starts: list[int], kind: str, notices: list[str]) -> Document:
    """Only what all letters share is said about the whole."""
    ends = [*starts[1:], len(text)]
    parts = tuple(_one(masked(text[start:end]), kind, []) for start, end in zip(starts, ends, strict=True))
    shared = {
        name: getattr(parts[0], name)
        for name in _SHARED_FIELDS
        if all(getattr(part, name) == getattr(parts[0], name) for part in parts)
    }
    return Document(
        type=kind, format="text", text=masked(text), parts=parts, warnings=tuple(map(notice, notices)), **shared
    )


def _one(whole: str, kind: str, notices: list[str]) -> Document:
    text = whole[:MAX_LETTER]
    if len(whole) > MAX_LETTER:
        notices = [*notices, "long_text"]
    lines = lines_of(text)
    sections = sections_of(text, lines)
    times = times_in(text, kind)
    fields: dict[str, Any] = {**times.fields, **parties_in(text, lines, kind)}
    return Document(
        type=kind,
        format="text",
        text=whole,
        sections=sections,
        language=language_of(text),
        contact_doctor=contact_doctor_in(text),
        medications=_medications(text, sections),
        diagnoses=diagnoses_in(text, sections, kind),
        sick_leave=_sick_leave(text, sections),
        controls=_controls(text, sections),
        attachments=0,
        warnings=tuple(map(notice, [*notices, *times.notices, *contradictions(fields)])),
        **fields,
    )


def _body(text: str, section: Section) -> str:
    return text[section.span.start : section.span.end]


def _medications(text: str, sections: tuple[Section, ...]) -> tuple[Medication, ...] | NotLooked:
    """The entries under the headings for drugs; NOT_LOOKED where the letter speaks of drugs in a way we cannot read."""
    lists = [
        drug_list(_body(text, section), section.span.start) for section in sections if section.topic == "medication"
    ]
    entries = tuple(drug for drugs in lists if drugs is not NOT_LOOKED for drug in drugs)
    unread = NOT_LOOKED in lists or (not lists and mentions_drugs(text))
    return entries or (NOT_LOOKED if unread else ())


def _sick_leave(text: str, sections: tuple[Section, ...]) -> tuple[SickLeave, ...]:
    headed = [section for section in sections if section.topic == "sick_leave"]
    if headed:
        return tuple(leave for section in headed for leave in sick_leave_in(_body(text, section), under_heading=True))
    return sick_leave_in(text, under_heading=False)


def _controls(text: str, sections: tuple[Section, ...]) -> tuple[Control, ...]:
    planned = [section for section in sections if section.topic in ("plan", "assessment")]
    where = [_body(text, section) for section in planned] or [text]
    return tuple(control for body in where for control in controls_in(body))
