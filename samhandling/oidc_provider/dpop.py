"""Proof that whoever asks for tokens holds the key they will be bound to (RFC 9449 sections 4.3 and 8)."""

from datetime import datetime, timedelta
from typing import Final

from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key
from starlette.requests import Request

from samhandling.oidc_provider.memory import OneTime, Seen
from samhandling.oidc_provider.reading import claims_of, header_of, seconds, text
from samhandling.oidc_provider.refusing import Refused

ALGORITHM: Final = "ES256"
_AGE: Final = 60
_NONCE_LIFE: Final = timedelta(minutes=5)


class Proofs:
    """One per provider: it hands out nonces and remembers which proofs it has seen."""

    def __init__(self, token_endpoint: str) -> None:
        self._address, self._seen = token_endpoint, Seen()
        self._given: OneTime[str] = OneTime(_NONCE_LIFE)

    def thumbprint(self, request: Request, now: datetime) -> str:
        """The thumbprint of the key. Raises Refused: invalid_dpop_proof, or use_dpop_nonce with a nonce to use."""
        sent = request.headers.getlist("dpop")
        try:
            if len(sent) != 1:
                raise ValueError("one DPoP header is needed")
            key = _key(sent[0])
            nonce = self._check(sent[0], key, now.timestamp())
        except ValueError as wrong:
            raise Refused("invalid_dpop_proof", str(wrong)) from None
        if nonce is None or self._given.look(nonce, now) is None:
            raise Refused("use_dpop_nonce", "the proof needs our nonce", headers={"DPoP-Nonce": self.nonce(now)})
        return key.thumbprint()

    def nonce(self, now: datetime) -> str:
        return self._given.keep("nonce", now)

    def _check(self, token: str, key: Key, now: float) -> str | None:
        claims = claims_of(token, key)
        if claims.get("htm") != "POST" or claims.get("htu") != self._address:
            raise ValueError("htm or htu: the proof is for another request")
        made = seconds(claims, "iat")
        if abs(now - made) > _AGE:
            raise ValueError("iat: too old, or not yet")
        if not self._seen.is_new(text(claims, "jti"), made + 2 * _AGE, now):
            raise ValueError("jti has been used")
        return text(claims, "nonce") if "nonce" in claims else None


def _key(token: str) -> Key:
    header = header_of(token)
    if header.get("typ") != "dpop+jwt" or header.get("alg") != ALGORITHM:
        raise ValueError("typ or alg")
    jwk = header.get("jwk")
    if not isinstance(jwk, dict) or jwk.get("kty") != "EC" or "d" in jwk:
        raise ValueError("jwk must be a public key")
    try:
        return import_key(jwk)
    except (JoseError, KeyError, TypeError):
        raise ValueError("jwk cannot be read") from None
