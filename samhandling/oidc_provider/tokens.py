"""The ID token: what the provider says about a person, to one client, once."""

import base64
import hashlib
import secrets
from datetime import datetime
from typing import Any, Final

from joserfc.jwk import ECKey, Key, RSAKey

from samhandling.oidc_provider.memory import Granted
from samhandling.oidc_provider.registered import Person

LIFE: Final = 300


def algorithm(key: Key) -> str:
    """By the key's own «alg»; ValueError without."""
    if not isinstance(key, ECKey | RSAKey) or not key.alg:
        raise ValueError("the provider's key needs a kind and an «alg»")
    return key.alg


def access_token() -> str:
    """Opaque, and of no use: the provider has nothing to protect."""
    return secrets.token_urlsafe(32)


def id_claims(issuer: str, granted: Granted, person: Person, token: str, alg: str, now: datetime) -> dict[str, Any]:
    """Only what the scopes asked for."""
    digest = hashlib.new(f"sha{alg[-3:]}", token.encode()).digest()
    claims: dict[str, Any] = {
        "iss": issuer,
        "sub": person.subject,
        "aud": granted.asked.client_id,
        "iat": int(now.timestamp()),
        "nbf": int(now.timestamp()),
        "exp": int(now.timestamp()) + LIFE,
        "auth_time": int(granted.at.timestamp()),
        "nonce": granted.asked.nonce,
        "at_hash": base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode(),
        "amr": ["external"],
        "jti": secrets.token_urlsafe(16),
    }
    by_scope = {
        "profile": ("name", person.name),
        "helseid://scopes/identity/security_level": (
            "helseid://claims/identity/security_level",
            person.security_level,
        ),
        "helseid://scopes/hpr/hpr_number": ("helseid://claims/hpr/hpr_number", person.hpr_number),
    }
    wanted = (by_scope[scope] for scope in granted.asked.scope if scope in by_scope)
    return claims | {name: value for name, value in wanted if value is not None}
