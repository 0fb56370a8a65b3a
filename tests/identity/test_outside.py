"""Signing in at an outside provider, against a strict one; only the browser's journey there is short."""

import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from samhandling.identity.providers import ProvidersUnusable, load
from samhandling.identity.tables import Account, PendingSignIn, PersonName
from samhandling.kernel.scope import SYSTEM
from samhandling.oidc_provider.registered import Person, Registered
from samhandling.services import OutsideProvider
from samhandling.settings import Settings
from samhandling.starting import NotReady, start
from tests.identity.people import a_link, a_person, both, code_of, sent
from tests.identity.test_signing_in import events, is_signed_in
from tests.oidc.house import BERIT, CLIENT, CLIENT_KEY, HELSEID, JONAS, JWKS, House

ORIGIN = "https://samhandling.example"
BACK = f"{ORIGIN}/logg-inn/helseid/svar"
COOKIE = "samhandling-utenfra"


@pytest.fixture
def house(clock):
    found = House(HELSEID, Registered(CLIENT, (BACK,), jwks=JWKS, pushed=True, dpop=True), now=clock())
    yield found
    found.client.close()


@pytest.fixture
def settings():
    return Settings(public_origin=ORIGIN, dev_http=True)


@pytest.fixture
def made(made, house):
    return replace(made, providers={"helseid": OutsideProvider(house.client, knows_hpr=True)})


def depart(browser, query="", **fields):
    """The address of the provider that the page leads on to."""
    page = sent(browser, "/logg-inn/helseid" + query, lenke=fields.get("lenke", ""))
    assert page.status_code == 200, page.text
    return re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.text)[1].replace("&amp;", "&")


def arrive(browser, parameters):
    return browser.get("/logg-inn/helseid/svar", params=parameters)


def go(browser, house, person=BERIT, query="", **fields):
    return arrive(browser, house.choose(depart(browser, query, **fields), person))


@both
def test_an_invited_person_comes_by_the_link_and_is_known_the_next_time(made, browser, open_browser, house):
    link = a_link(made, a_person(made, "Berit Oppdiktet", "gp"))
    token = link.removeprefix("/lenke/")
    assert f'name="lenke" value="{token}"' in browser.get(link).text
    page = go(browser, house, query="?til=/min-side", lenke=token)
    assert page.url.path == "/min-side"
    assert "Berit Oppdiktet" in page.text
    assert "Du logger inn utenfra" in page.text
    assert browser.get(link).status_code == 410
    other = open_browser()
    go(other, house)
    assert is_signed_in(other)
    assert [event.details.get("method") for event in events(made, "signed_in")] == ["outside", "outside"]


def test_an_invited_person_is_known_by_the_hpr_number_as_well_and_only_while_the_invitation_is_open(
    made, browser, house
):
    person = a_person(made, "Berit Oppdiktet", "gp")
    with made.database.writing(SYSTEM) as session:
        session.get(PersonName, person).hpr_number = BERIT.hpr_number
    assert go(browser, house).status_code == 403
    a_link(made, person)
    assert go(browser, house, JONAS).status_code == 403
    go(browser, house)
    assert is_signed_in(browser)


def test_a_provider_that_cannot_vouch_for_hpr_numbers_matches_nobody_by_them(made, open_browser, house):
    made.providers["helseid"] = OutsideProvider(house.client, knows_hpr=False)
    person = a_person(made, "Berit Oppdiktet", "gp")
    with made.database.writing(SYSTEM) as session:
        session.get(PersonName, person).hpr_number = BERIT.hpr_number
    a_link(made, person)
    assert go(open_browser(), house).status_code == 403


def test_a_person_nobody_has_invited_is_told_what_to_do(browser, house):
    page = go(browser, house)
    assert page.status_code == 403
    assert "Du har ingen konto her" in page.text
    assert "administratoren" in page.text
    assert not is_signed_in(browser)


def test_an_invitation_that_is_used_cannot_be_used_by_another(made, browser, open_browser, house):
    token = a_link(made, a_person(made, "Berit Oppdiktet", "gp")).removeprefix("/lenke/")
    go(browser, house, lenke=token)
    page = go(open_browser(), house, JONAS, lenke=token)
    assert page.status_code == 410
    assert "Lenka er brukt" in page.text


def test_an_invitation_with_a_hpr_number_is_for_nobody_else(made, browser, house):
    person = a_person(made, "Berit Oppdiktet", "gp")
    with made.database.writing(SYSTEM) as session:
        session.get(PersonName, person).hpr_number = BERIT.hpr_number
    token = a_link(made, person).removeprefix("/lenke/")
    page = go(browser, house, JONAS, lenke=token)
    assert page.status_code == 403
    assert "Invitasjonen gjelder en annen" in page.text
    go(browser, house, BERIT, lenke=token)
    assert is_signed_in(browser)


@both
def test_an_answer_counts_once_and_only_in_the_browser_that_asked(made, browser, open_browser, house):
    token = a_link(made, a_person(made, "Berit Oppdiktet", "gp")).removeprefix("/lenke/")
    answer = house.choose(depart(browser, lenke=token))
    thief = open_browser()
    assert arrive(thief, answer).status_code == 400
    assert not is_signed_in(thief)
    kept = browser.cookies[COOKIE]
    arrive(browser, answer)
    assert is_signed_in(browser)
    sent(browser, "/logg-ut")
    browser.cookies.set(COOKIE, kept)
    page = arrive(browser, answer)
    assert page.status_code == 400
    assert "ble ikke fullført" in page.text
    assert not is_signed_in(browser)


def test_a_forged_answer_is_refused_and_noted_without_what_it_held(made, browser, house):
    depart(browser)
    assert arrive(browser, {"code": "forged", "state": "forged", "iss": HELSEID.issuer}).status_code == 400
    event = events(made, "sign_in_refused")[0]
    assert event.details == {"what": "outside", "why": "state"}


def test_who_takes_more_than_ten_minutes_begins_again(browser, house, clock):
    answer = house.choose(depart(browser))
    clock.pass_by(minutes=10, seconds=1)
    house.now = clock()
    assert arrive(browser, answer).status_code == 400


def test_who_cancels_there_is_back_at_the_sign_in_page(browser, house):
    url = depart(browser)
    page = arrive(browser, house.answer(house.press(house.browser.get(url), cancel="1")))
    assert page.url.path == "/logg-inn"
    assert "Innloggingen ble avbrutt" in page.text


def test_a_provider_that_does_not_answer_is_named_and_the_own_way_in_is_pointed_at(made, browser):
    class Away:
        provider = HELSEID

        def begin(self, redirect_uri, now):
            from samhandling.oidc.refusal import Code, SignInRefused

            raise SignInRefused(Code.NETWORK)

    made.providers["helseid"] = OutsideProvider(Away())
    page = sent(browser, "/logg-inn/helseid", lenke="")
    assert page.status_code == 502
    assert "svarer ikke" in page.text


def test_one_who_used_a_single_factor_there_connects_an_app_here(made, browser, house, monkeypatch):
    weak = Person("w-1", "Una Enkel", "", None, "1")
    monkeypatch.setitem(globals(), "BERIT", weak)
    at = House(HELSEID, Registered(CLIENT, (BACK,), jwks=JWKS, pushed=True, dpop=True), now=made.clock())
    at.client.close()
    from samhandling.oidc.client import Client
    from samhandling.oidc.wire import Wire
    from samhandling.oidc_provider.app import provider
    from tests.oidc.in_process import InProcess

    app = provider(HELSEID.issuer, [at.registered], [weak], clock=made.clock)
    at.client = Client(HELSEID, Wire(InProcess({HELSEID.issuer: app})))
    import httpx

    at.browser = httpx.Client(transport=InProcess({HELSEID.issuer: app}))
    made.providers["helseid"] = OutsideProvider(at.client)
    token = a_link(made, a_person(made, "Una Enkel", "gp")).removeprefix("/lenke/")
    page = go(browser, at, weak, lenke=token)
    at.client.close()
    assert page.url.path == "/logg-inn/ny-kode"
    assert not is_signed_in(browser)
    seed = re.search(r'<code class="seed">([A-Z2-7 ]+)</code>', page.text)[1].replace(" ", "")
    sent(browser, "/logg-inn/ny-kode", kode=code_of(made, seed))
    assert is_signed_in(browser)


def test_a_disabled_account_is_not_opened_from_outside(made, browser, house):
    token = a_link(made, a_person(made, "Berit Oppdiktet", "gp")).removeprefix("/lenke/")
    go(browser, house, lenke=token)
    with made.database.writing(SYSTEM) as session:
        session.scalars(sa.select(Account)).one().disabled_at = made.clock()
    assert not is_signed_in(browser)
    assert go(browser, house).status_code == 403


def test_what_is_remembered_in_between_cannot_be_read_in_the_database(made, browser, house):
    url = depart(browser)
    with made.database.reading(SYSTEM) as session:
        row = session.scalars(sa.select(PendingSignIn)).one()
    assert b"code_verifier" not in row.sealed
    assert browser.cookies[COOKIE] not in row.cookie_hash
    assert "code_verifier" not in url


def test_only_the_provider_is_asked_with_a_form_and_an_unknown_one_is_not_found(browser):
    assert browser.get("/logg-inn/helseid").status_code == 405
    assert sent(browser, "/logg-inn/feide").status_code == 404
    assert browser.get("/logg-inn/feide/svar").status_code == 404


def test_the_providers_are_read_from_a_file(tmp_path):
    (tmp_path / "client.jwk").write_text(CLIENT_KEY)
    (tmp_path / "secret").write_text("a secret\n")
    (tmp_path / "providers.toml").write_text(
        '[[provider]]\nprofile = "helseid"\nissuer = "https://helseid.example"\nclient_id = "c"\n'
        'private_key_file = "client.jwk"\n'
        '[[provider]]\nid = "sykehuset"\nlabel = "Logg inn med sykehuset"\nissuer = "https://op.example"\n'
        'client_id = "c"\nclient_secret_file = "secret"\nscopes = ["openid"]\nseveral_factors = true\n'
    )
    found = load(tmp_path / "providers.toml")
    assert list(found) == ["helseid", "sykehuset"]
    assert found["helseid"].knows_hpr
    assert not found["sykehuset"].knows_hpr
    assert found["sykehuset"].several_factors
    assert found["sykehuset"].client.provider.scopes == ("openid",)
    for each in found.values():
        each.client.close()


REST = 'label = "x"\nissuer = "https://x.example"\nclient_id = "c"\nclient_secret_file = "s"\n'


@pytest.mark.parametrize(
    "text",
    [
        "[[provider]", '[[provider]]\nprofile = "helseid"', "provider = 1", '[[provider]]\nid = "kode"',
        f'[[provider]]\nid = "a b"\n{REST}', f'[[provider]]\nid = "kode"\n{REST}',
        f'[[provider]]\nid = "x"\n{REST}scopes = ["openid", "helseid://scopes/identity/pid"]',
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_stops_the_start_with_a_sentence(tmp_path, text):
    (tmp_path / "s").write_text("a secret")
    (tmp_path / "providers.toml").write_text(text)
    with pytest.raises(ProvidersUnusable, match="SAMHANDLING_PROVIDERS"):
        load(tmp_path / "providers.toml")
    with pytest.raises(NotReady):
        start(Settings(folder=tmp_path / "var", providers=tmp_path / "providers.toml"))
