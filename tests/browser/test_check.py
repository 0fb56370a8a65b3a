"""Checking a letter: an example or a file, its findings, marks, answers and ready text; also without JavaScript."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import OPEN

both_ways = pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
LETTER = "EPIKRISE\nFastlege bes kalle inn pasienten til kontroll om en uke.\nHun har multidose fra før."


def a_file(size: int = 0) -> FilePayload:
    return {"name": "epikrise.txt", "mimeType": "text/plain", "buffer": LETTER.encode() + b" " * size}


def example(open_page: OPEN, javascript: bool = True) -> Page:
    page = open_page("/sjekk", javascript=javascript)
    page.get_by_role("link", name="Epikrise med flere avvik").click()
    return page


@both_ways
def test_an_example_shows_its_findings_with_one_click(open_page: OPEN, javascript: bool) -> None:
    page = example(open_page, javascript)
    expect(page.get_by_role("heading", level=1)).to_have_text("4 anbefalinger er ikke fulgt")
    expect(page.get_by_role("heading", name="Mål ikke nådd")).to_be_visible()
    assert "Mål ikke nådd" not in page.locator("#gruppe-brutt").inner_text()
    expect(page.locator("#gruppe-oppfylt")).not_to_have_attribute("open", "")


@both_ways
def test_a_mark_in_the_letter_and_its_finding_lead_to_each_other(open_page: OPEN, javascript: bool) -> None:
    page = example(open_page, javascript)
    page.locator("mark", has_text="Fastlege bes").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"#funn-\d+$"))
    finding = page.locator("article:target")
    expect(finding).to_contain_text("kalle inn pasienten")
    expect(finding).to_be_in_viewport()
    finding.locator(".quote-link").click()
    expect(page.locator("mark:target")).to_be_in_viewport()


def test_a_mark_of_a_followed_rule_unfolds_its_group(open_page: OPEN) -> None:
    page = example(open_page)
    page.locator("mark", has_text="Legemidler ved utreise").get_by_role("link").click()
    expect(page.locator("#gruppe-oppfylt article:target")).to_be_in_viewport()


def test_words_that_decided_two_findings_lead_to_both(open_page: OPEN) -> None:
    page = example(open_page)
    text = page.locator(".letter__text")
    expect(text.locator('a[href="#funn-2"]').first).to_be_visible()
    expect(text.locator('a[href="#funn-3"]').first).to_be_visible()
    expect(text).to_contain_text("Fastlege bes kalle inn pasienten til kontroll")


@both_ways
def test_an_answer_moves_the_finding_and_can_be_changed(open_page: OPEN, javascript: bool) -> None:
    page = example(open_page, javascript)
    page.locator("#gruppe-avklar").get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Oppdater", exact=True).click()
    expect(page.locator("#gruppe-avklar")).to_have_count(0)
    expect(page.locator("#gruppe-oppfylt")).to_contain_text("Sikret time for pasienter med multidose")
    assert "Svaret ditt: ja" in (page.locator("#gruppe-oppfylt").text_content() or "")
    expect(page.locator("#gruppe-brutt article")).to_have_count(4)
    if javascript:
        expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_label("Nei", exact=True).check()
    page.get_by_role("button", name="Oppdater svarene").click()
    expect(page.locator("#gruppe-brutt article")).to_have_count(6)
    page.get_by_label("Vet ikke", exact=True).check()
    page.get_by_role("button", name="Oppdater svarene").click()
    expect(page.locator("#gruppe-avklar article")).to_have_count(2)


@both_ways
def test_a_file_is_checked_and_follows_with_the_answers(open_page: OPEN, javascript: bool) -> None:
    page = open_page("/sjekk", javascript=javascript)
    page.get_by_label("… eller velg en fil").set_input_files(a_file())
    page.get_by_role("button", name="Sjekk brevet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 anbefaling er ikke fulgt")
    page.locator("#gruppe-avklar").get_by_label("Nei", exact=True).check()
    page.get_by_role("button", name="Oppdater", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 anbefalinger er ikke fulgt")
    page.get_by_role("button", name="Endre brevet").click()
    expect(page.get_by_text("Fila «epikrise.txt» følger med.")).to_be_visible()
    page.get_by_role("button", name="Ta den bort").click()
    expect(page.get_by_text("følger med")).to_have_count(0)


@both_ways
def test_a_pasted_letter_can_be_changed_without_being_lost(open_page: OPEN, javascript: bool) -> None:
    page = open_page("/sjekk", javascript=javascript)
    page.get_by_text("Det brevet ikke sier selv").click()
    page.get_by_label("Utskrevet", exact=True).fill("2026-03-12")
    page.get_by_label("Lim inn brevet").fill(LETTER)
    page.get_by_role("button", name="Sjekk brevet").click()
    page.get_by_role("button", name="Endre brevet").click()
    expect(page.get_by_label("Lim inn brevet")).to_have_value(LETTER)
    expect(page.get_by_label("Utskrevet", exact=True)).to_have_value("2026-03-12")


@both_ways
def test_changing_language_keeps_the_letter(open_page: OPEN, javascript: bool) -> None:
    page = open_page("/sjekk", javascript=javascript)
    page.get_by_label("Lim inn brevet").fill(LETTER)
    page.get_by_role("button", name="Nynorsk").click()
    expect(page.get_by_label("Lim inn brevet")).to_have_value(LETTER)
    page.get_by_role("button", name="Sjekk brevet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 tilråding er ikkje følgd")
    page.get_by_role("button", name="Bokmål").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 anbefaling er ikke fulgt")


def test_a_file_over_the_limit_is_stopped_before_it_is_sent(open_page: OPEN) -> None:
    page = open_page("/sjekk")
    page.get_by_label("Lim inn brevet").fill(LETTER)
    page.get_by_label("… eller velg en fil").set_input_files(a_file(2_000_000))
    expect(page.get_by_role("alert")).to_contain_text("Fila er for stor")
    page.get_by_role("button", name="Sjekk brevet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 anbefaling er ikke fulgt")


def test_a_file_over_the_limit_loses_nothing_typed_without_javascript(open_page: OPEN) -> None:
    page = open_page("/sjekk", javascript=False)
    page.get_by_text("Det brevet ikke sier selv").click()
    page.get_by_label("Sendt", exact=True).fill("2026-03-16")
    page.get_by_label("Lim inn brevet").fill(LETTER)
    page.get_by_label("… eller velg en fil").set_input_files(a_file(3_000_000))
    page.get_by_role("button", name="Sjekk brevet").click()
    expect(page.get_by_role("link", name=re.compile("Fila er for stor"))).to_be_visible()
    expect(page.get_by_label("Lim inn brevet")).to_have_value(LETTER)
    expect(page.get_by_label("Sendt", exact=True)).to_have_value("2026-03-16")


@both_ways
def test_an_empty_form_says_what_to_mend_and_moves_there(open_page: OPEN, javascript: bool) -> None:
    page = open_page("/sjekk", javascript=javascript)
    page.get_by_role("button", name="Sjekk brevet").click()
    expect(page.locator(".ds-error-summary")).to_be_focused()
    page.get_by_role("link", name="Lim inn brevet eller velg en fil.").click()
    expect(page.get_by_label("Lim inn brevet")).to_be_focused()


def test_a_letter_of_unknown_kind_asks_for_its_kind(open_page: OPEN) -> None:
    page = open_page("/sjekk")
    page.get_by_label("Lim inn brevet").fill("Hei på deg")
    page.get_by_role("button", name="Sjekk brevet").click()
    page.get_by_label("Hva slags brev").select_option("epikrise")
    page.get_by_role("button", name="Sjekk brevet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ingen avvik funnet")


def test_the_ready_text_quotes_the_rule_and_is_copied(open_page: OPEN) -> None:
    page = open_page("/sjekk/eksempel/epikrise-med-avvik", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopier teksten").click()
    expect(page.get_by_text("Kopiert")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "anbefaling 2.2.5" in copied
    assert "Fastlegen bør ikke få ansvar for å kalle inn pasienten" in copied


def test_on_a_phone_the_findings_come_first_and_a_link_jumps_to_the_letter(open_page: OPEN) -> None:
    page = open_page("/sjekk/eksempel/epikrise-med-avvik", viewport={"width": 360, "height": 740})
    expect(page.locator("#gruppe-brutt")).to_be_in_viewport()
    page.get_by_role("link", name="Brevet", exact=True).click()
    expect(page.get_by_role("heading", name="Brevet", exact=True)).to_be_in_viewport()
    page.get_by_role("link", name="Funnene").click()
    expect(page.locator("#gruppe-brutt-tittel")).to_be_in_viewport()


def test_the_whole_check_works_with_the_keyboard_alone(open_page: OPEN) -> None:
    page = open_page("/sjekk")
    page.get_by_label("Lim inn brevet").focus()
    page.keyboard.type("EPIKRISE Fastlege bes kalle inn pasienten til kontroll nå. Hun har multidose fra før.")
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector("#resultat")
    page.get_by_label("Ja", exact=True).focus()
    page.keyboard.press("Space")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Oppdater":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Svarene dine")).to_be_visible()
