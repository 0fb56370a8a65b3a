"""A password, then a code, then a signed-in browser – through real HTTP, on both engines."""

import re

import pytest
import sqlalchemy as sa

from samhandling.audit.tables import AuditEvent
from samhandling.identity.links import Purpose
from samhandling.identity.tables import Account, FailedSignIn, UserSession
from samhandling.kernel.scope import SYSTEM
from tests.identity.people import PASSWORD, a_link, a_person, both, code_of, sent, sign_up

WRONG = "fjorden speiler fire rare elger"
COOKIE = "samhandling"


@pytest.fixture
def signed_up(made, browser, clock):
    """Kari, a steward, signed out again."""
    made_up = sign_up(made, browser, a_person(made, "Kari Nordli", "pko"))
    sent(browser, "/logg-ut")
    clock.pass_by(minutes=1)
    return made_up


def give_password(browser, password=PASSWORD, login="kari.nordli", query=""):
    return sent(browser, "/logg-inn" + query, brukernavn=login, passord=password)


def sign_in(made, browser, signed_up, **fields):
    give_password(browser, login=signed_up.login)
    return sent(browser, "/logg-inn/kode", kode=code_of(made, signed_up.seed), **fields)


def is_signed_in(browser) -> bool:
    return browser.get("/min-side").url.path == "/min-side"


def events(made, action):
    with made.database.reading(SYSTEM) as session:
        return list(session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action)))


@both
def test_an_invited_person_chooses_a_password_connects_an_app_and_is_signed_in(made, browser):
    signed_up = sign_up(made, browser, a_person(made, "Kari Nordli", "pko"))
    assert len(set(signed_up.codes)) == 10
    page = browser.get("/min-side")
    assert page.status_code == 200
    assert "Kari Nordli" in page.text
    assert "Praksiskonsulent" in page.text
    assert "Nordlysområdet" in page.text


@both
def test_signing_in_takes_the_password_and_a_code_and_leads_to_where_one_was_going(made, browser, signed_up):
    assert browser.get("/min-side").url.query == b"til=/min-side"
    page = give_password(browser, login=" Kari.NORDLI ", query="?til=/min-side")
    assert "Bekreft at det er deg" in page.text
    assert not is_signed_in(browser)
    page = sent(browser, str(page.url), kode=code_of(made, signed_up.seed))
    assert page.url.path == "/min-side"


@pytest.mark.parametrize(
    "asked", ["//ond.example", "https://ond.example", "/\\ond.example", "/\t/ond.example", "ond", "/logg-ut", "//[x"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(made, browser, signed_up, asked):
    browser.params = {"til": asked}
    sign_in(made, browser, signed_up)
    browser.params = {}
    assert is_signed_in(browser)
    answer = browser.get("/logg-inn", params={"til": asked}, follow_redirects=False)
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_login_give_the_same_page(browser, signed_up):
    known = give_password(browser, WRONG)
    unknown = give_password(browser, WRONG, login="ola.nordmann")
    assert known.status_code == unknown.status_code == 422
    assert known.text.replace("kari.nordli", "X") == unknown.text.replace("ola.nordmann", "X")
    assert "Brukernavnet eller passordet er feil" in known.text


def test_an_unknown_login_is_held_against_a_hash_as_well(browser, signed_up, monkeypatch):
    """As much work is done for a login that does not exist, so that the time does not tell."""
    from pwdlib.hashers.argon2 import Argon2Hasher

    held = []
    verify = Argon2Hasher.verify
    monkeypatch.setattr(Argon2Hasher, "verify", lambda self, *given: held.append(1) or verify(self, *given))
    give_password(browser, WRONG)
    known, held[:] = len(held), []
    give_password(browser, WRONG, login="ola.nordmann")
    assert len(held) == known == 1


@both
def test_a_code_is_usable_once(made, open_browser, browser, signed_up):
    code = code_of(made, signed_up.seed)
    sign_in(made, browser, signed_up)
    other = open_browser()
    give_password(other)
    page = sent(other, "/logg-inn/kode", kode=code)
    assert page.status_code == 422
    assert "Denne koden er brukt" in page.text
    assert not is_signed_in(other)


def test_a_code_of_the_neighbouring_half_minute_is_taken_and_an_older_one_is_not(made, browser, signed_up, clock):
    give_password(browser)
    old = code_of(made, signed_up.seed)
    clock.pass_by(seconds=65)
    assert sent(browser, "/logg-inn/kode", kode=old).status_code == 422
    late = code_of(made, signed_up.seed)
    clock.pass_by(seconds=30)
    sent(browser, "/logg-inn/kode", kode=f" {late[:3]} {late[3:]} ")
    assert is_signed_in(browser)


def test_a_code_without_a_password_opens_nothing(made, browser, signed_up):
    page = sent(browser, "/logg-inn/kode", kode=code_of(made, signed_up.seed))
    assert page.url.path == "/logg-inn"
    assert not is_signed_in(browser)


@both
def test_a_recovery_code_stands_in_for_the_app_once(made, browser, signed_up):
    code = signed_up.codes[3].upper().replace("-", " ")
    give_password(browser)
    sent(browser, "/logg-inn/kode", kode_gjenoppretting=code)
    assert "<dd>9</dd>" in browser.get("/min-side").text
    sent(browser, "/logg-ut")
    give_password(browser)
    page = sent(browser, "/logg-inn/kode", kode_gjenoppretting=code)
    assert page.status_code == 422
    assert not is_signed_in(browser)


def test_the_session_is_new_after_each_step_and_the_one_before_is_dead(made, browser, open_browser, signed_up):
    tokens = []
    browser.cookies.set(COOKIE, "chosen by somebody else", domain="127.0.0.1")
    tokens.append(browser.cookies[COOKIE])
    give_password(browser)
    tokens.append(browser.cookies[COOKIE])
    sent(browser, "/logg-inn/kode", kode=code_of(made, signed_up.seed))
    tokens.append(browser.cookies[COOKIE])
    assert len(set(tokens)) == 3
    for token in tokens[:2]:
        thief = open_browser()
        thief.cookies.set(COOKIE, token)
        assert not is_signed_in(thief)


def test_an_altered_cookie_is_nobodys(browser, made, signed_up):
    sign_in(made, browser, signed_up)
    token = browser.cookies[COOKIE]
    browser.cookies.clear()
    browser.cookies.set(COOKIE, token[:-1] + ("A" if token[-1] != "A" else "B"))
    assert not is_signed_in(browser)


def test_the_database_holds_neither_tokens_nor_passwords_nor_seeds(made, browser, signed_up):
    sign_in(made, browser, signed_up)
    with made.database.reading(SYSTEM) as session:
        account = session.scalars(sa.select(Account)).one()
        browsers = session.scalars(sa.select(UserSession)).all()
    assert account.password_hash.startswith("$argon2id$")
    assert signed_up.seed.encode() not in account.totp_seed
    assert browser.cookies[COOKIE] not in {row.token_hash for row in browsers}


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(browser, signed_up):
    answer = browser.post(
        "/logg-inn",
        files={"brukernavn": (None, "kari.nordli"), "passord": (None, PASSWORD)},
        follow_redirects=False,
    )
    cookie = answer.headers["Set-Cookie"]
    assert re.fullmatch(r"samhandling=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", cookie)


@both
def test_signing_out_ends_the_session_and_not_only_the_cookie(made, browser, open_browser, signed_up):
    sign_in(made, browser, signed_up)
    kept = browser.cookies[COOKIE]
    page = sent(browser, "/logg-ut")
    assert "Du er logget ut" in page.text
    other = open_browser()
    other.cookies.set(COOKIE, kept)
    assert not is_signed_in(other)
    assert browser.get("/logg-ut").status_code == 405


def test_a_steward_is_signed_out_after_half_an_hour_without_a_request(made, browser, signed_up, clock):
    sign_in(made, browser, signed_up)
    for _ in range(4):
        clock.pass_by(minutes=29)
        assert is_signed_in(browser)
    clock.pass_by(minutes=31)
    assert not is_signed_in(browser)


def test_a_steward_is_signed_out_after_ten_hours_whatever_is_done(made, browser, signed_up, clock):
    sign_in(made, browser, signed_up)
    for _ in range(23):
        clock.pass_by(minutes=26)
        assert is_signed_in(browser)
    clock.pass_by(minutes=26)
    assert not is_signed_in(browser)


def test_one_who_reports_in_passing_stays_signed_in_for_half_a_day(made, browser, clock):
    sign_up(made, browser, a_person(made, "Ola Fjell", "gp"), "ola.fjell")
    clock.pass_by(hours=11, minutes=59)
    assert is_signed_in(browser)
    clock.pass_by(hours=12, minutes=1)
    assert not is_signed_in(browser)


@both
def test_a_disabled_account_is_out_at_the_next_request_and_cannot_come_back(made, browser, signed_up):
    sign_in(made, browser, signed_up)
    with made.database.writing(SYSTEM) as session:
        session.scalars(sa.select(Account)).one().disabled_at = made.clock()
    assert not is_signed_in(browser)
    assert give_password(browser).status_code == 422


def test_a_second_factor_cannot_be_replaced_with_the_password_alone(made, browser, signed_up):
    give_password(browser)
    assert browser.get("/logg-inn/ny-kode").url.path == "/logg-inn/kode"
    assert sent(browser, "/logg-inn/ny-kode", kode="123456").url.path == "/logg-inn/kode"


def test_a_half_open_sign_in_is_over_after_a_quarter_of_an_hour(made, browser, signed_up, clock):
    give_password(browser)
    clock.pass_by(minutes=16)
    assert browser.get("/logg-inn/kode").url.path == "/logg-inn"


@both
def test_a_browser_may_be_remembered_and_then_only_the_password_is_asked_for(made, browser, open_browser, clock):
    signed_up = sign_up(made, browser, a_person(made, "Ola Fjell", "gp"), "ola.fjell")
    sent(browser, "/logg-ut")
    clock.pass_by(minutes=1)
    assert "Husk denne nettleseren" in give_password(browser, login="ola.fjell").text
    sent(browser, "/logg-inn/kode", kode=code_of(made, signed_up.seed), husk="ja")
    sent(browser, "/logg-ut")
    give_password(browser, login="ola.fjell")
    assert is_signed_in(browser)
    other = open_browser()
    assert "Bekreft at det er deg" in give_password(other, login="ola.fjell").text
    sent(browser, "/logg-ut")
    clock.pass_by(days=30, minutes=1)
    assert "Bekreft at det er deg" in give_password(browser, login="ola.fjell").text


def test_a_steward_is_asked_for_the_code_every_time(made, browser, signed_up, clock):
    page = give_password(browser)
    assert "Husk denne nettleseren" not in page.text
    sent(browser, "/logg-inn/kode", kode=code_of(made, signed_up.seed), husk="ja")
    sent(browser, "/logg-ut")
    assert "Bekreft at det er deg" in give_password(browser).text


def test_one_who_has_become_a_steward_is_asked_even_where_the_browser_was_remembered(made, browser, clock):
    from datetime import date

    from samhandling.identity.tables import RoleGrant

    person = a_person(made, "Ola Fjell", "gp")
    signed_up = sign_up(made, browser, person, "ola.fjell")
    sent(browser, "/logg-ut")
    clock.pass_by(minutes=1)
    sign_in(made, browser, signed_up, husk="ja")
    sent(browser, "/logg-ut")
    with made.database.writing(SYSTEM) as session:
        session.add(RoleGrant(person_id=person, role="system_administrator", valid_from=date(2026, 1, 1)))
    assert "Bekreft at det er deg" in give_password(browser, login="ola.fjell").text


@both
def test_every_step_leaves_its_event_and_none_of_them_names_a_login_or_a_secret(made, browser, signed_up):
    give_password(browser, WRONG)
    give_password(browser, WRONG, login="ola.nordmann")
    sign_in(made, browser, signed_up)
    sent(browser, "/logg-ut")
    with made.database.reading(SYSTEM) as session:
        found = list(session.scalars(sa.select(AuditEvent).order_by(AuditEvent.sequence)))
    assert [event.action for event in found] == [
        "link_made", "link_used", "account_opened", "totp_enrolled", "signed_in", "signed_out",
        "sign_in_refused", "sign_in_refused", "signed_in", "signed_out",
    ]  # fmt: skip
    text = str([(event.subject_id, event.details) for event in found])
    assert "kari" not in text
    assert "ola" not in text
    refused = [event for event in found if event.action == "sign_in_refused"]
    assert refused[0].subject_kind == "person"
    assert refused[1].subject_kind == "login"


def test_the_failures_hold_no_login_and_no_address(made, browser, signed_up):
    give_password(browser, WRONG)
    with made.database.reading(SYSTEM) as session:
        row = session.scalars(sa.select(FailedSignIn)).one()
    assert re.fullmatch(r"[0-9a-f]{64}", row.login_hash)
    assert re.fullmatch(r"[0-9a-f]{64}", row.address_hash)


def test_the_log_of_requests_does_not_hold_the_link(made, browser, caplog):
    link = a_link(made, a_person(made, "Kari Nordli", "pko"), Purpose.INVITATION)
    with caplog.at_level("INFO", "samhandling.access"):
        browser.get(link)
        browser.get("/")  # the line is written after the answer, but before the next request on the same connection
    assert link.removeprefix("/lenke/") not in caplog.text
    assert "/lenke/…" in caplog.text
