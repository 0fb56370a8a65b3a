"""The server asks only where it should, waits and reads only so much, and believes only the right documents."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey
from starlette.types import Receive, Scope, Send

from samhandling.oidc import addresses
from samhandling.oidc.client import Client
from samhandling.oidc.directory import read_metadata
from samhandling.oidc.refusal import Code, SignInRefused
from samhandling.oidc.wire import LARGEST, Wire, json_object
from samhandling.oidc_provider.bending import Bending, Document
from samhandling.oidc_provider.discovery import document
from tests.oidc import house, lies
from tests.oidc.house import BACK, BERIT, HELSEID, ISSUER, OPEN, PRIVATE_KEY, House
from tests.oidc.in_process import InProcess
from tests.serving import serving

DOCUMENT = document(ISSUER, "ES256")

WRONG = {
    "another issuer": {"issuer": "https://evil.example"},
    "an issuer with a slash too many": {"issuer": ISSUER + "/"},
    "no issuer": {"issuer": None},
    "no token endpoint": {"token_endpoint": None},
    "no keys": {"jwks_uri": None},
    "no sign-in page": {"authorization_endpoint": None},
    "a token endpoint without encryption": {"token_endpoint": "http://op.example/token"},
    "keys without encryption": {"jwks_uri": "http://op.example/jwks"},
    "a token endpoint on this machine": {"token_endpoint": "http://127.0.0.1:8000/token"},
    "a token endpoint on this machine, encrypted": {"token_endpoint": "https://localhost/token"},
    "keys at a neighbour by number": {"jwks_uri": "https://169.254.169.254/latest"},
    "keys at a neighbour by another spelling of number": {"jwks_uri": "https://2130706433/"},
    "keys in a file": {"jwks_uri": "file:///etc/passwd"},
    "an address with a password": {"token_endpoint": "https://user:word@op.example/token"},
    "an address that is a list": {"token_endpoint": ["https://op.example/token"]},
    "a sign-out page that is a script": {"end_session_endpoint": "javascript:alert(1)"},
    "a place for pushed requests on this machine": {"pushed_authorization_request_endpoint": "http://[::1]/par"},
    "no place for pushed requests, which HelseID needs": {"pushed_authorization_request_endpoint": None},
    "only plain PKCE": {"code_challenge_methods_supported": ["plain"]},
    "no DPoP with our algorithm": {"dpop_signing_alg_values_supported": ["EdDSA"]},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_discovery_document_is_refused_with(wrong: str) -> None:
    assert read_metadata(DOCUMENT, HELSEID)
    with pytest.raises(SignInRefused) as refused:
        read_metadata(DOCUMENT | WRONG[wrong], HELSEID)
    assert refused.value.code is Code.METADATA


def test_a_provider_that_needs_pushed_requests_is_refused_when_we_are_told_not_to_push() -> None:
    with pytest.raises(SignInRefused, match="metadata"):
        read_metadata(DOCUMENT | {"require_pushed_authorization_requests": True}, PRIVATE_KEY)


def test_a_provider_on_this_machine_may_point_to_this_machine() -> None:
    here = "http://127.0.0.1:9000"
    assert read_metadata(document(here, "ES256"), house.generic(issuer=here)).token == f"{here}/connect/token"


@settings(max_examples=100, deadline=None)
@given(st.text("htps:/@#?[]%.0123afx\\ \u00e6\x00", max_size=30) | st.none() | st.integers())
def test_no_address_makes_the_check_do_anything_but_answer(address: Any) -> None:
    if addresses.is_safe(address):
        assert httpx.URL(address).scheme in ("https", "http")
        addresses.belongs(address, ISSUER)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((200, b"[]", {}), Code.METADATA),
        ((200, b"not json", {}), Code.METADATA),
        ((200, b"[" * 100_000, {}), Code.METADATA),
        ((200, b'{"a":' * 20_000, {}), Code.METADATA),
        ((200, b"\xff\xfe", {}), Code.METADATA),
        ((200, b" " * LARGEST + b"{}", {}), Code.NETWORK),
        ((200, b"\x1f\x8b", {"content-encoding": "gzip"}), Code.NETWORK),
        ((302, b"", {"location": "https://op.example/elsewhere"}), Code.NETWORK),
        ((307, b"", {"location": "http://127.0.0.1/"}), Code.NETWORK),
        ((404, b"{}", {}), Code.NETWORK),
        ((500, b"{}", {}), Code.NETWORK),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused(answer: tuple[int, bytes, dict[str, str]], code: Code) -> None:
    transport = InProcess({ISSUER: _says(*answer)})
    with pytest.raises(SignInRefused) as refused:
        Client(HELSEID, Wire(transport)).begin(BACK, House().now)
    assert refused.value.code is code
    assert len(transport.requests) == 1  # nothing was followed


def test_nobody_at_home_is_refused() -> None:
    with pytest.raises(SignInRefused, match="network"):
        Client(HELSEID, Wire(InProcess({}))).begin(BACK, House().now)


def test_a_provider_that_is_down_is_left_alone_for_ten_seconds() -> None:
    transport = InProcess({})
    client, at = Client(HELSEID, Wire(transport)), House()
    for seconds, asked in ((0, 1), (0, 1), (9, 1), (1, 2), (-1, 2)):
        at.turn_clock(seconds=seconds)
        with pytest.raises(SignInRefused, match="network"):
            client.begin(BACK, at.now)
        assert len(transport.requests) == asked


def test_a_real_socket_that_closes_is_refused() -> None:
    async def closes(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]})

    with serving(closes) as address, closing(Wire()) as wire, pytest.raises(SignInRefused, match="network"):
        Client(house.generic(issuer=address), wire).begin(BACK, House().now)


def test_an_answer_that_drips_is_left_when_the_time_is_up() -> None:
    class Dripping(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, stream=_Drops())

    ticks = iter(range(0, 1000, 6))
    with pytest.raises(SignInRefused, match="network"):
        Wire(Dripping(), ticks=lambda: float(next(ticks))).get(ISSUER)
    assert next(ticks) == 24  # asked at 0, 6, 12 and 18 seconds


def test_no_cookie_of_the_provider_is_kept_for_the_next_person() -> None:
    transport = InProcess({ISSUER: _says(200, b"{}", {"set-cookie": "person=berit; Path=/"})})
    wire = Wire(transport)
    wire.get(ISSUER)
    wire.get(ISSUER)
    assert ["cookie" in request.headers for request in transport.requests] == [False, False]


def test_the_environment_does_not_redirect_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with serving(_says(200, b'{"reached": true}', {})) as address, closing(Wire()) as wire:
        assert wire.get(address) == {"reached": True}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60) | st.text('[]{}":,0-9eE+.NaInfity\\u', max_size=60).map(str.encode))
def test_no_body_makes_the_reader_do_anything_but_answer(body: bytes) -> None:
    assert isinstance(json_object(body), dict | None)


def test_the_documents_are_fetched_once_an_hour() -> None:
    at = House(PRIVATE_KEY, OPEN)
    at.sign_in()
    at.turn_clock(minutes=59)
    at.sign_in()
    assert (_asked(at, "openid-configuration"), _asked(at, "jwks")) == (1, 1)
    at.turn_clock(minutes=1)
    at.sign_in()
    assert (_asked(at, "openid-configuration"), _asked(at, "jwks")) == (2, 2)


def test_a_new_key_is_fetched_when_a_token_names_it() -> None:
    new = ECKey.generate_key("P-256", parameters={"alg": "ES256"}, auto_kid=True)
    turned = {"to_new": False}

    def keys(honest: Document) -> Document:
        return {"keys": [new.as_dict(private=False)]} if turned["to_new"] else honest

    def sign(header: Document, claims: Document, key: Any) -> str:
        return lies.sign(header | {"kid": new.kid}, claims, new) if turned["to_new"] else lies.sign(header, claims, key)

    at = House(PRIVATE_KEY, OPEN, Bending(keys=keys, sign=sign))
    at.sign_in()
    turned["to_new"] = True
    at.turn_clock(minutes=2)
    assert at.sign_in().subject == BERIT.subject


def test_unknown_keys_do_not_make_us_flood_the_provider() -> None:
    at = House(PRIVATE_KEY, OPEN, lies.header(kid="another"))
    for _ in range(5):
        with pytest.raises(SignInRefused, match="key"):
            at.sign_in()
    assert _asked(at, "jwks") == 1
    at.turn_clock(minutes=1)
    with pytest.raises(SignInRefused, match="key"):
        at.sign_in()
    assert _asked(at, "jwks") == 2


SETS: dict[str, Callable[[Document], Document]] = {
    "no list": lambda honest: {"keys": honest},
    "too many": lambda honest: {"keys": honest["keys"] * 51},
}


@pytest.mark.parametrize("kind", SETS)
def test_a_key_set_that_is_no_key_set_is_refused(kind: str) -> None:
    with pytest.raises(SignInRefused, match="metadata"):
        House(PRIVATE_KEY, OPEN, Bending(keys=SETS[kind])).sign_in()


def test_keys_for_others_among_ours_are_passed_over() -> None:
    others = [
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256"},
        {"kty": "RSA", "n": 7, "e": "AQAB"},
        7,
        ECKey.generate_key("P-256", parameters={"use": "enc"}).as_dict(private=False),
    ]
    at = House(PRIVATE_KEY, OPEN, Bending(keys=lambda honest: {"keys": others + honest["keys"]}))
    assert at.sign_in().subject == BERIT.subject


def test_two_keys_of_one_name_are_not_chosen_between() -> None:
    twice = Bending(keys=lambda honest: {"keys": honest["keys"] * 2})
    with pytest.raises(SignInRefused, match="key"):
        House(PRIVATE_KEY, OPEN, twice).sign_in()


def test_a_published_rsa_key_that_is_too_short_is_not_used() -> None:
    short = {"alg": "RS256", "kty": "RSA", "kid": "short", "e": "AQAB", "n": "4" * 171}  # 1024 bits
    at = House(PRIVATE_KEY, OPEN, Bending(keys=lambda _: {"keys": [short]}, sign=lies.unsigned("RS256").sign))
    with pytest.raises(SignInRefused, match="key"):
        at.sign_in()


@pytest.mark.parametrize(
    "answer",
    [(201, {}), (201, {"request_uri": 7}), (201, {"request_uri": ""}), (201, {"request_uri": "a" * 3000}),
     (400, {"error": "invalid_request"}), (401, {"error": "<b>"}), (201, [])],
)  # fmt: skip
def test_a_pushed_request_that_is_not_taken_is_refused(answer: tuple[int, Any]) -> None:
    at = House()
    with pytest.raises(SignInRefused, match="par"):
        _with(at, "/connect/par", answer[0], answer[1]).begin(BACK, at.now)


@pytest.mark.parametrize("answer", [(200, []), (200, {"error": "server_error"}), (500, {}), (401, {"error": 7})])
def test_a_token_answer_that_is_none_is_refused(answer: tuple[int, Any]) -> None:
    at = House()
    client = _with(at, "/connect/token", *answer)
    started = client.begin(BACK, at.now)
    with pytest.raises(SignInRefused) as refused:
        client.finish(started.pending, at.choose(started.url), at.now)
    assert refused.value.code is Code.TOKEN


def test_a_provider_that_always_wants_another_nonce_is_asked_twice_and_no_more() -> None:
    at = House()
    counter = iter(range(100))
    transport = _Replacing(
        at, "/connect/token", lambda: _answer(400, {"error": "use_dpop_nonce"}, {"DPoP-Nonce": f"n{next(counter)}"})
    )
    client = Client(HELSEID, Wire(transport))
    started = client.begin(BACK, at.now)
    with pytest.raises(SignInRefused, match="token"):
        client.finish(started.pending, at.choose(started.url), at.now)
    assert next(counter) == 2


@pytest.mark.parametrize("headers", [{}, {"DPoP-Nonce": "n" * 501}, {"DPoP-Nonce": ""}])
def test_a_provider_that_wants_a_nonce_without_giving_a_usable_one_is_asked_once(headers: dict[str, str]) -> None:
    at, asked = House(), []

    def answer() -> httpx.Response:
        asked.append(1)
        return _answer(400, {"error": "use_dpop_nonce"}, headers)

    client = Client(HELSEID, Wire(_Replacing(at, "/connect/token", answer)))
    started = client.begin(BACK, at.now)
    with pytest.raises(SignInRefused, match="token"):
        client.finish(started.pending, at.choose(started.url), at.now)
    assert len(asked) == 1


def _asked(at: House, ending: str) -> int:
    return sum(request.url.path.endswith(ending) for request in at.transport.requests)


def _says(status: int, body: bytes, headers: dict[str, str]) -> Any:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": body})

    return app


def _answer(status: int, content: Any, headers: dict[str, str] | None = None) -> httpx.Response:
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(json.dumps(content).encode()))


class _Replacing(httpx.BaseTransport):
    """The house's provider, but one path answers otherwise."""

    def __init__(self, at: House, path: str, answer: Callable[[], httpx.Response]) -> None:
        self._at, self._path, self._answer = at, path, answer

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._answer() if request.url.path == self._path else self._at.transport.handle_request(request)


class _Drops(httpx.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield b" "


def _with(at: House, path: str, status: int, content: Any) -> Client:
    return Client(HELSEID, Wire(_Replacing(at, path, lambda: _answer(status, content))))
