"""What a PKO notes while the phone rings, a line a call: «12.3. Havnes; epikrise sen; Medisinsk avdeling; 20 min».

Read leniently and shown before anything is made. Where a word may mean two things, nothing is taken to be meant.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import yaml

from samhandling.areas.kinds import OrganisationKind
from samhandling.deviations.situations import SITUATIONS
from samhandling.importing.checking import MOST_MINUTES
from samhandling.importing.directory import Directory
from samhandling.importing.months import month_of
from samhandling.search.words import stem

_WORD: Final = re.compile(r"[^\W_]+")
_APART: Final = re.compile(r"[;\t|]")
_DATE: Final = re.compile(
    r"\s*(\d{4}-\d{2}(?:-\d{2})?|\d{1,2}[./]\d{1,2}(?:[./]\d{4}|[./]\d{2}(?!\d)|\.(?!\d))?"
    r"|(?:\d{1,2}\. ?)?(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)"
    r"(?: \d{4})?)(?![\w/])[:,.]?",
    re.IGNORECASE,
)
_MINUTES: Final = re.compile(r"\b(\d{1,4}) ?min(?:utt(?:er|ar)?)?\b", re.IGNORECASE)
#: A part that is nothing else.
_TIME: Final = re.compile(r"\s*(\d{1,4}) ?(min(?:utt(?:er|ar)?)?|time(?:r|n)?|timar|t)\.?\s*", re.IGNORECASE)
_NOT: Final = frozenset(map(stem, ("ikke", "ikkje", "ingen", "aldri")))
_HOSPITAL: Final = {OrganisationKind.HOSPITAL_TRUST, OrganisationKind.HOSPITAL_UNIT}
_SHORT: Final = {"avd": "avdeling", "sh": "sykehus", "sjh": "sykehus", "ktr": "kontor", "komm": "kommune"}
#: Words of others between those of a phrase.
_GAP: Final = 2
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class Call:
    """What was understood of a line; empty and None for what was not. `text`: the rest, without who called."""

    line: str
    month: str
    office: int | None = None
    unit: int | None = None
    situation: str = ""
    minutes: int | None = None
    text: str = ""

    @property
    def is_understood(self) -> bool:
        return bool(self.office or self.unit or self.situation)


@dataclass(frozen=True, slots=True)
class _Found:
    """An organisation in a line, with the place of its name. `whole`: a part of the line is nothing else."""

    organisation: int
    start: int
    end: int
    whole: bool = False


def understood(line: str, found: Directory, today: date) -> Call:
    """`today`: its month when the line says none."""
    line = " ".join(line.split(" ")).strip()
    rest, month = _dated(line, today)
    rest, minutes = _timed(rest)
    named = list(_organisations(rest, found))
    office, unit = _sides(named, found)
    # The one it concerns reads the text, and is not told which office rang.
    kept = _without(rest, [each for each in named if each.organisation == office or (each.whole and unit is not None)])
    return Call(line, month or f"{today:%Y-%m}", office, unit, _situation(rest), minutes, _tidy(kept))


def has_date(line: str, today: date) -> bool:
    return bool(_dated(line, today)[1])


def _dated(line: str, today: date) -> tuple[str, str]:
    """The line without the date it begins with, and its month."""
    found = _DATE.match(line)
    month = month_of(found.group(1), today) if found else ""
    return (line[found.end() :], month) if found and month else (line, "")


def _timed(line: str) -> tuple[str, int | None]:
    """Minutes, when they are told once; the line without a part that tells nothing else."""
    alone = [(start, end, _TIME.fullmatch(line, start, end)) for start, end in _parts(line)]
    told = [(start, end, each) for start, end, each in alone if each]
    found = [each.group(1) for each in _MINUTES.finditer(line)]
    if len(told) == 1:
        start, end, each = told[0]
        minutes = int(each.group(1)) * (1 if each.group(2).lower().startswith("m") else 60)
        others = len(found) - bool(_MINUTES.search(line, start, end))
        return (line[:start] + line[end:], minutes) if minutes <= MOST_MINUTES and not others else (line, None)
    return line, int(found[0]) if len(found) == 1 and not told and int(found[0]) <= MOST_MINUTES else None


def _organisations(line: str, found: Directory) -> Iterator[_Found]:
    """In the order they stand: a part that is a name or short for one, else names in running text."""
    parts = list(_parts(line))
    for start, end in parts:
        whole = _meant(line[start:end], found)
        if whole is not None:
            yield _Found(whole, start, end, whole=True)
        else:
            yield from _within(line, start, end, found)


def _parts(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for apart in _APART.finditer(line):
        yield start, apart.start()
        start = apart.end()
    yield start, len(line)


def _meant(part: str, found: Directory) -> int | None:
    """The one organisation whose name the part is, or abbreviates."""
    called = found.called(part.strip(" .,:"))
    if called:
        return next(iter(called)) if len(called) == 1 else None
    spoken = [_SHORT.get(word, word) for word, _, _ in _words(part)]
    if not spoken or any(len(word) < _SHORTEST for word in spoken):
        return None
    like = {each for each, name in found.shown.items() if _abbreviates(spoken, [word for word, _, _ in _words(name)])}
    return next(iter(like)) if len(like) == 1 else None


def _abbreviates(spoken: Sequence[str], name: Sequence[str]) -> bool:
    """Each word begins a word of the name, in the name's order, from its first."""
    if not name or not name[0].startswith(spoken[0]):
        return False
    rest = iter(name)
    return all(any(word.startswith(begun) for word in rest) for begun in spoken)


def _within(line: str, start: int, end: int, found: Directory) -> Iterator[_Found]:
    """Whole names in running text, the longest first; a name of two organisations is none of them."""
    heard = [(stem(word), first + start, last + start) for word, first, last in _words(line[start:end])]
    place = 0
    while place < len(heard):
        best = _longest(heard, place, found)
        if best is None:
            place += 1
            continue
        organisation, count = best
        yield _Found(organisation, heard[place][1], heard[place + count - 1][2])
        place += count


def _longest(heard: Sequence[tuple[str, int, int]], place: int, found: Directory) -> tuple[int, int] | None:
    fitting: dict[int, set[int]] = {}
    for each in found.shown:
        name = _stems(found.shown[each])
        if len(name) > 1 and [word for word, _, _ in heard[place : place + len(name)]] == list(name):
            fitting.setdefault(len(name), set()).add(each)
    count = max(fitting, default=0)
    return (next(iter(fitting[count])), count) if count and len(fitting[count]) == 1 else None


def _sides(named: Sequence[_Found], found: Directory) -> tuple[int | None, int | None]:
    """Who called, and whom it concerns: the first and the second; one alone by what it is."""
    ids = list(dict.fromkeys(each.organisation for each in named))
    if len(ids) > 2 or not ids:
        return None, None
    if len(ids) == 2:
        return ids[0], ids[1]
    return (None, ids[0]) if found.organisations[ids[0]].kind in _HOSPITAL else (ids[0], None)


def _situation(text: str) -> str:
    """The one whose phrase is the longest; none when two are."""
    heard = [stem(word) for word, _, _ in _words(text)]
    best = {code: max((len(each) for each in said if _says(heard, each)), default=0) for code, said in _phrases()}
    most = max(best.values())
    leading = [code for code, length in best.items() if length == most]
    return leading[0] if most and len(leading) == 1 else ""


def _says(heard: Sequence[str], phrase: Sequence[str]) -> bool:
    return any(_from(heard, start, phrase) for start, word in enumerate(heard) if word == phrase[0])


def _from(heard: Sequence[str], start: int, phrase: Sequence[str]) -> bool:
    """A negation just before, between or just after says something else."""
    place, between = start, list(heard[max(start - 1, 0) : start])
    for word in phrase[1:]:
        near = heard[place + 1 : place + 2 + _GAP]
        if word not in near:
            return False
        between += near[: near.index(word)]
        place += 1 + near.index(word)
    return _NOT.isdisjoint([*between, *heard[place + 1 : place + 2]])


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    rows: Mapping[str, list[str]] = yaml.safe_load(Path(__file__).with_name("phone_words.yaml").read_text("utf-8"))
    return tuple(
        (code, tuple(_stems(text) for text in (each.text.nb, each.text.nn, *rows.get(code, []))))
        for code, each in SITUATIONS.items()
    )


@lru_cache(maxsize=2_000)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word, _, _ in _words(text))


def _without(line: str, named: Sequence[_Found]) -> str:
    for each in sorted(named, key=lambda one: -one.start):
        line = line[: each.start] + line[each.end :]
    return line


def _tidy(text: str) -> str:
    parts = (re.sub(r"\s+", " ", part).strip(" ,.:-–") for part in _APART.split(text))
    return ". ".join(part[:1].upper() + part[1:] for part in parts if part)


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """In lower case, with their place."""
    for found in _WORD.finditer(text):
        yield found.group().lower(), found.start(), found.end()
