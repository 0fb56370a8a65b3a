"""Lies on demand, for tests of a client: the provider itself is always strict with what it is sent."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.jwk import Key

Document = dict[str, Any]
Signer = Callable[[Document, Document, Key], str]


def _as_it_is(document: Document) -> Document:
    return document


def sign(header: Document, claims: Document, key: Key) -> str:
    """A compact JWS with the header's own algorithm."""
    registry = jws.JWSRegistry(algorithms=[header["alg"]], strict_check_header=False)
    return jws.serialize_compact(dict(header), json.dumps(claims), key, registry=registry)


@dataclass(frozen=True, slots=True)
class Bending:
    """Each changes one thing on its way out. `sign(header, claims, key)` makes the ID token."""

    discovery: Callable[[Document], Document] = _as_it_is
    keys: Callable[[Document], Document] = _as_it_is
    callback: Callable[[Document], Document] = _as_it_is
    claims: Callable[[Document], Document] = _as_it_is
    tokens: Callable[[Document], Document] = _as_it_is
    sign: Signer = sign


HONEST = Bending()
