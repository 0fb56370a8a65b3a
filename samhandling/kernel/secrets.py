"""Keys derived from one root secret that stands outside the database.

Each purpose has its own key, so that none can be used for another's work.
"""

import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_SHORTEST = 32


class Secrets:
    """`root`: at least 32 characters; a shorter one is refused with ValueError."""

    def __init__(self, root: str) -> None:
        if len(root) < _SHORTEST:
            raise ValueError(f"the secret must have at least {_SHORTEST} characters")
        self._root = root.encode()

    def key(self, purpose: str) -> bytes:
        """32 bytes."""
        return HKDF(SHA256(), 32, None, purpose.encode()).derive(self._root)

    def keyed_hash(self, purpose: str, value: str) -> str:
        """HMAC-SHA256 in hex: tells whether two values are alike, and nothing about them without the key."""
        return hmac.new(self.key(purpose), value.encode("utf-8", "surrogatepass"), sha256).hexdigest()

    def seal(self, purpose: str, value: bytes) -> bytes:
        return self._box(purpose).encrypt(value)

    def unseal(self, purpose: str, sealed: bytes) -> bytes:
        """Raises cryptography's InvalidToken when it was sealed with another key or altered."""
        return self._box(purpose).decrypt(sealed)

    def _box(self, purpose: str) -> Fernet:
        return Fernet(urlsafe_b64encode(self.key(purpose)))


def kept_in(path: Path) -> Secrets:
    """The secret in a file that only its owner reads; made the first time."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Secrets(path.read_text("ascii"))
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        root = secrets.token_urlsafe(48)
        file.write(root)
    return Secrets(root)


def password_hasher() -> PasswordHash:
    """Argon2id as OWASP's Password Storage Cheat Sheet sets it: 19 MiB, two passes, one lane."""
    return PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))
