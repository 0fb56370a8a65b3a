"""The authorization code flow with PKCE, in two steps with the browser's journey between them.

The caller keeps `Pending` on the server, bound to the browser's cookie, and takes it out once. Time is told, in UTC.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

import httpx
from joserfc.jwk import ECKey

from samhandling.oidc import callback, claims, id_token
from samhandling.oidc.directory import Directory, Metadata
from samhandling.oidc.keys import dpop_key, private_text
from samhandling.oidc.proofs import authenticate, dpop_proof, new_dpop_key
from samhandling.oidc.provider import Provider
from samhandling.oidc.refusal import Code, SignInRefused
from samhandling.oidc.values import Identity, Pending, Started
from samhandling.oidc.wire import Answer, Wire

LONGEST_SIGN_IN: Final = timedelta(minutes=10)
_LONGEST_TOKEN: Final = 16_000
_LONGEST_NONCE: Final = 500


class Client:
    """One provider; may be shared by threads. `wire`: for a proxy or an own certificate authority."""

    def __init__(self, provider: Provider, wire: Wire | None = None) -> None:
        self.provider = provider
        self._wire = wire or Wire()
        self._directory = Directory(provider, self._wire)
        self._dpop_nonce: str | None = None

    def close(self) -> None:
        self._wire.close()

    def begin(self, redirect_uri: str, now: datetime) -> Started:
        """Refused: network, metadata, par. With a pushed request the URL holds `client_id` and `request_uri` only."""
        metadata = self._directory.metadata(now)
        key = new_dpop_key() if self.provider.dpop else None
        pending = Pending(
            provider=self.provider.id,
            redirect_uri=redirect_uri,
            started_at=now.isoformat(),
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            code_verifier=secrets.token_urlsafe(48),
            dpop_key=private_text(key) if key else None,
        )
        request = self._request(pending) | ({"dpop_jkt": key.thumbprint()} if key else {})
        if metadata.par and self.provider.par != "off":
            request = {"client_id": self.provider.client_id, "request_uri": self._push(metadata.par, request, now)}
        return Started(_with_query(metadata.authorization, request), pending)

    def finish(self, pending: Pending, parameters: Iterable[tuple[str, str]], now: datetime) -> Identity:
        """`parameters`: name and value of everything in the callback's query, repeated ones too. Refused: any code."""
        started = datetime.fromisoformat(pending.started_at)
        if pending.provider != self.provider.id:
            raise SignInRefused(Code.STATE)
        if not -id_token.SKEW <= now - started < LONGEST_SIGN_IN:
            raise SignInRefused(Code.EXPIRED)
        metadata = self._directory.metadata(now)
        code = callback.code_of(
            parameters,
            state=pending.state,
            issuer=self.provider.issuer,
            iss_required=self.provider.iss_required or metadata.iss_in_callback,
        )
        access, token = self._redeem(metadata, pending, code, now)
        expected = id_token.Expected(
            provider=self.provider,
            nonce=pending.nonce,
            access_token=access,
            started=started,
            now=now,
            find_key=lambda kid, algorithm: self._directory.key(kid, algorithm, now),
        )
        return claims.identity(id_token.verify(token, expected))

    def logout_url(self, return_to: str, now: datetime, id_token_hint: str | None = None) -> str | None:
        """Where the browser signs out there too (RP-Initiated Logout 1.0); None if the provider has no such page.

        We keep no ID token, since it may hold a national identity number, so the hint is normally left out.
        """
        address = self._directory.metadata(now).end_session
        if address is None:
            return None
        query = {"client_id": self.provider.client_id, "post_logout_redirect_uri": return_to}
        return _with_query(address, query | ({"id_token_hint": id_token_hint} if id_token_hint else {}))

    def _request(self, pending: Pending) -> dict[str, str]:
        """`response_mode` is left at its default, query: a form post from elsewhere would come without our cookie."""
        challenge = hashlib.sha256(pending.code_verifier.encode()).digest()
        return {
            "client_id": self.provider.client_id,
            "response_type": "code",
            "redirect_uri": pending.redirect_uri,
            "scope": " ".join(self.provider.scopes),
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }

    def _push(self, address: str, request: dict[str, str], now: datetime) -> str:
        """RFC 9126: the request goes server to server, and the browser only carries a reference to it."""
        fields, headers = authenticate(self.provider, now)
        answer = self._wire.post(address, request | fields, headers)
        content = answer.content()
        if answer.status not in (httpx.codes.CREATED, httpx.codes.OK) or content is None:
            raise SignInRefused(Code.PAR, content and content.get("error"))
        reference = content.get("request_uri")
        if not isinstance(reference, str) or not 0 < len(reference) <= callback.LONGEST:
            raise SignInRefused(Code.PAR)
        return reference

    def _redeem(self, metadata: Metadata, pending: Pending, code: str, now: datetime) -> tuple[str, str]:
        """Access token and ID token. The access token is only hashed: it is never sent anywhere and never kept."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": pending.redirect_uri,
            "code_verifier": pending.code_verifier,
        }
        key = dpop_key(pending.dpop_key) if pending.dpop_key else None
        answer = self._ask_for_tokens(metadata.token, form, key, now)
        content = answer.content()
        if answer.status != httpx.codes.OK or content is None:
            raise SignInRefused(Code.TOKEN, content and content.get("error"))
        access, token = content.get("access_token"), content.get("id_token")
        if not _is_token(access) or not _is_token(token):
            raise SignInRefused(Code.TOKEN)
        if str(content.get("token_type")).casefold() != ("dpop" if self.provider.dpop else "bearer"):
            raise SignInRefused(Code.TOKEN_TYPE)
        return str(access), str(token)

    def _ask_for_tokens(self, address: str, form: Mapping[str, str], key: ECKey | None, now: datetime) -> Answer:
        """Asks once more, with a new assertion, when the provider wants its nonce in the proof (RFC 9449 section 8)."""
        nonce = self._dpop_nonce
        answer = self._post_with_proof(address, form, key, nonce, now)
        content = answer.content() or {}
        if key and content.get("error") == "use_dpop_nonce" and self._dpop_nonce not in (None, nonce):
            answer = self._post_with_proof(address, form, key, self._dpop_nonce, now)
        return answer

    def _post_with_proof(
        self, address: str, form: Mapping[str, str], key: ECKey | None, nonce: str | None, now: datetime
    ) -> Answer:
        fields, headers = authenticate(self.provider, now)
        bound = {"DPoP": dpop_proof(key, address, nonce, now)} if key else {}
        answer = self._wire.post(address, {**form, **fields}, headers | bound)
        given = answer.headers.get("DPoP-Nonce")
        if given and len(given) <= _LONGEST_NONCE and given.isascii():
            self._dpop_nonce = given
        return answer


def _is_token(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_TOKEN and value.isascii()


def _with_query(address: str, query: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"
