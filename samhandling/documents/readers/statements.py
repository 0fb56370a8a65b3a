"""Plain statements in running text that fill fields of their own: sick leave, planned controls, the contact doctor."""

import re
from collections.abc import Iterator
from typing import Final

from samhandling.documents.canonical import NOT_LOOKED, Control, NotLooked, Party, SickLeave
from samhandling.documents.dates import PATTERN, dates_in, iso, period_in
from samhandling.documents.vocabulary import alternation, any_of, entry, pattern
from samhandling.documents.wording import MAX_LETTER

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«\"])|\n\s*\n|\n\s*[-•*]\s+|\n(?=\s*(?:\d+[.)]\s|[A-ZÆØÅ]))")
_SPACE: Final = re.compile(r"\s+")

_SICK: Final = pattern(rf"\b{any_of('statements.sick')}")
_NOT_SICK: Final = pattern(rf"\b{any_of('statements.not_sick')}\b")
_DEGREE: Final = re.compile(r"(?<!\d)(\d{1,3})\s?(?:%|prosent)")
_UNTIL: Final = pattern(rf"{any_of('statements.until')}\s+(?:den\s+)?({PATTERN})")
_SINCE: Final = pattern(rf"{any_of('statements.since')}\s+(?:den\s+)?({PATTERN})")

_VISIT: Final = pattern(rf"\b{any_of('statements.visit')}")
_DENIED_VISIT: Final = pattern(rf"\b{any_of('statements.denials')}\b[^.]{{0,40}}{any_of('statements.denied_visit')}")
_CONDITION: Final = pattern(rf"\b{any_of('statements.conditions')}\b")
_WITH: Final = {who: pattern(rf"\b{alternation(words)}") for who, words in entry("statements.with").items()}
_BOOKED: Final = {how: pattern(rf"\b{alternation(words)}") for how, words in entry("statements.booked").items()}
_FEWEST_WORDS: Final = 3  # fewer is a heading

_CONTACT_DOCTOR: Final = re.compile(
    r"\b[Kk]ontaktlege(?:n)?\b(?:\s+(?:er|på sykehuset|under oppholdet|ved avdelingen|hos oss))*\s*[:,–-]?\s*"
    r"(?P<name>(?:(?:[Oo]ver|[Aa]ssistent|[Ss]eksjonsover|[Aa]vdelingsover)?lege\s+|[Dd]r\.?\s+|LIS\s?\d?\s+)?"
    r"[A-ZÆØÅ][\wé'-]*\.?(?:\s[A-ZÆØÅ][\wé'-]+){0,3})",
)
_CONTACT_WORD: Final = pattern(r"\bkontaktlege")
_PHONE: Final = pattern(r"(?:tlf|telefon|mobil|ring\w*)\D{0,20}?(\+?\d(?:\s?\d){4,11})")


def sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(text[:MAX_LETTER]):
        tidy = _SPACE.sub(" ", sentence).strip(" -•*")
        if tidy:
            yield tidy


def sick_leave_in(text: str, *, under_heading: bool) -> tuple[SickLeave, ...]:
    """Sick leaves stated in the text; under their own heading every sentence that does not deny one counts."""
    if under_heading:
        whole = _SPACE.sub(" ", text[:MAX_LETTER]).strip()
        return (_sick_leave(whole),) if whole and not _NOT_SICK.search(whole.split(".")[0]) else ()
    return tuple(_sick_leave(line) for line in sentences(text) if _SICK.search(line) and not _NOT_SICK.search(line))


def _sick_leave(words: str) -> SickLeave:
    period = period_in(words)
    start, end = _SINCE.search(words), _UNTIL.search(words)
    degree = _DEGREE.search(words)
    return SickLeave(
        from_on=period[0] if period else iso(start[1]) if start else None,
        to_on=period[1] if period else iso(end[1]) if end else None,
        degree=int(degree[1]) if degree and 0 < int(degree[1]) <= 100 else None,
        text=words,
    )


def controls_in(text: str) -> tuple[Control, ...]:
    """The visits a plan names; conditional and denied ones are left out."""
    return tuple(
        _control(line)
        for line in sentences(text)
        if len(line.split()) >= _FEWEST_WORDS
        and _VISIT.search(_DENIED_VISIT.sub(" ", line))
        and not _CONDITION.search(line)
    )


def _control(line: str) -> Control:
    day = next(dates_in(line), None)
    return Control(
        with_=next((who for who, words in _WITH.items() if words.search(line)), None),
        booked=next((how for how, words in _BOOKED.items() if words.search(line)), "ikke oppgitt"),
        at=day.iso if day else None,
        text=line,
    )


def contact_doctor_in(text: str) -> Party | NotLooked | None:
    """Only a person the text calls kontaktlege; NOT_LOOKED when the word stands there without a name we can read."""
    found = _CONTACT_DOCTOR.search(text[:MAX_LETTER])
    if found:
        line_end = text.find("\n", found.end())
        line = text[found.end() : line_end if line_end >= 0 else None][:120]
        phones = tuple(" ".join(phone.split()) for phone in _PHONE.findall(line))
        return Party(_SPACE.sub(" ", found["name"]), role="kontaktlege", phones=phones)
    return NOT_LOOKED if _CONTACT_WORD.search(text) else None
