"""Signing in and out: a password, then a code, then a signed-in browser. Every step is in the trail.

Passwords are hashed outside transactions: SQLite has one writer, and hashing is slow on purpose. A refusal is committed
before it is told, so that it counts.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from samhandling.audit.chain import MACHINE, Actor, Subject
from samhandling.identity import accounts, delay, passwords, sessions, totp
from samhandling.identity.browsers import Browser
from samhandling.identity.repository import held_roles
from samhandling.identity.roles import Limits, strictest
from samhandling.identity.tables import Account, KnownDevice
from samhandling.identity.tokens import new_token, token_hash
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import Refused
from samhandling.kernel.scope import SYSTEM
from samhandling.services import Services

LONGEST_LOGIN: Final = 80
#: From the password to the code. A phone may have to be found.
_HALF_OPEN: Final = Limits(timedelta(minutes=15), timedelta(minutes=15), timedelta(0))


class Step(StrEnum):
    """What comes next."""

    CODE = "code"
    ENROL = "enrol"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Begun:
    """`token`: of the session, new each time. `device`: token of a browser to be known again, and for how long."""

    token: str
    step: Step
    device: str | None = None
    device_for: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Checked:
    """`stored`: the hash the password was held against. `better`: a costlier one to put in its place."""

    right: bool
    attempt: delay.Attempt
    stored: str | None
    better: str | None


@dataclass(frozen=True, slots=True)
class HalfOpen:
    """A browser that has given the password, and whose second factor is awaited."""

    account: int
    session: int
    token: str
    login: str
    enrolled: bool
    may_be_remembered: bool


def normal(login: str) -> str:
    """Logins are alike whatever their case, the spaces around, and how «å» is put together."""
    return unicodedata.normalize("NFC", login.strip().casefold())[:LONGEST_LOGIN]


def with_password(services: Services, browser: Browser, login: str, password: str) -> Begun:
    """Raises Wait, or Refused(`wrong_login`) for whatever did not fit: the answer never says which."""
    login = normal(login)
    checked = check_password(services, browser, login, password)
    with services.database.writing(SYSTEM) as session:
        account = accounts.by_login(session, login)
        if account is not None and account.disabled_at is None and still_right(account, checked):
            return _password_given(session, services, browser, account, checked)
        _refused(session, services, account, checked.attempt, "password")
    raise Refused("wrong_login")


def check_password(services: Services, browser: Browser, login: str, password: str) -> Checked:
    """Whether it is right; the attempt counts as failed until it is forgiven. Raises Wait."""
    with services.database.writing(SYSTEM) as session:
        account = accounts.by_login(session, login)
        place = _place(session, browser, account, services.clock())
        attempt = delay.admit(session, services.secrets, login, place, services.clock())
        stored = account.password_hash if account else None
    right, better = passwords.right(services.hasher, password, stored)
    return Checked(right, attempt, stored, better)


def still_right(account: Account, checked: Checked) -> bool:
    """The password was right, and has not been changed while it was held against the hash."""
    return checked.right and account.password_hash == checked.stored


def refuse_password(services: Services, login: str, checked: Checked) -> None:
    """Notes that a password asked for again was wrong."""
    with services.database.writing(SYSTEM) as session:
        _refused(session, services, accounts.by_login(session, login), checked.attempt, "password")


def half_open(services: Services, browser: Browser) -> HalfOpen | None:
    """The sign-in this browser has begun; None when there is none, or no longer."""
    if browser.session is None:
        return None
    now = services.clock()
    found = sessions.find(services.database, browser.session, now)
    if found is None or not found.incomplete:
        return None
    with services.database.reading(SYSTEM) as session:
        account = session.get_one(Account, found.account)
        limits = _limits(session, account.person_id, now)
        _, named = accounts.person_of(session, account.person_id)
        name = named.name if named else ""
    return HalfOpen(
        account=found.account,
        session=found.session,
        token=browser.session,
        login=account.login or name,
        enrolled=account.totp_seed is not None,
        may_be_remembered=limits.device > timedelta(0),
    )


def with_code(services: Services, browser: Browser, half: HalfOpen, code: str, *, remember: bool = False) -> Begun:
    """Raises Wait, or Refused: `wrong_code`, `used_code`."""
    with services.database.writing(SYSTEM) as session:
        now, account = services.clock(), session.get_one(Account, half.account, with_for_update=True)
        attempt = _second_factor_attempt(session, services, account, now)
        if account.totp_seed is not None:
            seed = totp.unsealed(services.secrets, account.totp_seed)
            step = totp.step_of(seed, code, now, account.totp_last_step)
            if step is not None:
                account.totp_last_step = step
                session.add(account)
                delay.forgive(session, attempt)
                return _complete(session, services, browser, account, "totp", remember=remember)
            used = totp.step_of(seed, code, now, 0) is not None
        else:
            used = False
        _refused(session, services, account, attempt, "used_code" if used else "code")
    raise Refused("used_code" if used else "wrong_code", field="kode")


def with_recovery_code(services: Services, browser: Browser, half: HalfOpen, code: str) -> Begun:
    """Raises Wait, or Refused(`wrong_recovery_code`)."""
    with services.database.writing(SYSTEM) as session:
        now, account = services.clock(), session.get_one(Account, half.account, with_for_update=True)
        attempt = _second_factor_attempt(session, services, account, now)
        found = accounts.recovery_code(session, half.account, totp.recovery_hash(services.secrets, code))
        if found is not None:
            found.used_at = now
            session.add(found)
            delay.forgive(session, attempt)
            left = accounts.unused_recovery_codes(session, half.account)
            _record(session, services, account, "recovery_used", left=left)
            return _complete(session, services, browser, account, "recovery")
        _refused(session, services, account, attempt, "recovery")
    raise Refused("wrong_recovery_code", field="kode_gjenoppretting")


def enrol(services: Services, browser: Browser, half: HalfOpen, code: str) -> tuple[Begun, tuple[str, ...]]:
    """Makes the seed this session was offered the account's, and gives the recovery codes, the only time they are told.

    Refused: `wrong_code`; `enrolled` when the account has a second factor already, which only a link can take away.
    """
    seed = totp.seed_for(services.secrets, half.token)
    with services.database.writing(SYSTEM) as session:
        now, account = services.clock(), session.get_one(Account, half.account, with_for_update=True)
        if account.totp_seed is not None:
            raise Refused("enrolled")
        step = totp.step_of(seed, code, now, account.totp_last_step)
        if step is None:
            raise Refused("wrong_code", field="kode")
        account.totp_seed, account.totp_last_step = totp.sealed(services.secrets, seed), step
        session.add(account)
        codes = new_recovery_codes(session, services, half.account)
        _record(session, services, account, "totp_enrolled")
        return _complete(session, services, browser, account, "totp"), codes


def new_recovery_codes(session: DbSession, services: Services, account: int) -> tuple[str, ...]:
    """The old ones are gone."""
    codes = totp.recovery_codes()
    accounts.replace_recovery_codes(session, account, (totp.recovery_hash(services.secrets, code) for code in codes))
    return codes


def sign_out(services: Services, browser: Browser) -> None:
    """Ends the browser's session, if it has one."""
    if browser.session is None:
        return
    found = sessions.find(services.database, browser.session, services.clock())
    with services.database.writing(SYSTEM) as session:
        accounts.end_browsers(session, services.clock(), token_hash=token_hash(browser.session))
        if found is not None:
            _record(session, services, session.get_one(Account, found.account), "signed_out")


def begin_half_open(session: DbSession, services: Services, browser: Browser, account: Account) -> Begun:
    """The password is given; the second factor comes next."""
    _end_earlier(session, services, browser)
    token = sessions.begin(
        session, key(account.id), _HALF_OPEN, services.clock(), device=browser.device, complete=False
    )
    return Begun(token, Step.CODE if account.totp_seed is not None else Step.ENROL)


def complete_outside(session: DbSession, services: Services, browser: Browser, account: Account) -> Begun:
    """Signed in by a provider that has asked for more than one factor itself."""
    return _complete(session, services, browser, account, "outside")


def refuse_outside(services: Services, provider: str, why: str, account: Account | None = None) -> None:
    """Notes that a sign-in elsewhere led to nothing here; `why` is a code."""
    subject = Subject("person", str(account.person_id)) if account else Subject("provider", provider)
    with services.database.writing(SYSTEM) as session:
        services.trail.record(
            session, "sign_in_refused", subject, by=MACHINE, at=services.clock(), what="outside", why=why
        )


def _password_given(
    session: DbSession, services: Services, browser: Browser, account: Account, checked: Checked
) -> Begun:
    delay.forgive(session, checked.attempt)
    if checked.better is not None:
        account.password_hash = checked.better
        session.add(account)
    now = services.clock()
    limits = _limits(session, account.person_id, now)
    known = _known_device(session, browser, account, now)
    if known is not None and account.totp_seed is not None and now - known.known_at < limits.device:
        return _complete(session, services, browser, account, "known_device")
    return begin_half_open(session, services, browser, account)


def _complete(
    session: DbSession, services: Services, browser: Browser, account: Account, method: str, *, remember: bool = False
) -> Begun:
    now, limits = services.clock(), _limits(session, account.person_id, services.clock())
    _end_earlier(session, services, browser)
    token = sessions.begin(session, key(account.id), limits, now, device=browser.device, complete=True)
    _record(session, services, account, "signed_in", method=method)
    device = None
    if remember and limits.device > timedelta(0):
        device = new_token()
        session.add(
            KnownDevice(
                token_hash=token_hash(device),
                account_id=key(account.id),
                known_at=now,
                expires_at=now + limits.device,
            )
        )
        _record(session, services, account, "device_remembered", days=limits.device.days)
    return Begun(token, Step.DONE, device, limits.device if device else timedelta(0))


def _end_earlier(session: DbSession, services: Services, browser: Browser) -> None:
    if browser.session is not None:
        accounts.end_browsers(session, services.clock(), token_hash=token_hash(browser.session))


def _second_factor_attempt(session: DbSession, services: Services, account: Account, now: datetime) -> delay.Attempt:
    return delay.admit(session, services.secrets, f"account {account.id}", "second factor", now)


def _place(session: DbSession, browser: Browser, account: Account | None, now: datetime) -> str:
    known = _known_device(session, browser, account, now) if account else None
    return f"device {known.id}" if known else f"address {browser.address}"


def _known_device(session: DbSession, browser: Browser, account: Account, now: datetime) -> KnownDevice | None:
    if browser.known_device is None:
        return None
    return accounts.device_of(session, token_hash(browser.known_device), key(account.id), now)


def _limits(session: DbSession, person: UUID, now: datetime) -> Limits:
    return strictest([held.role.limits for held in held_roles(session, person, local_date(now))])


def _refused(
    session: DbSession, services: Services, account: Account | None, attempt: delay.Attempt, what: str
) -> None:
    """No login is written: its keyed hash says whether two refusals were about the same one."""
    now = services.clock()
    subject = Subject("person", str(account.person_id)) if account else Subject("login", attempt.login[:40])
    services.trail.record(session, "sign_in_refused", subject, by=MACHINE, at=now, what=what, login=attempt.login)
    if attempt.alarm:
        services.trail.record(session, "sign_in_alarm", subject, by=MACHINE, at=now, places=attempt.alarm)


def _record(session: DbSession, services: Services, account: Account, action: str, **details: Any) -> None:
    services.trail.record(
        session,
        action,
        Subject("person", str(account.person_id)),
        by=Actor(account.person_id, ""),
        at=services.clock(),
        **details,
    )
