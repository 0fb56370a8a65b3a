"""What a provider publishes: its discovery document and its keys, fetched no more often than needed."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc.jwk import Key

from samhandling.oidc import addresses
from samhandling.oidc.keys import fits, published_key
from samhandling.oidc.provider import Provider
from samhandling.oidc.refusal import Code, SignInRefused
from samhandling.oidc.wire import Wire

FRESH: Final = timedelta(hours=1)
BETWEEN_REFETCHES: Final = timedelta(minutes=1)  # an unknown `kid` cannot make us flood the provider
PAUSE: Final = timedelta(seconds=10)  # so that a provider that is down does not hold one thread after another
_MOST_KEYS: Final = 50


@dataclass(frozen=True, slots=True)
class Metadata:
    authorization: str
    token: str
    jwks: str
    par: str | None
    end_session: str | None
    par_required: bool
    iss_in_callback: bool


def read_metadata(document: dict[str, Any], provider: Provider) -> Metadata:
    """Refused (metadata): another issuer (ASVS 10.5.3), an unsafe address, or one that lacks what the profile needs."""
    if document.get("issuer") != provider.issuer:
        raise SignInRefused(Code.METADATA)
    found = Metadata(
        authorization=_needed(document, "authorization_endpoint", provider),
        token=_needed(document, "token_endpoint", provider),
        jwks=_needed(document, "jwks_uri", provider),
        par=_optional(document, "pushed_authorization_request_endpoint", provider),
        end_session=_optional(document, "end_session_endpoint", provider),
        par_required=document.get("require_pushed_authorization_requests") is True,
        iss_in_callback=document.get("authorization_response_iss_parameter_supported") is True,
    )
    needs_par = provider.par == "required" or found.par_required
    lacks_par = needs_par and (found.par is None or provider.par == "off")
    lacks_dpop = provider.dpop and not _lists(document, "dpop_signing_alg_values_supported", "ES256")
    if lacks_par or lacks_dpop or not _lists(document, "code_challenge_methods_supported", "S256"):
        raise SignInRefused(Code.METADATA)
    return found


class Directory:
    """One provider's documents. May be shared by threads. Everything here can be refused with network or metadata."""

    def __init__(self, provider: Provider, wire: Wire) -> None:
        self._provider = provider
        self._wire = wire
        self._lock = threading.Lock()
        self._metadata: tuple[Metadata, datetime] | None = None
        self._keys: tuple[tuple[Key, ...], datetime] | None = None
        self._asked: datetime | None = None
        self._failed: datetime | None = None

    def metadata(self, now: datetime) -> Metadata:
        with self._lock:
            if self._metadata is None or not _within(FRESH, self._metadata[1], now):
                address = self._provider.issuer.removesuffix("/") + "/.well-known/openid-configuration"
                self._metadata = read_metadata(self._get(address, now), self._provider), now
            return self._metadata[0]

    def key(self, kid: str | None, algorithm: str, now: datetime) -> Key:
        """The one published key with that id (or, without id, the only one that fits). Refused: key."""
        address = self.metadata(now).jwks
        with self._lock:
            if self._keys is None or not _within(FRESH, self._keys[1], now):
                self._keys = self._fetch(address, now), now
            chosen = _choose(self._keys[0], kid, algorithm)
            if chosen is None and (self._asked is None or not _within(BETWEEN_REFETCHES, self._asked, now)):
                self._keys = self._fetch(address, now), now
                chosen = _choose(self._keys[0], kid, algorithm)
        if chosen is None:
            raise SignInRefused(Code.KEY)
        return chosen

    def _get(self, address: str, now: datetime) -> dict[str, Any]:
        """Refused at once just after a failure: whoever waited for the lock does not wait for the provider too."""
        if self._failed is not None and abs(now - self._failed) < PAUSE:
            raise SignInRefused(Code.NETWORK)
        try:
            return self._wire.get(address)
        except SignInRefused:
            self._failed = now
            raise

    def _fetch(self, address: str, now: datetime) -> tuple[Key, ...]:
        self._asked = now
        listed = self._get(address, now).get("keys")
        if not isinstance(listed, list) or len(listed) > _MOST_KEYS:
            raise SignInRefused(Code.METADATA)
        return tuple(key for key in map(published_key, listed) if key is not None)


def _choose(keys: tuple[Key, ...], kid: str | None, algorithm: str) -> Key | None:
    fitting = [key for key in keys if fits(key, algorithm) and (kid is None or key.kid == kid)]
    return fitting[0] if len(fitting) == 1 else None


def _within(span: timedelta, then: datetime, now: datetime) -> bool:
    return timedelta(0) <= now - then < span


def _needed(document: dict[str, Any], name: str, provider: Provider) -> str:
    found = _optional(document, name, provider)
    if found is None:
        raise SignInRefused(Code.METADATA)
    return found


def _optional(document: dict[str, Any], name: str, provider: Provider) -> str | None:
    address = document.get(name)
    if address is None:
        return None
    if not addresses.is_safe(address) or not addresses.belongs(str(address), provider.issuer):
        raise SignInRefused(Code.METADATA)
    return str(address)


def _lists(document: dict[str, Any], name: str, value: str) -> bool:
    """Whether a list has the value; a provider that leaves the list out is given the benefit of the doubt."""
    listed = document.get(name)
    return listed is None or (isinstance(listed, list) and value in listed)
