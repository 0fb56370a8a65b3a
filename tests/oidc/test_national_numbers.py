"""A national identity number is not asked for, and not kept, shown or told when it comes anyway (ruling B25)."""

import logging
import traceback
from dataclasses import astuple
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.oidc import claims
from samhandling.oidc.provider import HELSEID_SCOPES, ForbiddenScope
from samhandling.oidc.refusal import SignInRefused
from tests.oidc import house, lies
from tests.oidc.house import BERIT, HELSEID, House

NUMBER = "13097248022"  # Skatteetaten's own example of a number nobody has
PID = "helseid://claims/identity/pid"


@pytest.mark.parametrize(
    "scope", ["helseid://scopes/identity/pid", "helseid://scopes/identity/pid_pseudonym", "PID", "my:Pid:thing"]
)
def test_a_provider_that_would_ask_for_national_numbers_cannot_be_made(scope: str) -> None:
    with pytest.raises(ForbiddenScope):
        house.generic(scopes=("openid", scope))


def test_helseid_is_asked_for_level_and_hpr_number_and_nothing_more() -> None:
    assert HELSEID.scopes == HELSEID_SCOPES
    assert set(HELSEID_SCOPES) == {
        "openid",
        "profile",
        "helseid://scopes/identity/security_level",
        "helseid://scopes/hpr/hpr_number",
    }


@pytest.mark.parametrize("name", [PID, "pid", "nnin", "fnr", "norEduPersonNIN", "birthdate", "socialno"])
def test_a_number_under_any_name_is_dropped_before_anything_sees_it(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        identity = House(bending=lies.claims(**{name: NUMBER})).sign_in()
    assert NUMBER not in repr(astuple(identity))
    assert NUMBER not in caplog.text
    assert identity.subject == BERIT.subject


def test_the_parser_itself_drops_what_is_not_read() -> None:
    text = f'{{"sub": "a", "{PID}": "{NUMBER}", "address": {{"pid": "{NUMBER}", "sub": "b"}}, "name": "N"}}'
    assert claims.parse(text.encode()) == {"sub": "a", "name": "N"}


@pytest.mark.parametrize("claim", ["name", "acr", claims.HPR_NUMBER, claims.SECURITY_LEVEL])
def test_a_number_inside_a_claim_we_read_makes_the_claim_missing(claim: str) -> None:
    identity = House(bending=lies.claims(**{claim: NUMBER})).sign_in()
    assert NUMBER not in repr(astuple(identity))


@pytest.mark.parametrize(
    "subject", [NUMBER, f"no:{NUMBER}", "130972 48022", "53097248022", "13497248022", "13897248022"]
)
def test_a_provider_that_names_people_by_their_number_is_refused_without_telling_it(subject: str) -> None:
    with pytest.raises(SignInRefused, match="subject") as refused:
        House(bending=lies.claims(sub=subject)).sign_in()
    assert subject not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("subject", ["108204268033311374519", "9012345", "99999999999", "a130972480221", "0" * 11])
def test_other_numbers_are_subjects_like_any_other(subject: str) -> None:
    assert House(bending=lies.claims(sub=subject)).sign_in().subject == subject


ODD = {
    claims.HPR_NUMBER: ["901234x", "", "1234567890", 7.5, True, [], {}],
    claims.SECURITY_LEVEL: ["", "4\n", True, [], "4" * 101],
    "name": ["", "a\u0000", 7, [], "a" * 201],
    "acr": [7, {}, ""],
}


@pytest.mark.parametrize(("claim", "value"), [(claim, value) for claim, values in ODD.items() for value in values])
def test_an_odd_claim_counts_as_missing(claim: str, value: Any) -> None:
    read = claims.identity({"iss": "x", "sub": "y", claim: value})
    assert (read.name, read.hpr_number, read.acr) == (None, None, None)
    assert read.security_level is None


def test_numbers_given_as_numbers_are_read() -> None:
    read = claims.identity({"iss": "x", "sub": "y", claims.HPR_NUMBER: 9012345, claims.SECURITY_LEVEL: 4, "amr": "pwd"})
    assert (read.hpr_number, read.security_level, read.amr) == ("9012345", "4", ("pwd",))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["sub", "pid"]), inner, max_size=2),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(claims.READ - {"iss"})), _VALUES))
def test_whatever_the_claims_hold_it_is_an_identity_or_a_refusal(values: dict[str, Any]) -> None:
    try:
        read = claims.identity({"iss": "x", **values})
    except SignInRefused:
        return
    assert read.subject
    assert not claims.holds_national_number(f"{read.subject} {read.name} {read.acr} {read.security_level}")
