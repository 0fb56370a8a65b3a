"""Secrets that a browser or a person carries. The database holds only their hashes."""

import secrets
from hashlib import sha256


def new_token() -> str:
    """256 random bits, safe in a cookie and in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Plain SHA-256 is enough: a token is too long to be guessed."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
