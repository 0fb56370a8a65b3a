"""Signing in as people do, in a real Chromium: every page on the way, with and without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from starlette.applications import Starlette
from starlette.routing import Mount

from samhandling.checks.judging import Judge
from samhandling.identity.links import Purpose
from samhandling.identity.tables import PersonName
from samhandling.kernel.scope import SYSTEM
from samhandling.oidc.client import Client
from samhandling.oidc.provider import helseid
from samhandling.oidc_provider.app import provider
from samhandling.oidc_provider.registered import Registered
from samhandling.services import OutsideProvider, Services
from samhandling.settings import Settings
from samhandling.site import site
from samhandling.starting import start
from tests.browser.conftest import OPEN
from tests.browser.test_accessibility import faults
from tests.identity.people import PASSWORD, Told, a_link, a_person, cheaply, code_of
from tests.oidc.house import BERIT, CLIENT, CLIENT_KEY, JWKS
from tests.serving import serving

LONG = "Kari " + "Nordli Fjell Dal " * 6


@pytest.fixture(scope="module")
def clock() -> Told:
    return Told()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, clock: Told) -> Iterator[Services]:
    services = cheaply(start(Settings(folder=tmp_path_factory.mktemp("var")), now=clock))
    yield services
    services.database.close()


@pytest.fixture(scope="module")
def outside(made: Services, clock: Told) -> Iterator[Starlette]:
    """Where a provider is put once our own address is known."""
    outer = Starlette()
    with serving(outer) as issuer:
        client = Client(helseid(issuer, CLIENT, CLIENT_KEY))
        made.providers["helseid"] = OutsideProvider(client, knows_hpr=True)  # type: ignore[index]
        outer.state.issuer = issuer
        yield outer
        client.close()


@pytest.fixture(scope="module")
def address(judge: Judge, made: Services, outside: Starlette, clock: Told) -> Iterator[str]:
    with serving(site(Settings(), made, judge)) as address:
        back = f"{address}/logg-inn/helseid/svar"
        registered = Registered(CLIENT, (back,), jwks=JWKS, pushed=True, dpop=True)
        outside.routes.append(Mount("/", provider(outside.state.issuer, [registered], [BERIT], clock=clock)))
        yield address


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def choose_password(page: Page, login: str) -> None:
    page.get_by_label("Brukernavn").fill(login)
    page.get_by_label("Nytt passord").fill(PASSWORD)
    page.get_by_label("Gjenta passordet").fill(PASSWORD)
    press(page, "Opprett konto")


def connect_app(page: Page, made: Services) -> str:
    seed = page.locator(".seed").inner_text().replace(" ", "")
    page.get_by_label("Kode fra appen").fill(code_of(made, seed))
    press(page, "Koble til")
    page.get_by_role("heading", name="Ta vare på kodene").wait_for()
    return seed


def sign_up(page: Page, made: Services, login: str, *roles: str) -> str:
    page.goto(a_link(made, a_person(made, "Kari Nordli", *roles)))
    choose_password(page, login)
    return connect_app(page, made)


def sign_in(page: Page, made: Services, login: str, seed: str) -> None:
    page.get_by_label("Brukernavn").fill(login)
    page.get_by_label("Passord").fill(PASSWORD)
    press(page, "Logg inn")
    page.get_by_label("Kode fra appen").fill(code_of(made, seed))
    press(page, "Bekreft")
    page.get_by_role("button", name="Logg ut", exact=True).first.wait_for()


def test_an_invited_person_gets_in_and_no_page_on_the_way_breaks_an_accessibility_rule(made, open_page: OPEN):
    page = open_page(a_link(made, a_person(made, "Kari Nordli", "pko")))
    assert faults(page) == []
    press(page, "Opprett konto")
    assert page.locator(".ds-error-summary").evaluate("summary => summary === document.activeElement")
    assert faults(page) == []
    choose_password(page, "kari.nordli")
    assert page.get_by_role("img", name="QR-kode for appen").is_visible()
    assert faults(page) == []
    page.get_by_label("Kode fra appen").fill("000000")
    press(page, "Koble til")
    page.get_by_text("Koden stemmer ikke").first.wait_for()
    seed = connect_app(page, made)
    assert page.locator(".codes li").count() == 10
    assert faults(page) == []
    page.get_by_role("link", name="Jeg har tatt vare på dem").click()
    page.get_by_role("link", name="Kari Nordli").click()
    page.get_by_role("heading", name="Rollene dine").wait_for()
    assert page.get_by_text("Chrome, Linux").is_visible()
    assert faults(page) == []
    for path in ("/min-side/passord", "/min-side/gjenopprettingskoder"):
        page.goto(path)
        assert faults(page) == []
    press(page, "Logg ut")
    page.get_by_text("Du er logget ut").wait_for()
    assert faults(page) == []
    page.get_by_label("Brukernavn").fill("kari.nordli")
    page.get_by_label("Passord").fill("feil passord")
    press(page, "Logg inn")
    page.get_by_text("Brukernavnet eller passordet er feil").wait_for()
    assert faults(page) == []
    page.get_by_label("Passord").fill(PASSWORD)
    press(page, "Logg inn")
    page.get_by_role("heading", name="Bekreft at det er deg").wait_for()
    page.get_by_text("Har du ikke telefonen").click()
    assert faults(page) == []
    assert seed


@pytest.mark.parametrize("purpose", [Purpose.PASSWORD, Purpose.SECOND_FACTOR])
def test_the_pages_of_the_other_links_break_no_accessibility_rule_nor_do_those_that_are_over(
    made, open_page: OPEN, purpose
):
    page = open_page("/")
    person = a_person(made, "Kari Nordli", "gp")
    link = a_link(made, person)
    page.goto(link)
    choose_password(page, f"kari.{purpose}")
    connect_app(page, made)
    page.goto(a_link(made, person, purpose))
    assert faults(page) == []
    page.goto(link)
    page.get_by_role("heading", name="Lenka er brukt").wait_for()
    assert faults(page) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_long_text_survives_that_one_was_signed_out_in_another_tab(made, clock, open_page: OPEN, javascript):
    page = open_page("/", javascript=javascript)
    login = f"kari.{javascript}".lower()
    seed = sign_up(page, made, login, "pko")
    page.goto("/min-side")
    page.get_by_label("Navn").fill(LONG)
    other = page.context.new_page()
    other.goto("/min-side")
    press_first(other, "Logg ut")
    other.get_by_text("Du er logget ut").wait_for()
    press(page, "Lagre")
    page.get_by_role("heading", name="Du er logget ut").wait_for()
    assert page.get_by_label("Det du skrev").input_value().strip() == LONG.strip()
    if javascript:
        assert faults(page) == []
    clock.pass_by(minutes=1)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Logg inn i en ny fane").click()
    sign_in(opened.value, made, login, seed)
    press(page, "Send på nytt")
    page.get_by_text("Endringene er lagret").wait_for()
    assert page.get_by_label("Navn").input_value() == LONG.strip()


def press_first(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


@pytest.mark.parametrize("javascript", [True, False])
def test_an_outside_provider_is_reached_and_returned_from_under_the_strict_policy(
    made, open_page: OPEN, javascript
):
    person = a_person(made, "Berit Oppdiktet", "gp")
    link = a_link(made, person)
    if not javascript:
        with made.database.writing(SYSTEM) as session:
            session.get_one(PersonName, person).hpr_number = BERIT.hpr_number
    page = open_page(link if javascript else "/logg-inn?til=/min-side", javascript=javascript)
    press(page, "Logg inn med HelseID")
    page.get_by_role("button", name="Berit Oppdiktet").click()
    page.get_by_role("button", name="Logg ut", exact=True).first.wait_for()
    page.goto("/min-side")
    page.get_by_text("Du logger inn utenfra").wait_for()


def test_the_cookie_of_the_session_is_bound_to_the_host_and_closed_to_scripts(made, open_page: OPEN):
    page = open_page("/")
    sign_up(page, made, "kari.kake", "pko")
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    session = cookies["__Host-samhandling"]
    assert session["secure"]
    assert session["httpOnly"]
    assert session["sameSite"] == "Lax"
    assert page.evaluate("document.cookie") == ""
