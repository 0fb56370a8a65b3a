"""Cases in a browser: from a finding to a closed deviation, on a phone, by keyboard, without JavaScript."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from samhandling.checks.judging import Judge
from samhandling.kernel.database import Database
from samhandling.settings import Settings
from samhandling.site import site
from tests.browser.conftest import opening
from tests.browser.test_accessibility import faults
from tests.serving import served_once
from tests.worlds import World, small_area

OPEN = Callable[..., Page]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
AREA = "/omrade/nord"


@pytest.fixture
def world(sqlite_place, connect) -> World:
    database: Database = connect(sqlite_place.url)
    made = World(database)
    small_area(made)
    made.add_person("Dag Avdeling", made.role("department_contact", unit="Medisinsk avdeling"))
    made.add_person("Rut Råd", made.role("council_member", body="Fastlegerådet"))
    made.add_person("Kim Kommune", made.role("chief_municipal_doctor", unit="Fjordvik kommune"))
    made.add_person("Oda Oso", made.role("oso_secretary", body="OSO Nordmo"))
    return made


@pytest.fixture
def open_as(browser: Browser, world: World, judge: Judge) -> Iterator[OPEN]:
    """`open_as(name, path, javascript=True, **context)`; no page may complain."""
    settings = Settings(dev_http=True)
    address = served_once(
        (settings.model_dump_json(), "with the judge"), lambda first: site(settings, first, judge), world.services
    )
    with opening(browser, address) as opened:
        yield lambda name, path, **options: opened(path, session=world.token(name), **options)


def report(page: Page) -> str:
    """As a GP does it; the number of the case."""
    page.get_by_label("Ingen av disse").check()
    page.get_by_label("Epikrise eller notat kom for sent").check()
    page.get_by_label("Hvem gjelder det?").select_option(label="Medisinsk avdeling")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Meldt")
    return page.url.split("/")[-1].split("?")[0]


def test_a_gp_reports_in_six_taps_and_two_pages_without_typing(open_as: OPEN) -> None:
    """Taps: the menu, «ingen av disse», the situation, the unit (opened and chosen), send."""
    page = open_as("Gro Gp", "/", **PHONE)
    loads: list[str] = []
    page.on("domcontentloaded", lambda seen: loads.append(seen.url))
    page.get_by_role("link", name="Meld avvik").click()
    case = report(page)
    assert case == "AV-2026-001"
    assert len(loads) == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_deviation_from_a_finding_through_answer_and_closing_to_reopening(open_as: OPEN, javascript: bool) -> None:
    page = open_as("Gro Gp", "/sjekk/eksempel/epikrise-med-avvik", javascript=javascript, **PHONE)
    page.get_by_role("link", name="Meld avvik", exact=True).nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meld avvik")
    page.goto(f"{AREA}/avvik/ny")
    page.get_by_label("Ingen av disse").check()
    page.get_by_label("Epikrise eller notat kom for sent").check()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Meldt")
    case = page.url.split("/")[-1].split("?")[0]

    steward = open_as("Pia Pko", f"{AREA}/ko", javascript=javascript)
    steward.get_by_role("link", name="Epikrise og notat").or_(
        steward.get_by_role("link", name="Epikrise eller notat")
    ).click()
    steward.get_by_role("link", name="Send til svar").click()
    steward.get_by_label("Hvem skal svare?").select_option(label="Medisinsk avdeling")
    steward.get_by_role("button", name="Send til svar").click()
    expect(steward.get_by_role("status")).to_contain_text("Sendt til svar")

    unit = open_as("Dag Avdeling", f"{AREA}/saker", javascript=javascript, **PHONE)
    unit.get_by_role("link", name="Epikrise eller notat").click()
    unit.get_by_role("link", name="Svar", exact=True).click()
    unit.get_by_label("Svar til melderen").fill("Diktatet lå usignert. Vi går nå gjennom dem hver dag.")
    unit.get_by_label("Hva mener enheten?").select_option(label="Medhold, uten tiltak")
    unit.get_by_role("button", name="Svar", exact=True).click()
    expect(unit.locator("h1")).to_contain_text("Epikrise")

    page.goto(f"{AREA}/saker/{case}")
    expect(page.get_by_text("Diktatet lå usignert")).to_be_visible()
    page.get_by_role("link", name="Godta svaret og lukk").click()
    page.get_by_role("button", name="Godta svaret og lukk").click()
    expect(page.get_by_role("status").first).to_contain_text("Svaret er godtatt")
    page.get_by_role("link", name="Det skjedde igjen").click()
    page.get_by_label("Hvorfor?").fill("To ganger denne uka.")
    page.get_by_role("button", name="Det skjedde igjen").click()
    expect(page.get_by_text("Skjedd igjen, 2. gang")).to_be_visible()


def test_what_is_typed_is_saved_while_it_is_typed_and_is_there_the_next_time(open_as: OPEN) -> None:
    page = open_as("Gro Gp", f"{AREA}/avvik/ny")
    page.get_by_label("Ingen av disse").check()
    page.get_by_text("Legg til mer").click()
    page.get_by_label("Hva skjedde?").fill("Epikrisen kom etter seksten dager.")
    expect(page.locator("#utkast-lagret")).to_contain_text("Utkastet er lagret")
    again = open_as("Gro Gp", f"{AREA}/avvik/ny")
    expect(again.get_by_label("Hva skjedde?")).to_have_value("Epikrisen kom etter seksten dager.")
    again.get_by_role("button", name="Forkast utkastet").click()
    expect(again.get_by_label("Hva skjedde?")).to_have_value("")


def test_the_pko_goes_through_the_queue_with_the_keyboard(open_as: OPEN) -> None:
    gp = open_as("Gro Gp", f"{AREA}/avvik/ny")
    for label in ("Epikrise eller notat kom for sent", "Nytt legemiddel uten resept"):
        gp.goto(f"{AREA}/avvik/ny")
        gp.get_by_label("Ingen av disse").check()
        gp.get_by_label(label).check()
        gp.get_by_role("button", name="Send", exact=True).click()
        expect(gp.get_by_role("status").first).to_contain_text("Meldt")
    page = open_as("Pia Pko", f"{AREA}/ko")
    expect(page.locator("[data-keys]")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Nytt legemiddel")
    expect(page.locator("[data-keys]")).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("h1")).to_have_text("Send til svar")
    page.go_back()
    expect(page.locator("[data-keys]")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("h1")).to_contain_text("kom for sent")


def test_the_theme_that_is_like_the_report_is_shown_while_it_is_filled_in(open_as: OPEN) -> None:
    steward = open_as("Pia Pko", f"{AREA}/temaer/ny")
    steward.get_by_label("Hva skal temaet hete?").fill("Epikriser i ferien")
    steward.get_by_label("Hva er det som går igjen?").fill("De kommer for sent når det er ferie.")
    steward.get_by_label("Hvilken regel?").select_option("2.1.2")
    steward.get_by_role("button", name="Lag tema").click()
    page = open_as("Gro Gp", f"{AREA}/avvik/ny", **PHONE)
    page.get_by_label("Ingen av disse").check()
    page.get_by_label("Epikrise eller notat kom for sent").check()
    page.get_by_role("button", name="Det samme skjedde hos oss").click()
    expect(page.get_by_role("status")).to_contain_text("Det er talt med")


def test_from_a_rule_to_its_cases_and_back(open_as: OPEN) -> None:
    page = open_as("Gro Gp", f"{AREA}/avvik/ny")
    case = report(page)
    page.goto("/regler/2.1.2")
    page.get_by_role("link", name=case).click()
    page.locator("#regler + ul").get_by_role("link", name="2.1.2").click()
    expect(page.locator("h1")).to_contain_text("samme dag")


PAGES = {
    "report": ("Gro Gp", "/avvik/ny"),
    "cases": ("Gro Gp", "/saker"),
    "no cases": ("Gro Gp", "/saker?status=lukkede"),
    "case of the reporter": ("Gro Gp", "/saker/AV-2026-001"),
    "case of the unit": ("Dag Avdeling", "/saker/AV-2026-001"),
    "answer": ("Dag Avdeling", "/saker/AV-2026-001/steg/answer"),
    "measure": ("Dag Avdeling", "/saker/AV-2026-001/tiltak/ny"),
    "queue": ("Pia Pko", "/ko"),
    "case of the PKO": ("Pia Pko", "/saker/AV-2026-001"),
    "theme": ("Pia Pko", "/temaer/ny"),
    "rule's cases": ("Gro Gp", "/regelsaker/2.1.2"),
    "disputes": ("Gro Gp", "/tvister"),
    "dispute": ("Gro Gp", "/tvister/ny"),
    "dashboard of the PKO": ("Pia Pko", "/oversikt"),
    "dashboard of the unit": ("Dag Avdeling", "/oversikt"),
}


def test_no_page_of_cases_breaks_an_axe_rule(open_as: OPEN) -> None:
    report(open_as("Gro Gp", f"{AREA}/avvik/ny"))
    found = {name: problems for name, (who, path) in PAGES.items() if (problems := faults(open_as(who, AREA + path)))}
    assert found == {}
