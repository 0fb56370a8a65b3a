"""The claims we read, and no other: what is not listed here is dropped while the token is being parsed.

That is how a national identity number that nobody asked for (`pid` and its relatives) is gone before anything sees it.
"""

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from samhandling.oidc.refusal import Code, SignInRefused
from samhandling.oidc.values import Identity

HPR_NUMBER: Final = "helseid://claims/hpr/hpr_number"
SECURITY_LEVEL: Final = "helseid://claims/identity/security_level"
_ABOUT_TOKEN: Final = ("iss", "sub", "aud", "azp", "exp", "iat", "nbf", "nonce", "at_hash", "auth_time")
_ABOUT_PERSON: Final = ("name", "acr", "amr", HPR_NUMBER, SECURITY_LEVEL)
READ: Final = frozenset(_ABOUT_TOKEN + _ABOUT_PERSON)

_END_OF_TIME: Final = 253_402_300_800  # year 10000
_LONGEST_SUBJECT: Final = 255  # OpenID Connect Core 2
_LONGEST_NAME: Final = 200
_MOST_METHODS: Final = 20
# Eleven digits, in one or with the usual gap after six: a birth number, a D-number or one made for tests.
_NATIONAL: Final = re.compile(r"(?<!\d)(\d{2})(\d{2})\d{2}[ .-]?\d{5}(?!\d)")
_HPR: Final = re.compile(r"[0-9]{1,9}")


def parse(payload: bytes) -> dict[str, Any] | None:
    """The claims we read; None when it is not a JSON object."""
    try:
        value = json.loads(payload, object_pairs_hook=_keep, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def instant(claims: Mapping[str, Any], name: str, refused: Code) -> float | None:
    """A NumericDate in seconds, None where it is missing; anything else is refused with that code."""
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _END_OF_TIME:
        raise SignInRefused(refused)
    return float(value)


def identity(claims: Mapping[str, Any]) -> Identity:
    """Refused (subject): no `sub`, or one like a national identity number. Other odd claims count as missing."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT or not subject.isprintable():
        raise SignInRefused(Code.SUBJECT)
    if holds_national_number(subject):
        raise SignInRefused(Code.SUBJECT)
    at = instant(claims, "auth_time", Code.IAT)
    return Identity(
        issuer=claims["iss"],
        subject=subject,
        name=_text(claims.get("name"), _LONGEST_NAME),
        hpr_number=_number(claims.get(HPR_NUMBER)),
        security_level=_text(_as_text(claims.get(SECURITY_LEVEL))),
        auth_time=None if at is None else datetime.fromtimestamp(math.floor(at), UTC),
        acr=_text(claims.get("acr")),
        amr=_methods(claims.get("amr")),
    )


def holds_national_number(text: str) -> bool:
    """Whether a date of birth plus five digits stands in it; check digits are not asked, so one too many at worst."""
    return any(1 <= int(day) % 40 <= 31 and int(month) % 20 <= 12 for day, month in _NATIONAL.findall(text))


def _keep(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if name in READ}


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _text(value: object, longest: int = 100) -> str | None:
    if not isinstance(value, str) or not 0 < len(value) <= longest or not value.isprintable():
        return None
    return None if holds_national_number(value) else value


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else value


def _number(value: object) -> str | None:
    text = _as_text(value)
    return text if isinstance(text, str) and _HPR.fullmatch(text) else None


def _methods(value: object) -> tuple[str, ...]:
    listed = value[:_MOST_METHODS] if isinstance(value, list) else [value]
    return tuple(text for text in map(_text, listed) if text)
