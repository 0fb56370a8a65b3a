"""When a digest goes out: at seven on the next working day in Norway."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from samhandling.cases.working_days import is_working_day
from samhandling.kernel.clock import NORWAY, local_date

SEVEN: Final = time(7)


def next_morning(now: datetime) -> tuple[date, datetime]:
    """The local date, and the instant; always after `now`."""
    day = local_date(now)
    if now.astimezone(NORWAY).time() >= SEVEN:
        day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day, datetime.combine(day, SEVEN, NORWAY).astimezone(UTC)
