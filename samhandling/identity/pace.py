"""How often one address may knock, whoever it says it is: beside the delay, which knows only one login at a time.

Generous, since a whole hospital may have one address. Kept in memory: a restart forgets, and the delay does not.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from samhandling.identity.delay import Wait

_MOST_ADDRESSES = 10_000


@dataclass(slots=True)
class Pace:
    """`most` a `period`, refilled evenly. Raises Wait past it."""

    most: int
    period: timedelta
    _due: OrderedDict[str, datetime] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def admit(self, address: str, now: datetime) -> None:
        """An address' time runs ahead of the clock by one step a knock, and may be ahead by a whole period."""
        with self._lock:
            due = max(self._due.pop(address, now), now) + self.period / self.most
            over = due - now - self.period
            if over > timedelta(0):
                due -= self.period / self.most
            self._due[address] = due
            while len(self._due) > _MOST_ADDRESSES:
                self._due.popitem(last=False)
        if over > timedelta(0):
            raise Wait(math.ceil(over.total_seconds()))
