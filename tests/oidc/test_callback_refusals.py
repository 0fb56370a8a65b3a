"""Anybody can write the callback's address: nothing but the answer to this very sign-in is accepted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.oidc import callback
from samhandling.oidc.refusal import Code, SignInRefused
from tests.oidc import lies
from tests.oidc.house import BACK, BERIT, ISSUER, JONAS, OPEN, PRIVATE_KEY, House, Parameters, replace


def _refused(at: House, answer: Parameters, pending: object = None) -> SignInRefused:
    chosen = pending or at.client.begin(BACK, at.now).pending
    with pytest.raises(SignInRefused) as refused:
        at.client.finish(chosen, answer, at.now)  # type: ignore[arg-type]
    return refused.value


def _changed(answer: Parameters, **values: str | None) -> Parameters:
    kept = [pair for pair in answer if pair[0] not in values]
    return kept + [(name, value) for name, value in values.items() if value is not None]


CHANGES = {
    "a foreign state is refused": ({"state": "another"}, Code.STATE),
    "a missing state is refused": ({"state": None}, Code.STATE),
    "an empty state is refused": ({"state": ""}, Code.STATE),
    "a foreign issuer is refused": ({"iss": "https://evil.example"}, Code.ISS),
    "a missing issuer is refused where it was promised": ({"iss": None}, Code.ISS),
    "a missing code is refused": ({"code": None}, Code.CALLBACK),
    "a code with control characters is refused": ({"code": "a\nb"}, Code.CALLBACK),
    "an endless code is refused": ({"code": "a" * 2001}, Code.CALLBACK),
    "an invented code is refused": ({"code": "invented"}, Code.TOKEN),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_callback_is_refused(change: str) -> None:
    values, code = CHANGES[change]
    at = House()
    pending, answer = at.begin()
    assert _refused(at, _changed(answer, **values), pending).code is code


@pytest.mark.parametrize("name", ["state", "iss", "code", "other"])
def test_a_repeated_parameter_is_refused(name: str) -> None:
    at = House()
    pending, answer = at.begin()
    assert _refused(at, [*answer, (name, "x"), (name, "x")], pending).code is Code.CALLBACK


def test_a_callback_replayed_with_the_same_secrets_gets_nobody_in() -> None:
    at = House()
    pending, answer = at.begin()
    at.client.finish(pending, answer, at.now)
    refused = _refused(at, answer, pending)
    assert (refused.code, refused.said) == (Code.TOKEN, "invalid_grant")


def test_a_callback_replayed_in_another_browser_is_refused() -> None:
    at = House()
    _, answer = at.begin()
    assert _refused(at, answer).code is Code.STATE


def test_a_code_slipped_into_anothers_sign_in_is_refused() -> None:
    at = House()
    mine, my_answer = at.begin(BERIT)
    _, theirs = at.begin(JONAS)
    refused = _refused(at, _changed(my_answer, code=dict(theirs)["code"]), mine)
    assert (refused.code, refused.said) == (Code.TOKEN, "invalid_grant")  # the verifier is not that code's


def test_a_sign_in_left_for_ten_minutes_is_refused() -> None:
    at = House()
    pending, answer = at.begin()
    at.turn_clock(minutes=10)
    assert _refused(at, answer, pending).code is Code.EXPIRED


def test_a_sign_in_from_the_future_is_refused() -> None:
    at = House()
    pending, answer = at.begin()
    at.turn_clock(minutes=-2)
    assert _refused(at, answer, pending).code is Code.EXPIRED


def test_a_code_a_minute_old_is_refused_by_the_provider() -> None:
    at = House()
    pending, answer = at.begin()
    at.turn_clock(seconds=60)
    assert _refused(at, answer, pending).code is Code.TOKEN


def test_an_answer_from_one_provider_is_refused_in_a_sign_in_at_another() -> None:
    at = House()
    pending, answer = at.begin()
    assert _refused(at, answer, replace(pending, provider="another")).code is Code.STATE


def test_somebody_who_cancels_is_told_so() -> None:
    at = House()
    started = at.client.begin(BACK, at.now)
    answer = at.answer(at.press(at.browser.get(started.url), cancel="1"))
    refused = _refused(at, answer, started.pending)
    assert (refused.code, refused.said) == (Code.ERROR_FROM_PROVIDER, "access_denied")


def test_the_error_of_a_stranger_is_not_the_providers() -> None:
    at = House()
    assert _refused(at, [("error", "access_denied"), ("iss", ISSUER)]).code is Code.STATE


def test_other_words_of_a_provider_are_not_repeated() -> None:
    at = House(bending=lies.callback(code=None, error="<b>01017012345</b>"))
    pending, answer = at.begin()
    refused = _refused(at, answer, pending)
    assert (refused.code, refused.said, str(refused)) == (Code.ERROR_FROM_PROVIDER, None, "error_from_provider")


@pytest.mark.parametrize(
    ("bending", "code"),
    [(lies.callback(iss="https://evil.example"), Code.ISS), (lies.callback(iss=None), Code.ISS),
     (lies.callback(state="another"), Code.STATE), (lies.callback(state=None), Code.STATE)],
)  # fmt: skip
def test_a_provider_that_bends_the_callback_is_refused(bending: lies.Bending, code: Code) -> None:
    at = House(bending=bending)
    pending, answer = at.begin()
    assert _refused(at, answer, pending).code is code


def test_a_provider_that_promised_iss_must_keep_it_under_any_profile() -> None:
    with pytest.raises(SignInRefused, match="iss"):
        House(PRIVATE_KEY, OPEN, lies.callback(iss=None)).sign_in()


def test_a_provider_that_never_promised_iss_may_leave_it_out_but_not_lie() -> None:
    silent = lies.Bending(
        discovery=lambda found: found | {"authorization_response_iss_parameter_supported": False},
        callback=lambda answer: answer | {"iss": None},
    )
    assert House(PRIVATE_KEY, OPEN, silent).sign_in()
    with pytest.raises(SignInRefused, match="iss"):
        House(bending=silent).sign_in()  # HelseID's profile needs it all the same


_KNOWN = ["state", "code", "iss", "error", "error_description", "session_state"]
_NAMES = st.sampled_from(_KNOWN) | st.text("aæ\ud800\x00&= ", max_size=8)
_GUESSES = ["right-state", ISSUER, "", "access_denied"]
_VALUES = st.sampled_from(_GUESSES) | st.text("aæ0\ud800\x00&=% \u2028", max_size=40)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_NAMES, _VALUES), max_size=6))
def test_whatever_stands_in_the_callback_it_is_a_code_or_a_refusal(parameters: Parameters) -> None:
    try:
        code = callback.code_of(parameters, state="right-state", issuer=ISSUER, iss_required=True)
    except SignInRefused:
        return
    assert sorted(name for name, _ in parameters if name in ("state", "iss", "code", "error")) == [
        "code",
        "iss",
        "state",
    ]
    assert ("code", code) in parameters


@settings(max_examples=30, deadline=None)
@given(answer=st.lists(st.tuples(_NAMES, _VALUES), max_size=6), right=st.booleans())
def test_no_callback_makes_the_whole_sign_in_do_anything_but_refuse(answer: Parameters, right: bool) -> None:
    pending = _AT.client.begin(BACK, _AT.now).pending
    known = [("state", pending.state), ("iss", ISSUER)] if right else []
    with pytest.raises(SignInRefused):
        _AT.client.finish(pending, known + answer, _AT.now)


_AT = House(PRIVATE_KEY, OPEN)
