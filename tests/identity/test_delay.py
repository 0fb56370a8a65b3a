"""A growing delay and never a lock: nobody shuts another out, and nobody guesses fast."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.identity import delay
from samhandling.identity.delay import Wait
from samhandling.identity.pace import Pace
from tests.identity.people import NOON, PASSWORD, a_person, both, code_of, sent, sign_up
from tests.identity.test_signing_in import WRONG, events, give_password, is_signed_in, sign_in


@pytest.fixture
def signed_up(made, browser, clock):
    made_up = sign_up(made, browser, a_person(made, "Kari Nordli", "pko"))
    sent(browser, "/logg-ut")
    clock.pass_by(minutes=1)
    return made_up


def fail(browser, times, **given_):
    return [give_password(browser, WRONG, **given_) for _ in range(times)][-1]


@both
def test_the_fifth_attempt_has_to_wait_and_the_page_says_how_long(browser, signed_up, clock):
    assert fail(browser, 4).status_code == 422
    page = give_password(browser)
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "5"
    assert "Vent 5 sekunder" in page.text
    assert 'value="kari.nordli"' in page.text
    clock.pass_by(seconds=5)
    assert "Bekreft at det er deg" in give_password(browser).text


def test_the_wait_grows_with_each_failure_and_never_becomes_a_lock(browser, signed_up, clock):
    fail(browser, 4)
    waits = []
    for _ in range(10):
        wait = int(give_password(browser, WRONG).headers["Retry-After"])
        waits.append(wait)
        clock.pass_by(seconds=wait)
        fail(browser, 1)
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]
    clock.pass_by(seconds=900)
    assert "Bekreft at det er deg" in give_password(browser).text


@both
def test_a_success_wipes_the_slate(browser, signed_up, made, clock):
    fail(browser, 4)
    clock.pass_by(seconds=5)
    sign_in(made, browser, signed_up)
    sent(browser, "/logg-ut")
    assert fail(browser, 4).status_code == 422


def test_another_address_and_another_login_do_not_wait(made, browser, open_browser, signed_up):
    fail(browser, 5)
    assert give_password(open_browser("198.51.100.7")).url.path == "/logg-inn/kode"
    assert give_password(browser, WRONG, login="ola.nordmann").status_code == 422


def test_addresses_of_one_network_are_one_to_ipv6(open_browser, signed_up):
    for host in range(4):
        give_password(open_browser(f"2001:db8:1:2::{host + 1}"), WRONG)
    assert give_password(open_browser("2001:db8:1:2:ffff::9")).status_code == 429
    assert give_password(open_browser("2001:db8:1:3::1")).url.path == "/logg-inn/kode"


def test_a_known_browser_goes_through_while_others_guess_from_the_same_address(made, browser, open_browser, clock):
    signed_up = sign_up(made, browser, a_person(made, "Ola Fjell", "gp"), "ola.fjell")
    sent(browser, "/logg-ut")
    clock.pass_by(minutes=1)
    sign_in(made, browser, signed_up, husk="ja")
    sent(browser, "/logg-ut")
    stranger = open_browser()
    fail(stranger, 5, login="ola.fjell")
    assert give_password(stranger, login="ola.fjell").status_code == 429
    give_password(browser, login="ola.fjell")
    assert is_signed_in(browser)
    sent(browser, "/logg-ut")
    fail(browser, 4, login="ola.fjell")
    assert give_password(browser, login="ola.fjell").status_code == 429


def test_codes_cannot_be_guessed_faster_from_many_addresses(made, open_browser, signed_up):
    for host in range(4):
        guesser = open_browser(f"198.51.100.{host + 1}")
        give_password(guesser)
        assert sent(guesser, "/logg-inn/kode", kode="000000").status_code == 422
    guesser = open_browser("198.51.100.9")
    give_password(guesser)
    assert sent(guesser, "/logg-inn/kode", kode=code_of(made, signed_up.seed)).status_code == 429


@both
def test_failures_from_many_addresses_are_told_in_the_trail(made, open_browser, signed_up):
    for host in range(5):
        give_password(open_browser(f"203.0.113.{host + 1}"), WRONG)
    alarm = events(made, "sign_in_alarm")
    assert [event.details["places"] for event in alarm] == [5]
    assert alarm[0].subject_id == str(signed_up.person)


@both
def test_guesses_made_at_the_same_time_count_as_well(browser, signed_up):
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: give_password(browser, WRONG).status_code, range(12)))
    assert set(answers) == {422, 429}
    assert answers.count(422) == 4


def test_an_address_that_knocks_too_often_is_told_to_wait_whoever_it_says_it_is(browser, open_browser, signed_up):
    answers = [give_password(browser, WRONG, login=f"login{n}") for n in range(61)]
    assert answers[59].status_code == 422
    assert answers[60].status_code == 429
    assert "For mange forsøk herfra" in answers[60].text
    assert int(answers[60].headers["Retry-After"]) >= 1
    assert give_password(open_browser("198.51.100.1"), WRONG).status_code == 422
    links = [browser.get(f"/lenke/{n}").status_code for n in range(61)]
    assert links[-1] == 429


@given(st.integers(0, 10**6))
def test_the_wait_never_shrinks_and_has_an_end(failed):
    assert timedelta(0) <= delay.pause(failed) <= delay.pause(failed + 1) <= delay.LONGEST


@given(st.lists(st.integers(0, 30), min_size=1, max_size=200))
def test_no_minute_lets_more_through_than_twice_the_pace(gaps):
    pace, now, let_in = Pace(10, timedelta(minutes=1)), NOON, []
    for gap in gaps:
        now += timedelta(seconds=gap)
        with suppress(Wait):
            pace.admit("192.0.2.1", now)
            let_in.append(now)
    for first in let_in:
        assert sum(first <= each < first + timedelta(minutes=1) for each in let_in) <= 20


def test_the_wait_of_the_pace_is_enough():
    pace, now = Pace(3, timedelta(minutes=1)), NOON
    for _ in range(3):
        pace.admit("192.0.2.1", now)
    with pytest.raises(Wait) as told:
        pace.admit("192.0.2.1", now)
    pace.admit("192.0.2.1", now + timedelta(seconds=told.value.seconds))


def test_the_password_that_is_right_does_not_pass_while_waiting(browser, signed_up):
    fail(browser, 4)
    assert give_password(browser, PASSWORD).status_code == 429
    assert not is_signed_in(browser)
