"""The provider is as strict as HelseID is said to be: a client that gets in here has not been let off anything."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey

from samhandling.oidc.keys import sign, signing_key
from samhandling.oidc.proofs import ASSERTION_TYPE
from tests.oidc.house import (
    BACK,
    BERIT,
    CLIENT,
    CLIENT_KEY,
    ISSUER,
    OPEN,
    PUSHED,
    SECRET,
    SHARED_SECRET,
    House,
    replace,
)

VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
REQUEST = {
    "client_id": CLIENT,
    "response_type": "code",
    "redirect_uri": BACK,
    "scope": "openid profile",
    "state": "s",
    "nonce": "n",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


@dataclass
class Stranger:
    """A client of the test's own making, so that it can be wrong in one thing at a time."""

    at: House
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"))
    nonce: str | None = None

    def post(self, path: str, form: Any, **headers: str) -> httpx.Response:
        return self.at.browser.post(f"{ISSUER}{path}", data=form, headers=headers)

    def assertion(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        key, algorithm = signing_key(CLIENT_KEY)
        now = int(self.at.now.timestamp())
        honest = {"iss": CLIENT, "sub": CLIENT, "aud": ISSUER, "jti": secrets.token_hex(8), "iat": now, "nbf": now}
        body = _without_none(honest | {"exp": now + 60} | claims)
        return sign(_without_none({"alg": algorithm, "kid": key.kid, "typ": "JWT"} | (header or {})), body, key)

    def proof(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        honest: dict[str, Any] = {"jti": secrets.token_hex(8), "htm": "POST", "htu": f"{ISSUER}/connect/token"}
        honest |= {"iat": int(self.at.now.timestamp()), "nonce": self.nonce}
        body = _without_none(honest | claims)
        public = self.key.as_dict(private=False)
        return sign(_without_none({"alg": "ES256", "typ": "dpop+jwt", "jwk": public} | (header or {})), body, self.key)

    def proven(self, assertion: str | None = None) -> dict[str, str]:
        return {
            "client_id": CLIENT,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion or self.assertion(),
        }

    def push(self, **changed: Any) -> httpx.Response:
        return self.post("/connect/par", _without_none(REQUEST | changed) | self.proven())

    def code(self, **changed: Any) -> str:
        reference = self.push(**changed).json()["request_uri"]
        page = self.at.browser.get(f"{ISSUER}/connect/authorize?client_id={CLIENT}&request_uri={reference}")
        return dict(self.at.answer(self.at.press(page, person=BERIT.subject)))["code"]

    def redeem(self, code: str, proof: str | None = None, /, **changed: Any) -> httpx.Response:
        if self.nonce is None:
            asked = self.post("/connect/token", self.form("none") | self.proven(), dpop=self.proof())
            self.nonce = asked.headers["dpop-nonce"]
        form = self.proven() | _without_none(self.form(code) | changed)
        return self.post("/connect/token", form, dpop=proof or self.proof())

    def form(self, code: str) -> dict[str, Any]:
        return {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": VERIFIER,
        }


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


@pytest.fixture
def stranger() -> Stranger:
    return Stranger(House())


def test_a_client_that_does_everything_right_gets_its_tokens(stranger: Stranger) -> None:
    answer = stranger.redeem(stranger.code())
    assert answer.status_code == 200
    assert answer.json()["token_type"] == "DPoP"  # noqa: S105
    assert answer.headers["cache-control"] == "no-store"


ASSERTIONS: dict[str, Any] = {
    "of another type": lambda s: s.assertion({"typ": "client-authentication+jwt"}),
    "without a key's name": lambda s: s.assertion({"kid": None}),
    "with a stranger's key name": lambda s: s.assertion({"kid": "another"}),
    "from another": lambda s: s.assertion(iss="another"),
    "about another": lambda s: s.assertion(sub="another"),
    "for the token endpoint": lambda s: s.assertion(aud=f"{ISSUER}/connect/token"),
    "for two": lambda s: s.assertion(aud=[ISSUER, "https://evil.example"]),
    "for too long": lambda s: s.assertion(exp=int(s.at.now.timestamp()) + 300),
    "run out": lambda s: s.assertion(exp=int(s.at.now.timestamp())),
    "without end": lambda s: s.assertion(exp=None),
    "of tomorrow": lambda s: s.assertion(nbf=int(s.at.now.timestamp()) + 60),
    "without a name of its own": lambda s: s.assertion(jti=None),
    "that is none": lambda s: "a.b.c",
    "that a stranger signed": lambda s: sign(
        {"alg": "ES256", "kid": signing_key(CLIENT_KEY)[0].kid, "typ": "JWT"}, {}, s.key
    ),
}


@pytest.mark.parametrize("kind", ASSERTIONS)
def test_an_assertion_is_refused(stranger: Stranger, kind: str) -> None:
    answer = stranger.post("/connect/par", REQUEST | stranger.proven(ASSERTIONS[kind](stranger)))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_an_assertion_is_taken_once(stranger: Stranger) -> None:
    assertion = stranger.assertion()
    taken = [stranger.post("/connect/par", REQUEST | stranger.proven(assertion)).status_code for _ in range(2)]
    assert taken == [201, 401]


@pytest.mark.parametrize("secret", ["wrong", ""])
@pytest.mark.parametrize("registered", [SHARED_SECRET, PUSHED])
def test_a_wrong_secret_is_refused_also_where_there_is_none(registered: Any, secret: str) -> None:
    stranger = Stranger(House(registered=registered))
    answer = stranger.post("/connect/par", REQUEST | {"client_secret": secret})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("header", ["Basic !", "Basic YQ==", "Bearer abc", "Basic /w==", "Basic"])
def test_a_header_that_cannot_be_read_is_refused(header: str) -> None:
    stranger = Stranger(House(registered=SHARED_SECRET))
    answer = stranger.post("/connect/par", REQUEST, authorization=header)
    assert answer.json()["error"] == "invalid_client"


def test_two_ways_of_proving_oneself_at_once_are_refused(stranger: Stranger) -> None:
    answer = stranger.post("/connect/par", REQUEST | stranger.proven() | {"client_secret": SECRET})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


REQUESTS: dict[str, tuple[dict[str, Any], str]] = {
    "another redirect address": ({"redirect_uri": BACK + "/"}, "invalid_request"),
    "an implicit flow": ({"response_type": "id_token"}, "unsupported_response_type"),
    "a form post": ({"response_mode": "form_post"}, "invalid_request"),
    "no openid": ({"scope": "profile"}, "invalid_scope"),
    "a national number": ({"scope": "openid helseid://scopes/identity/pid"}, "invalid_scope"),
    "plain PKCE": ({"code_challenge_method": "plain"}, "invalid_request"),
    "no PKCE": ({"code_challenge": None}, "invalid_request"),
    "a challenge of another kind": ({"code_challenge": "short"}, "invalid_request"),
    "no state": ({"state": None}, "invalid_request"),
    "no nonce": ({"nonce": None}, "invalid_request"),
    "a request within the request": ({"request": "x"}, "request_not_supported"),
    "a reference within the request": ({"request_uri": "urn:x"}, "request_uri_not_supported"),
    "no page to be shown": ({"prompt": "none"}, "login_required"),
    "a thumbprint that is none": ({"dpop_jkt": "x"}, "invalid_request"),
}


@pytest.mark.parametrize("wrong", REQUESTS)
def test_a_pushed_request_is_refused_that_asks_for(stranger: Stranger, wrong: str) -> None:
    changed, error = REQUESTS[wrong]
    answer = stranger.push(**changed)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_request_in_the_open_is_sent_back_with_its_error_but_never_to_an_unknown_address() -> None:
    at = House(registered=OPEN)
    sent_back = at.browser.get(f"{ISSUER}/connect/authorize", params=REQUEST | {"scope": "profile"})
    assert dict(at.answer(sent_back)) == {"error": "invalid_scope", "state": "s", "iss": ISSUER}
    for wrong in ({"redirect_uri": "https://evil.example"}, {"client_id": "another"}):
        page = at.browser.get(f"{ISSUER}/connect/authorize", params=REQUEST | wrong)
        assert (page.status_code, "location" in page.headers) == (400, False)


def test_a_client_that_must_push_cannot_ask_in_the_open(stranger: Stranger) -> None:
    answer = stranger.at.answer(stranger.at.browser.get(f"{ISSUER}/connect/authorize", params=REQUEST))
    assert dict(answer)["error"] == "invalid_request"


def test_a_reference_is_for_its_own_client_alone_and_for_a_minute(stranger: Stranger) -> None:
    reference = stranger.push().json()["request_uri"]
    address = f"{ISSUER}/connect/authorize?client_id={{}}&request_uri={reference}"
    assert stranger.at.browser.get(address.format("another")).status_code == 400
    assert stranger.at.browser.get(address.format(CLIENT) + "&scope=openid").status_code == 400
    assert stranger.at.browser.get(address.format(CLIENT)).status_code == 200
    stranger.at.turn_clock(seconds=60)
    assert stranger.at.browser.get(address.format(CLIENT)).status_code == 400


def test_a_reference_may_be_looked_at_again_but_signs_in_once(stranger: Stranger) -> None:
    at = stranger.at
    address = f"{ISSUER}/connect/authorize?client_id={CLIENT}&request_uri={stranger.push().json()['request_uri']}"
    one, two = at.browser.get(address), at.browser.get(address)
    assert at.press(one, person=BERIT.subject).status_code == 303
    assert at.press(one, person=BERIT.subject).status_code == 400
    assert at.press(two, person=BERIT.subject).status_code == 400
    assert at.browser.get(address).status_code == 400


def test_a_person_who_does_not_exist_is_nobody(stranger: Stranger) -> None:
    at = stranger.at
    page = at.browser.get(
        f"{ISSUER}/connect/authorize?client_id={CLIENT}&request_uri={stranger.push().json()['request_uri']}"
    )
    assert dict(at.answer(at.press(page, person="nobody")))["error"] == "access_denied"


CODES: dict[str, dict[str, Any]] = {
    "an invented code": {"code": "invented"},
    "no code": {"code": None},
    "another redirect address": {"redirect_uri": BACK + "/"},
    "another verifier": {"code_verifier": "w" * 43},
    "no verifier": {"code_verifier": None},
    "a verifier too short": {"code_verifier": "v"},
    "the challenge as verifier": {"code_verifier": CHALLENGE},
}


@pytest.mark.parametrize("wrong", CODES)
def test_a_code_is_refused_and_used_up_with(stranger: Stranger, wrong: str) -> None:
    code = stranger.code()
    answer = stranger.redeem(code, **CODES[wrong])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    if "code" not in CODES[wrong]:
        assert stranger.redeem(code).json()["error"] == "invalid_grant"


def test_a_code_is_for_one_client_one_use_and_one_minute(stranger: Stranger) -> None:
    code = stranger.code()
    assert stranger.redeem(code).status_code == 200
    assert stranger.redeem(code).json()["error"] == "invalid_grant"
    late = stranger.code()
    stranger.at.turn_clock(seconds=60)
    assert stranger.redeem(late).json()["error"] == "invalid_grant"


def test_only_codes_are_exchanged(stranger: Stranger) -> None:
    assert stranger.redeem(stranger.code(), grant_type="password").json()["error"] == "unsupported_grant_type"


PROOFS: dict[str, Any] = {
    "of another type": lambda s: s.proof({"typ": "JWT"}),
    "with a private key in it": lambda s: s.proof({"jwk": s.key.as_dict(private=True)}),
    "without a key": lambda s: s.proof({"jwk": None}),
    "with a key that cannot be read": lambda s: s.proof({"jwk": {"kty": "EC"}}),
    "that another key signed": lambda s: s.proof({"jwk": ECKey.generate_key("P-256").as_dict(private=False)}),
    "for another method": lambda s: s.proof(htm="GET"),
    "for another address": lambda s: s.proof(htu=f"{ISSUER}/connect/par"),
    "of yesterday": lambda s: s.proof(iat=int(s.at.now.timestamp()) - 61),
    "of tomorrow": lambda s: s.proof(iat=int(s.at.now.timestamp()) + 61),
    "without a name of its own": lambda s: s.proof(jti=None),
    "with a nonce that is no text": lambda s: s.proof(nonce=7),
    "that is none": lambda s: "a.b.c",
}


@pytest.mark.parametrize("kind", PROOFS)
def test_a_proof_is_refused(stranger: Stranger, kind: str) -> None:
    answer = stranger.redeem(stranger.code(), PROOFS[kind](stranger))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_dpop_proof")


def test_a_proof_without_our_nonce_is_told_it_and_the_code_lives_on(stranger: Stranger) -> None:
    code = stranger.code()
    for nonce in (None, "invented"):
        stranger.nonce = nonce
        form = stranger.proven() | stranger.form(code)
        answer = stranger.post("/connect/token", form, dpop=stranger.proof())
        assert answer.json()["error"] == "use_dpop_nonce"
        stranger.nonce = answer.headers["dpop-nonce"]
    assert stranger.redeem(code).status_code == 200


def test_a_proof_is_taken_once(stranger: Stranger) -> None:
    stranger.redeem("none")
    proof = stranger.proof()
    errors = [stranger.redeem("none", proof).json()["error"] for _ in range(2)]
    assert errors == ["invalid_grant", "invalid_dpop_proof"]


def test_a_client_bound_to_proofs_cannot_do_without(stranger: Stranger) -> None:
    answer = stranger.post("/connect/token", stranger.proven() | stranger.form(stranger.code()))
    assert answer.json()["error"] == "invalid_dpop_proof"


def test_a_code_asked_for_with_one_key_cannot_be_redeemed_with_another(stranger: Stranger) -> None:
    code = stranger.code(dpop_jkt=stranger.key.thumbprint())
    stranger.key = ECKey.generate_key("P-256")
    assert stranger.redeem(code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "body", [b"client_id=a&client_id=b", b"\xff", b"no pairs here", b"&".join(b"a%d=b" % i for i in range(50))]
)
def test_a_form_that_cannot_be_trusted_is_refused(stranger: Stranger, body: bytes) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    for path in ("par", "token"):
        answer = stranger.at.browser.post(f"{ISSUER}/connect/{path}", content=body, headers=kind)
        assert answer.json()["error"] == "invalid_request"
    assert stranger.at.browser.post(f"{ISSUER}/connect/authorize", content=body, headers=kind).status_code == 400


def test_json_and_endless_bodies_are_refused(stranger: Stranger) -> None:
    post = stranger.at.browser.post
    assert post(f"{ISSUER}/connect/token", json={}).json()["error"] == "invalid_request"
    assert post(f"{ISSUER}/connect/token", data={"a": "b" * 70_000}).status_code == 413


def test_the_published_key_is_public(stranger: Stranger) -> None:
    (key,) = stranger.at.browser.get(f"{ISSUER}/jwks").json()["keys"]
    assert "d" not in key


def test_sign_out_sends_nobody_to_an_unknown_address(stranger: Stranger) -> None:
    page = stranger.at.browser.get(
        f"{ISSUER}/connect/endsession", params={"client_id": CLIENT, "post_logout_redirect_uri": "https://evil.example"}
    )
    assert (page.status_code, "location" in page.headers) == (200, False)


def test_a_client_has_one_way_to_prove_itself() -> None:
    for wrong in ({"jwks": None}, {"secret": SECRET}):
        with pytest.raises(ValueError, match="secret or a key set"):
            replace(PUSHED, **wrong)


def test_tokens_say_only_what_the_scopes_asked_for(stranger: Stranger) -> None:
    part = stranger.redeem(stranger.code(scope="openid")).json()["id_token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    assert not [name for name in claims if name == "name" or name.startswith("helseid")]
