"""What the codes of a report are called, in the reader's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel.dates import get_month_names

from samhandling.areas.domain import Organisation
from samhandling.casework.rulebook import Cites
from samhandling.deviations.codes import OUTCOMES as DEVIATION_OUTCOMES
from samhandling.reports.dimensions import GP_OFFICE, HOSPITAL, NONE, OPEN, OTHERS, OUTSIDE
from samhandling.reports.periods import Period, period
from samhandling.web.i18n import Text, gettext, language, marked

_NO_RULE: Final = marked("Uten regel")
_KINDS: Final[Mapping[str, str]] = {
    HOSPITAL: marked("Sykehuset"),
    GP_OFFICE: marked("Legekontor"),
    OUTSIDE: marked("Andre, flere slags enheter eller ingen ennå"),
    OTHERS: marked("Andre enn sykehuset"),
}
_CAME_TO: Final[Mapping[str, str]] = {
    "upheld": marked("Medhold, helt eller delvis"),
    "not_upheld": marked("Ikke avvik"),
    "unanswered": marked("Ubesvart"),
    "otherwise": marked("Samlet i tema eller trukket"),
    OPEN: marked("Ikke avsluttet"),
}
_REPORTERS: Final[Mapping[str, str]] = {
    "primary": marked("Kommunene"),
    HOSPITAL: marked("Sykehuset"),
    OUTSIDE: marked("Andre"),
    "elsewhere": marked("Andre"),
}
#: Groups of strengths of the rulebook, by how much the words demand.
_STRENGTHS: Final[Mapping[str, str]] = {
    "brudd": marked("må eller skal"),
    "avvik": marked("slik gjøres det"),
    "anbefaling": marked("bør"),
    "mål": marked("mål"),
    "opplysning": marked("kan, eller opplysning"),
}
#: Levels of tables to the heading of their column.
LEVELS: Final[Mapping[str, str]] = {
    "half": marked("Halvår"),
    "month": marked("Måned"),
    "rule": marked("Regel"),
    "part": marked("Kapittel og styrke"),
    "chapter": marked("Kapittel"),
    "main": marked("Kapittel"),
    "group": marked("Kapittel"),
    "outcome": marked("Utfall"),
    "came_to": marked("Utfall"),
    "kind": marked("Hvem som skal svare"),
    "side": marked("Hvem som skal svare"),
    "municipality": marked("Hvor melderen er"),
    "reporter": marked("Hvor melderen er"),
}


@dataclass(frozen=True, slots=True)
class Labels:
    """`chapters`: number to title. `known`: organisations."""

    cites: Cites
    chapters: Mapping[str, Text]
    known: Mapping[int, Organisation]
    period: str
    day: date

    def of(self, level: str, code: str) -> str:
        said = {
            "half": self._half, "month": self._month, "rule": self._rule, "part": self._part, "chapter": self._chapter,
            "main": self._group, "group": self._group, "outcome": self._outcome, "came_to": _named(_CAME_TO),
            "kind": _named(_KINDS), "side": _named(_KINDS), "municipality": self._municipality,
            "reporter": _named(_REPORTERS),
        }  # fmt: skip
        return said[level](code)

    def _half(self, code: str) -> str:
        return half_name(period(code))

    def _month(self, code: str) -> str:
        """The first of a half-year is January in one and July in the other."""
        found = period(self.period)
        number = int(code.removeprefix("m"))
        return month_name(number + (6 if found.half == 2 else 0)) if found.half else str(number)

    def _rule(self, code: str) -> str:
        return gettext(_NO_RULE) if code == NONE else f"{code} {self.cites.heading(code)}"

    def _chapter(self, code: str) -> str:
        if code == NONE:
            return gettext(_NO_RULE)
        title = self.chapters.get(code)
        return f"{code} {title}" if title else code

    def _part(self, code: str) -> str:
        chapter, _, strength = code.partition("/")
        if strength == NONE:
            return self._chapter(chapter)
        return f"{self._chapter(chapter)}: {gettext(_STRENGTHS.get(strength, strength))}"

    def _group(self, code: str) -> str:
        return gettext(marked("Øvrige kapitler")) if code == OTHERS else self._chapter(code)

    def _outcome(self, code: str) -> str:
        return gettext(_CAME_TO[OPEN] if code == OPEN else DEVIATION_OUTCOMES[code])

    def _municipality(self, code: str) -> str:
        number = code.removeprefix("m")
        if number.isdigit() and int(number) in self.known:
            return self.known[int(number)].name(self.day)
        return gettext(_REPORTERS.get(code, _REPORTERS[OUTSIDE]))


def _named(names: Mapping[str, str]) -> Callable[[str], str]:
    return lambda code: gettext(names.get(code, code))


def month_name(number: int) -> str:
    return str(get_month_names("wide", locale=language.get())[number])


def half_name(found: Period) -> str:
    names = {1: marked("første halvår %(year)s"), 2: marked("andre halvår %(year)s"), None: marked("året %(year)s")}
    return gettext(names[found.half]) % {"year": found.year}
