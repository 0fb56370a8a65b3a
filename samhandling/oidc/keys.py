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
_SHORTEST_RSA: Final = 2048


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
        if not isinstance(data, dict) or data.get("kty") not in ("EC", "RSA"):
            raise UnusableKey("the key is not a JWK of type EC or RSA")
        key = import_key(data)
    except (ValueError, KeyError, TypeError, RecursionError, JoseError):
        raise UnusableKey("the key cannot be read") from None
    algorithm = str(data.get("alg") or (_OF_CURVE.get(str(data.get("crv"))) if data["kty"] == "EC" else "PS256"))
    if not key.is_private or not fits(key, algorithm):
        raise UnusableKey("the key cannot sign, or is too short")
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


def fits(key: Key, algorithm: str) -> bool:
    """Whether the key is of the algorithm's kind and length, and meant for signing with it."""
    if algorithm not in ASYMMETRIC or key.get("use", "sig") != "sig" or key.get("alg", algorithm) != algorithm:
        return False
    if isinstance(key, RSAKey):
        return algorithm[:2] in ("RS", "PS") and key.raw_value.key_size >= _SHORTEST_RSA
    return isinstance(key, ECKey) and _OF_CURVE.get(key.curve_name) == algorithm


def sign(header: Mapping[str, Any], claims: Mapping[str, Any], key: Key) -> str:
    """A compact JWS; `header` must hold «alg»."""
    registry = jws.JWSRegistry(algorithms=[header["alg"]], strict_check_header=False)
    return jws.serialize_compact(dict(header), json.dumps(claims), key, registry=registry)
