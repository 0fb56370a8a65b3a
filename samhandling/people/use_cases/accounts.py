"""Accounts: closed and opened again; a new password or second factor, which takes two persons (ruling B24).

One asks, another confirms after having made sure who the person is, and only then is there a link. What was asked for
is a row whose token nobody has seen; asking twice makes one.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from samhandling.areas.change import Change, fresh
from samhandling.areas.repository import locked
from samhandling.identity import links
from samhandling.identity.accounts import end_browsers, forget_devices, local_account
from samhandling.identity.links import Purpose
from samhandling.identity.tables import Account, OneTimeLink
from samhandling.identity.tokens import new_token, token_hash
from samhandling.kernel.columns import key
from samhandling.kernel.errors import Refused
from samhandling.people import repository
from samhandling.people.repository import ASKED
from samhandling.people.use_cases.persons import look_after

_WAITS: Final = timedelta(days=1)
RESETS: Final = (Purpose.PASSWORD, Purpose.SECOND_FACTOR)


def disable(change: Change, area: int, person: UUID, opened: tuple[int, int]) -> None:
    """Nobody signs in with it, and every browser is signed out. Refused: «own_account», «looked_after_elsewhere»."""
    look_after(change, area, person)
    row = repository.account(change.session, person, opened[0])
    if row.disabled_at is not None:
        return
    if change.by.person == person:
        raise Refused("own_account")
    fresh(opened[1], row.version)
    disable_account(change, person, row)


def disable_account(change: Change, person: UUID, row: Account) -> None:
    """Without asking who looks after it: for the machine. Disabled twice is disabled once."""
    if row.disabled_at is not None:
        return
    row.disabled_at = change.at
    row.version += 1
    change.session.add(row)
    end_browsers(change.session, change.at, account=key(row.id))
    forget_devices(change.session, key(row.id))
    change.record("account_disabled", "person", person, account=row.id)


def enable(change: Change, area: int, person: UUID, opened: tuple[int, int]) -> None:
    """Refused: «name_deleted», «looked_after_elsewhere»."""
    look_after(change, area, person)
    row = repository.account(change.session, person, opened[0])
    if row.disabled_at is None:
        return
    if repository.name_of(change.session, person) is None:
        raise Refused("name_deleted")
    fresh(opened[1], row.version)
    row.disabled_at = None
    row.version += 1
    change.session.add(row)
    change.record("account_enabled", "person", person, account=row.id)


def ask_reset(change: Change, area: int, person: UUID, purpose: Purpose) -> None:
    """Refused: «no_account», «account_disabled», «own_account», «looked_after_elsewhere»."""
    look_after(change, area, person)
    account = local_account(change.session, person)
    if account is None:
        raise Refused("no_account")
    if account.disabled_at is not None:
        raise Refused("account_disabled")
    if change.by.person == person:
        raise Refused("own_account")
    if repository.open_links(change.session, ASKED[purpose], change.at, [person]):
        return
    change.session.add(
        OneTimeLink(
            token_hash=token_hash(new_token()),
            purpose=ASKED[purpose],
            person_id=person,
            account_id=account.id,
            made_by=change.by.person,
            made_at=change.at,
            expires_at=change.at + _WAITS,
        )
    )
    change.session.flush()
    change.record("reset_asked", "person", person, purpose=purpose.value)


def withdraw_reset(change: Change, area: int, person: UUID, purpose: Purpose) -> None:
    locked(change.session, area)
    repository.person(change.session, area, person)
    for row in repository.open_links(change.session, ASKED[purpose], change.at, [person]):
        row.withdrawn_at = change.at
        change.session.add(row)
        change.record("reset_withdrawn", "person", person, purpose=purpose.value)


def confirm_reset(change: Change, area: int, person: UUID, purpose: Purpose) -> str:
    """The path of the link, for the second person to hand over. Refused: «nothing_asked», «own_request», «own_account».

    Confirmed twice by the same person while the link is unused: a new link in place of the one that was not seen.
    """
    look_after(change, area, person)
    asked = repository.open_links(change.session, ASKED[purpose], change.at, [person])
    made = repository.open_links(change.session, purpose, change.at, [person])
    if not asked and not any(row.made_by == change.by.person for row in made):
        raise Refused("nothing_asked")
    if any(row.made_by == change.by.person for row in asked):
        raise Refused("own_request")
    if change.by.person == person:
        raise Refused("own_account")
    for row in asked:
        row.used_at = change.at
        change.session.add(row)
    if asked:
        change.record("reset_confirmed", "person", person, purpose=purpose.value)
    return links.make(change.session, change.services, purpose, person, by=change.by, area=change.area)
