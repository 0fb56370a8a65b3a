"""A dispute with three parties in a browser: from the question to the national board's package, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.test_accessibility import faults
from tests.browser.test_cases import AREA, PHONE, open_as, world  # noqa: F401 – the same area, opened the same way

OPEN = Callable[..., Page]
QUESTION = "Hvem sørger for medisiner ved multidose?"
PARTIES = {"Dag Avdeling": "Medisinsk avdeling", "Kim Kommune": "Fjordvik kommune", "Gro Gp": "Fjordvik legekontor"}
WORDS = {
    "Dag Avdeling": "Vi kan ikke sende med mer enn tre døgns forbruk.",
    "Kim Kommune": "Pakningen kommer først etter fire dager.",
    "Gro Gp": "Noen må bære risikoen i mellomtiden.",
}
ADVICE = "Avdelingen sender med medisiner til avtalt leveringsdag."


def step(page: Page, label: str, said: str, *, choose: dict[str, str] | None = None, **typed: str) -> None:
    """A button of the case, its form filled in by the labels, and what the page says afterwards."""
    page.get_by_role("link", name=label, exact=True).click()
    for name, text in typed.items():
        page.locator(f"#{name}").fill(text)
    for name, chosen in (choose or {}).items():
        page.locator(f"#{name}").select_option(label=chosen)
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text(said)


def reported(page: Page) -> str:
    page.get_by_role("link", name="Meld tvist").click()
    page.get_by_label("Hva er spørsmålet?").fill(QUESTION)
    for place, unit in enumerate(PARTIES.values(), start=1):
        page.locator(f"#part{place}").select_option(label=unit)
    page.get_by_label("Hvilken regel gjelder det?").select_option("2.3.3.5")
    page.get_by_role("button", name="Meld tvist").click()
    expect(page.get_by_role("status").first).to_contain_text("Meldt")
    return page.url.split("?")[0]


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_dispute_from_the_question_to_the_package_for_the_national_board(
    open_as: OPEN, javascript: bool  # noqa: F811
) -> None:
    def looked_at(page: Page) -> None:
        """What looks runs as script itself."""
        assert not javascript or faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360

    def opened(name: str, path: str) -> Page:
        return open_as(name, path, javascript=javascript, **PHONE)

    steward = opened("Pia Pko", f"{AREA}/tvister")
    case = reported(steward)
    expect(steward.get_by_text("ingen pasient rammes")).to_be_visible()
    step(steward, "Hva gjelder i mellomtiden?", "Midlertidig ordning", tekst="Avdelingen sender med medisiner.")
    step(steward, "Be om fremstillinger", "Bedt om fremstillinger")

    parties = {name: opened(name, case) for name in PARTIES}
    for name, page in parties.items():
        page.goto(case)
        assert [words for words in WORDS.values() if words in page.content()] == []
        step(page, "Skriv fremstillingen", "Fremstilling sendt", tekst=WORDS[name])
    for page in parties.values():
        page.goto(case)
        for words in WORDS.values():
            expect(page.get_by_text(words).first).to_be_visible()
        step(page, "Fremstillingen er dekkende", "Bekreftet")
    looked_at(parties["Gro Gp"])
    steward.goto(case)
    expect(steward.get_by_text("Har bekreftet at fremstillingen er dekkende.")).to_have_count(3)
    step(steward, "Legg fram for rådet", "Lagt fram for rådet", choose={"organ": "Fastlegerådet"})

    council = opened("Rut Råd", case)
    step(council, "Gi råd", "Råd gitt", tekst=ADVICE, grunn="Pasienten skal ikke stå uten.",
         dissens="Ett medlem mener tre døgn er nok.", **{"for": "4", "mot": "1"})  # fmt: skip
    expect(council.get_by_text("4 for, 1 mot")).to_be_visible()
    expect(council.get_by_text("Ett medlem mener tre døgn er nok.").first).to_be_visible()
    looked_at(council)
    parties["Dag Avdeling"].goto(case)
    step(parties["Dag Avdeling"], "Si hva dere gjør med rådet", "Svar på rådet",
         choose={"folger": "Vi følger det ikke"}, grunn="Det finnes ingen avtale om det.")  # fmt: skip
    steward.goto(case)
    step(steward, "Send til OSO", "Sendt til OSO", choose={"organ": "OSO Nordmo"})

    secretary = opened("Oda Oso", case)
    secretary.get_by_role("link", name="Gjør klar pakken til nemnda").click()
    secretary.get_by_label("Kontakt for nemnda").fill("Sekretær for OSO")
    secretary.get_by_label("Hva som har skjedd").fill("Medisinsk avdeling og Fjordvik kommune er uenige.")
    secretary.get_by_label("Avtaler og bestemmelser").fill("Samarbeidsavtalen, punkt 4.")
    secretary.get_by_label("De andre partene har fått kopi").check()
    looked_at(secretary)
    secretary.get_by_role("button", name="Gjør klar pakken til nemnda").click()
    secretary.locator(".case-facts").get_by_role("link", name="Klart").click()
    expect(secretary.get_by_text("Part A og Part B er uenige.")).to_be_visible()
    looked_at(secretary)
    with secretary.expect_download() as fetched:
        secretary.get_by_role("link", name="Last ned pakken (PDF)").click()
    paper = " ".join(each.extract_text() for each in PdfReader(fetched.value.path()).pages)
    assert ADVICE in " ".join(paper.split())
    assert not any(unit in paper for unit in PARTIES.values())
    secretary.get_by_role("link", name="Tilbake til saken").click()
    step(secretary, "Send til den nasjonale nemnda", "Sendt til den nasjonale nemnda")
    parties["Gro Gp"].goto(f"{case}/nemndpakke")
    expect(parties["Gro Gp"].locator("h1")).to_have_text("Fant ikke siden")
