"""The only place that asks what time it is; everything else is told.

An instant is UTC. What was received, answered or closed also has a local date, because a year, a period and a deadline
are counted in Norway: 1 January 00:30 belongs to the new year.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

NORWAY: Final = ZoneInfo("Europe/Oslo")

Clock = Callable[[], datetime]


def now() -> datetime:
    """The real clock, in UTC."""
    return datetime.now(UTC)


def local_date(instant: datetime) -> date:
    """The date in Norway; a naive instant is refused with ValueError."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(NORWAY).date()
