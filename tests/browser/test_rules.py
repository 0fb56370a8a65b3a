"""Finding a rule: by words, by situation, by number – with a mouse, with a keyboard, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from samhandling.catalogue.content import Rulebook, Situation
from tests.browser.conftest import OPEN

both_ways = pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])


def hits(page: Page) -> list[str]:
    """The numbers of the statements listed."""
    page.wait_for_load_state()
    found: list[str] = page.eval_on_selector_all(".rule :is(h3, h4) a", "links => links.map(a => a.pathname)")
    return [path.removeprefix("/regler/") for path in found]


def situation(book: Rulebook, name: str) -> Situation:
    return next(each for each in book.situations if each.id == name)


def test_multidose_is_found_while_typing_and_opened_with_one_click(open_page: OPEN, book: Rulebook) -> None:
    page = open_page("/regler")
    page.get_by_label("Søk etter ord, tema eller nummer").press_sequentially("multidose")
    expect(page.get_by_role("status")).to_have_text(re.compile("for «multidose»"))
    expect(page).to_have_url(re.compile(r"q=multidose"))
    assert "2.2.3" in hits(page)[:2]
    expect(page.locator("mark.hit").first).to_have_text(re.compile("multidose", re.I))
    page.locator('.rule a[href="/regler/2.2.3"]').click()
    statement = book.by_number["2.2.3"]
    expect(page.get_by_role("heading", level=1)).to_have_text(statement.heading.nb)
    expect(page.get_by_role("article")).to_contain_text(statement.text.nb)
    expect(page.locator(".strip")).to_contain_text(f"«{statement.rules[0].verb}»")
    expect(page.locator(".strip")).to_contain_text(re.compile("sykehus", re.I))


@both_ways
def test_the_start_page_searches(open_page: OPEN, javascript: bool) -> None:
    page = open_page("/", javascript=javascript)
    page.get_by_label("Søk i reglene").fill("sjukmelding")
    page.keyboard.press("Enter")
    page.wait_for_url("**/regler?q=sjukmelding")
    assert "2.5.1" in hits(page)


@both_ways
def test_a_situation_leads_to_its_rules(open_page: OPEN, book: Rulebook, javascript: bool) -> None:
    page = open_page("/", javascript=javascript)
    page.get_by_role("link", name="Jeg skriver ut en pasient som trenger sykmelding").click()
    expect(page.get_by_text("Situasjon:")).to_be_visible()
    assert hits(page) == list(situation(book, "sykmelding-ved-utskriving").numbers)


def test_choosing_a_situation_or_a_filter_narrows_the_list_at_once(open_page: OPEN, book: Rulebook) -> None:
    page = open_page("/regler")
    assert len(hits(page)) == len(book.statements)
    page.locator("#ansvarlig-sykehus").check()
    expect(page).to_have_url(re.compile("ansvarlig=sykehus"))
    expect(page.locator('.rule a[href="/regler/1.4"]')).to_have_count(0)
    page.get_by_label("… eller velg hva du skal gjøre").select_option(value="multidose")
    expect(page).to_have_url(re.compile("situasjon=multidose"))
    expected = [
        number
        for number in situation(book, "multidose").numbers
        if any("sykehus" in rule.responsible for rule in book.by_number[number].rules)
    ]
    expect(page.get_by_role("status")).to_have_text(f"{len(expected)} regler")
    assert hits(page) == expected
    page.reload()
    assert hits(page) == expected


def test_filters_work_without_javascript(open_page: OPEN, book: Rulebook) -> None:
    page = open_page("/regler", javascript=False)
    page.locator("#styrke-mål").check()
    page.get_by_role("button", name="Bruk valgene").click()
    page.wait_for_url("**/regler?*styrke=*")
    goals = [s.number for s in book.statements if any(rule.strength == "mål" for rule in s.rules)]
    assert hits(page) == goals
    page.get_by_role("link", name="Fjern avgrensningene").click()
    page.wait_for_url("**/regler")
    assert len(hits(page)) == len(book.statements)


def test_nothing_found_offers_a_near_word_and_the_situations(open_page: OPEN) -> None:
    page = open_page("/regler?q=sykmeddling")
    expect(page.locator(".situations")).to_be_visible()
    page.get_by_role("link", name="sykmelding", exact=True).click()
    expect(page.get_by_role("status")).to_have_text(re.compile("for «sykmelding»"))


def test_a_chapter_is_a_click_away_and_the_rule_leads_back_to_it(open_page: OPEN, book: Rulebook) -> None:
    page = open_page("/regler")
    chapter = book.chapter("2.5.1")
    assert chapter is not None
    page.get_by_role("navigation", name="Kapitler").get_by_role("link", name=chapter.title.nb).click()
    expect(page.get_by_role("heading", level=3, name=chapter.title.nb)).to_be_in_viewport()
    page.locator('.rule a[href="/regler/2.5.1"]').click()
    page.get_by_role("navigation", name="Du er her").get_by_role("link", name=chapter.title.nb).click()
    expect(page.locator(":target")).to_contain_text(chapter.title.nb)


def test_the_number_of_a_part_leads_to_its_place_on_the_page(open_page: OPEN) -> None:
    page = open_page("/regler/2.1.6b")
    expect(page).to_have_url(re.compile(r"/regler/2\.1\.6#2\.1\.6b$"))
    expect(page.get_by_role("heading", name=re.compile(r"^2\.1\.6b "))).to_be_in_viewport()


def test_a_rule_is_found_and_opened_with_the_keyboard_alone(open_page: OPEN, book: Rulebook) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Hopp til innholdet")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Søk i reglene")).to_be_focused()
    page.keyboard.type("2.2.5")
    page.keyboard.press("Enter")
    page.wait_for_url("**/regler?q=2.2.5")
    for _ in range(60):
        if page.evaluate("document.activeElement.closest('.rule') !== null"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(book.by_number["2.2.5"].heading.nb)


def test_nynorsk_stays_chosen(open_page: OPEN, book: Rulebook) -> None:
    page = open_page("/regler?q=multidose")
    page.get_by_role("link", name="Nynorsk").click()
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    expect(page.get_by_label("Søk etter ord, tema eller nummer")).to_have_value("multidose")
    page.locator('.rule a[href="/regler/2.2.3"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text(book.by_number["2.2.3"].heading.nn)
