"""Who may ask the provider, and whom it can say that somebody is."""

from dataclasses import dataclass, field
from typing import Any, Literal

SCOPES = ("openid", "profile", "helseid://scopes/identity/security_level", "helseid://scopes/hpr/hpr_number")


@dataclass(frozen=True, slots=True)
class Registered:
    """A client. Exactly one of `secret` and `jwks` (a public key set); ValueError otherwise.

    `pushed`: only pushed requests; `dpop`: only DPoP-bound tokens. Redirect addresses are compared letter by letter.
    """

    client_id: str
    redirect_uris: tuple[str, ...]
    secret: str | None = field(default=None, repr=False)
    jwks: dict[str, Any] | None = None
    pushed: bool = False
    dpop: bool = False
    assertion_typ: Literal["JWT", "client-authentication+jwt"] = "JWT"
    scopes: tuple[str, ...] = SCOPES
    logout_uris: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.secret is None) == (self.jwks is None):
            raise ValueError("a client has a secret or a key set")


@dataclass(frozen=True, slots=True)
class Person:
    """Invented. `about` stands on the button, beside the name."""

    subject: str
    name: str
    about: str = ""
    hpr_number: str | None = None
    security_level: str = "4"
