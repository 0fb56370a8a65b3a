"""Checking a letter: an example or a file, its findings, marks, answers and ready text; also without JavaScript."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from samhandling.catalogue.content import Rulebook
from tests.browser.conftest import OPEN

both_ways = pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
LETTER = "EPIKRISE\nFastlege bes kalle inn pasienten til kontroll om en uke.\nHun har multidose fra før."
MESSAGE = Path(__file__).parents[1] / "documents" / "data" / "epikrise-1.2.xml"
WITH_BREACHES = "/sjekk/eksempel/epikrise-med-avvik"


def a_file(size: int = 0) -> FilePayload:
    return {"name": "epikrise.txt", "mimeType": "text/plain", "buffer": LETTER.encode() + b" " * size}


def card(page: Page, rule: str) -> Locator:
    """The card that speaks of a rule, folded or not."""
    link = page.locator(".facts a").filter(has_text=re.compile(rf"^{re.escape(rule)}$"))
    return page.locator("article.finding").filter(has=link)


def card_in(page: Page, group: str, rule: str) -> Locator:
    return page.locator(f"#gruppe-{group}").locator(card(page, rule))


def answer(page: Page, name: str, choice: str, button: str) -> None:
    page.locator(f"#svar-{name}-{choice}").check()
    page.get_by_role("button", name=button, exact=True).click()


def press_tab_until(page: Page, words: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            return
    raise AssertionError(words)


@both_ways
def test_an_example_shows_its_findings_with_one_click(open_page: OPEN, javascript: bool) -> None:
    page = open_page("/sjekk", javascript=javascript)
    page.get_by_role("link", name="Epikrise med flere avvik").click()
    broken = page.locator("#gruppe-brutt article").count()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{broken} anbefalinger er ikke fulgt")
    expect(card_in(page, "brutt", "2.2.5")).to_be_visible()
    expect(card_in(page, "brutt", "2.1.2b")).to_contain_text("12. mars 2026")
    expect(page.locator("#gruppe-oppfylt")).not_to_have_attribute("open", "")


def test_a_missed_goal_stands_apart_from_what_is_broken(open_page: OPEN) -> None:
    page = open_page("/sjekk/eksempel/poliklinisk-notat")
    expect(card_in(page, "maal", "2.1.2a")).to_contain_text("Mål ikke nådd")
    expect(card_in(page, "brutt", "2.1.2a")).to_have_count(0)
    expect(card_in(page, "brutt", "5.2")).to_be_visible()


def test_a_missing_date_can_be_filled_in_from_the_card_that_lacks_it(open_page: OPEN) -> None:
    page = open_page("/sjekk")
    page.get_by_label("Lim inn brevet").fill(LETTER)
    page.get_by_role("button", name="Sjekk brevet").click()
    card_in(page, "avklar", "2.1.2b").get_by_role("button", name="Fyll inn datoen").click()
    page.get_by_label("Utskrevet", exact=True).fill("2026-03-12")
    page.get_by_label("Sendt", exact=True).fill("2026-03-16")
    page.get_by_label("Utskrevet til").select_option("sykehjem")
    page.get_by_role("button", name="Sjekk brevet").click()
    expect(card_in(page, "brutt", "2.1.2b")).to_contain_text("16. mars 2026")


def test_a_message_without_anything_to_check_says_so_and_nothing_more(open_page: OPEN) -> None:
    page = open_page("/sjekk")
    page.get_by_label("… eller velg en fil").set_input_files(MESSAGE.with_name("epikrise-kansellering.xml"))
    page.get_by_role("button", name="Sjekk brevet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ikke sjekket")
    expect(page.locator(".notices")).to_contain_text("trekker tilbake")
    expect(page.locator(".tiles, #brevet, article.finding")).to_have_count(0)


def test_a_letter_that_follows_the_rules_is_told_so_first(open_page: OPEN) -> None:
    page = open_page("/sjekk/eksempel/epikrise-uten-avvik")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ingen avvik funnet")
    expect(page.locator("#gruppe-brutt")).to_have_count(0)
    expect(page.get_by_text("Ferdig tekst til avsenderen")).to_have_count(0)
    page.locator("#gruppe-oppfylt > summary").click()
    expect(card_in(page, "oppfylt", "2.1.2a")).to_be_visible()


@both_ways
def test_a_mark_in_the_letter_and_its_finding_lead_to_each_other(open_page: OPEN, javascript: bool) -> None:
    page = open_page(WITH_BREACHES, javascript=javascript)
    page.locator("mark", has_text="Fastlege bes kalle inn").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"#funn-\d+$"))
    finding = page.locator("article:target")
    expect(finding).to_contain_text("kalle inn pasienten")
    expect(finding).to_be_in_viewport()
    finding.locator(".quote-link").first.click()
    expect(page.locator("mark:target, .anchor:target + mark")).to_be_in_viewport()


def test_a_mark_of_a_followed_rule_unfolds_its_group(open_page: OPEN) -> None:
    page = open_page(WITH_BREACHES)
    page.locator('mark[data-group="oppfylt"] a').first.click()
    expect(page.locator("#gruppe-oppfylt article:target")).to_be_in_viewport()


def test_words_that_decided_several_findings_lead_to_each(open_page: OPEN) -> None:
    page = open_page(WITH_BREACHES)
    text = page.locator(".letter__text")
    for rule in ("2.2.3", "2.2.5"):
        expect(text.locator(f'a[href="#{card(page, rule).get_attribute("id")}"]').first).to_be_visible()


@both_ways
def test_an_answer_moves_the_finding_and_can_be_changed(open_page: OPEN, javascript: bool) -> None:
    page = open_page(WITH_BREACHES, javascript=javascript)
    expect(card_in(page, "avklar", "2.1.1")).to_have_count(1)
    answer(page, "gp_received_letter", "ja", "Oppdater")
    expect(card_in(page, "avklar", "2.1.1")).to_have_count(0)
    assert "Svaret ditt: ja" in (card_in(page, "oppfylt", "2.1.1").text_content() or "")
    if javascript:
        expect(page.get_by_role("heading", level=1)).to_be_focused()
    answer(page, "gp_received_letter", "nei", "Oppdater svarene")
    expect(card_in(page, "brutt", "2.1.1")).to_contain_text("Svaret ditt: nei")
    answer(page, "gp_received_letter", "vet_ikke", "Oppdater svarene")
    expect(card_in(page, "avklar", "2.1.1")).to_have_count(1)
    expect(page.locator("#svar-gp_received_letter-vet_ikke")).to_be_checked()


@both_ways
def test_a_file_is_checked_and_follows_with_the_answers(open_page: OPEN, javascript: bool) -> None:
    page = open_page("/sjekk", javascript=javascript)
    page.get_by_label("… eller velg en fil").set_input_files(a_file())
    page.get_by_role("button", name="Sjekk brevet").click()
    expect(card_in(page, "brutt", "2.2.5")).to_be_visible()
    answer(page, "gp_received_letter", "nei", "Oppdater")
    expect(card_in(page, "brutt", "2.1.1")).to_be_visible()
    expect(card_in(page, "brutt", "2.2.5")).to_be_visible()
    page.get_by_role("button", name="Endre brevet").click()
    expect(page.get_by_text("Fila «epikrise.txt» følger med.")).to_be_visible()
    page.get_by_role("button", name="Ta den bort").click()
    expect(page.get_by_text("følger med")).to_have_count(0)


def test_a_message_in_xml_is_read_with_its_own_fields(open_page: OPEN) -> None:
    page = open_page("/sjekk")
    page.get_by_label("… eller velg en fil").set_input_files(MESSAGE)
    page.get_by_role("button", name="Sjekk brevet").click()
    expect(page.locator(".over")).to_have_text("Epikrise")
    page.locator("#gruppe-oppfylt > summary").click()
    expect(card_in(page, "oppfylt", "2.1.1")).to_contain_text("Rognlia legekontor")
    expect(card_in(page, "oppfylt", "2.1.2b")).to_contain_text("13. mars 2026")


def test_what_decided_is_said_in_words_and_never_in_the_names_of_fields(open_page: OPEN) -> None:
    for letter in ("epikrise-med-avvik", "epikrise-uten-avvik", "poliklinisk-notat", "henvisning"):
        page = open_page(f"/sjekk/eksempel/{letter}")
        told = page.locator("#funn").text_content() or ""
        assert re.findall(r"\w+\[\d+\]|\b[a-z]+_[a-z_]+\b|\d{4}-\d{2}-\d{2}", told) == []


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
def test_changing_language_keeps_the_letter(open_page: OPEN, book: Rulebook, javascript: bool) -> None:
    page = open_page("/sjekk", javascript=javascript)
    page.get_by_label("Lim inn brevet").fill(LETTER)
    page.get_by_role("button", name="Nynorsk").click()
    expect(page.get_by_label("Lim inn brevet")).to_have_value(LETTER)
    page.get_by_role("button", name="Sjekk brevet").click()
    heading = book.by_number["2.2.5"].heading
    expect(card_in(page, "brutt", "2.2.5")).to_contain_text(heading.nn)
    page.get_by_role("button", name="Bokmål").click()
    expect(card_in(page, "brutt", "2.2.5")).to_contain_text(heading.nb)


def test_a_file_over_the_limit_is_stopped_before_it_is_sent(open_page: OPEN) -> None:
    page = open_page("/sjekk")
    page.get_by_label("Lim inn brevet").fill(LETTER)
    page.get_by_label("… eller velg en fil").set_input_files(a_file(2_000_000))
    expect(page.get_by_role("alert")).to_contain_text("Fila er for stor")
    page.get_by_role("button", name="Sjekk brevet").click()
    expect(card_in(page, "brutt", "2.2.5")).to_be_visible()


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
    page.get_by_label("Lim inn brevet").fill("Hei. Du kan reise med buss til timen 4. mai. Det har vi vurdert.")
    page.get_by_role("button", name="Sjekk brevet").click()
    page.locator('.ds-error-summary a[href="#slag"]').click()
    expect(page.get_by_label("Hva slags brev")).to_be_focused()
    page.get_by_label("Hva slags brev").select_option("innkallingsbrev")
    page.get_by_role("button", name="Sjekk brevet").click()
    expect(page.locator(".over")).to_have_text("Innkallingsbrev")


def test_the_ready_text_quotes_the_rule_and_is_copied(open_page: OPEN, book: Rulebook) -> None:
    page = open_page(WITH_BREACHES, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopier teksten").click()
    expect(page.get_by_text("Kopiert")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "anbefaling 2.2.5" in copied
    assert f"«{book.by_number['2.2.5'].text.nb}»" in copied


def test_on_a_phone_the_findings_come_first_and_a_link_jumps_to_the_letter(open_page: OPEN) -> None:
    page = open_page(WITH_BREACHES, viewport={"width": 360, "height": 740})
    expect(page.locator("#gruppe-brutt")).to_be_in_viewport()
    page.get_by_role("link", name="Brevet", exact=True).click()
    expect(page.get_by_role("heading", name="Brevet", exact=True)).to_be_in_viewport()
    page.get_by_role("link", name="Funnene").click()
    expect(page.locator("#gruppe-brutt-tittel")).to_be_in_viewport()


def test_the_whole_check_works_with_the_keyboard_alone(open_page: OPEN) -> None:
    page = open_page("/sjekk")
    page.get_by_label("Lim inn brevet").focus()
    page.keyboard.type("EPIKRISE Fastlege bes kalle inn pasienten til kontroll nå.")
    press_tab_until(page, "Sjekk brevet")
    page.keyboard.press("Enter")
    page.wait_for_selector("#resultat")
    page.locator("#gruppe-avklar").get_by_label("Ja", exact=True).first.focus()
    page.keyboard.press("Space")
    press_tab_until(page, "Oppdater")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Svarene dine")).to_be_visible()
