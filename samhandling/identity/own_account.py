"""What a signed-in person does with the own account."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from samhandling.audit.chain import Actor, Subject
from samhandling.identity import accounts, delay, passwords, sessions
from samhandling.identity.browsers import Browser
from samhandling.identity.roles import ROLES, Role
from samhandling.identity.signing_in import check_password, new_recovery_codes, refuse_password
from samhandling.identity.tables import Account, PersonName, UserSession
from samhandling.identity.users import User
from samhandling.kernel.clock import local_date
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound, Refused, Stale
from samhandling.kernel.scope import SYSTEM
from samhandling.services import Services
from samhandling.web.i18n import language


@dataclass(frozen=True, slots=True)
class OwnRole:
    """`place`: the organisation, body or area it is held in; empty for the system's. `areas`: by name."""

    role: Role
    place: str
    areas: tuple[str, ...]
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """`login`: None for one who signs in elsewhere. `browsers`: the signed-in ones."""

    name: str
    maalform: str
    version: int
    login: str | None
    codes_left: int
    browsers: tuple[UserSession, ...]
    roles: tuple[OwnRole, ...]


def own_account(services: Services, user: User) -> OwnAccount:
    now = services.clock()
    with services.database.reading(user.scope) as session:
        person, name = accounts.person_of(session, user.person)
        account = session.get_one(Account, user.account)
        browsers = accounts.open_browsers(session, user.account, now)
        left = accounts.unused_recovery_codes(session, user.account)
        roles = _roles(session, user, local_date(now))
    alive = tuple(row for row in browsers if now - row.last_seen_at <= user.limits.idle)
    return OwnAccount(name.name if name else "", person.maalform, person.version, account.login, left, alive, roles)


def change(services: Services, user: User, name: str, maalform: str, version: int) -> None:
    """Raises Stale when the person was changed since the page was opened."""
    with services.database.writing(user.scope) as session:
        person, row = accounts.person_of(session, user.person)
        if person.version != version:
            raise Stale("stale", version=person.version)
        row = row or PersonName(person_id=user.person, name="")
        changed = [
            field for field, same in (("name", row.name == name), ("maalform", person.maalform == maalform)) if not same
        ]
        if not changed:
            return
        row.name, person.maalform, person.version = name, maalform, person.version + 1
        session.add_all([row, person])
        _record(session, services, user, "own_details_changed", fields=changed)


def change_password(services: Services, user: User, browser: Browser, old: str, new: str) -> str:
    """Ends every session, forgets every known browser, and gives the token of a new session for this browser.

    Raises Wait, or Refused with the field: `wrong_password`, a Weakness' code, `outside` (no password here).
    """
    login, attempt = _proved(services, user, browser, old, "passord_na")
    if (weak := passwords.weakness(new, (login, user.name))) is not None:
        raise Refused(weak, field="passord")
    hashed = services.hasher.hash(new)
    now = services.clock()
    with services.database.writing(SYSTEM) as session:
        account = session.get_one(Account, user.account, with_for_update=True)
        account.password_hash = hashed
        session.add(account)
        delay.forgive(session, attempt)
        accounts.forget_devices(session, user.account)
        ended = accounts.end_browsers(session, now, account=user.account)
        _record(session, services, user, "password_changed", ended=ended - 1)
        return sessions.begin(session, user.account, user.limits, now, device=browser.device, complete=True)


def fresh_recovery_codes(services: Services, user: User, browser: Browser, password: str) -> tuple[str, ...]:
    """The old ones stop working. Raises as `change_password`."""
    _, attempt = _proved(services, user, browser, password, "passord_na")
    with services.database.writing(SYSTEM) as session:
        delay.forgive(session, attempt)
        _record(session, services, user, "recovery_codes_made")
        return new_recovery_codes(session, services, user.account)


def end_browser(services: Services, user: User, browser: int) -> bool:
    """Says whether it was this one. NotFound: not one of the person's own, or ended already."""
    with services.database.writing(user.scope) as session:
        row = session.get(UserSession, browser)
        if row is None or row.account_id != user.account or row.ended_at is not None:
            raise NotFound
        row.ended_at = services.clock()
        session.add(row)
        _record(session, services, user, "signed_out")
    return browser == user.session


def end_everywhere(services: Services, user: User) -> None:
    """Also where the browser was to be remembered."""
    with services.database.writing(user.scope) as session:
        ended = accounts.end_browsers(session, services.clock(), account=user.account)
        accounts.forget_devices(session, user.account)
        _record(session, services, user, "signed_out_everywhere", ended=ended)


def _roles(session: DbSession, user: User, today: date) -> tuple[OwnRole, ...]:
    held = {(each.role.code, each.organisation, each.body): each.areas for each in user.roles}
    return tuple(
        OwnRole(
            role=ROLES[grant.role],
            place=place or "",
            areas=tuple(
                area.name
                for area in sorted(
                    held.get((grant.role, grant.organisation_id, grant.body_id), ()), key=lambda area: area.name
                )
                if area.name != place
            ),
            since=grant.valid_from,
            until=grant.valid_to,
        )
        for grant, place in accounts.grants_with_places(session, user.person, today, language.get())
        if grant.role in ROLES
    )


def _proved(services: Services, user: User, browser: Browser, password: str, field: str) -> tuple[str, delay.Attempt]:
    """The person is still at the keyboard: the password is asked for again (ASVS V6.2.3, V7.5.1)."""
    with services.database.reading(user.scope) as session:
        login = session.get_one(Account, user.account).login
    if login is None:
        raise Refused("outside")
    checked = check_password(services, browser, login, password)
    if not checked.right:
        refuse_password(services, login, checked)
        raise Refused("wrong_password", field=field)
    return login, checked.attempt


def _record(session: DbSession, services: Services, user: User, action: str, **details: Any) -> None:
    services.trail.record(
        session, action, Subject("person", str(user.person)), by=Actor(user.person, ""), at=services.clock(), **details
    )
