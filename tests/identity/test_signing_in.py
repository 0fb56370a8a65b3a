"""A password, then a code, then a signed-in browser – through real HTTP, on both engines."""

from tests.identity.people import PASSWORD, a_person, code_of, sent, sign_up


def test_an_invited_person_chooses_a_password_connects_an_app_and_is_signed_in(made, browser):
    signed_up = sign_up(made, browser, a_person(made, "Kari Nordli", "pko"))
    assert len(set(signed_up.codes)) == 10
    page = browser.get("/min-side")
    assert page.status_code == 200
    assert "Kari Nordli" in page.text
    assert "Praksiskonsulent" in page.text


def test_signing_in_again_takes_the_password_and_a_code(made, browser, clock):
    signed_up = sign_up(made, browser, a_person(made, "Kari Nordli", "pko"))
    sent(browser, "/logg-ut")
    assert "Logg inn" in browser.get("/min-side").text
    clock.pass_by(minutes=1)
    page = sent(browser, "/logg-inn?til=/min-side", brukernavn="Kari.Nordli ", passord=PASSWORD)
    assert "Bekreft at det er deg" in page.text
    assert browser.get("/min-side").url.path == "/logg-inn"
    page = sent(browser, str(page.url), kode=code_of(made, signed_up.seed))
    assert page.url.path == "/min-side"
