"""Transport: who orders it, in referrals, letters and summonses; the same words with one thing changed."""

import pytest

from samhandling.documents.canonical import Document
from samhandling.facts import transport
from samhandling.facts.draft import Draft
from tests.facts.letters import letter

_REFERRAL = """Til lungepoliklinikken, Fjellvik sykehus

Problemstilling: Tung pust ved gange, ønsker lungefunksjonsprøver.

{}

Hilsen Kari Berg
"""
_NOTE = """Øyepoliklinikken, Fjellvik sykehus

Injeksjon gitt i dag uten problemer. Ny time her om fire uker.

{}
"""
_SUMMONS = """Fjellvik sykehus, hjertepoliklinikken

{first}

Ta med medisinlisten din.

{words}
"""
_CONTROL = "Du har time til kontroll hos oss tirsdag 14. april 2026 kl. 11.00."


def rows_of(text: str, kind: str) -> list[dict[str, object]] | None:
    draft = Draft()
    transport.find(letter(Document(type=kind, format="text", text=text)), draft)
    rows = draft.values.get("transports")
    assert rows is None or isinstance(rows, list)
    return rows


def referred(words: str) -> dict[str, object]:
    rows = rows_of(_REFERRAL.format(words), "henvisning")
    assert rows is not None
    (row,) = rows
    assert row.pop("leg") == "to_hospital_on_referral"
    return row


def noted(words: str) -> list[dict[str, object]] | None:
    return rows_of(_NOTE.format(words), "poliklinisk_notat")


def summoned(words: str, first: str = _CONTROL) -> list[dict[str, object]] | None:
    return rows_of(_SUMMONS.format(first=first, words=words), "innkallingsbrev")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Kjører bil.",
        "Jobber som drosjesjåfør.",
        "For kontroller i deres regi regner jeg med at dere vurderer skyss.",
    ],
)
def test_a_referral_that_is_silent_has_an_empty_item(words: str) -> None:
    assert referred(words) == {}


@pytest.mark.parametrize(
    "words",
    [
        "Transport: trengs ikke.",
        "Treng ikkje skyss, bur rett ved sjukehuset.",
        "Kjører selv, behovet for skyss er avklart.",
        "Skyss: Ektefellen kjører, behov for rekvisisjon er vurdert og foreligger ikke.",
    ],
)
def test_a_need_that_was_looked_into_and_is_not_there(words: str) -> None:
    assert referred(words)["needed"] is False


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Drosje er rekvirert av oss.", "gp"),
        ("Trenger drosje, det får sykehuset ordne.", "hospital"),
        ("Drosje til sykehuset er rekvirert av oss.", "gp"),
        ("Hun kan ikke ta buss, rekvisisjon på drosje er sendt.", "gp"),
        ("Hun er blind og kan ikke reise alene. Rekvisisjon for transport er ikke skrevet.", "none"),
        ("Trenger bårebil. Fint om dere ordner det.", "hospital"),
        ("Skyss er tinga frå kontoret.", "gp"),
    ],
)
def test_who_orders_the_journey_to_the_first_visit(words: str, who: str) -> None:
    assert referred(words)["requisition_by"] == who


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Legekontoret bes rekvirere drosje til neste time.", "gp"),
        ("Drosje til neste time er rekvirert av oss.", "hospital"),
        ("Drosje til neste time er tinga av poliklinikken.", "hospital"),
    ],
)
def test_who_orders_the_journey_to_the_hospitals_own_visit(words: str, who: str) -> None:
    rows = noted(words)
    assert rows is not None
    assert [(row["leg"], row["requisition_by"]) for row in rows] == [("hospital_follow_up", who)]


@pytest.mark.parametrize("words", ["", "Kom med drosje i dag.", "Drosjesjåfør, bør ikke kjøre i kveld."])
def test_a_letter_without_a_later_journey_has_an_empty_list(words: str) -> None:
    assert noted(words) == []


def test_a_summons_that_lets_the_patient_ask_the_hospital_states_it() -> None:
    rows = summoned("Kan du ikke reise på vanlig måte av helsegrunner, ringer du oss. Da lager vi rekvisisjon.")
    assert rows == [{"leg": "hospital_follow_up", "requisition_by": "hospital", "stated_in_letter": True}]


@pytest.mark.parametrize(
    "words",
    [
        "Trenger du drosje, tar du kontakt med fastlegen din for å få rekvisisjon.",
        "Drosje fra båten er bestilt herfra. Be fastlegen din om rekvisisjon på resten av veien.",
    ],
)
def test_a_summons_that_sends_to_the_gp_for_any_leg(words: str) -> None:
    rows = summoned(words)
    assert rows == [{"leg": "hospital_follow_up", "requisition_by": "gp", "stated_in_letter": False}]


@pytest.mark.parametrize("words", ["", "Utgifter til reisen kan du søke om å få dekket hos Pasientreiser."])
def test_a_summons_that_is_silent_or_speaks_of_refunds_only(words: str) -> None:
    assert summoned(words) == [{"leg": "hospital_follow_up", "stated_in_letter": False}]


def test_a_denied_gp_is_not_sent_to() -> None:
    rows = summoned("Drosje er bestilt av oss. Du skal ikke ta kontakt med legekontoret om skyssen.")
    assert rows is not None
    assert rows[0]["stated_in_letter"] is True


def test_a_first_visit_after_a_referral_is_the_referrers() -> None:
    first = "Fastlegen din har henvist deg til oss. Du har fått første time 14. april 2026 kl. 11.00."
    assert summoned("Trenger du drosje, snakker du med fastlegen din.", first) == [{"leg": "to_hospital_on_referral"}]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Transport til rehabiliteringssenteret er rekvirert av oss.", "hospital"),
        ("Fastlegen bes rekvirere transport til rehabiliteringssenteret.", "gp"),
    ],
)
def test_a_journey_onward_is_a_leg_of_its_own(words: str, who: str) -> None:
    rows = noted(words)
    assert rows is not None
    assert [(row["leg"], row["requisition_by"]) for row in rows] == [("onward_institution", who)]
