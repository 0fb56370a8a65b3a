"""The area's organisations by what people call them, today and before."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Final

from samhandling.areas.domain import Organisation
from samhandling.casework.choices import ANSWERING, units

#: A first word that tells which office it is: not a short one («Nye»), and not what many of them begin with.
_TELLING: Final = re.compile(r"(?!lege|helse|sentrum|medisin|famili|kommun|allmenn)\w{4,}")
_WORD: Final = re.compile(r"\w+")


def folded(name: str) -> str:
    return " ".join(name.casefold().split())


def mentioned(text: str, office: str, unit: str) -> str:
    """The words of a text that name the office, or begin its name as nothing else does; empty when none do.

    The unit reads the text, but is not told which office reported (ruling A4).
    """
    said = folded(text)
    if folded(office) in said:
        return office
    first = folded(office.split(" ")[0].strip(".,"))
    if not _TELLING.match(first) or first in folded(unit):
        return ""
    return next((word for word in _WORD.findall(text) if folded(word) in (first, f"{first}s")), "")


@dataclass(frozen=True, slots=True)
class Directory:
    """`shown`: id to name, as in the choices of a form. `names`: folded, to the ids it may mean.

    `before`: names that some of them had. `closed`: names of those that are no more.
    """

    shown: Mapping[int, str]
    organisations: Mapping[int, Organisation]
    names: Mapping[str, frozenset[int]]
    before: Mapping[str, frozenset[int]]
    closed: frozenset[str]

    def called(self, text: str) -> frozenset[int]:
        """Those that may be meant; one that is called so today goes before one that was."""
        name = folded(text)
        return self.names.get(name) or self.before.get(name) or frozenset()

    def is_closed(self, text: str) -> bool:
        return folded(text) in self.closed

    def like(self, text: str) -> tuple[str, ...]:
        """Up to three names that are spelt almost so."""
        by_name = {folded(name): name for name in self.shown.values()}
        return tuple(by_name[each] for each in get_close_matches(folded(text), by_name, 3, 0.7))


def directory(known: Mapping[int, Organisation], today: date) -> Directory:
    shown = {int(code): name for code, name in units(known, today).items()}
    names: defaultdict[str, set[int]] = defaultdict(set)
    before: defaultdict[str, set[int]] = defaultdict(set)
    for each, name in shown.items():
        names[folded(name)].add(each)
        names[folded(known[each].name(today))].add(each)
        for version in known[each].versions:
            before[folded(version.name)].add(each)
    closed = {folded(each.name(today)) for each in known.values() if each.kind in ANSWERING and each.is_closed(today)}
    return Directory(shown, known, _settled(names), _settled(before), frozenset(closed - names.keys()))


def _settled(found: Mapping[str, set[int]]) -> dict[str, frozenset[int]]:
    return {name: frozenset(ids) for name, ids in found.items()}
