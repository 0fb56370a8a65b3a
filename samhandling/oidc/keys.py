"""Keys as JWK text: made for the administrator, read from settings, and used to sign."""

import json
from collections.abc import Mapping
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, RSAKey, import_key

ASYMMETRIC: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}
)  # never «none», never a shared secret (ASVS 9.1.2)
_OF_CURVE: Final = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
_SHORTEST_MODULUS: Final = 342  # 2048 bits, in the letters of base64url
_PUBLIC: Final = frozenset({"kty", "kid", "use", "alg", "key_ops", "crv", "x", "y", "n", "e"})


class UnusableKey(ValueError):
    """Not a private EC or RSA key that can sign; the message never quotes the key."""


def new_client_key() -> str:
    """A new private key (ES256) as JWK text: a secret. `public_jwks` gives the part to register."""
    return private_text(ECKey.generate_key("P-256", parameters={"use": "sig", "alg": "ES256"}, auto_kid=True))


def public_jwks(private_key: str) -> str:
    """The key set to register with the provider, as JSON text. Raises UnusableKey."""
    key, algorithm = signing_key(private_key)
    key.ensure_kid()
    return json.dumps({"keys": [key.as_dict(private=False, use="sig", alg=algorithm)]}, indent=2)


def signing_key(private_key: str) -> tuple[Key, str]:
    """The key and its algorithm: the JWK's own «alg», else by curve, PS256 for RSA. Raises UnusableKey."""
    try:
        data = json.loads(private_key)
    except (ValueError, RecursionError):
        raise UnusableKey("the key is not JSON") from None
    key = _import(data)
    if key is None:
        raise UnusableKey("the key is not a JWK of type EC or RSA, or is too short")
    algorithm = str(data.get("alg") or (_OF_CURVE.get(str(data.get("crv"))) if data["kty"] == "EC" else "PS256"))
    if not key.is_private or not fits(key, algorithm):
        raise UnusableKey("the key cannot sign")
    return key, algorithm


def private_text(key: ECKey) -> str:
    """The whole key as JWK text: a secret."""
    return json.dumps(key.as_dict(private=True))


def dpop_key(text: str) -> ECKey:
    """What `private_text` wrote. Raises UnusableKey."""
    key, _ = signing_key(text)
    if not isinstance(key, ECKey):
        raise UnusableKey("a DPoP key is an EC key")
    return key


def published_key(data: object) -> Key | None:
    """The public part; None for a key of a kind we do not use: a set may hold keys for others (RFC 7517 section 5)."""
    if not isinstance(data, dict):
        return None
    return _import({name: value for name, value in data.items() if name in _PUBLIC})


def _import(data: object) -> Key | None:
    if not isinstance(data, dict) or data.get("kty") not in ("EC", "RSA"):
        return None
    if data["kty"] == "RSA" and len(str(data.get("n"))) < _SHORTEST_MODULUS:
        return None
    try:
        return import_key(data)
    except (JoseError, ValueError, KeyError, TypeError, AttributeError):
        return None


def fits(key: Key, algorithm: str) -> bool:
    """Whether the key is of the algorithm's kind and length, and meant for signing with it."""
    if algorithm not in ASYMMETRIC or key.get("use", "sig") != "sig" or key.get("alg", algorithm) != algorithm:
        return False
    if isinstance(key, RSAKey):
        return algorithm[:2] in ("RS", "PS")
    return isinstance(key, ECKey) and _OF_CURVE.get(key.curve_name) == algorithm


def sign(header: Mapping[str, Any], claims: Mapping[str, Any], key: Key) -> str:
    """A compact JWS; `header` must hold «alg»."""
    registry = jws.JWSRegistry(algorithms=[header["alg"]], strict_check_header=False)
    return jws.serialize_compact(dict(header), json.dumps(claims), key, registry=registry)
