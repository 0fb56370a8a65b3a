"""Finding a rule: by words, by situation, by number – with a mouse, with a keyboard, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OPEN

both_ways = pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])


def hits(page: Page) -> list[str]:
    return page.locator(".rule h3").all_inner_texts()


def test_multidose_is_found_while_typing_and_opened_with_one_click(open_page: OPEN) -> None:
    page = open_page("/regler")
    page.get_by_label("Søk etter ord, tema eller nummer").press_sequentially("multidose")
    expect(page.get_by_role("status")).to_have_text(re.compile("for «multidose»"))
    expect(page).to_have_url(re.compile(r"q=multidose"))
    assert hits(page)[0].startswith(("Sikret time for pasienter med multidose", "Trygg medisinering"))
    expect(page.locator("mark.hit").first).to_have_text(re.compile("multidose", re.I))
    page.get_by_role("link", name="Sikret time for pasienter med multidose").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sikret time for pasienter med multidose")
    expect(page.get_by_text("«må særlig sikres»")).to_be_visible()


@both_ways
def test_the_start_page_searches(open_page: OPEN, javascript: bool) -> None:
    page = open_page("/", javascript=javascript)
    page.get_by_label("Søk i reglene").fill("sjukmelding")
    page.keyboard.press("Enter")
    page.wait_for_url("**/regler?q=sjukmelding")
    assert "Hvem som skriver første sykmelding" in hits(page)


@both_ways
def test_a_situation_leads_to_its_rules(open_page: OPEN, javascript: bool) -> None:
    page = open_page("/", javascript=javascript)
    page.get_by_role("link", name="Jeg skriver ut en pasient som trenger sykmelding").click()
    expect(page.get_by_text("Situasjon:")).to_be_visible()
    assert hits(page) == ["Hvem som skriver første sykmelding"]


def test_choosing_a_situation_or_a_filter_narrows_the_list_at_once(open_page: OPEN) -> None:
    page = open_page("/regler")
    page.get_by_label("Sykehus (").check()
    expect(page).to_have_url(re.compile("ansvarlig=sykehus"))
    expect(page.get_by_role("link", name="Oppdatert legemiddelliste i henvisningen")).to_have_count(0)
    page.get_by_label("… eller velg hva du skal gjøre").select_option(label="Pasienten har multidose")
    expect(page.get_by_role("status")).to_have_text("3 regler")
    page.reload()
    expect(page.get_by_role("status")).to_have_text("3 regler")


def test_filters_work_without_javascript(open_page: OPEN) -> None:
    page = open_page("/regler", javascript=False)
    page.get_by_label("Mål (1)").check()
    page.get_by_role("button", name="Bruk valgene").click()
    assert hits(page) == ["Epikrise samme dag"]
    page.get_by_role("link", name="Fjern avgrensningene").click()
    assert len(hits(page)) == 14


def test_nothing_found_offers_a_near_word_and_the_situations(open_page: OPEN) -> None:
    page = open_page("/regler?q=sykmeddling")
    page.get_by_role("link", name="sykmelding", exact=True).click()
    expect(page.get_by_role("status")).to_have_text(re.compile("for «sykmelding»"))


def test_the_number_of_a_part_leads_to_its_place_on_the_page(open_page: OPEN) -> None:
    page = open_page("/regler/2.1.6b")
    expect(page).to_have_url(re.compile(r"/regler/2\.1\.6#2\.1\.6b$"))
    expect(page.get_by_role("heading", name="2.1.6b Råd om innhold, hyppighet og varighet")).to_be_in_viewport()


def test_a_rule_is_found_and_opened_with_the_keyboard_alone(open_page: OPEN) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Hopp til innholdet")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Søk i reglene")).to_be_focused()
    page.keyboard.type("innkalling")
    page.keyboard.press("Enter")
    page.wait_for_url("**/regler?q=innkalling")
    for _ in range(60):
        if page.evaluate("document.activeElement.closest('.rule') !== null"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fastlegen skal ikke kalle inn pasienten")


def test_nynorsk_stays_chosen(open_page: OPEN) -> None:
    page = open_page("/regler?q=multidose")
    page.get_by_role("link", name="Nynorsk").click()
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    expect(page.get_by_label("Søk etter ord, tema eller nummer")).to_have_value("multidose")
    page.get_by_role("link", name="Sikra time for pasientar med multidose").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sikra time for pasientar med multidose")
