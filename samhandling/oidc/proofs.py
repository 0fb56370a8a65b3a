"""What the client says about itself to the provider: its secret or signed assertion, and DPoP proofs (RFC 9449)."""

import secrets
from base64 import b64encode
from datetime import datetime
from typing import Final
from urllib.parse import quote_plus

from joserfc.jwk import ECKey

from samhandling.oidc.keys import sign, signing_key
from samhandling.oidc.provider import ClientSecret, PrivateKey, Provider

ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LIFETIME: Final = 50  # seconds; HelseID takes no more than 60 by its own clock


def authenticate(provider: Provider, now: datetime) -> tuple[dict[str, str], dict[str, str]]:
    """Form fields and headers. Made anew for every request: an assertion is used once."""
    how = provider.authentication
    if isinstance(how, PrivateKey):
        assertion = _assertion(provider, how, now)
        fields = {"client_id": provider.client_id, "client_assertion_type": ASSERTION_TYPE}
        return fields | {"client_assertion": assertion}, {}
    return _secret(provider, how)


def _assertion(provider: Provider, how: PrivateKey, now: datetime) -> str:
    """RFC 7523 section 3, for the issuer alone: an assertion for one provider is of no use at another."""
    key, algorithm = signing_key(how.jwk)
    key.ensure_kid()
    issued = int(now.timestamp())
    claims = {
        "iss": provider.client_id,
        "sub": provider.client_id,
        "aud": provider.issuer,
        "jti": secrets.token_urlsafe(24),
        "iat": issued,
        "nbf": issued,
        "exp": issued + LIFETIME,
    }
    return sign({"alg": algorithm, "kid": key.kid, "typ": how.typ}, claims, key)


def _secret(provider: Provider, how: ClientSecret) -> tuple[dict[str, str], dict[str, str]]:
    if how.sent == "post":
        return {"client_id": provider.client_id, "client_secret": how.secret}, {}
    both = f"{quote_plus(provider.client_id)}:{quote_plus(how.secret)}"  # form-encoded first: RFC 6749 2.3.1
    return {}, {"Authorization": f"Basic {b64encode(both.encode()).decode()}"}


def new_dpop_key() -> ECKey:
    return ECKey.generate_key("P-256")


def dpop_proof(key: ECKey, address: str, nonce: str | None, now: datetime) -> str:
    """For one POST to `address`; `nonce` is the provider's latest, None before it has given one."""
    claims = {
        "jti": secrets.token_urlsafe(24),
        "htm": "POST",
        "htu": address.partition("?")[0],
        "iat": int(now.timestamp()),
    }
    header = {"alg": "ES256", "typ": "dpop+jwt", "jwk": key.as_dict(private=False)}
    return sign(header, claims if nonce is None else claims | {"nonce": nonce}, key)
