"""What the provider remembers, in this process only, and for how long. Everything is used once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

Kept = TypeVar("Kept")
_MOST: Final = 10_000


class OneTime(Generic[Kept]):
    """Values under names nobody can guess. Beyond 10 000 the oldest are forgotten."""

    def __init__(self, life: timedelta, prefix: str = "") -> None:
        self._life, self._prefix = life, prefix
        self._kept: dict[str, tuple[Kept, datetime]] = {}

    def keep(self, value: Kept, now: datetime) -> str:
        name = self._prefix + secrets.token_urlsafe(32)
        self._forget(now)
        self._kept[name] = value, now + self._life
        return name

    def look(self, name: str, now: datetime) -> Kept | None:
        """None when unknown, used or out of date."""
        value, until = self._kept.get(name, (None, now))
        return value if now < until else None

    def take(self, name: str, now: datetime) -> Kept | None:
        """As `look`, and it is used by that."""
        value = self.look(name, now)
        self._kept.pop(name, None)
        return value

    def _forget(self, now: datetime) -> None:
        self._kept = {name: pair for name, pair in self._kept.items() if now < pair[1]}
        while len(self._kept) >= _MOST:
            self._kept.pop(next(iter(self._kept)))


class Seen:
    """Identifiers of JWTs that may come once."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def is_new(self, name: str, until: float, now: float) -> bool:
        """False when it came before; remembered until it could not be used anyway."""
        self._until = {name: end for name, end in self._until.items() if now < end}
        if name in self._until:
            return False
        self._until[name] = until
        return True


@dataclass(slots=True)
class Asked:
    """An authorization request that passed. `used`: somebody has signed in with it, or cancelled."""

    client_id: str
    redirect_uri: str
    scope: tuple[str, ...]
    state: str | None
    nonce: str | None
    challenge: str
    key_thumbprint: str | None
    used: bool = False


@dataclass(frozen=True, slots=True)
class Granted:
    """What a code stands for."""

    asked: Asked
    subject: str
    at: datetime
