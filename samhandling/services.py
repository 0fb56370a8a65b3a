"""What the application is made of while it runs; made once at the start, found in `request.app.state.services`."""

from dataclasses import dataclass, field

from pwdlib import PasswordHash
from starlette.requests import Request

from samhandling.audit.chain import Trail
from samhandling.kernel.clock import Clock
from samhandling.kernel.database import Database
from samhandling.kernel.secrets import Secrets, password_hasher
from samhandling.web.fields import Field, Inspect, Inspected
from samhandling.web.forms import Submitted


def finds_nothing(field: Field, text: str, sent: Submitted) -> Inspected:
    """Where there is no guard."""
    return Inspected()


@dataclass(frozen=True, slots=True)
class Services:
    """`cookies_are_host`: cookies are `__Host-` and Secure; only `--dev-http` does without.

    `inspect`: looks at every free text before it is stored.
    `hasher`: of passwords; slow on purpose, so tests bring a cheap one.
    """

    database: Database
    clock: Clock
    secrets: Secrets
    trail: Trail
    cookies_are_host: bool = True
    inspect: Inspect = finds_nothing
    hasher: PasswordHash = field(default_factory=password_hasher)


def services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found
