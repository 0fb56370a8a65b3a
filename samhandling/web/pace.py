"""How much one address may ask for in all: generous, since a whole hospital may have one, and too little for a machine
that empties the site or keeps it busy.

Kept in memory, for this process only: a restart forgets. What may be guessed at has a stricter pace of its own.
"""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from samhandling.web.addresses import network
from samhandling.web.errors import ErrorPages

_MOST_ADDRESSES: Final = 10_000
_PERIOD: Final = timedelta(minutes=1)
#: A form counts as this many pages: it is read, inspected, judged and perhaps stored.
FORM: Final = 5


@dataclass(slots=True)
class Window:
    """`most` a minute, refilled evenly: an address' time runs ahead of the clock by one step a request."""

    most: int
    _due: OrderedDict[str, datetime] = field(default_factory=OrderedDict)

    def wait(self, address: str, now: datetime, cost: int) -> int:
        """Seconds until it is admitted; 0 when it is, and then it is counted."""
        due = max(self._due.get(address, now), now) + _PERIOD / self.most * cost
        over = due - now - _PERIOD
        if over > timedelta(0):
            return math.ceil(over.total_seconds())
        self._due[address] = due
        self._due.move_to_end(address)
        if len(self._due) > _MOST_ADDRESSES:
            self._due.popitem(last=False)
        return 0


class Pace:
    """`per_minute`: requests from one address. Static files are not counted; they are cheap and kept by the browser."""

    def __init__(self, app: ASGIApp, errors: ErrorPages, per_minute: int, clock: Callable[[], datetime]) -> None:
        self.app = app
        self.errors = errors
        self.clock = clock
        self.window = Window(per_minute)

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
