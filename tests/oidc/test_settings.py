"""Settings that must not be used cannot be made; keys are made, shown and hidden as they should."""

import json
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from samhandling.oidc.keys import UnusableKey, fits, new_client_key, public_jwks, signing_key
from samhandling.oidc.provider import ClientSecret, PrivateKey
from tests.oidc import house
from tests.oidc.house import CLIENT_KEY, HELSEID, SECRET

WRONG: dict[str, dict[str, Any]] = {
    "no encryption on the way": {"issuer": "http://op.example"},
    "an issuer with a query": {"issuer": "https://op.example/?tenant=1"},
    "an issuer with a password": {"issuer": "https://a:b@op.example"},
    "an issuer that is a file": {"issuer": "file:///etc/passwd"},
    "no algorithm": {"algorithms": frozenset()},
    "an algorithm with a shared secret": {"algorithms": frozenset({"ES256", "HS256"})},
    "no signature": {"algorithms": frozenset({"none"})},
    "no openid": {"scopes": ("profile",)},
    "two scopes in one": {"scopes": ("openid", "a b")},
    "an empty scope": {"scopes": ("openid", "")},
    "no client": {"client_id": ""},
    "no name of our own": {"id": ""},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_provider_cannot_be_made_with(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        house.generic(**WRONG[wrong])


def test_a_provider_on_this_machine_may_go_without_encryption() -> None:
    assert house.generic(issuer="http://127.0.0.1:9000")
    assert house.generic(issuer="http://localhost:9000")


def _private(curve: Any = "P-256", **parameters: Any) -> str:
    return json.dumps(ECKey.generate_key(curve, parameters=parameters).as_dict(private=True))


UNUSABLE = {
    "nothing": "",
    "no JSON": "not json",
    "brackets without end": "[" * 5000,
    "an empty object": "{}",
    "a key without numbers": '{"kty": "EC"}',
    "a shared secret": json.dumps(OctKey.generate_key(256).as_dict(private=True)),
    "the public part": json.dumps(json.loads(public_jwks(CLIENT_KEY))["keys"][0]),
    "an algorithm of another curve": _private(alg="ES384"),
    "a key for encryption": _private(use="enc"),
    "no signature": _private()[:-1] + ', "alg": "none"}',
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_a_key_that_cannot_sign_is_refused_without_being_quoted(kind: str) -> None:
    key = UNUSABLE[kind]
    with pytest.raises(UnusableKey) as refused:
        PrivateKey(key)
    assert not key or key not in str(refused.value)


@pytest.mark.parametrize(("curve", "algorithm"), [("P-256", "ES256"), ("P-384", "ES384"), ("P-521", "ES512")])
def test_a_key_without_algorithm_signs_with_its_curves_own(curve: Any, algorithm: str) -> None:
    assert signing_key(json.dumps(ECKey.generate_key(curve).as_dict(private=True)))[1] == algorithm


def test_an_rsa_key_without_algorithm_signs_with_ps256() -> None:
    assert signing_key(json.dumps(RSAKey.generate_key(2048).as_dict(private=True)))[1] == "PS256"


def test_a_new_key_is_es256_with_a_name_and_no_two_are_alike() -> None:
    one, two = json.loads(new_client_key()), json.loads(new_client_key())
    assert (one["kty"], one["crv"], one["alg"], one["use"]) == ("EC", "P-256", "ES256", "sig")
    assert one["kid"] != two["kid"]


def test_the_key_set_to_register_holds_the_same_name_and_nothing_private() -> None:
    private = json.loads(CLIENT_KEY)
    (public,) = json.loads(public_jwks(CLIENT_KEY))["keys"]
    assert public["kid"] == private["kid"]
    assert set(public) == {"kty", "crv", "x", "y", "kid", "use", "alg"}


def test_settings_hide_their_secrets_when_shown() -> None:
    assert json.loads(CLIENT_KEY)["d"] not in repr(HELSEID)
    assert SECRET not in repr(house.generic(authentication=ClientSecret(SECRET)))


@pytest.mark.parametrize(
    ("parameters", "algorithm", "fitting"),
    [({}, "ES256", True), ({"use": "sig", "alg": "ES256"}, "ES256", True), ({"use": "enc"}, "ES256", False),
     ({"alg": "ES384"}, "ES256", False), ({}, "ES384", False), ({}, "PS256", False), ({}, "HS256", False)],
)  # fmt: skip
def test_a_key_is_for_one_kind_of_signature(parameters: Any, algorithm: str, fitting: bool) -> None:
    assert fits(ECKey.generate_key("P-256", parameters=parameters), algorithm) is fitting
