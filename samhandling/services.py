"""What the application is made of while it runs; made once at the start, found in `request.app.state.services`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from pwdlib import PasswordHash
from starlette.requests import Request

from samhandling.audit.chain import Trail
from samhandling.guarding.inspecting import Inspector
from samhandling.guarding.redacting import Redactor
from samhandling.guarding.releasing import ReleaseDesk
from samhandling.kernel.clock import Clock
from samhandling.kernel.database import Database, DbSession
from samhandling.kernel.secrets import Secrets
from samhandling.oidc.client import Client

#: Removes what an erased text may have left behind: in the write-ahead log, and in backups to come.
Forget = Callable[[], None]
#: How many notices a person has not read, for the header of every page.
Unread = Callable[[DbSession, UUID], int]


@dataclass(frozen=True, slots=True)
class OutsideProvider:
    """Where people sign in elsewhere. `several_factors`: it always asks for more than a password.

    `knows_hpr`: what it says of HPR numbers can be relied on.
    """

    client: Client
    several_factors: bool = False
    knows_hpr: bool = False


@dataclass(frozen=True, slots=True)
class Services:
    """`forget`: called when a text has been erased, outside the transaction that erased it.

    `cookies_are_host`: cookies are `__Host-` and Secure; only `--dev-http` does without.
    `hasher`: of passwords; slow on purpose, so tests bring a cheap one. `providers`: by id.
    """

    database: Database
    clock: Clock
    secrets: Secrets
    trail: Trail
    inspector: Inspector
    release_desk: ReleaseDesk
    redactor: Redactor
    forget: Forget
    unread: Unread
    cookies_are_host: bool
    hasher: PasswordHash
    providers: Mapping[str, OutsideProvider] = field(default_factory=dict)


def services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found
