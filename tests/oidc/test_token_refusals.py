# ruff: noqa: S106
"""A provider that lies, or is impersonated, gets nobody in: each lie has its own code."""

import traceback

import pytest

from samhandling.oidc.refusal import Code, SignInRefused
from samhandling.oidc_provider.bending import Bending
from tests.oidc import house, lies
from tests.oidc.house import BERIT, JONAS, OPEN, PRIVATE_KEY, House

LIES = {
    "a token without a signature is refused": (lies.unsigned(), Code.ALG),
    "a token without a signature that claims to have one is refused": (lies.unsigned("ES256"), Code.SIGNATURE),
    "«none» in other letters is refused": (lies.unsigned("NoNe"), Code.ALG),
    "a published key used as a shared secret is refused": (lies.signed_with_public_key_as_secret(), Code.ALG),
    "an algorithm outside the list is refused": (lies.unsigned("ES384"), Code.ALG),
    "an algorithm that does not fit the key is refused": (lies.unsigned("RS256"), Code.KEY),
    "an algorithm that is no text is refused": (lies.unsigned(["ES256"]), Code.ALG),  # type: ignore[arg-type]
    "a stranger's signature is refused": (lies.signed_with_another_key(), Code.SIGNATURE),
    "a key that the token brings along is refused": (lies.signed_with_a_key_in_the_header(), Code.SIGNATURE),
    "claims changed after signing are refused": (lies.changed_after_signing(sub=JONAS.subject), Code.SIGNATURE),
    "a key that is not published is refused": (lies.header(kid="another"), Code.KEY),
    "an access token in place of an ID token is refused": (lies.header(typ="at+jwt"), Code.TYPE),
    "a logout token in place of an ID token is refused": (lies.header(typ="logout+jwt"), Code.TYPE),
    "a header that changes what is signed is refused": (lies.header(crit=["b64"], b64=True), Code.TYPE),
    "an encrypted token is refused": (lies.tokens(id_token="a.b.c.d.e"), Code.TYPE),
    "a token that is no token is refused": (lies.tokens(id_token="æ"), Code.TOKEN),
    "a token with a header of brackets is refused": (lies.tokens(id_token="W1tbW1tbW1s.e30.e30"), Code.TYPE),
    "a token with odd characters is refused": (lies.tokens(id_token="!.!.!"), Code.TYPE),
    "an endless token is refused": (lies.tokens(id_token="a" * 20_000), Code.TOKEN),
    "signed text that is no claims is refused": (lies.payload(b"[]"), Code.TYPE),
    "signed claims with NaN are refused": (lies.payload(b'{"exp": NaN}'), Code.TYPE),
    "signed brackets without end are refused": (lies.payload(b"[" * 9_000), Code.TYPE),
    "another issuer's token is refused": (lies.claims(iss="https://evil.example"), Code.ISS),
    "an issuer with a slash too many is another issuer": (lies.claims(iss="https://op.example/"), Code.ISS),
    "a token without issuer is refused": (lies.claims(iss=None), Code.ISS),
    "a token for another client is refused": (lies.claims(aud="another"), Code.AUD),
    "a token for us and somebody else is refused": (lies.claims(aud=[house.CLIENT, "another"]), Code.AUD),
    "a token for nobody is refused": (lies.claims(aud=None), Code.AUD),
    "a token for a client whose name ours is part of is refused": (lies.claims(aud=house.CLIENT + "2"), Code.AUD),
    "a token that was another's to use is refused": (lies.claims(azp="another"), Code.AZP),
    "a token of another sign-in is refused": (lies.claims(nonce="another"), Code.NONCE),
    "a token without nonce is refused": (lies.claims(nonce=None), Code.NONCE),
    "a nonce that is no text is refused": (lies.claims(nonce=1), Code.NONCE),
    "an expired token is refused": (lies.later("exp", -361), Code.EXP),
    "a token that never expires is refused": (lies.claims(exp=None), Code.EXP),
    "an expiry that is no number is refused": (lies.claims(exp="4000000000"), Code.EXP),
    "an expiry after the end of time is refused": (lies.claims(exp=10**40), Code.EXP),
    "a token from the future is refused": (lies.later("iat", 61), Code.IAT),
    "a token older than the sign-in is refused": (lies.later("iat", -61), Code.IAT),
    "a token that does not say when is refused": (lies.claims(iat=None), Code.IAT),
    "a time that is true or false is refused": (lies.claims(iat=True), Code.IAT),
    "a token that is not valid yet is refused": (lies.later("nbf", 61), Code.NBF),
    "an access token that does not belong is refused": (lies.claims(at_hash="AAAAAAAAAAAAAAAAAAAAAA"), Code.AT_HASH),
    "an access token swapped on the way is refused": (lies.tokens(access_token="another"), Code.AT_HASH),
    "a missing at_hash is refused where it is required": (lies.claims(at_hash=None), Code.AT_HASH),
    "a token about nobody is refused": (lies.claims(sub=None), Code.SUBJECT),
    "a token about a number is refused": (lies.claims(sub=7), Code.SUBJECT),
    "a token about nothing is refused": (lies.claims(sub=""), Code.SUBJECT),
    "an endless subject is refused": (lies.claims(sub="a" * 256), Code.SUBJECT),
    "a subject with control characters is refused": (lies.claims(sub="a\u0000b"), Code.SUBJECT),
    "an answer without ID token is refused": (lies.tokens(id_token=None), Code.TOKEN),
    "an answer without access token is refused": (lies.tokens(access_token=None), Code.TOKEN),
    "a bearer token in place of a bound one is refused": (lies.tokens(token_type="Bearer"), Code.TOKEN_TYPE),
    "a token without type is refused": (lies.tokens(token_type=None), Code.TOKEN_TYPE),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_of_the_provider_is_refused_and_the_refusal_tells_no_secret(lie: str) -> None:
    bending, code = LIES[lie]
    at = House(bending=bending)
    pending, answer = at.begin()
    with pytest.raises(SignInRefused) as refused:
        at.client.finish(pending, answer, at.now)
    assert refused.value.code is code
    told = "".join(traceback.format_exception(refused.value)) + repr(refused.value)
    secrets = [pending.state, pending.nonce, pending.code_verifier, BERIT.subject, dict(answer)["code"]]
    assert not [secret for secret in secrets if secret in told]


HONEST_DIFFERENCES = {
    "an audience may be a list of one": lies.claims(aud=[house.CLIENT]),
    "azp may name us": lies.claims(azp=house.CLIENT),
    "nbf may be left out": lies.claims(nbf=None),
    "the type may be left out": lies.header(typ=None),
    "the key may go unnamed when there is one": lies.header(kid=None),
    "unknown header members mean nothing": lies.header(jku="https://evil.example", own="x"),
    "clocks may differ by a minute": lies.later("iat", 60),
    "the type of token may be in small letters": lies.tokens(token_type="dpop"),
}


@pytest.mark.parametrize("difference", HONEST_DIFFERENCES)
def test_what_the_standard_allows_is_accepted(difference: str) -> None:
    assert House(bending=HONEST_DIFFERENCES[difference]).sign_in().subject == BERIT.subject


def test_at_hash_may_be_left_out_where_it_is_not_required_but_never_wrong() -> None:
    assert House(PRIVATE_KEY, OPEN, lies.claims(at_hash=None)).sign_in()
    with pytest.raises(SignInRefused, match="at_hash"):
        House(PRIVATE_KEY, OPEN, lies.claims(at_hash="AAAAAAAAAAAAAAAAAAAAAA")).sign_in()


def test_the_id_token_of_the_one_before_lets_nobody_in_as_another() -> None:
    at = House(bending=lies.the_token_of_the_one_before())
    assert at.sign_in(JONAS).subject == JONAS.subject
    with pytest.raises(SignInRefused, match="nonce"):
        at.sign_in(BERIT)


def test_an_id_token_that_ran_out_between_is_refused_at_the_second() -> None:
    at = House(PRIVATE_KEY, OPEN, Bending(claims=lambda honest: honest | {"exp": honest["iat"] - 60}))
    with pytest.raises(SignInRefused, match="exp"):
        at.sign_in()
    House(PRIVATE_KEY, OPEN, Bending(claims=lambda honest: honest | {"exp": honest["iat"] - 59})).sign_in()
