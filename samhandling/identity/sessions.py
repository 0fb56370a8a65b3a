"""The signed-in browser: begun, found again, kept alive, ended.

The cookie is new at every sign-in. Idle time and longest time follow the strictest of the person's roles.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from samhandling.identity.repository import held_roles, open_session
from samhandling.identity.roles import Limits
from samhandling.identity.tables import UserSession
from samhandling.identity.tokens import new_token, token_hash
from samhandling.identity.users import User
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database, DbSession
from samhandling.kernel.scope import NOBODY
from samhandling.services import Services

# Writing at every request would make every page a write (ruling B28).
_SEEN_AT_MOST_EVERY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Found:
    """`incomplete`: the second factor is still missing, so there is no user yet."""

    user: User | None
    account: int
    session: int
    incomplete: bool = False


def begin(session: DbSession, account: int, limits: Limits, now: datetime, *, device: str, complete: bool) -> str:
    """A new row; gives the token for the cookie. `device`: coarse («Firefox, Windows»)."""
    token = new_token()
    session.add(
        UserSession(
            token_hash=token_hash(token),
            account_id=account,
            complete=complete,
            device=device,
            started_at=now,
            last_seen_at=now,
            ends_at=now + limits.longest,
        )
    )
    session.flush()
    return token


def find(database: Database, token: str, now: datetime) -> Found | None:
    """Who a token belongs to; None when it is unknown, ended, idle too long or its account disabled.

    Roles are read anew each time, so one that was taken away is gone at the next request.
    """
    with database.reading(NOBODY) as session:
        row = open_session(session, token_hash(token), now)
        if row is None:
            return None
        browser, account, person, name = row
        browser_id, account_id = key(browser.id), key(account.id)
        user = User(
            person=person.id,
            name=name,
            account=account_id,
            session=browser_id,
            maalform=person.maalform,
            roles=held_roles(session, person.id, local_date(now)),
        )
    if now - browser.last_seen_at > user.limits.idle:
        return None
    if now - browser.last_seen_at > _SEEN_AT_MOST_EVERY:
        _seen(database, browser_id, now)
    return Found(user if browser.complete else None, account_id, browser_id, incomplete=not browser.complete)


def _seen(database: Database, browser: int, now: datetime) -> None:
    with database.writing(NOBODY) as session:
        row = session.get(UserSession, browser)
        if row is not None:
            row.last_seen_at = now
            session.add(row)


def cookie_name(services: Services, name: str = "") -> str:
    """`name`: of another cookie than the session's own."""
    return ("__Host-" if services.cookies_are_host else "") + "samhandling" + (f"-{name}" if name else "")


def cookie(request: Request, services: Services) -> str | None:
    return request.cookies.get(cookie_name(services))


def set_cookie(
    response: Response, services: Services, token: str, *, name: str = "", seconds: int | None = None
) -> None:
    """For as long as the browser is open, unless `seconds` says how long; the row says when it ends."""
    response.set_cookie(
        cookie_name(services, name),
        token,
        max_age=seconds,
        path="/",
        secure=services.cookies_are_host,
        httponly=True,
        samesite="lax",
    )


def clear_cookie(response: Response, services: Services, *, name: str = "") -> None:
    response.delete_cookie(
        cookie_name(services, name), path="/", secure=services.cookies_are_host, httponly=True, samesite="lax"
    )
