"""The second factor: codes from an app (RFC 6238), and the codes on paper for when the phone is gone."""

import hmac
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyotp
import segno

from samhandling.kernel.secrets import Secrets

ISSUER: Final = "Samhandling"
RECOVERY_CODES: Final = 10
_SEED: Final = "totp seed"
_STEP: Final = 30  # seconds
_ALPHABET: Final = "23456789abcdefghjkmnpqrstvwxyz"  # without what looks alike on paper
_CODE_LENGTH: Final = 24  # 117 bits: too many to guess, so a plain hash would do (ASVS V6.5.2)
_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class QrCode:
    """The dark squares as an SVG path on a square of `side` units, the quiet zone around it included."""

    path: str
    side: int


def seed_for(secrets: Secrets, token: str) -> str:
    """The seed offered to one half-open session: the same when the page is opened again, stored nowhere until then."""
    return b32encode(bytes.fromhex(secrets.keyed_hash("totp enrolment", token))[:20]).decode()


def sealed(secrets: Secrets, seed: str) -> bytes:
    return secrets.seal(_SEED, seed.encode())


def unsealed(secrets: Secrets, seed: bytes) -> str:
    return secrets.unseal(_SEED, seed).decode()


def step_of(seed: str, code: str, now: datetime, last_step: int) -> int | None:
    """Which step a code is of: this one or a neighbour, and later than the last one used; None when it is of none."""
    generator, current = pyotp.TOTP(seed), int(now.timestamp()) // _STEP
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdigit()):
        return None
    for step in (current - 1, current, current + 1):
        if step > last_step and hmac.compare_digest(generator.generate_otp(step), typed):
            return step
    return None


def address(seed: str, login: str) -> str:
    """What the QR code says to the app."""
    return pyotp.TOTP(seed).provisioning_uri(name=login, issuer_name=ISSUER)


def qr_code(text: str) -> QrCode:
    code = segno.make_qr(text, error="m")
    rows = tuple(code.matrix_iter(border=4))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return QrCode(path, len(rows))


def recovery_codes() -> tuple[str, ...]:
    """Ten new ones, in groups of four."""
    codes = ("".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH)) for _ in range(RECOVERY_CODES))
    return tuple(map(_grouped, codes))


def recovery_hash(secrets: Secrets, code: str) -> str:
    """However it was typed: with or without hyphens and spaces, in capitals or not."""
    return secrets.keyed_hash("recovery code", "".join(filter(str.isalnum, code)).lower())


def in_groups(seed: str) -> str:
    return " ".join(seed[at : at + _GROUP] for at in range(0, len(seed), _GROUP))


def _grouped(code: str) -> str:
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
