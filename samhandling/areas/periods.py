"""What holds from a day to a day, the last one included: cut, extended, and looked up. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from samhandling.kernel.errors import Refused


class Dated(Protocol):
    valid_from: date
    valid_to: date | None


D = TypeVar("D", bound=Dated)


def holds(row: Dated, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)


def overlap(row: Dated, start: date, end: date | None) -> bool:
    return (end is None or row.valid_from <= end) and (row.valid_to is None or row.valid_to >= start)


def at(rows: Iterable[D], day: date) -> D | None:
    return next((row for row in rows if holds(row, day)), None)


def nearest(rows: Sequence[D], day: date) -> D:
    """The one that holds; else the last that held, else the first that will. `rows`: not empty."""
    earlier = [row for row in rows if row.valid_from <= day]
    return max(earlier, key=_start) if earlier else min(rows, key=_start)


def cut(rows: Sequence[D], start: date) -> tuple[D, date | None]:
    """Ends the one that holds the day before `start`, and gives it with the last day of what comes in its place.

    Refused: «outside_period» when nothing holds then, «same_day» when it began that very day and is to be corrected.
    """
    row = at(rows, start)
    if row is None:
        raise Refused("outside_period", field="fra")
    if row.valid_from == start:
        raise Refused("same_day", field="fra")
    end, row.valid_to = row.valid_to, day_before(start)
    return row, end


def in_order(start: date, end: date | None, field: str = "til") -> None:
    """Refused: «ends_before_start»."""
    if end is not None and end < start:
        raise Refused("ends_before_start", field=field)


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def _start(row: Dated) -> date:
    return row.valid_from
