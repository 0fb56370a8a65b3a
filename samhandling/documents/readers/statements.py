"""Plain statements in running text that fill fields of their own: sick leave, planned controls, the contact doctor."""

import re
from collections.abc import Iterator
from typing import Final

from samhandling.documents.canonical import NOT_LOOKED, Control, NotLooked, Party, SickLeave
from samhandling.documents.dates import PATTERN, dates_in, iso, period_in
from samhandling.documents.wording import MAX_LETTER

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«\"])|\n\s*\n|\n\s*[-•*]\s+|\n(?=\s*(?:\d+[.)]\s|[A-ZÆØÅ]))")
_SPACE: Final = re.compile(r"\s+")

_SICK: Final = re.compile(
    r"\bs(?:y|ju)ke?meld(?:t\b|\b|ing\w*\s(?:er|for|til|ut|fra|frå|i|på|\d|skrevet|gitt))", re.IGNORECASE
)
_NOT_SICK: Final = re.compile(
    r"\b(?:ingen|ikke|ikkje|inga|uten|utan|nei|uaktuel\w*|pensjonist\w*|alderspensjon\w*|ufør\w*|trygdet|tidligere|"
    r"tidlegare|"
    r"var|har vært|har vore|hadde)\b",
    re.IGNORECASE,
)
_DEGREE: Final = re.compile(r"(?<!\d)(\d{1,3})\s?(?:%|prosent)")
_UNTIL: Final = re.compile(
    rf"(?:t\.?o\.?m\.?|til og med|fram til|frem til|til|ut)\s+(?:den\s+)?({PATTERN})", re.IGNORECASE
)
_FROM: Final = re.compile(
    rf"(?:f\.?o\.?m\.?|fra og med|frå og med|fra|frå|siden|sidan)\s+(?:den\s+)?({PATTERN})", re.IGNORECASE
)

_VISIT: Final = re.compile(
    r"\b(?:kontroll(?:er|ar|time|en)?\b|(?:ny|første|fyrste|egen|eigen)?\s?time\b|oppfølgingstime|innkall\w*|"
    r"kall\w* inn\b|"
    r"til (?:egen|eigen) lege|follow-up)",
    re.IGNORECASE,
)
_NO_VISIT: Final = re.compile(
    r"\b(?:ingen|inga|ikke|ikkje|uten|utan|no|not)\b[^.]{0,40}(?:kontroll|oppfølging|time|innkall|follow-up)|"
    r"\b(?:ved forverring|ved behov for|hvis|dersom|ble kontrollert|vart kontrollert|tidligere)\b",
    re.IGNORECASE,
)
_WITH: Final = (
    (
        "fastlege",
        re.compile(
            r"\b(?:fastlege\w*|egen lege|eigen lege|primærlege\w*|allmennlege\w*|legekontor\w*|"
            r"legesenter\w*)",
            re.I,
        ),
    ),
    (
        "sykehus",
        re.compile(
            r"\b(?:(?:hos|hjå) oss|her\b|poliklinikk\w*|vår\b|avdeling\w*|sykehus\w*|sjukehus\w*|operatør|"
            r"vi\b|me\b)",
            re.I,
        ),
    ),
)
_BOOKED: Final = (
    ("fastlege innkaller", re.compile(r"fastlege\w*[^.]{0,30}(?:kalle\w*|innkalle\w*)|(?:kalles|"
                                      r"innkalles)[^.]{0,30}(?:fastlege|egen lege)", re.I)),
    ("mottaker bes ordne", re.compile(r"\b(?:please|could you|arrange|ber (?:dere|dykk|om at dere)|bes ordne|"
                                      r"bes bestille)\b", re.I)),
    ("pasient bestiller", re.compile(r"bestille?r? (?:selv |sjølv )?time|(?:pasienten|hun|han|"
                                     r"ho) (?:selv )?(?:bestiller|tingar|ringer)|tar (?:selv )?kontakt", re.I)),
    ("bestilt", re.compile(r"\b(?:bestilt|booket|booka|tinga|satt opp|sett opp|oppsatt|har fått time|har time|"
                           r"avtalt)\b", re.I)),
)  # fmt: skip

_FEWEST_WORDS: Final = 3  # fewer is a heading

_CONTACT_DOCTOR: Final = re.compile(
    r"\b[Kk]ontaktlege(?:n)?\b(?:\s+(?:er|på sykehuset|under oppholdet|ved avdelingen|hos oss))*\s*[:,–-]?\s*"
    r"(?P<name>(?:(?:[Oo]ver|[Aa]ssistent|[Ss]eksjonsover|[Aa]vdelingsover)?lege\s+|[Dd]r\.?\s+|LIS\s?\d?\s+)?"
    r"[A-ZÆØÅ][\wé'-]*\.?(?:\s[A-ZÆØÅ][\wé'-]+){0,3})",
)
_CONTACT_WORD: Final = re.compile(r"\bkontaktlege", re.IGNORECASE)
_PHONE: Final = re.compile(r"(?:tlf|telefon|mobil|ring\w*)\D{0,20}?(\+?\d(?:\s?\d){4,11})", re.IGNORECASE)


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
    start, end = _FROM.search(words), _UNTIL.search(words)
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
        if len(line.split()) >= _FEWEST_WORDS and _VISIT.search(_without_denials(line)) and not _conditional(line)
    )


def _without_denials(line: str) -> str:
    return _NO_VISIT.sub(" ", line)


def _conditional(line: str) -> bool:
    return bool(re.search(r"\b(?:ved forverring|hvis|dersom|ble kontrollert|vart kontrollert)\b", line, re.IGNORECASE))


def _control(line: str) -> Control:
    day = next(dates_in(line), None)
    return Control(
        with_=next((who for who, pattern in _WITH if pattern.search(line)), None),
        booked=next((how for how, pattern in _BOOKED if pattern.search(line)), "ikke oppgitt"),
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
