"""People get in, by every profile we offer."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import astuple
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from joserfc.jwk import ECKey, RSAKey
from starlette.applications import Starlette
from starlette.routing import Mount

from samhandling.oidc.client import Client
from samhandling.oidc.provider import ClientSecret, PrivateKey, helseid
from samhandling.oidc.refusal import Code, SignInRefused
from samhandling.oidc.values import Identity, Pending
from samhandling.oidc.wire import Wire
from samhandling.oidc_provider.app import provider
from samhandling.oidc_provider.bending import Bending
from samhandling.oidc_provider.registered import Person
from tests.oidc import house
from tests.oidc.house import (
    BACK,
    BERIT,
    CLIENT,
    CLIENT_KEY,
    ISSUER,
    JONAS,
    OPEN,
    PRIVATE_KEY,
    PUSHED,
    SECRET,
    SHARED_SECRET,
    House,
)
from tests.serving import serving


def test_helseid_profile_gives_issuer_subject_name_hpr_number_and_level() -> None:
    at = House()
    assert at.sign_in() == Identity(
        issuer=ISSUER,
        subject=BERIT.subject,
        name=BERIT.name,
        hpr_number="9012345",
        security_level="4",
        auth_time=at.now,
        acr=None,
        amr=("external",),
    )


@pytest.mark.parametrize("sent", ["basic", "post"])
def test_a_generic_provider_with_a_shared_secret_lets_people_in(sent: Any) -> None:
    settings = house.generic(authentication=ClientSecret(SECRET, sent))
    assert House(settings, SHARED_SECRET).sign_in().subject == BERIT.subject


def test_a_generic_provider_with_a_private_key_and_no_pushed_request_lets_people_in() -> None:
    at = House(PRIVATE_KEY, OPEN)
    assert at.sign_in(JONAS).subject == JONAS.subject
    assert not any(request.url.path.endswith("/par") for request in at.transport.requests)


def test_par_auto_pushes_where_the_provider_says_it_can() -> None:
    at = House(house.generic(par="auto"), OPEN)
    at.sign_in()
    assert any(request.url.path.endswith("/par") for request in at.transport.requests)


def test_the_newer_type_of_assertion_is_sent_when_asked_for() -> None:
    newer: Any = "client-authentication+jwt"
    registered = house.replace(OPEN, assertion_typ=newer)
    assert House(house.generic(authentication=PrivateKey(CLIENT_KEY, newer)), registered).sign_in()
    with pytest.raises(SignInRefused, match="token"):
        House(house.generic(authentication=PrivateKey(CLIENT_KEY, "JWT")), registered).sign_in()


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_id_tokens_signed_with_rsa_are_read(algorithm: str) -> None:
    key = RSAKey.generate_key(2048, parameters={"alg": algorithm, "use": "sig"}, auto_kid=True)
    assert House(key=key).sign_in().subject == BERIT.subject


def test_the_browser_carries_only_client_and_reference_of_a_pushed_request() -> None:
    at = House()
    started = at.client.begin(BACK, at.now)
    carried = dict(parse_qsl(urlsplit(started.url).query))
    assert set(carried) == {"client_id", "request_uri"}
    assert started.pending.state not in started.url


def test_the_request_names_the_key_that_will_redeem_the_code() -> None:
    at = House()
    pending = at.client.begin(BACK, at.now).pending
    (pushed,) = (request for request in at.transport.requests if request.url.path == "/connect/par")
    assert pending.dpop_key
    named = dict(parse_qsl(pushed.content.decode()))["dpop_jkt"]
    assert named == ECKey.import_key(json.loads(pending.dpop_key)).thumbprint()


def test_every_sign_in_has_secrets_of_its_own_and_the_verifier_never_leaves_before_the_end() -> None:
    at = House(PRIVATE_KEY, OPEN)
    one, two = at.client.begin(BACK, at.now), at.client.begin(BACK, at.now)
    for name in ("state", "nonce", "code_verifier"):
        assert getattr(one.pending, name) != getattr(two.pending, name)
        assert len(getattr(one.pending, name)) >= 43
    assert one.pending.code_verifier not in one.url


def test_the_nonce_of_the_provider_is_used_again_and_the_refused_proof_costs_no_code() -> None:
    at = House()
    at.sign_in()
    first = _token_requests(at)
    at.sign_in()
    assert (first, _token_requests(at)) == (2, 3)  # asked twice the first time, once from then on


def test_no_client_assertion_is_sent_twice() -> None:
    at = House()
    at.sign_in()
    sent = [dict(parse_qsl(request.content.decode())).get("client_assertion") for request in at.transport.requests]
    assertions = [assertion for assertion in sent if assertion]
    assert len(assertions) == len(set(assertions)) == 3
    claims = [_claims(assertion) for assertion in assertions]
    assert all(each["aud"] == ISSUER and each["exp"] - each["iat"] <= 60 for each in claims)
    assert len({each["jti"] for each in claims}) == 3


def test_no_token_leaves_the_client() -> None:
    given: list[str] = []

    def listen(answer: dict[str, Any]) -> dict[str, Any]:
        given.extend((answer["access_token"], answer["id_token"]))
        return answer

    at = House(bending=Bending(tokens=listen))
    shown = repr(astuple(at.sign_in()))
    sent = b"".join(request.content + str(request.url).encode() for request in at.transport.requests)
    assert len(given) == 2
    assert not [token for token in given if token in shown or token.encode() in sent]


def test_pending_survives_being_stored_as_text_and_hides_its_secrets_when_shown() -> None:
    at = House()
    pending, answer = at.begin()
    stored = Pending.load(pending.dump())
    assert stored == pending
    assert pending.state not in repr(pending)
    assert pending.code_verifier not in repr(pending)
    assert at.client.finish(stored, answer, at.now).subject == BERIT.subject


@pytest.mark.parametrize("text", ["", "{}", "[]", "[" * 5000, '{"state": 1}', "null"])
def test_what_was_not_stored_by_us_is_refused(text: str) -> None:
    with pytest.raises(SignInRefused) as refused:
        Pending.load(text)
    assert refused.value.code is Code.STATE


@pytest.mark.parametrize(
    "changed",
    [{"state": None}, {"nonce": 1}, {"started_at": "today"}, {"started_at": "2026-03-02T09:30:00"}, {"dpop_key": "{}"}],
)
def test_what_was_changed_where_it_was_stored_is_refused(changed: dict[str, Any]) -> None:
    at = House()
    stored = json.loads(at.client.begin(BACK, at.now).pending.dump())
    with pytest.raises(SignInRefused, match="state"):
        Pending.load(json.dumps(stored | changed))


def test_eight_people_sign_in_at_once_over_real_http_on_this_machine() -> None:
    people = [Person(f"person-{number}", f"Person {number}") for number in range(8)]
    outer, now = Starlette(), datetime.now(UTC)
    with serving(outer) as address, closing(Wire()) as wire, httpx.Client() as browser:
        outer.routes.append(Mount("/", provider(address, [PUSHED], people, clock=lambda: now)))
        client = Client(helseid(address, CLIENT, CLIENT_KEY), wire)

        def sign_in(person: Person) -> Identity:
            started = client.begin(BACK, now)
            sign_in = browser.get(started.url).text.split('name="sign_in" value="')[1].split('"')[0]
            form = {"sign_in": sign_in, "person": person.subject}
            pressed = browser.post(f"{address}/connect/authorize", data=form)
            return client.finish(started.pending, parse_qsl(urlsplit(pressed.headers["location"]).query), now)

        with ThreadPoolExecutor(len(people)) as threads:
            found = list(threads.map(sign_in, people))
    assert [(each.issuer, each.subject) for each in found] == [(address, person.subject) for person in people]


def test_sign_out_there_goes_to_the_providers_page_without_a_token() -> None:
    at = House()
    url = at.client.logout_url("https://samhandling.example/", at.now)
    assert url == (
        f"{ISSUER}/connect/endsession?client_id={CLIENT}&post_logout_redirect_uri=https%3A%2F%2Fsamhandling.example%2F"
    )
    assert at.browser.get(url).headers["location"] == "https://samhandling.example/"
    assert str(at.client.logout_url("x", at.now, "hint")).endswith("&id_token_hint=hint")


def test_a_provider_without_a_sign_out_page_has_no_sign_out_address() -> None:
    without = Bending(discovery=lambda found: {k: v for k, v in found.items() if k != "end_session_endpoint"})
    at = House(bending=without)
    assert at.client.logout_url("https://samhandling.example/", at.now) is None


def _token_requests(at: House) -> int:
    return sum(request.url.path == "/connect/token" for request in at.transport.requests)


def _claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found
