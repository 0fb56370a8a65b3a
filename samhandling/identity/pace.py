"""How often one address may knock, whoever it says it is: beside the delay, which knows only one login at a time.

Generous, since a whole hospital may have one address. Kept in memory: a restart forgets, and the delay does not.
"""

from datetime import datetime, timedelta

from samhandling.identity.delay import Wait
from samhandling.web.pace import Window


class Pace:
    """`most` a `period`, refilled evenly."""

    def __init__(self, most: int, period: timedelta) -> None:
        self._window = Window(most, period)

    def admit(self, address: str, now: datetime) -> None:
        """Raises Wait past it."""
        seconds = self._window.wait(address, now)
        if seconds:
            raise Wait(seconds)
