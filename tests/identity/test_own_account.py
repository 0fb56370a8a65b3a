"""`/min-side`: what a person sees and changes of the own account."""

import re

import pytest
import sqlalchemy as sa

from samhandling.identity.tables import Person, UserSession
from samhandling.kernel.scope import SYSTEM
from tests.identity.people import PASSWORD, a_person, both, code_of, sent, sign_up
from tests.identity.test_signing_in import COOKIE, WRONG, events, give_password, is_signed_in, sign_in

NEW = "seks blå sykler over fjellet"


@pytest.fixture
def signed_up(made, browser, clock):
    made_up = sign_up(made, browser, a_person(made, "Kari Nordli", "pko"))
    clock.pass_by(minutes=1)
    return made_up


@pytest.fixture
def other(made, open_browser, signed_up, clock):
    """The same person, signed in in another browser."""
    browser = open_browser(agent="Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0 Safari/537.36 Edg/142.0")
    sign_in(made, browser, signed_up)
    clock.pass_by(minutes=1)
    return browser


def version(browser) -> str:
    return re.search(r'name="versjon" value="(\d+)"', browser.get("/min-side").text)[1]


def test_nobody_sees_it_without_signing_in(browser):
    for path in ("/min-side", "/min-side/passord", "/min-side/gjenopprettingskoder"):
        assert browser.get(path).url.path == "/logg-inn"
    for path in ("/min-side/om-deg", "/min-side/nettlesere/1/logg-ut", "/min-side/logg-ut-overalt"):
        assert sent(browser, path).status_code == 401


@both
def test_each_signed_in_browser_is_listed_coarsely_and_can_be_signed_out(browser, other):
    page = browser.get("/min-side").text
    assert "Firefox, Linux" in page
    assert "Edge, Windows" in page
    assert "142" not in page
    theirs = re.search(r"/min-side/nettlesere/\d+/logg-ut(?=\"[^>]*>\s*<button[^>]*Edge)", page)[0]
    assert "Nettleseren er logget ut" in sent(browser, theirs).text
    assert is_signed_in(browser)
    assert not is_signed_in(other)
    assert sent(browser, theirs).status_code == 404


def test_a_browser_of_somebody_else_is_not_found(made, browser, open_browser, signed_up):
    stranger = open_browser()
    sign_up(made, stranger, a_person(made, "Ola Fjell", "gp"), "ola.fjell")
    with made.database.reading(SYSTEM) as session:
        newest = session.scalars(sa.select(UserSession).order_by(UserSession.id.desc())).first()
    assert sent(browser, f"/min-side/nettlesere/{newest.id}/logg-ut").status_code == 404
    assert is_signed_in(stranger)


@both
def test_signing_out_everywhere_ends_every_session(browser, other):
    assert "logget ut i alle nettlesere" in sent(browser, "/min-side/logg-ut-overalt").text
    assert not is_signed_in(browser)
    assert not is_signed_in(other)


@both
def test_a_new_password_asks_for_the_old_one_and_signs_the_others_out(browser, other):
    before = browser.cookies[COOKIE]
    page = sent(browser, "/min-side/passord", passord_na=WRONG, passord=NEW, passord_igjen=NEW)
    assert page.status_code == 422
    assert "Passordet er feil" in page.text
    assert is_signed_in(other)
    page = sent(browser, "/min-side/passord", passord_na=PASSWORD, passord=NEW, passord_igjen=NEW)
    assert "Passordet er byttet" in page.text
    assert browser.cookies[COOKIE] != before
    assert is_signed_in(browser)
    assert not is_signed_in(other)
    sent(browser, "/logg-ut")
    assert give_password(browser, PASSWORD).status_code == 422
    assert give_password(browser, NEW).url.path == "/logg-inn/kode"


@both
def test_new_recovery_codes_ask_for_the_password_and_replace_the_old_ones(made, browser, signed_up):
    assert "Passordet er feil" in sent(browser, "/min-side/gjenopprettingskoder", passord_na=WRONG).text
    page = sent(browser, "/min-side/gjenopprettingskoder", passord_na=PASSWORD)
    codes = re.findall(r"<li><code>([\w-]+)</code></li>", page.text)
    assert len(codes) == 10
    assert not set(codes) & set(signed_up.codes)
    sent(browser, "/logg-ut")
    give_password(browser)
    assert sent(browser, "/logg-inn/kode", kode_gjenoppretting=signed_up.codes[0]).status_code == 422
    sent(browser, "/logg-inn/kode", kode_gjenoppretting=codes[0])
    assert is_signed_in(browser)


def test_guessing_the_password_of_an_open_browser_is_delayed(browser, signed_up):
    for _ in range(4):
        sent(browser, "/min-side/gjenopprettingskoder", passord_na=WRONG)
    page = sent(browser, "/min-side/gjenopprettingskoder", passord_na=PASSWORD)
    assert page.status_code == 429
    assert "Vent 5 sekunder" in page.text


@both
def test_the_name_is_changed_and_the_trail_says_that_and_not_to_what(made, browser, signed_up):
    page = sent(browser, "/min-side/om-deg", navn="Kari Nordli Fjell", maalform="nb", versjon=version(browser))
    assert "<h1" in page.text
    assert "Kari Nordli Fjell" in page.text
    event = events(made, "own_details_changed")[0]
    assert event.details == {"fields": ["name"]}
    assert event.actor == signed_up.person


def test_a_change_made_meanwhile_is_not_overwritten(made, browser, signed_up):
    opened = version(browser)
    sent(browser, "/min-side/om-deg", navn="Kari Fjell", maalform="nb", versjon=opened)
    page = sent(browser, "/min-side/om-deg", navn="Kari Dal", maalform="nb", versjon=opened)
    assert page.status_code == 409
    assert "Kari Dal" in page.text
    assert "Kari Fjell" in browser.get("/min-side").text


def test_the_persons_form_of_norwegian_holds_where_the_browser_has_chosen_none(made, browser, open_browser, signed_up):
    page = sent(browser, "/min-side/om-deg", navn="Kari Nordli", maalform="nn", versjon=version(browser))
    assert "Rollene dine" in page.text
    assert "Her er du logga inn" in page.text
    with made.database.reading(SYSTEM) as session:
        assert session.get(Person, signed_up.person).maalform == "nn"
    other = open_browser()
    made.clock.pass_by(minutes=1)
    sign_in(made, other, signed_up)
    assert "Her er du logga inn" in other.get("/min-side").text
    assert "Her er du logget inn" in other.get("/min-side?maalform=nb").text
    assert "Her er du logget inn" in other.get("/min-side").text


@both
def test_a_role_that_is_taken_away_is_gone_at_the_next_request(made, browser, signed_up):
    from datetime import date

    from samhandling.identity.tables import RoleGrant

    assert "Praksiskonsulent" in browser.get("/min-side").text
    with made.database.writing(SYSTEM) as session:
        session.scalars(sa.select(RoleGrant)).one().valid_to = date(2026, 11, 24)
    assert "Du har ingen roller nå" in browser.get("/min-side").text


def test_the_form_that_came_with_an_expired_session_is_given_back_and_goes_through_afterwards(
    made, browser, open_browser, signed_up, clock
):
    """Without JavaScript: the page that says so is itself the form."""
    name, opened = "Kari " + "Nordli Fjell Dal " * 6, version(browser)
    clock.pass_by(hours=1)
    page = sent(browser, "/min-side/om-deg", navn=name, maalform="nb", versjon=opened)
    assert page.status_code == 401
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    fields |= dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n(.*?)</textarea>', page.text, re.S))
    assert fields["navn"] == name
    clock.pass_by(minutes=1)
    sign_in(made, browser, signed_up)
    page = sent(browser, "/min-side/om-deg", **fields)
    assert page.url.path == "/min-side"
    assert name.strip() in page.text


def test_passwords_are_never_given_back(browser):
    page = sent(browser, "/min-side/passord", passord_na=PASSWORD, passord=NEW, passord_igjen=NEW)
    assert page.status_code == 401
    assert PASSWORD not in page.text
    assert NEW not in page.text


def test_the_code_of_the_app_of_one_account_opens_no_other(made, browser, open_browser, signed_up):
    stranger = open_browser()
    theirs = sign_up(made, stranger, a_person(made, "Ola Fjell", "gp"), "ola.fjell")
    sent(browser, "/logg-ut")
    give_password(browser)
    assert sent(browser, "/logg-inn/kode", kode=code_of(made, theirs.seed)).status_code == 422
