"""A transfer in a browser: from discovery to the register, on a phone and without JavaScript, without a fault."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from samhandling.transfers.codes import CRITERIA, QUESTIONS
from tests.browser.test_accessibility import faults
from tests.browser.test_cases import AREA, PHONE, open_as, world  # noqa: F401 – the same area, opened the same way

OPEN = Callable[..., Page]
TITLE = "PSA-kontroll etter avsluttet behandling"


def looked_at(page: Page, javascript: bool) -> None:
    """What looks runs as script itself."""
    assert not javascript or faults(page) == []


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_transfer_from_discovery_to_the_register(open_as: OPEN, javascript: bool) -> None:  # noqa: F811
    gp = open_as("Gro Gp", f"{AREA}/oppgaver", javascript=javascript, **PHONE)
    gp.get_by_role("link", name="Ta opp en oppgave").click()
    gp.get_by_label("Hvilken oppgave?").fill(TITLE)
    gp.get_by_label("Hvem har oppgaven i dag").select_option(label="Kirurgisk avdeling")
    gp.get_by_label("Hvem skal gjøre den?").select_option(label="Fastleger")
    gp.get_by_label("Hva slags oppgave?").select_option(label="Kontroll")
    gp.get_by_label("Er den flyttet alt?").select_option(label="Ja, uten avtale")
    gp.get_by_label("Hva er oppgaven, og hvorfor flyttes den?").fill("Kontrollene kommer til oss uten avtale.")
    for text in QUESTIONS.values():
        gp.get_by_label(text).select_option(label="Ja" if text != QUESTIONS["answer_owned"] else "Vet ikke")
    gp.get_by_role("button", name="Send forslaget").click()
    expect(gp.get_by_role("status").first).to_contain_text("Foreslått")
    case = gp.url.split("?")[0]

    steward = open_as("Pia Pko", f"{AREA}/ko", javascript=javascript)
    steward.get_by_role("link", name=TITLE).click()
    steward.get_by_role("link", name="Velg full vurdering").click()
    steward.get_by_label("Er dette en større endring?").select_option(label="Nei")
    steward.get_by_role("button", name="Velg full vurdering").click()
    steward.get_by_role("link", name="Begynn full vurdering").click()
    steward.get_by_role("button", name="Begynn full vurdering").click()
    steward.get_by_role("link", name="Før inn omfang og tid").click()
    for label, number in (("Hvor mange pasienter gjelder det nå?", "150"), ("Hvor mange ganger i året", "2"),
                          ("Hvor mange minutter hver gang?", "12")):  # fmt: skip
        steward.get_by_label(label).fill(number)
    steward.get_by_label("Hvor lenge varer oppgaven?").select_option(label="Varig")
    steward.get_by_role("button", name="Før inn omfang og tid").click()
    steward.get_by_role("link", name="Vurder kriteriene").click()
    for code in CRITERIA:
        steward.locator(f"#poeng_{code}").select_option("1")
        steward.locator(f"#hvorfor_{code}").fill("Delvis ivaretatt.")
    steward.get_by_role("button", name="Vurder kriteriene").click()
    expect(steward.get_by_text("12 av 24 poeng")).to_be_visible()
    steward.get_by_role("link", name="Legg fram for rådet").click()
    steward.get_by_label("Hvilket organ?").select_option(label="Fastlegerådet")
    steward.get_by_role("button", name="Legg fram for rådet").click()

    council = open_as("Rut Råd", case, javascript=javascript, **PHONE)
    council.get_by_role("link", name="Før inn rådet").click()
    council.get_by_label("Hvilket organ?").select_option(label="Fastlegerådet")
    council.get_by_label("Møtedato").fill("2026-03-12")
    council.get_by_label("Hva er rådet?").select_option(label="Anbefalt som prøve")
    council.get_by_label("Begrunnelse").fill("Passer i allmennpraksis når epikrisen er tydelig.")
    council.get_by_label("Vilkår, ett på hver linje").fill("Standardtekst i epikrisen")
    looked_at(council, javascript)
    council.get_by_role("button", name="Før inn rådet").click()
    expect(council.get_by_role("status").first).to_contain_text("Råd gitt")
    looked_at(council, javascript)

    steward.goto(case)
    steward.get_by_role("link", name="Før inn vedtak: innføres", exact=True).click()
    steward.get_by_label("Hvem vedtok?").select_option(label="Fastlegerådet")
    steward.get_by_label("Vedtaksdato").fill("2026-03-13")
    steward.get_by_label("Starter").fill("2026-04-01")
    steward.get_by_label("Hvem eier avtalen?").select_option(label="Kirurgisk avdeling")
    steward.get_by_label("Evalueres").fill("2027-04-01")
    steward.get_by_role("button", name="Før inn vedtak: innføres").click()

    gp.goto(f"{AREA}/oppgaver")
    agreed = gp.get_by_role("region", name="Avtalt").or_(gp.locator("section", has=gp.locator("#avtalt")))
    expect(agreed.first).to_contain_text(TITLE)
    expect(agreed.first).to_contain_text("Standardtekst i epikrisen")
    looked_at(gp, javascript)
    gp.goto(f"{AREA}/oppgaver/belastning")
    looked_at(gp, javascript)
    gp.goto(f"{AREA}/oppgaver/ny")
    looked_at(gp, javascript)
