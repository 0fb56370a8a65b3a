"""Whether an ID token is the provider's, for us, for this sign-in and of this moment (OpenID Connect Core 3.1.3.7)."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key

from samhandling.oidc import claims as reading
from samhandling.oidc.provider import Provider
from samhandling.oidc.refusal import Code, SignInRefused
from samhandling.oidc.wire import json_object

SKEW: Final = timedelta(seconds=60)  # how wrong two honest clocks may be
_LONGEST_HEADER: Final = 4_096

FindKey = Callable[[str | None, str], Key]


@dataclass(frozen=True, slots=True)
class Expected:
    """What this sign-in asked for. `find_key(kid, algorithm)` refuses with `key` when there is none."""

    provider: Provider
    nonce: str = field(repr=False)
    access_token: str = field(repr=False)
    started: datetime
    now: datetime
    find_key: FindKey = field(repr=False)


def verify(token: str, expected: Expected) -> dict[str, Any]:
    """The claims we read, all checked. Refused with the code of the first thing wrong; the signature comes first."""
    algorithm, payload = _signed(token, expected)
    claims = reading.parse(payload)
    if claims is None:
        raise SignInRefused(Code.TYPE)
    _check_parties(claims, expected)
    _check_times(claims, expected)
    if not _same(claims.get("nonce"), expected.nonce):
        raise SignInRefused(Code.NONCE)
    _check_hash(claims.get("at_hash"), algorithm, expected)
    return claims


def _signed(token: str, expected: Expected) -> tuple[str, bytes]:
    """Algorithm and payload. The key is one the provider publishes; `jwk`, `jku`, `x5u` in the header mean nothing."""
    if token.count(".") != 2:
        raise SignInRefused(Code.TYPE)
    header = _header(token)
    algorithm, kid = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in expected.provider.algorithms:
        raise SignInRefused(Code.ALG)
    # An access or logout token carries its own type; `crit` would change what the signature covers.
    if str(header.get("typ", "JWT")).upper() != "JWT" or "crit" in header or "b64" in header:
        raise SignInRefused(Code.TYPE)
    if kid is not None and not isinstance(kid, str):
        raise SignInRefused(Code.KEY)
    key = expected.find_key(kid, algorithm)
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    registry.max_header_length = _LONGEST_HEADER
    try:
        return algorithm, jws.deserialize_compact(token, key, registry=registry).payload
    except (JoseError, ValueError, RecursionError):
        raise SignInRefused(Code.SIGNATURE) from None


def _header(token: str) -> dict[str, Any]:
    first = token.partition(".")[0]
    try:
        header = json_object(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except ValueError:
        header = None
    if header is None:
        raise SignInRefused(Code.TYPE)
    return header


def _check_parties(claims: dict[str, Any], expected: Expected) -> None:
    """For us alone: we trust no other audience, so a token that names one is refused (ASVS 10.5.4)."""
    client = expected.provider.client_id
    if claims.get("iss") != expected.provider.issuer:
        raise SignInRefused(Code.ISS)
    if claims.get("aud") not in (client, [client]):
        raise SignInRefused(Code.AUD)
    if "azp" in claims and claims["azp"] != client:
        raise SignInRefused(Code.AZP)


def _check_times(claims: dict[str, Any], expected: Expected) -> None:
    now, skew = expected.now.timestamp(), SKEW.total_seconds()
    expires = reading.instant(claims, "exp", Code.EXP)
    if expires is None or expires <= now - skew:
        raise SignInRefused(Code.EXP)
    issued = reading.instant(claims, "iat", Code.IAT)
    if issued is None or not expected.started.timestamp() - skew <= issued <= now + skew:
        raise SignInRefused(Code.IAT)
    not_before = reading.instant(claims, "nbf", Code.NBF)
    if not_before is not None and not_before > now + skew:
        raise SignInRefused(Code.NBF)


def _check_hash(given: object, algorithm: str, expected: Expected) -> None:
    """The left half of the access token's hash, so that the two belong together (Core 3.1.3.6)."""
    if given is None and not expected.provider.at_hash_required:
        return
    digest = hashlib.new(f"sha{algorithm[-3:]}", expected.access_token.encode()).digest()
    half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
    if not _same(given, half):
        raise SignInRefused(Code.AT_HASH)


def _same(given: object, wanted: str) -> bool:
    """Compared in constant time."""
    return isinstance(given, str) and hmac.compare_digest(given.encode(errors="replace"), wanted.encode())
