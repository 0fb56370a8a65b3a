"""Persons: invited, found again by an exact address or number, renamed, and at last without a name.

A form that invites carries a key of its own, from which the person's pseudonym is made: sent twice, it makes one
person, and the link shown last is the one that works.

What belongs to the whole person – name, account – is looked after by one area, so that an area which gives somebody a
role cannot take over an account that others rely on.
"""

import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from samhandling.areas import repository as areas
from samhandling.areas.change import Change, fresh
from samhandling.identity import links
from samhandling.identity.accounts import end_browsers, forget_devices, replace_recovery_codes
from samhandling.identity.links import Purpose
from samhandling.identity.tables import Person, PersonName, RoleGrant
from samhandling.kernel.columns import key
from samhandling.kernel.errors import Refused
from samhandling.people import repository
from samhandling.people.use_cases.grants import NewGrant, give_anyone

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_HPR: Final = re.compile(r"[1-9]\d{3,8}")


@dataclass(frozen=True, slots=True)
class Naming:
    """What is said of a person; `email` and `hpr` may be empty."""

    name: str
    email: str = ""
    hpr: str = ""


def pseudonym(change: Change, form_key: str) -> UUID:
    """The id that a form's key stands for; nobody can choose one."""
    return UUID(bytes=sha256(change.services.secrets.key("person") + form_key.encode()).digest()[:16], version=4)


def invite(change: Change, area: int, person: UUID, naming: Naming, grant: NewGrant) -> str:
    """The path of a link. Refused: «email_unfit», «hpr_unfit», «email_taken», «hpr_taken», and as `give`."""
    if repository.any_person(change.session, person) is None:
        add_person(change, person, naming, areas.area(change.session, area).maalform)
    else:
        repository.person(change.session, area, person)
    give_anyone(change, area, person, grant)
    return links.make(change.session, change.services, Purpose.INVITATION, person, by=change.by, area=change.area)


def add_person(change: Change, person: UUID, naming: Naming, maalform: str) -> None:
    """With neither role nor account yet. Refused: as `invite`."""
    _usable(change, naming, None)
    change.session.add(Person(id=person, maalform=maalform, created_at=change.at))
    change.session.flush()
    change.session.add(_named(person, naming))
    change.session.flush()
    change.record("person_added", "person", person, fields=_given(naming))


def invite_again(change: Change, area: int, person: UUID) -> str:
    """A new link for somebody without an account; the older ones are withdrawn. Refused: «has_account»."""
    look_after(change, area, person)
    return links.make(change.session, change.services, Purpose.INVITATION, person, by=change.by, area=change.area)


def give_known(change: Change, area: int, email: str, hpr: str, grant: NewGrant) -> UUID:
    """A role to somebody whom another area may know, by the whole address or the number. Refused: «nobody_known»."""
    areas.locked(change.session, area)
    found = repository.known_by_hpr(change.session, hpr) if hpr else None
    if found is None and email:
        known = repository.known_by_email(change.session, email)
        found = known[0] if len(known) == 1 else None
    if found is None:
        raise Refused("nobody_known", field="hpr" if hpr else "epost")
    give_anyone(change, area, found.person_id, grant)
    return found.person_id


def rename(change: Change, area: int, person: UUID, version: int, naming: Naming) -> None:
    """Refused: as `invite`, and «looked_after_elsewhere»."""
    row = look_after(change, area, person)
    stored = repository.name_of(change.session, person)
    if stored is None:
        raise Refused("name_deleted")
    before = Naming(stored.name, stored.email or "", stored.hpr_number or "")
    changed = [field for field in ("name", "email", "hpr") if getattr(before, field) != getattr(naming, field)]
    if not changed:
        return
    fresh(version, row.version)
    _usable(change, naming, person)
    stored.name, stored.email, stored.hpr_number = naming.name, naming.email or None, naming.hpr or None
    row.version += 1
    change.session.add_all([stored, row])
    change.session.flush()
    change.record("person_named", "person", person, fields=changed)


def delete_name(change: Change, area: int, person: UUID) -> None:
    """For good: the name, the address, the number, and what the account was called. The pseudonym stays in the trail.

    Refused: «has_roles» while any role holds or is to come, «looked_after_elsewhere».
    """
    row = look_after(change, area, person)
    if any(_lasts(each, change) for each in repository.grants_everywhere(change.session, person)):
        raise Refused("has_roles")
    for purpose in Purpose:
        links.withdraw(change.session, change.services, person, purpose, by=change.by, area=change.area)
    for account in repository.accounts(change.session, person):
        forgotten = f"slettet-{secrets.token_hex(8)}"
        account.password_hash = account.totp_seed = None
        if account.login is not None:
            account.login = forgotten
        else:
            account.subject = forgotten
        account.disabled_at = account.disabled_at or change.at
        account.version += 1
        change.session.add(account)
        replace_recovery_codes(change.session, key(account.id), ())
        forget_devices(change.session, key(account.id))
        end_browsers(change.session, change.at, account=key(account.id))
    stored = repository.name_of(change.session, person)
    if stored is not None:
        change.session.delete(stored)
        row.version += 1
        change.session.add(row)
        change.session.flush()
        change.record("person_name_deleted", "person", person)


def look_after(change: Change, area: int, person: UUID) -> Person:
    """The person's row, held. Raises NotFound; Refused: «looked_after_elsewhere»."""
    areas.locked(change.session, area)
    row = repository.person(change.session, area, person)
    if not looked_after_by(change, area, person):
        raise Refused("looked_after_elsewhere")
    return row


def looked_after_by(change: Change, area: int, person: UUID) -> bool:
    """Whether this area looks after the name and the account: where the oldest role that holds is, or held last.

    One who has a role in the system itself is looked after by no area.
    """
    grants = repository.grants_everywhere(change.session, person)
    lasting = [each for each in grants if _lasts(each, change)] or grants
    if any(each.area_id is None and each.organisation_id is None for each in lasting):
        return False
    for each in lasting:
        found = (
            {each.area_id} if each.area_id else areas.areas_of(change.session, each.organisation_id or 0, change.today)
        )
        if found:
            return area in found
    return True


def _lasts(grant: RoleGrant, change: Change) -> bool:
    return grant.valid_to is None or grant.valid_to >= change.today


def _usable(change: Change, naming: Naming, own: UUID | None) -> None:
    if naming.email and not _EMAIL.fullmatch(naming.email):
        raise Refused("email_unfit", field="epost")
    if naming.hpr and not _HPR.fullmatch(naming.hpr):
        raise Refused("hpr_unfit", field="hpr")
    if naming.email and any(each.person_id != own for each in repository.known_by_email(change.session, naming.email)):
        raise Refused("email_taken", field="epost")
    holder = repository.known_by_hpr(change.session, naming.hpr) if naming.hpr else None
    if holder is not None and holder.person_id != own:
        raise Refused("hpr_taken", field="hpr")


def _named(person: UUID, naming: Naming) -> PersonName:
    return PersonName(person_id=person, name=naming.name, email=naming.email or None, hpr_number=naming.hpr or None)


def _given(naming: Naming) -> list[str]:
    return [field for field in ("name", "email", "hpr") if getattr(naming, field)]
