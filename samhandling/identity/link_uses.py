"""What the one-time links are for: a first password, a new one, and starting the second factor anew."""

from typing import Final

from sqlalchemy.exc import IntegrityError

from samhandling.audit.chain import Actor, Subject
from samhandling.identity import accounts, delay, links, passwords
from samhandling.identity.browsers import Browser
from samhandling.identity.links import Link, LinkOver, Purpose
from samhandling.identity.signing_in import (
    LONGEST_LOGIN,
    Begun,
    begin_half_open,
    check_password,
    normal,
    refuse_password,
)
from samhandling.identity.tables import Account
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import Refused
from samhandling.kernel.scope import SYSTEM
from samhandling.services import Services

_SHORTEST_LOGIN: Final = 3


def open_link(services: Services, token: str) -> Link:
    """Raises LinkOver."""
    with services.database.reading(SYSTEM) as session:
        return links.look(session, token, services.clock())


def accept_invitation(services: Services, browser: Browser, token: str, login: str, password: str) -> Begun:
    """Makes the account. Raises LinkOver, or Refused with the field: `login_form`, `login_taken`, a Weakness' code."""
    link, login = _of_purpose(services, token, Purpose.INVITATION), normal(login)
    if len(login) < _SHORTEST_LOGIN or any(c.isspace() or not c.isprintable() for c in login):
        raise Refused("login_form", field="brukernavn", longest=LONGEST_LOGIN)
    hashed = _hashed(services, password, (login, link.name))
    try:
        with services.database.writing(SYSTEM) as session:
            link = links.take(session, services, token)
            if accounts.by_login(session, login) is not None:
                raise Refused("login_taken", field="brukernavn")
            account = Account(person_id=link.person, login=login, password_hash=hashed, created_at=services.clock())
            session.add(account)
            session.flush()
            _record(session, services, link, "account_opened")
            return begin_half_open(session, services, browser, account)
    except IntegrityError:
        # Somebody else took the login since it was looked for.
        raise Refused("login_taken", field="brukernavn") from None


def new_password(services: Services, token: str, password: str) -> None:
    """Ends every session of the account, and no browser is known any more; the second factor stays."""
    link = _of_purpose(services, token, Purpose.PASSWORD)
    hashed = _hashed(services, password, (link.login or "", link.name))
    with services.database.writing(SYSTEM) as session:
        link = links.take(session, services, token)
        account = session.get_one(Account, link.account, with_for_update=True)
        account.password_hash = hashed
        session.add(account)
        _start_anew(session, services, account)
        _record(session, services, link, "password_changed")


def new_second_factor(services: Services, browser: Browser, token: str, password: str) -> Begun:
    """The link replaces the code, never the password. Raises LinkOver, Wait or Refused(`wrong_password`)."""
    link = _of_purpose(services, token, Purpose.SECOND_FACTOR)
    login = link.login or ""
    checked = check_password(services, browser, login, password)
    if not checked.right:
        refuse_password(services, login, checked)
        raise Refused("wrong_password", field="passord")
    with services.database.writing(SYSTEM) as session:
        link = links.take(session, services, token)
        delay.forgive(session, checked.attempt)
        account = session.get_one(Account, link.account, with_for_update=True)
        account.totp_seed, account.totp_last_step = None, 0
        session.add(account)
        accounts.replace_recovery_codes(session, key(account.id), ())
        _start_anew(session, services, account)
        _record(session, services, link, "second_factor_removed")
        return begin_half_open(session, services, browser, account)


def _of_purpose(services: Services, token: str, purpose: Purpose) -> Link:
    link = open_link(services, token)
    if link.purpose is not purpose:
        raise LinkOver("unknown")
    return link


def _hashed(services: Services, password: str, own: tuple[str, ...]) -> str:
    if (weak := passwords.weakness(password, own)) is not None:
        raise Refused(weak, field="passord")
    return services.hasher.hash(password)


def _start_anew(session: DbSession, services: Services, account: Account) -> None:
    accounts.end_browsers(session, services.clock(), account=key(account.id))
    accounts.forget_devices(session, key(account.id))


def _record(session: DbSession, services: Services, link: Link, action: str) -> None:
    services.trail.record(
        session, action, Subject("person", str(link.person)), by=Actor(link.person, ""), at=services.clock()
    )
