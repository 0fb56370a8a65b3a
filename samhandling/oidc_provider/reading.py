"""Requests read strictly: nothing repeated, nothing large, JWTs only from keys we were told of."""

import json
from typing import Any, Final
from urllib.parse import parse_qsl

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key
from starlette.requests import Request

from samhandling.oidc_provider.refusing import Refused

ALGORITHMS: Final = ("ES256", "PS256", "RS256")
_LARGEST: Final = 64 * 1024


async def form(request: Request) -> dict[str, str]:
    """The fields of a POST. Raises Refused (invalid_request) for other content, too much of it, or a repeated field."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise Refused("invalid_request", "the body must be a form")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise Refused("invalid_request", "the body is too large", 413)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body), max_num_fields=40)
    except ValueError:
        raise Refused("invalid_request", "the form cannot be read") from None
    return without_repeats(pairs)


def without_repeats(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """RFC 6749 3.1: parameters must not be included more than once."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Refused("invalid_request", "a parameter is repeated")
    return fields


def header_of(token: str) -> dict[str, Any]:
    """The header of a JWT, not yet trusted. Raises ValueError."""
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, RecursionError, TypeError, AttributeError):
        raise ValueError("not a JWT") from None
    if not isinstance(header, dict):
        raise ValueError("not a JWT")
    return header


def claims_of(token: str, key: Key) -> dict[str, Any]:
    """The claims of a JWT that `key` signed. Raises ValueError."""
    try:
        payload = jws.deserialize_compact(token, key, algorithms=list(ALGORITHMS)).payload
    except (JoseError, RecursionError, TypeError):
        raise ValueError("the signature does not hold") from None
    claims = json.loads(payload)
    if not isinstance(claims, dict):
        raise ValueError("not a JWT")
    return claims


def seconds(claims: dict[str, Any], name: str) -> float:
    """A NumericDate. Raises ValueError when it is missing or no number."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} is missing")
    return value


def text(claims: dict[str, Any], name: str) -> str:
    """Raises ValueError when it is missing, empty or no text."""
    value = claims.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is missing")
    return value
