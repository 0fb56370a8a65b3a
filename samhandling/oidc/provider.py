"""Which provider people sign in through, and how we present ourselves there. HelseID is one ready-made profile."""

from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from samhandling.oidc import addresses
from samhandling.oidc.keys import ASYMMETRIC, signing_key

AssertionType = Literal["JWT", "client-authentication+jwt"]
_FORBIDDEN: Final = "pid"
HELSEID_SCOPES: Final = (
    "openid",
    "profile",
    "helseid://scopes/identity/security_level",
    "helseid://scopes/hpr/hpr_number",
)


class ForbiddenScope(ValueError):
    """A scope that would give us somebody's national identity number (ruling B25)."""


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """A shared secret, in the Authorization header (`basic`) or in the form (`post`)."""

    secret: str = field(repr=False)
    sent: Literal["basic", "post"] = "basic"


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """`jwk`: private key as JWK text. `typ`: of the assertion; «client-authentication+jwt» is the newer one.

    Raises UnusableKey for anything that cannot sign.
    """

    jwk: str = field(repr=False)
    typ: AssertionType = "JWT"

    def __post_init__(self) -> None:
        signing_key(self.jwk)


@dataclass(frozen=True, slots=True)
class Provider:
    """`id`: our own short name, kept with every sign-in under way. `issuer`: exactly as in the discovery document.

    `par`: `auto` pushes the request where the provider says it can. `iss_required`: the callback must carry `iss`
    (RFC 9207) also when the provider does not announce it. `at_hash_required`: OpenID Connect lets a provider leave
    `at_hash` out; when it is there it must always fit. Raises ForbiddenScope or ValueError for what must not be used.
    """

    id: str
    label: str
    issuer: str
    client_id: str
    authentication: ClientSecret | PrivateKey
    scopes: tuple[str, ...] = ("openid", "profile")
    par: Literal["required", "auto", "off"] = "auto"
    dpop: bool = False
    iss_required: bool = False
    at_hash_required: bool = False
    algorithms: frozenset[str] = frozenset({"PS256", "RS256", "ES256"})

    def __post_init__(self) -> None:
        if any(_FORBIDDEN in scope.casefold() for scope in self.scopes):
            raise ForbiddenScope("a scope with «pid» asks for national identity numbers")
        if "openid" not in self.scopes or any(not scope or scope.split() != [scope] for scope in self.scopes):
            raise ValueError("scopes: «openid» is needed, and none can be empty or hold a space")
        if not self.algorithms or not self.algorithms <= ASYMMETRIC:
            raise ValueError("algorithms: only asymmetric ones")
        if not self.id or not self.client_id:
            raise ValueError("id and client_id are needed")
        if not addresses.is_safe(self.issuer) or urlsplit(self.issuer).query:
            raise ValueError("issuer: an https address (http only on this machine), without query and fragment")


def helseid(issuer: str, client_id: str, private_key: str, *, typ: AssertionType = "JWT") -> Provider:
    """HelseID's profile for clients that log on people (NHN's developer portal, read February 2026).

    Pushed request, signed client assertion, DPoP and `iss` in the callback; never the national identity number.
    """
    return Provider(
        id="helseid",
        label="Logg inn med HelseID",
        issuer=issuer,
        client_id=client_id,
        authentication=PrivateKey(private_key, typ),
        scopes=HELSEID_SCOPES,
        par="required",
        dpop=True,
        iss_required=True,
        at_hash_required=True,
    )
