"""The provider as an ASGI application. State lives in the process: one worker, and a restart forgets every sign-in."""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from joserfc.jwk import ECKey, Key
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from samhandling.oidc_provider import asking, page, reading, tokens
from samhandling.oidc_provider.authentication import Authentication
from samhandling.oidc_provider.bending import HONEST, Bending
from samhandling.oidc_provider.discovery import document
from samhandling.oidc_provider.dpop import Proofs
from samhandling.oidc_provider.memory import Asked, Granted, OneTime
from samhandling.oidc_provider.refusing import NotTrusted, Refused, SentBack
from samhandling.oidc_provider.registered import Person, Registered

CODE_LIFE: Final = timedelta(seconds=60)
REQUEST_LIFE: Final = timedelta(seconds=60)
CHOOSING_LIFE: Final = timedelta(minutes=10)
_VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_NO_STORE: Final = {"Cache-Control": "no-store"}
_UNKNOWN: Final = "Lenken er ukjent, brukt eller for gammel. Gå tilbake dit du kom fra og start innloggingen på nytt."


def provider(
    issuer: str,
    clients: Sequence[Registered],
    people: Sequence[Person],
    *,
    clock: Callable[[], datetime],
    key: Key | None = None,
    bending: Bending = HONEST,
) -> Starlette:
    """`issuer`: the address it is served at, without a slash at the end. `key`: private, with «alg» and «kid».

    `bending` is for tests of a client: it makes the provider lie.
    """
    own = key or ECKey.generate_key("P-256", parameters={"use": "sig", "alg": "ES256"}, auto_kid=True)
    return _Provider(issuer, clients, people, clock, own, bending).application()


class _Provider:
    def __init__(
        self,
        issuer: str,
        clients: Sequence[Registered],
        people: Sequence[Person],
        clock: Callable[[], datetime],
        key: Key,
        bending: Bending,
    ) -> None:
        self._issuer, self._clock, self._key, self._bend = issuer, clock, key, bending
        self._clients = {client.client_id: client for client in clients}
        self._people = {person.subject: person for person in people}
        self._authentication = Authentication(issuer, self._clients)
        self._proofs = Proofs(f"{issuer}/connect/token")
        self._pushed: OneTime[Asked] = OneTime(REQUEST_LIFE, "urn:ietf:params:oauth:request_uri:")
        self._choosing: OneTime[Asked] = OneTime(CHOOSING_LIFE)
        self._codes: OneTime[Granted] = OneTime(CODE_LIFE)

    def application(self) -> Starlette:
        routes = [
            Route("/.well-known/openid-configuration", self._discovery),
            Route("/jwks", self._keys),
            Route("/connect/par", self._par, methods=["POST"]),
            Route("/connect/authorize", self._authorize),
            Route("/connect/authorize", self._sign_in, methods=["POST"]),
            Route("/connect/token", self._token, methods=["POST"]),
            Route("/connect/endsession", self._end_session),
            Route("/stil.css", _style),
        ]
        handlers: dict[Any, Callable[[Request, Any], Awaitable[Response]]] = {
            Refused: _refused,
            SentBack: self._sent_back,
            NotTrusted: self._not_trusted,
        }
        return Starlette(routes=routes, exception_handlers=handlers)

    async def _discovery(self, request: Request) -> Response:
        return JSONResponse(self._bend.discovery(document(self._issuer, tokens.algorithm(self._key))))

    async def _keys(self, request: Request) -> Response:
        return JSONResponse(self._bend.keys({"keys": [self._key.as_dict(private=False)]}))

    async def _par(self, request: Request) -> Response:
        now, fields = self._clock(), await reading.form(request)
        client = self._authentication.client(request, fields, now)
        try:
            asked = asking.read(client, fields)
        except NotTrusted:
            raise Refused("invalid_request", "redirect_uri is not registered") from None
        except SentBack as wrong:
            raise Refused(wrong.error, "the authorization request") from None
        reference = self._pushed.keep(asked, now)
        life = int(REQUEST_LIFE.total_seconds())
        return JSONResponse({"request_uri": reference, "expires_in": life}, 201, _NO_STORE)

    async def _authorize(self, request: Request) -> Response:
        try:
            fields = reading.without_repeats(request.query_params.multi_items())
        except Refused:
            raise NotTrusted from None
        now, client = self._clock(), self._clients.get(fields.get("client_id", ""))
        if client is None:
            raise NotTrusted
        asked = self._referred(client, fields, now) if "request_uri" in fields else _in_the_open(client, fields)
        sign_in = self._choosing.keep(asked, now)
        return page.choose(self._issuer, tuple(self._people.values()), sign_in, asked.redirect_uri)

    def _referred(self, client: Registered, fields: dict[str, str], now: datetime) -> Asked:
        """The pushed request: looked at as often as the page is reloaded, used once."""
        asked = self._pushed.look(fields["request_uri"], now)
        alone = set(fields) == {"client_id", "request_uri"}
        if asked is None or asked.used or asked.client_id != client.client_id or not alone:
            raise NotTrusted
        return asked

    async def _sign_in(self, request: Request) -> Response:
        try:
            now, fields = self._clock(), await reading.form(request)
        except Refused:
            raise NotTrusted from None
        asked = self._choosing.take(fields.get("sign_in", ""), now)
        if asked is None or asked.used:
            raise NotTrusted
        person = self._people.get(fields.get("person", ""))
        if "cancel" in fields or person is None:
            asked.used = True
            raise SentBack("access_denied", asked.redirect_uri, asked.state)
        asked.used = True
        code = self._codes.keep(Granted(asked, person.subject, now), now)
        return self._back(asked.redirect_uri, {"code": code, "state": asked.state})

    async def _token(self, request: Request) -> Response:
        """The order matters: a client that lacks our nonce has not used its code, one that cannot prove itself has."""
        now, fields = self._clock(), await reading.form(request)
        client = self._authentication.client(request, fields, now)
        if fields.get("grant_type") != "authorization_code":
            raise Refused("unsupported_grant_type", "authorization_code only")
        bound = client.dpop or "dpop" in request.headers
        thumbprint = self._proofs.thumbprint(request, now) if bound else None
        granted = self._codes.take(fields.get("code", ""), now)
        if granted is None or not _fits(granted.asked, client, fields, thumbprint):
            raise Refused("invalid_grant", "the code is unknown, used, too old, or for somebody else")
        access, algorithm = tokens.access_token(), tokens.algorithm(self._key)
        person = self._people[granted.subject]
        claims = tokens.id_claims(self._issuer, granted, person, access, algorithm, now)
        header = {"alg": algorithm, "kid": self._key.kid, "typ": "JWT"}
        answer = {
            "access_token": access,
            "token_type": "DPoP" if bound else "Bearer",
            "expires_in": tokens.LIFE,
            "scope": " ".join(granted.asked.scope),
            "id_token": self._bend.sign(header, self._bend.claims(claims), self._key),
        }
        nonce = {"DPoP-Nonce": self._proofs.nonce(now)} if bound else {}
        return JSONResponse(self._bend.tokens(answer), headers=_NO_STORE | nonce)

    async def _end_session(self, request: Request) -> Response:
        """Nobody stays signed in here; the browser is sent on to a client's own address only."""
        fields = request.query_params
        client = self._clients.get(fields.get("client_id", ""))
        target = fields.get("post_logout_redirect_uri")
        if client and target in client.logout_uris:
            state = {"state": fields["state"]} if "state" in fields else {}
            return RedirectResponse(_with_query(str(target), state), 303, _NO_STORE)
        return page.say(self._issuer, "Du er logget ut", "Du kan lukke siden.")

    def _back(self, redirect_uri: str, fields: dict[str, Any]) -> Response:
        answer = self._bend.callback({**fields, "iss": self._issuer})
        given = {name: value for name, value in answer.items() if value is not None}
        return RedirectResponse(_with_query(redirect_uri, given), 303, _NO_STORE)

    async def _sent_back(self, request: Request, error: SentBack) -> Response:
        return self._back(error.redirect_uri, {"error": error.error, "state": error.state})

    async def _not_trusted(self, request: Request, error: NotTrusted) -> Response:
        return page.refuse(self._issuer, _UNKNOWN)


def _in_the_open(client: Registered, fields: dict[str, str]) -> Asked:
    """A request in the address itself; not from a client that must push."""
    asked = asking.read(client, fields)
    if client.pushed:
        raise SentBack("invalid_request", asked.redirect_uri, asked.state)
    return asked


def _fits(asked: Asked, client: Registered, fields: dict[str, str], thumbprint: str | None) -> bool:
    """The code is redeemed by whom it was given to: client, address, verifier (RFC 7636 4.6) and key."""
    verifier = fields.get("code_verifier", "")
    digest = hashlib.sha256(verifier.encode(errors="replace")).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return (
        asked.client_id == client.client_id
        and asked.redirect_uri == fields.get("redirect_uri")
        and _VERIFIER.fullmatch(verifier) is not None
        and challenge == asked.challenge
        and asked.key_thumbprint in (None, thumbprint)
    )


def _with_query(address: str, fields: dict[str, Any]) -> str:
    if not fields:
        return address
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(fields)}"


async def _refused(request: Request, error: Refused) -> Response:
    return error.answer()


async def _style(request: Request) -> Response:
    return Response(page.STYLE, media_type="text/css")
