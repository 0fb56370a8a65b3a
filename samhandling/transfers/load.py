"""What a task takes of the GPs' time, and what all of them take together («bøtta er full», analysis H08 and H41).

    hours a week = patients × times a year × minutes a time / 60 / WEEKS

The sources give the product and the unit but no number of weeks. WEEKS is ours: the 52 of a year, without the five
weeks of holiday that every doctor has, and the ten public holidays on working days, which are two weeks more.
Exact fractions throughout: they are rounded once, where they are shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

#: Weeks a year in which a GP's office does its ordinary work.
WEEKS: Final = 45


@dataclass(frozen=True, slots=True)
class Volume:
    """`patients`: who have the task today. `added`: how many more each year. Whole numbers, none below zero."""

    patients: int
    times_a_year: int
    minutes: int
    added: int = 0

    def minutes_a_year(self, years: int = 0) -> int:
        """`years`: full years from now."""
        return (self.patients + self.added * years) * self.times_a_year * self.minutes

    def hours_a_week(self, years: int = 0) -> Fraction:
        return hours_a_week(self.minutes_a_year(years))


def hours_a_week(minutes_a_year: int) -> Fraction:
    return Fraction(minutes_a_year, 60 * WEEKS)


def rounded(hours: Fraction) -> Decimal:
    """To one decimal, halves up."""
    tenths = (Decimal(hours.numerator * 10) / Decimal(hours.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    return tenths / 10


@dataclass(frozen=True, slots=True)
class Told:
    """A volume as it was told, and from which day it counts."""

    since: date
    volume: Volume


@dataclass(frozen=True, slots=True)
class Entry:
    """A task that is in use from a day. `until`: the first day it no longer is; None while it has no end.

    `told`: in the order they were told; empty when nobody has given figures. The first counts from the start.
    """

    id: int
    since: date
    until: date | None
    told: tuple[Told, ...] = ()

    def is_in_use(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def minutes_on(self, day: date) -> int | None:
        """A year's minutes as reckoned on the day; 0 when it is not in use; None without figures."""
        if not self.is_in_use(day):
            return 0
        if not self.told:
            return None
        known = [each.volume for each in sorted(self.told, key=lambda each: each.since) if each.since <= day]
        first = min(self.told, key=lambda each: each.since).volume
        return (known[-1] if known else first).minutes_a_year()

    def days(self) -> set[date]:
        """On which something changes."""
        within = {each.since for each in self.told if self.is_in_use(each.since)}
        return {self.since, *within} | ({self.until} if self.until else set())


@dataclass(frozen=True, slots=True)
class Sum:
    """`minutes`: a year. `tasks`: how many are in use. `unknown`: how many of them have no figures."""

    minutes: int = 0
    tasks: int = 0
    unknown: int = 0

    @property
    def hours(self) -> Fraction:
        return hours_a_week(self.minutes)


def sum_on(entries: Iterable[Entry], day: date) -> Sum:
    found = [each.minutes_on(day) for each in entries if each.is_in_use(day)]
    return Sum(sum(each or 0 for each in found), len(found), sum(each is None for each in found))


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the ledger: on the day this task came, changed or left; `minutes`: by how much a year."""

    day: date
    entry: int
    minutes: int
    sum: Sum


def ledger(entries: Sequence[Entry], last: date) -> tuple[Change, ...]:
    """Every change up to and with the last day, in order; the sum after each day is that of `sum_on`.

    A task told anew with the same result is no change; one that comes or leaves is one, also without figures.
    """
    lines: list[Change] = []
    running = 0
    for day in sorted({day for each in entries for day in each.days() if day <= last}):
        after = sum_on(entries, day)
        moved = [each for each in entries if day in each.days()]
        for each in sorted(moved, key=lambda entry: entry.id):
            difference = (each.minutes_on(day) or 0) - _before(each, day)
            if not difference and day not in (each.since, each.until):
                continue
            running += difference
            lines.append(Change(day, each.id, difference, Sum(running, after.tasks, after.unknown)))
    return tuple(lines)


def _before(entry: Entry, day: date) -> int:
    """What it counted until the day."""
    earlier = [each for each in sorted(entry.days()) if each < day]
    return (entry.minutes_on(earlier[-1]) or 0) if earlier else 0


def year_ends(entries: Sequence[Entry], last: date) -> tuple[tuple[date, Sum], ...]:
    """The sum at the end of every year since the first task, and on the last day."""
    first = min((each.since for each in entries), default=last)
    days = [date(year, 12, 31) for year in range(first.year, last.year)]
    return tuple((day, sum_on(entries, day)) for day in [*days, last])
