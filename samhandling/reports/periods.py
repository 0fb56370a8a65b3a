"""The periods of a report: half-years and years, fixed, so that two reports never differ by some days (ruling A15)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from samhandling.kernel.errors import NotFound

_CODE: Final = re.compile(r"(2\d{3})(?:-H([12]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """`half` None: the whole year."""

    year: int
    half: int | None = None

    @property
    def code(self) -> str:
        """2026-H1, or 2026."""
        return f"{self.year}-H{self.half}" if self.half else str(self.year)

    @property
    def level(self) -> str:
        """Its name among the levels of time in `counting`."""
        return "half" if self.half else "year"

    @property
    def first(self) -> date:
        return date(self.year, 7 if self.half == 2 else 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def before(self) -> "Period":
        """The one that it is held against."""
        if self.half is None:
            return Period(self.year - 1)
        return Period(self.year, 1) if self.half == 2 else Period(self.year - 1, 2)

    def is_over(self, today: date) -> bool:
        return self.last < today

    @property
    def halves(self) -> tuple[str, ...]:
        """The codes of its half-years."""
        return (self.code,) if self.half else (f"{self.code}-H1", f"{self.code}-H2")


def period(code: str) -> Period:
    """Raises NotFound for what is no code of a period."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise NotFound
    return Period(int(found[1]), int(found[2]) if found[2] else None)


def offered(today: date, back: int = 2) -> tuple[Period, ...]:
    """Those that have begun, the newest first: the halves and the years of this year and some before."""
    found = [Period(year, half) for year in range(today.year, today.year - back, -1) for half in (None, 2, 1)]
    return tuple(sorted((each for each in found if each.first <= today), key=lambda each: each.last, reverse=True))




def half_of(day: date) -> Period:
    return Period(day.year, 1 if day.month < 7 else 2)
