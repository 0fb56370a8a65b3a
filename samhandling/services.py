"""What the application is made of while it runs; made once at the start, found in `request.app.state.services`."""

from collections.abc import Callable
from dataclasses import dataclass

from pwdlib import PasswordHash
from starlette.requests import Request

from samhandling.audit.chain import Trail
from samhandling.guarding.inspecting import Inspector
from samhandling.guarding.redacting import Redactor
from samhandling.guarding.releasing import ReleaseDesk
from samhandling.kernel.clock import Clock
from samhandling.kernel.database import Database
from samhandling.kernel.secrets import Secrets

#: Removes what an erased text may have left behind: in the write-ahead log, and in backups to come.
Forget = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Services:
    """`forget`: called when a text has been erased, outside the transaction that erased it.

    `cookies_are_host`: cookies are `__Host-` and Secure; only `--dev-http` does without.
    `hasher`: of passwords; slow on purpose, so tests bring a cheap one.
    """

    database: Database
    clock: Clock
    secrets: Secrets
    trail: Trail
    inspector: Inspector
    release_desk: ReleaseDesk
    redactor: Redactor
    forget: Forget
    cookies_are_host: bool
    hasher: PasswordHash


def services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found
