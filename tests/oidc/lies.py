"""What a provider could say that is not so; each is a change of one thing on its way out."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from joserfc.jwk import ECKey, Key

from samhandling.oidc_provider.bending import Bending, Document, sign


def claims(**changed: Any) -> Bending:
    """Claims with these values; None takes one out."""
    return Bending(claims=_changing(changed))


def later(name: str, seconds: int) -> Bending:
    """A time claim moved."""
    return Bending(claims=lambda honest: honest | {name: honest[name] + seconds})


def callback(**changed: Any) -> Bending:
    return Bending(callback=_changing(changed))


def tokens(**changed: Any) -> Bending:
    return Bending(tokens=_changing(changed))


def discovery(**changed: Any) -> Bending:
    return Bending(discovery=_changing(changed))


def header(**changed: Any) -> Bending:
    """Signed properly, with another header."""
    return Bending(sign=lambda head, body, key: sign(_changing(changed)(head), body, key))


def unsigned(algorithm: str = "none") -> Bending:
    return Bending(sign=lambda head, body, key: f"{_part(head | {'alg': algorithm})}.{_part(body)}.")


def signed_with_public_key_as_secret() -> Bending:
    """The old confusion: HS256 with the published key as the shared secret."""

    def forge(head: Document, body: Document, key: Key) -> str:
        assert isinstance(key, ECKey)
        text = f"{_part(head | {'alg': 'HS256'})}.{_part(body)}"
        return f"{text}.{_encode(hmac.digest(key.as_pem(private=False), text.encode(), hashlib.sha256))}"

    return Bending(sign=forge)


def signed_with_another_key() -> Bending:
    """The header names the published key, and a stranger's key signed."""
    stranger = ECKey.generate_key("P-256")
    return Bending(sign=lambda head, body, key: sign(head, body, stranger))


def signed_with_a_key_in_the_header() -> Bending:
    """A stranger's key that the token itself brings along."""
    stranger = ECKey.generate_key("P-256")
    return Bending(sign=lambda head, body, key: sign(head | {"jwk": stranger.as_dict(private=False)}, body, stranger))


def changed_after_signing(**changed: Any) -> Bending:
    def forge(head: Document, body: Document, key: Key) -> str:
        first, _, last = sign(head, body, key).split(".")
        return f"{first}.{_part(body | changed)}.{last}"

    return Bending(sign=forge)


def payload(text: bytes) -> Bending:
    """Properly signed, but not claims."""
    from joserfc import jws

    return Bending(sign=lambda head, body, key: jws.serialize_compact(head, text, key, algorithms=["ES256"]))


def the_token_of_the_one_before() -> Bending:
    """Everybody after the first gets the first one's ID token: the swapped person."""
    made: list[str] = []

    def forge(head: Document, body: Document, key: Key) -> str:
        made.append(sign(head, body, key))
        return made[0]

    return Bending(sign=forge)


def _changing(changed: dict[str, Any]) -> Callable[[Document], Document]:
    return lambda honest: {name: value for name, value in (honest | changed).items() if value is not None}


def _part(document: Document) -> str:
    return _encode(json.dumps(document).encode())


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
