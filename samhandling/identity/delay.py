"""A growing delay instead of a lock: nobody can shut another out, and nobody can guess fast (ruling B26).

Failures count per login and place. A place is an address; a browser that has given the second factor before is a place
of its own, so that guesses from the same hospital do not hold it up. The second factor has one place an account.

An attempt counts as failed from the moment it is let in until it succeeds: guesses made at the same time count too.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from samhandling.identity import accounts
from samhandling.identity.tables import FailedSignIn
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import DomainError
from samhandling.kernel.secrets import Secrets

FREE: Final = 4
FIRST: Final = timedelta(seconds=5)
LONGEST: Final = timedelta(minutes=15)
MEMORY: Final = timedelta(hours=24)
#: So many places within `ALARM_WITHIN` are not one person who has forgotten; every such number is told anew.
ALARM_PLACES: Final = 5
ALARM_WITHIN: Final = timedelta(hours=1)


class Wait(DomainError):
    """Too soon after the last attempt."""

    def __init__(self, seconds: int) -> None:
        super().__init__("wait", seconds=seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Attempt:
    """Keyed hashes. `alarm`: how many places the login has been tried from, when that number was just reached."""

    login: str
    place: str
    alarm: int = 0


def pause(failed: int) -> timedelta:
    """After so many failures: nothing at first, then 5 seconds, doubled each time, at most a quarter of an hour."""
    if failed < FREE:
        return timedelta(0)
    doublings = min(failed - FREE, 20)
    return min(FIRST * (1 << doublings), LONGEST)


def admit(session: DbSession, secrets: Secrets, login: str, place: str, now: datetime) -> Attempt:
    """Raises Wait; otherwise the attempt is counted."""
    attempt = Attempt(secrets.keyed_hash("sign-in login", login), secrets.keyed_hash("sign-in place", place))
    accounts.one_at_a_time(session, attempt.login)
    failed, last = accounts.failures(session, attempt.login, attempt.place, now - MEMORY)
    if last is not None and (left := last + pause(failed) - now) > timedelta(0):
        raise Wait(math.ceil(left.total_seconds()))
    session.add(FailedSignIn(login_hash=attempt.login, address_hash=attempt.place, failed_at=now))
    session.flush()
    places = accounts.places_of_failures(session, attempt.login, now - ALARM_WITHIN) if failed == 0 else 0
    return Attempt(attempt.login, attempt.place, places if places and places % ALARM_PLACES == 0 else 0)


def forgive(session: DbSession, attempt: Attempt) -> None:
    accounts.forget_failures(session, attempt.login, attempt.place)
