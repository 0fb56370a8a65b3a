"""What the application is made of while it runs; made once at the start, found in `request.app.state.services`."""

from dataclasses import dataclass, field

from pwdlib import PasswordHash
from starlette.requests import Request

from samhandling.audit.chain import Trail
from samhandling.kernel.clock import Clock
from samhandling.kernel.database import Database
from samhandling.kernel.secrets import Secrets, password_hasher


@dataclass(frozen=True, slots=True)
class Services:
    """`cookies_are_host`: cookies are `__Host-` and Secure; only `--dev-http` does without.

    `hasher`: of passwords; slow on purpose, so tests bring a cheap one.
    """

    database: Database
    clock: Clock
    secrets: Secrets
    trail: Trail
    cookies_are_host: bool = True
    hasher: PasswordHash = field(default_factory=password_hasher)


def services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found
