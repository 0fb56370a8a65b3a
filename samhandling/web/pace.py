"""How much one address may ask for in all: generous, since a whole hospital may have one, and too little for a machine
that empties the site or keeps it busy.

Kept in memory, for this process only: a restart forgets. What may be guessed at has a stricter pace of its own, with
the same window.
"""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from samhandling.web.addresses import network
from samhandling.web.errors import ErrorPages

_MOST_ADDRESSES: Final = 10_000
#: A form counts as this many pages: it is read, inspected, judged and perhaps stored.
FORM: Final = 5


@dataclass(slots=True)
class Window:
    """`most` a `period`, refilled evenly: an address' time runs ahead of the clock by one step a request.

    It is never ahead by more than a period: one that is was written before the clock was set back, and is forgotten.
    """

    most: int
    period: timedelta
    _due: OrderedDict[str, datetime] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, address: str, now: datetime, cost: int = 1) -> int:
        """Seconds until it is admitted; 0 when it is, and then it is counted."""
        with self._lock:
            ahead = self._due.get(address, now)
            if not now <= ahead <= now + self.period:
                ahead = now
            due = ahead + self.period / self.most * cost
            over = due - now - self.period
            self._due[address] = ahead if over > timedelta(0) else due
            self._due.move_to_end(address)
            if len(self._due) > _MOST_ADDRESSES:
                self._due.popitem(last=False)
        return max(0, math.ceil(over.total_seconds()))


class Pace:
    """`per_minute`: requests from one address. Static files are not counted; they are cheap and kept by the browser."""

    def __init__(self, app: ASGIApp, errors: ErrorPages, per_minute: int, clock: Callable[[], datetime]) -> None:
        self.app = app
        self.errors = errors
        self.clock = clock
        self.window = Window(per_minute, timedelta(minutes=1))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        cost = 1 if scope["method"] in ("GET", "HEAD") else FORM
        seconds = self.window.wait(network(scope), self.clock(), cost)
        if not seconds:
            await self.app(scope, receive, send)
            return
        refused = self.errors.response(scope, 429)
        refused.headers["Retry-After"] = str(seconds)
        await refused(scope, receive, send)
