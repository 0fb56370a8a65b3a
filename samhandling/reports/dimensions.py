"""What deviations are counted by, and which tables a report asks for, as the core of safe numbers wants them said.

A case stands in one place of each dimension: the month it came, its main rule, what came of it, who answers, who asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from samhandling.areas.domain import Organisation
from samhandling.areas.kinds import OrganisationKind
from samhandling.deviations.codes import Outcome
from samhandling.disclosure import Dimension, Measure, Protection, Table
from samhandling.reports.periods import Period

NONE: Final = "none"
HOSPITAL: Final = "hospital"
GP_OFFICE: Final = "gp_office"
OUTSIDE: Final = "outside"
OTHERS: Final = "others"
#: The chapters of referral and of discharge are most of what is reported, the latter much: what a small area can tell
#: beside «the other chapters».
REFERRAL: Final = "1"
DISCHARGE: Final = "2"
OPEN: Final = "open"
#: Outcome to what it is gathered in.
OUTCOMES: Final[Mapping[str, str]] = {
    Outcome.AGREED_WITH_MEASURE: "upheld",
    Outcome.AGREED: "upheld",
    Outcome.PARTLY: "upheld",
    Outcome.NOT_DEVIATION: "not_upheld",
    Outcome.UNANSWERED: "unanswered",
    Outcome.MERGED: "otherwise",
    Outcome.WITHDRAWN: "otherwise",
    Outcome.OTHER_CHANNEL: "otherwise",
    OPEN: OPEN,
}
_HOSPITAL: Final = (OrganisationKind.HOSPITAL_TRUST, OrganisationKind.HOSPITAL_UNIT)
#: The least of a kind there must be, so that the kind is not one of them (ruling A3).
_MANY: Final = 3


@dataclass(frozen=True, slots=True)
class Ruled:
    """The rulebook in force: `strengths` by the number of each statement, in the order of the source. `hash`: its."""

    strengths: Mapping[str, str]
    hash: str


def chapter(statement: str) -> str:
    return statement.split(".")[0]


def time_of(year: int) -> tuple[Dimension, Dimension]:
    """Halves, and the first to the sixth month of one: of two dimensions, so that few combinations are unknown."""
    halves = tuple((half, str(year)) for half in Period(year).halves)
    months = tuple((f"m{number}",) for number in range(1, 7))
    return (
        Dimension("time", ("half", "year"), halves, Protection.OPEN, frame=("half", "year")),
        Dimension("months", ("month",), months, Protection.OPEN),
    )


def rules_of(ruled: Ruled, also: Iterable[str] = ()) -> Dimension:
    """`also`: statements that cases cite and the rulebook in force no longer has."""
    known = {**ruled.strengths, **dict.fromkeys(sorted(set(also) - set(ruled.strengths)), NONE)}
    paths = [
        (number, f"{chapter(number)}/{strength}", *_chapters(chapter(number))) for number, strength in known.items()
    ]
    return Dimension(
        "rules", ("rule", "part", "chapter", "main", "group"), (*paths, (NONE, f"{NONE}/{NONE}", *_chapters(NONE)))
    )


def _chapters(number: str) -> tuple[str, str, str]:
    main = number if number in (REFERRAL, DISCHARGE) else OTHERS
    return number, main, main if main == DISCHARGE else OTHERS


def outcomes() -> Dimension:
    paths = tuple((str(code), group) for code, group in OUTCOMES.items())
    return Dimension("outcomes", ("outcome", "came_to"), paths, Protection.CROSSED)


class Places:
    """Units and offices of an area, in the coarser places that numbers are told for."""

    def __init__(self, known: Mapping[int, Organisation], day: date) -> None:
        self._known = known
        offices = [
            each for each in known.values()
            if each.kind is OrganisationKind.GP_OFFICE and not each.on(day).single_person
        ]  # fmt: skip
        self._offices_are_many = len(offices) >= _MANY

    def kind(self, unit: int) -> str:
        """What kind of unit answers. A kind of which there are few is no kind of its own, nor are several kinds."""
        kind = self._known[unit].kind if unit in self._known else None
        if kind in _HOSPITAL:
            return HOSPITAL
        return GP_OFFICE if kind is OrganisationKind.GP_OFFICE and self._offices_are_many else OUTSIDE

    def units(self, combinations: Iterable[tuple[int, ...]]) -> Dimension:
        """Each unit, and each set of units that were asked about the same case."""
        found = {combination: None for combination in sorted(set(combinations)) if combination}
        paths = [(self.unit_code(each), *self._above(each)) for each in found]
        return Dimension("units", ("unit", "kind", "side"), (*paths, (NONE, OUTSIDE, OTHERS)))

    @staticmethod
    def unit_code(units: Sequence[int]) -> str:
        return "+".join(map(str, units)) or NONE

    def _above(self, units: tuple[int, ...]) -> tuple[str, str]:
        kinds = {self.kind(each) for each in units}
        kind = kinds.pop() if len(kinds) == 1 else OUTSIDE
        return kind, HOSPITAL if kind == HOSPITAL else OTHERS

    def municipality(self, office: int | None) -> str:
        """Of who reported: its municipality, or the hospital."""
        while office is not None and office in self._known:
            found = self._known[office]
            if found.kind is OrganisationKind.MUNICIPALITY:
                return f"m{office}"
            if found.kind in _HOSPITAL:
                return HOSPITAL
            office = found.parent
        return OUTSIDE

    def municipalities(self) -> Dimension:
        own = [f"m{each.id}" for each in self._known.values() if each.kind is OrganisationKind.MUNICIPALITY]
        paths = [(code, "primary") for code in own]
        return Dimension(
            "reporters", ("municipality", "reporter"), (*paths, (HOSPITAL, HOSPITAL), (OUTSIDE, "elsewhere"))
        )


BY_MONTH: Final = "by_month"
#: code, levels, whether it is minutes; in the order of their worth: what must be hidden, is in the last of them.
_ASKED: Final = (
    (BY_MONTH, ("month",), Measure.CASES),
    ("by_outcome", ("outcome",), Measure.CASES),
    ("by_chapter", ("chapter",), Measure.CASES),
    ("by_kind", ("kind",), Measure.CASES),
    ("by_strength", ("part",), Measure.CASES),
    ("by_rule", ("rule",), Measure.CASES),
    ("chapter_by_outcome", ("chapter", "came_to"), Measure.CASES),
    ("by_municipality", ("municipality",), Measure.CASES),
    ("minutes", (), Measure.AMOUNT),
    ("minutes_by_chapter", ("chapter",), Measure.AMOUNT),
)
#: Whose numbers stand for the area as a whole, by a process (ruling A2).
UNPROTECTED: Final = frozenset({BY_MONTH, "by_outcome"})


def tables_of(period: Period) -> tuple[Table, ...]:
    where = ((period.level, period.code),)
    return tuple(
        Table(code, ("half", *by) if code == BY_MONTH and period.half is None else by, where, measure)
        for code, by, measure in _ASKED
    )
