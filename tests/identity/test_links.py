"""One-time links: shown once, opened as often as one likes, used once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from samhandling.audit.chain import MACHINE
from samhandling.identity import links
from samhandling.identity.links import Purpose
from samhandling.identity.passwords import weakness
from samhandling.identity.tables import Account, OneTimeLink
from samhandling.kernel.errors import Refused
from samhandling.kernel.scope import SYSTEM
from tests.identity.people import PASSWORD, a_link, a_person, both, code_of, sent, sign_up
from tests.identity.test_signing_in import WRONG, events, give_password, is_signed_in

NEW = "seks blå sykler over fjellet"


@pytest.fixture
def person(made):
    return a_person(made, "Kari Nordli", "pko", email="kari@eksempel.no")


def accept(browser, link, login="kari.nordli", password=PASSWORD, again=None):
    return sent(browser, link, brukernavn=login, passord=password, passord_igjen=again or password)


def is_over(page, words):
    return page.status_code == 410 and words in page.text and "Be den som ga deg lenka" in page.text


def test_opening_an_invitation_uses_nothing_up(made, browser, person):
    link = a_link(made, person)
    for _ in range(3):
        page = browser.get(link)
        assert page.status_code == 200
    assert 'value="kari@eksempel.no"' in page.text
    assert accept(browser, link).url.path == "/logg-inn/ny-kode"


@both
def test_a_link_works_once_also_when_it_is_used_twice_at_the_same_time(made, open_browser, person):
    link = a_link(made, person)
    browsers = [open_browser(f"192.0.2.{n}") for n in range(1, 5)]
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda n: accept(browsers[n], link, login=f"kari{n}"), range(4)))
    assert sorted(page.status_code for page in pages) == [200, 410, 410, 410]
    with made.database.reading(SYSTEM) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Account)) == 1
    assert is_over(browsers[0].get(link), "Lenka er brukt")


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_that_has_gone_out_says_so_and_what_to_do(made, browser, person, clock, purpose):
    if purpose is not Purpose.INVITATION:
        sign_up(made, browser, person)
    link = a_link(made, person, purpose)
    clock.pass_by(seconds=links.LIFETIME[purpose].total_seconds() - 1)
    assert browser.get(link).status_code == 200
    clock.pass_by(seconds=1)
    assert is_over(browser.get(link), "Lenka har gått ut")
    assert is_over(sent(browser, link, passord=PASSWORD), "Lenka har gått ut")


def test_how_long_links_last():
    hours = [life / timedelta(hours=1) for life in map(links.LIFETIME.get, Purpose)]
    assert hours == [7 * 24, 1, 1]


def test_a_link_nobody_made_is_told_apart_from_none_that_was(browser):
    assert is_over(browser.get("/lenke/" + "x" * 43), "Lenka finnes ikke")


@both
def test_a_new_link_withdraws_the_one_before_and_its_maker_may_withdraw_it(made, browser, person):
    older, newer = a_link(made, person), a_link(made, person)
    assert is_over(browser.get(older), "Lenka er trukket tilbake")
    with made.database.writing(SYSTEM) as session:
        assert links.withdraw(session, made, person, Purpose.INVITATION, by=MACHINE) == 1
    assert is_over(accept(browser, newer), "Lenka er trukket tilbake")


def test_the_database_does_not_hold_the_link(made, person):
    link = a_link(made, person)
    with made.database.reading(SYSTEM) as session:
        row = session.scalars(sa.select(OneTimeLink)).one()
    assert re.fullmatch(r"/lenke/[\w-]{43}", link)
    assert row.token_hash not in link


def test_who_has_an_account_is_not_invited_and_who_has_none_gets_no_reset(made, browser, person):
    with made.database.writing(SYSTEM) as session, pytest.raises(Refused, match="no_account"):
        links.make(session, made, Purpose.PASSWORD, person, by=MACHINE)
    sign_up(made, browser, person)
    with made.database.writing(SYSTEM) as session, pytest.raises(Refused, match="has_account"):
        links.make(session, made, Purpose.INVITATION, person, by=MACHINE)


@pytest.mark.parametrize(
    ("login", "password", "again", "said"),
    [
        ("kari.nordli", "kort", None, "minst 12 tegn"),
        ("kari.nordli", "k" * 129, None, "opptil 128 tegn"),
        ("kari.nordli", PASSWORD, WRONG, "ikke like"),
        ("kari.nordli", "qwertyuiop12", None, "gjettes først"),
        ("kari.nordli", "KariNordli2026!", None, "satt sammen av navnet ditt"),
        ("kari nordli", PASSWORD, None, "uten mellomrom"),
        ("ka", PASSWORD, None, "3 til 80 tegn"),
        ("", PASSWORD, None, "Skriv brukernavnet"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_the_link_still_works(
    made, browser, person, login, password, again, said
):
    link = a_link(made, person)
    page = accept(browser, link, login, password, again)
    assert page.status_code == 422
    assert said in page.text
    assert "Det er noe galt" not in page.text
    assert password not in page.text
    assert accept(browser, link).url.path == "/logg-inn/ny-kode"


@both
def test_a_login_that_is_taken_is_refused_and_the_link_still_works(made, browser, open_browser, person):
    sign_up(made, browser, person)
    link = a_link(made, a_person(made, "Kåre Nordli", "gp"))
    other = open_browser()
    assert "Brukernavnet er tatt" in accept(other, link, "KARI.nordli").text
    assert accept(other, link, "kare.nordli").url.path == "/logg-inn/ny-kode"


def test_an_invitation_left_half_way_goes_on_with_the_password(made, browser, open_browser, person):
    accept(browser, a_link(made, person))
    other = open_browser()
    assert give_password(other).url.path == "/logg-inn/ny-kode"
    assert not is_signed_in(other)


@both
def test_a_new_password_ends_every_session_and_leaves_the_second_factor(made, browser, open_browser, person, clock):
    signed_up = sign_up(made, browser, person)
    clock.pass_by(minutes=1)
    link = a_link(made, person, Purpose.PASSWORD)
    other = open_browser()
    page = sent(other, link, passord=NEW, passord_igjen=NEW)
    assert "Passordet er byttet" in page.text
    assert not is_signed_in(browser)
    assert not is_signed_in(other)
    assert give_password(other).status_code == 422
    assert give_password(other, NEW).url.path == "/logg-inn/kode"
    sent(other, "/logg-inn/kode", kode=code_of(made, signed_up.seed))
    assert is_signed_in(other)
    assert len(events(made, "password_changed")) == 1


@both
def test_a_new_second_factor_asks_for_the_password_and_makes_the_old_codes_worthless(
    made, browser, open_browser, person, clock
):
    signed_up = sign_up(made, browser, person)
    clock.pass_by(minutes=1)
    link = a_link(made, person, Purpose.SECOND_FACTOR)
    other = open_browser()
    assert "Passordet er feil" in sent(other, link, passord=WRONG).text
    page = sent(other, link, passord=PASSWORD)
    assert page.url.path == "/logg-inn/ny-kode"
    assert not is_signed_in(browser)
    assert signed_up.seed not in page.text.replace(" ", "")
    seed = re.search(r'<code class="seed">([A-Z2-7 ]+)</code>', page.text)[1].replace(" ", "")
    assert sent(other, "/logg-inn/ny-kode", kode=code_of(made, signed_up.seed)).status_code == 422
    sent(other, "/logg-inn/ny-kode", kode=code_of(made, seed))
    assert is_signed_in(other)
    sent(other, "/logg-ut")
    give_password(other)
    assert sent(other, "/logg-inn/kode", kode_gjenoppretting=signed_up.codes[0]).status_code == 422


def test_a_disabled_account_cannot_be_opened_with_a_link(made, browser, person):
    sign_up(made, browser, person)
    link = a_link(made, person, Purpose.PASSWORD)
    with made.database.writing(SYSTEM) as session:
        session.scalars(sa.select(Account)).one().disabled_at = made.clock()
    assert is_over(browser.get(link), "Lenka er trukket tilbake")


def test_a_wrong_password_on_a_link_is_delayed_as_when_signing_in(made, browser, person):
    sign_up(made, browser, person)
    link = a_link(made, person, Purpose.SECOND_FACTOR)
    for _ in range(4):
        assert sent(browser, link, passord=WRONG).status_code == 422
    assert sent(browser, link, passord=PASSWORD).status_code == 429


@pytest.mark.parametrize(
    "password",
    [
        "fjorden speiler tre rare elger", "tre rare elger", "Gåsehud-på-tirsdag", "x7$kQ!mv2Rz&", "æøåæøåbcdfghj",
        "k" * 5 + "lmopqrvv" + "zs91",
    ],
)  # fmt: skip
def test_an_ordinary_phrase_or_random_characters_may_be_used(password):
    assert weakness(password, ("kari.nordli", "Kari Nordli")) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elleve tegn", "short"), ("a" * 129, "long"), ("123456789012", "common"), ("qwertyuiopå1", "common"),
        ("aaaaaaaaaaaaaa", "common"), ("abcabcabcabc", "common"), ("Passord123456", "common"),
        ("P4ssw0rd!2026", "common"), ("sommersommer", "common"), ("Sommer2026!!!", "common"),
        ("fastlegekontor", "context"), ("Samhandling2026", "context"), ("sykehusfastlege", "context"),
        ("nordli.kari.nordli", "context"), ("1qaz2wsx3edc", "common"), ("whosyourdaddy", "common"),
    ],
)  # fmt: skip
def test_what_is_guessed_first_may_not(password, why):
    assert weakness(password, ("kari.nordli", "Kari Nordli")) == why
