"""Is the client who it says? A secret, or an assertion that is signed, short-lived, for us and never seen before."""

import binascii
import hmac
from base64 import b64decode
from datetime import datetime
from typing import Final
from urllib.parse import unquote_plus

from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.requests import Request

from samhandling.oidc_provider.memory import Seen
from samhandling.oidc_provider.reading import ALGORITHMS, claims_of, header_of, seconds, text
from samhandling.oidc_provider.refusing import Refused
from samhandling.oidc_provider.registered import Registered

ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST_LIFE: Final = 60
_SKEW: Final = 5


class Authentication:
    """One per provider: it remembers which assertions it has seen."""

    def __init__(self, issuer: str, clients: dict[str, Registered]) -> None:
        self._issuer, self._clients, self._seen = issuer, clients, Seen()

    def client(self, request: Request, fields: dict[str, str], now: datetime) -> Registered:
        """Raises Refused: invalid_client (401), or invalid_request for two ways at once."""
        basic = request.headers.get("authorization")
        ways = [basic is not None, "client_secret" in fields, "client_assertion" in fields]
        if sum(ways) > 1:
            raise Refused("invalid_request", "more than one way of client authentication")
        if "client_assertion" in fields:
            return self._by_assertion(fields, now)
        client_id, secret = _basic(basic) if basic else (fields.get("client_id", ""), fields.get("client_secret", ""))
        client = self._clients.get(client_id)
        known = client.secret if client and client.secret else ""
        if not hmac.compare_digest(known.encode(), secret.encode()) or not known or client is None:
            raise _unknown("unknown client or wrong secret")
        if fields.get("client_id", client_id) != client_id:
            raise _unknown("client_id is another")
        return client

    def _by_assertion(self, fields: dict[str, str], now: datetime) -> Registered:
        if fields.get("client_assertion_type") != ASSERTION_TYPE:
            raise _unknown("client_assertion_type")
        client = self._clients.get(fields.get("client_id", ""))
        if client is None or client.jwks is None:
            raise _unknown("unknown client")
        try:
            self._check(client, fields["client_assertion"], now.timestamp())
        except ValueError as wrong:
            raise _unknown(f"client_assertion: {wrong}") from None
        return client

    def _check(self, client: Registered, assertion: str, now: float) -> None:
        header = header_of(assertion)
        if header.get("typ") != client.assertion_typ or header.get("alg") not in ALGORITHMS:
            raise ValueError("typ or alg")
        try:
            key = KeySet.import_key_set(client.jwks).get_by_kid(text(header, "kid"))  # type: ignore[arg-type]
        except JoseError:
            raise ValueError("unknown key") from None
        claims = claims_of(assertion, key)
        if (claims.get("iss"), claims.get("sub")) != (client.client_id, client.client_id):
            raise ValueError("iss and sub must be the client")
        if claims.get("aud") != self._issuer:
            raise ValueError("aud must be the issuer alone")
        ends = seconds(claims, "exp")
        if not now < ends <= now + LONGEST_LIFE + _SKEW or ends - seconds(claims, "iat") > LONGEST_LIFE:
            raise ValueError("exp: at most 60 seconds ahead")
        if max(seconds(claims, "iat"), seconds(claims, "nbf")) > now + _SKEW:
            raise ValueError("not yet valid")
        if not self._seen.is_new(text(claims, "jti"), ends, now):
            raise ValueError("jti has been used")


def _basic(header: str) -> tuple[str, str]:
    kind, _, rest = header.partition(" ")
    try:
        name, found, secret = b64decode(rest, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise _unknown("the Authorization header") from None
    if kind.lower() != "basic" or not found:
        raise _unknown("the Authorization header")
    return unquote_plus(name), unquote_plus(secret)


def _unknown(why: str) -> Refused:
    return Refused("invalid_client", why, 401, {"WWW-Authenticate": 'Basic realm="samhandling"'})
