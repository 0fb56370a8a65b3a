"""One-time links: an invitation, a new password, a new second factor.

A link is shown once, to the one who made it, who hands it over after having made sure who the other is (ruling B24).
Opening it changes nothing; the form behind it uses it up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from samhandling.audit.chain import Actor, Subject
from samhandling.identity import accounts
from samhandling.identity.tables import OneTimeLink
from samhandling.identity.tokens import new_token, token_hash
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import DomainError, Refused
from samhandling.services import Services

PATH: Final = "/lenke/"


class Purpose(StrEnum):
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 – the name of a purpose
    SECOND_FACTOR = "second_factor"


LIFETIME: Final[Mapping[Purpose, timedelta]] = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.PASSWORD: timedelta(hours=1),
    Purpose.SECOND_FACTOR: timedelta(hours=1),
}


class LinkOver(DomainError):
    """`code`: unknown, used, expired or withdrawn."""


@dataclass(frozen=True, slots=True)
class Link:
    """An open one. `login`: of the account it is for; None for an invitation."""

    id: int
    purpose: Purpose
    person: UUID
    name: str
    email: str
    maalform: str
    account: int | None
    login: str | None
    expires_at: datetime


def make(
    session: DbSession, services: Services, purpose: Purpose, person: UUID, *, by: Actor, area: int | None = None
) -> str:
    """The path of a new link, the only time it is told; open ones of the same purpose are withdrawn.

    `area`: whose trail it belongs to. Refused: `has_account` (an invitation), `no_account` (the others).
    """
    now = services.clock()
    account = accounts.local_account(session, person)
    if (account is None) != (purpose is Purpose.INVITATION):
        raise Refused("no_account" if account is None else "has_account")
    for older in accounts.open_links(session, person, purpose, now):
        _withdraw(session, services, older, by, area)
    token = new_token()
    session.add(
        OneTimeLink(
            token_hash=token_hash(token),
            purpose=purpose,
            person_id=person,
            account_id=account.id if account else None,
            made_by=by.person,
            made_at=now,
            expires_at=now + LIFETIME[purpose],
        )
    )
    session.flush()
    services.trail.record(session, "link_made", _subject(person), by=by, at=now, area=area, purpose=purpose.value)
    return PATH + token


def withdraw(
    session: DbSession, services: Services, person: UUID, purpose: Purpose, *, by: Actor, area: int | None = None
) -> int:
    """Withdraws the open links of a person for a purpose; says how many there were."""
    found = accounts.open_links(session, person, purpose, services.clock())
    for link in found:
        _withdraw(session, services, link, by, area)
    return len(found)


def look(session: DbSession, token: str, now: datetime) -> Link:
    """What an open link is for. Raises LinkOver."""
    return _opened(session, accounts.link_by_hash(session, token_hash(token)), now)[1]


def take(session: DbSession, services: Services, token: str) -> Link:
    """Uses the link up, in the transaction of what it is used for. Raises LinkOver."""
    return _use(session, services, accounts.link_by_hash(session, token_hash(token), lock=True))


def take_invitation_of(session: DbSession, services: Services, person: UUID) -> Link:
    """Uses up the open invitation of one who is known in another way. Raises LinkOver: there is none."""
    found = accounts.open_links(session, person, Purpose.INVITATION, services.clock())
    return _use(session, services, found[0] if found else None)


def _use(session: DbSession, services: Services, found: OneTimeLink | None) -> Link:
    now = services.clock()
    row, link = _opened(session, found, now)
    row.used_at = now
    session.add(row)
    by = Actor(link.person, "")
    services.trail.record(session, "link_used", _subject(link.person), by=by, at=now, purpose=link.purpose.value)
    return link


def _opened(session: DbSession, row: OneTimeLink | None, now: datetime) -> tuple[OneTimeLink, Link]:
    if row is None:
        raise LinkOver("unknown")
    if row.used_at is not None:
        raise LinkOver("used")
    if row.withdrawn_at is not None:
        raise LinkOver("withdrawn")
    if row.expires_at <= now:
        raise LinkOver("expired")
    person, name = accounts.person_of(session, row.person_id)
    account = accounts.local_account(session, row.person_id)
    if account is not None and (row.account_id is None or account.disabled_at is not None):
        raise LinkOver("withdrawn")
    return row, Link(
        id=key(row.id),
        purpose=Purpose(row.purpose),
        person=row.person_id,
        name=name.name if name else "",
        email=(name.email if name else None) or "",
        maalform=person.maalform,
        account=row.account_id,
        login=account.login if account else None,
        expires_at=row.expires_at,
    )


def _withdraw(session: DbSession, services: Services, link: OneTimeLink, by: Actor, area: int | None) -> None:
    now = services.clock()
    link.withdrawn_at = now
    session.add(link)
    services.trail.record(
        session, "link_withdrawn", _subject(link.person_id), by=by, at=now, area=area, purpose=link.purpose
    )


def _subject(person: UUID) -> Subject:
    return Subject("person", str(person))
