"""Deadlines are counted in Norwegian working days: Monday to Friday, without public holidays."""

from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version
from typing import Final

import holidays

#: Goes into every stored deadline: which calendar it was counted by.
CALENDAR: Final = f"NO-{version('holidays')}"[:20]


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _public(day.year)


def after(day: date, count: int) -> date:
    """The last day of a deadline of `count` working days that begins to run the day after `day`.

    With a count of 0 the day itself, or the first working day after it. Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("a deadline does not lie in the past")
    while count or not is_working_day(day):
        day += timedelta(days=1)
        count -= is_working_day(day) and count > 0
    return day


def between(first: date, last: date) -> int:
    """How many working days lie after `first` up to and with `last`; 0 when none do."""
    if last <= first:
        return 0
    weeks, rest = divmod((last - first).days, 7)
    weekdays = 5 * weeks + sum((first + timedelta(days=n)).weekday() < 5 for n in range(1, rest + 1))
    years = range(first.year, last.year + 1)
    off = (day for year in years for day in _public(year) if day.weekday() < 5)
    return weekdays - sum(first < day <= last for day in off)


@lru_cache(maxsize=64)
def _public(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NO", years=year))
