"""The administration in a browser: no axe fault, without JavaScript, by keyboard, on a phone."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from samhandling.casework.rulebook import Cites
from samhandling.checks.judging import Judge
from samhandling.demo import building
from samhandling.identity import sessions
from samhandling.identity.roles import LIMITS
from samhandling.identity.tables import Account
from samhandling.kernel.columns import key
from samhandling.kernel.scope import SYSTEM
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.site import site
from samhandling.starting import start
from tests.browser.conftest import listen
from tests.browser.test_accessibility import faults
from tests.serving import serving

AREA = "/omrade/nordfjell"
OPEN = Callable[..., Page]
#: whose browser, and the page
PAGES = {
    "front": ("administrator", AREA),
    "front of a GP": ("fastlege", AREA),
    "organisations": ("administrator", f"{AREA}/virksomheter?avsluttede=ja"),
    "organisation": ("administrator", f"{AREA}/virksomheter/1"),
    "new organisation": ("administrator", f"{AREA}/virksomheter/ny"),
    "change": ("administrator", f"{AREA}/virksomheter/2/endre"),
    "close": ("administrator", f"{AREA}/virksomheter/2/avslutt"),
    "join": ("administrator", f"{AREA}/virksomheter/utenfor?q=sørdal"),
    "bodies": ("administrator", f"{AREA}/organer"),
    "body": ("administrator", f"{AREA}/organer/1"),
    "people": ("administrator", f"{AREA}/personer"),
    "nobody found": ("administrator", f"{AREA}/personer?q=finnesikke"),
    "choose role": ("administrator", f"{AREA}/personer/ny"),
    "invite": ("administrator", f"{AREA}/personer/ny?rolle=council_member"),
    "names of roles": ("administrator", f"{AREA}/rollenavn"),
    "system": ("system", "/system"),
    "new area": ("system", "/system/omrader/ny"),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, cites: Cites) -> Services:
    made = start(Settings(folder=tmp_path_factory.mktemp("demo"), dev_http=True))
    building.build(made, cites, with_cases=False)
    return made


@pytest.fixture(scope="module")
def demo_address(demo: Services, judge: Judge) -> Iterator[str]:
    with serving(site(Settings(dev_http=True), demo, judge)) as address:
        yield address


@pytest.fixture
def open_as(browser: Browser, demo: Services, demo_address: str) -> Iterator[OPEN]:
    """`open_as(login, path, javascript=True, **context)`; no page may complain."""
    contexts, complaints = [], list[str]()

    def opened(login: str, path: str, *, javascript: bool = True, **options: object) -> Page:
        context = browser.new_context(
            base_url=demo_address, java_script_enabled=javascript, reduced_motion="reduce", **options
        )  # type: ignore[arg-type]
        contexts.append(context)
        token = token_of(demo, login)
        cookie = {"name": sessions.cookie_name(demo), "value": token, "url": demo_address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        listen(page, complaints)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def token_of(services: Services, login: str) -> str:
    with services.database.writing(SYSTEM) as session:
        account = session.exec(select(Account).where(Account.login == login)).one()
        limits = LIMITS["reporter"]
        return sessions.begin(session, key(account.id), limits, services.clock(), device="test", complete=True)


@pytest.mark.parametrize("shows", PAGES)
def test_no_page_breaks_an_accessibility_rule(open_as: OPEN, shows: str) -> None:
    login, path = PAGES[shows]
    assert faults(open_as(login, path)) == []


def test_a_person_is_invited_and_the_link_copied_without_a_fault(open_as: OPEN) -> None:
    page = open_as("administrator", f"{AREA}/personer", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Inviter en ny person").click()
    page.get_by_role("link", name=re.compile("^Fastlege ")).click()
    page.get_by_label("Navn").fill("Nina Nype")
    page.get_by_label("Hvor", exact=True).select_option(label="Brygga legekontor – Havnes kommune")
    page.get_by_role("button", name="Lag invitasjon").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Invitasjonen er klar")
    assert faults(page) == []
    page.get_by_role("button", name="Kopier lenken").click()
    expect(page.get_by_text("Kopiert")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Lenken").input_value()
    page.get_by_role("link", name="Til personen").click()
    expect(page.get_by_text("Invitert.")).to_be_visible()
    assert faults(page) == []


def test_a_form_with_errors_says_what_to_mend_and_breaks_no_rule(open_as: OPEN) -> None:
    page = open_as("administrator", f"{AREA}/virksomheter/ny", javascript=False)
    page.get_by_label("Navn").fill("Havnes legesenter")
    page.get_by_role("button", name="Legg til").click()
    expect(page.locator(".ds-error-summary")).to_be_focused()
    page.locator('.ds-error-summary a[href="#slag"]').click()
    expect(page.get_by_label("Hva slags virksomhet")).to_be_focused()
    expect(page.get_by_label("Navn")).to_have_value("Havnes legesenter")
    assert faults(open_as("administrator", f"{AREA}/virksomheter/ny")) == []


def test_two_who_edit_at_once_choose_between_the_versions(open_as: OPEN) -> None:
    path = f"{AREA}/virksomheter/12/rett"
    first, second = open_as("administrator", path), open_as("administrator2", path, javascript=False)
    for page, text in ((first, "Postmottaket åpnes hver hverdag."), (second, "Sentralbordet tar imot.")):
        page.get_by_label("Slik nås stedet").fill(text)
        page.get_by_role("button", name="Lagre rettelsen").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Noen andre har endret dette")
    row = second.get_by_role("row", name=re.compile("Slik nås stedet"))
    expect(row).to_contain_text("Postmottaket åpnes hver hverdag.")
    expect(row).to_contain_text("Sentralbordet tar imot.")
    second.get_by_role("button", name="Lagre min likevel").click()
    expect(second.get_by_text("Sentralbordet tar imot.")).to_be_visible()
    expect(second.get_by_text("Endringen er lagret.")).to_be_visible()


def test_the_page_of_two_versions_breaks_no_accessibility_rule(open_as: OPEN) -> None:
    path = f"{AREA}/virksomheter/13/rett"
    first, second = open_as("administrator", path), open_as("administrator2", path)
    for page, text in ((first, "Postmottaket åpnes hver hverdag."), (second, "Sentralbordet tar imot.")):
        page.get_by_label("Slik nås stedet").fill(text)
        page.get_by_role("button", name="Lagre rettelsen").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Noen andre har endret dette")
    assert faults(second) == []


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_the_list_of_persons_is_narrowed(open_as: OPEN, javascript: bool) -> None:
    page = open_as("administrator", f"{AREA}/personer", javascript=javascript)
    page.get_by_label("Rolle", exact=True).select_option(label="Fastlege")
    if not javascript:
        page.get_by_role("button", name="Søk").click()
    expect(page).to_have_url(re.compile("rolle=gp"))
    expect(page.get_by_role("link", name="Gro Granbar")).to_be_visible()
    expect(page.get_by_role("link", name="Pia Polarlys")).to_have_count(0)


def test_the_ladder_is_moved_with_the_keyboard_alone(open_as: OPEN) -> None:
    page = open_as("administrator", f"{AREA}/organer")
    steps = page.locator(".ladder > li")
    expect(steps.nth(1)).to_contain_text("KSU Nordfjell")
    page.get_by_role("button", name="Flytt opp KSU Nordfjell").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ladder > li").nth(0)).to_contain_text("KSU Nordfjell")
    expect(page.get_by_text("Endringen er lagret.")).to_be_visible()


def test_a_lost_password_is_asked_for_by_one_and_confirmed_by_another(open_as: OPEN) -> None:
    page = open_as("administrator", f"{AREA}/personer")
    page.get_by_role("link", name="Harald Havørn").click()
    page.get_by_role("link", name="Be om ny innlogging").click()
    page.get_by_label("Hva er mistet").select_option(label="Passordet")
    page.get_by_role("button", name="Be om det").click()
    expect(page.get_by_text("Du har bedt om dette.")).to_be_visible()
    assert faults(page) == []

    pko = open_as("pko", AREA, viewport={"width": 360, "height": 740})
    pko.get_by_role("link", name="Harald Havørn").click()
    pko.get_by_role("link", name="Bekreft", exact=True).click()
    pko.get_by_label(re.compile("Jeg har forsikret meg")).check()
    pko.get_by_role("button", name="Bekreft og lag lenken").click()
    expect(pko.get_by_label("Lenken")).to_have_value(re.compile("/lenke/"))
