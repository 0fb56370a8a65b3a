"""A second person lets a wrongly blocked text pass: a code for one person, one text, some kinds, for 15 minutes."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from samhandling.audit.chain import Actor, Subject, Trail
from samhandling.guarding.repository import release
from samhandling.guarding.tables import GuardRelease
from samhandling.kernel.clock import Clock
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database, DbSession
from samhandling.kernel.errors import Refused
from samhandling.kernel.scope import Scope
from samhandling.kernel.secrets import Secrets

_HOLDS: Final = timedelta(minutes=15)
# Without those that are mistaken for one another when read out.
_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ23456789"
_LENGTH: Final = 8


@dataclass(frozen=True, slots=True)
class Release:
    """What a form asks for. `text_hash`: keyed."""

    code: str
    person: UUID
    kinds: frozenset[str]
    text_hash: str


@dataclass(frozen=True, slots=True)
class ReleaseDesk:
    database: Database
    clock: Clock
    secrets: Secrets

    def __call__(self, asked: Release) -> bool:
        """Ties the code to the text the first time, and gives the same answer for that text until the time is up."""
        scope = Scope(person=asked.person)
        with self.database.writing(scope) as session:
            found = release(session, self._hash(asked.code), asked.person, self.clock())
            if found is None or not asked.kinds <= set(found.kinds) or found.text_hash not in (None, asked.text_hash):
                return False
            found.text_hash, found.used_at = asked.text_hash, found.used_at or self.clock()
            session.add(found)
            return True

    def give(
        self, session: DbSession, trail: Trail, *, by: Actor, area: int, to: UUID, kinds: frozenset[str], now: datetime
    ) -> str:
        """The code, to be read out. Refused («own_release») for one's own text; («no_kinds») for nothing."""
        if by.person is None or by.person == to:
            raise Refused("own_release")
        if not kinds:
            raise Refused("no_kinds")
        code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        row = GuardRelease(
            area_id=area,
            code_hash=self._hash(code),
            for_person=to,
            given_by=by.person,
            kinds=sorted(kinds),
            given_at=now,
            expires_at=now + _HOLDS,
        )
        session.add(row)
        session.flush()
        subject = Subject("guard_release", str(key(row.id)))
        trail.record(session, "guard_release_given", subject, by=by, at=now, area=area, kinds=sorted(kinds))
        return f"{code[:4]}-{code[4:]}"

    def _hash(self, code: str) -> str:
        plain = "".join(character for character in code.upper() if character in _LETTERS)
        return self.secrets.keyed_hash("guard release", plain)
