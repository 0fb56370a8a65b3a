"""Samples: who orders, who follows up, who has the requisition; the same words with one thing changed."""

import pytest

from samhandling.documents.canonical import Document
from samhandling.facts import samples
from samhandling.facts.draft import Draft
from tests.facts.letters import letter


def draft_of(text: str, kind: str = "epikrise") -> Draft:
    draft = Draft()
    document = Document(type=kind, format="text", text=text)
    samples.find(letter(document), draft)
    return draft


def rows_in(text: str) -> list[dict[str, object]]:
    rows = draft_of(text).values["tests"]
    assert isinstance(rows, list)
    return rows


def values_of(text: str, name: str) -> set[object]:
    return {row[name] for row in rows_in(text) if name in row}


def test_a_referral_has_no_samples_of_the_hospital() -> None:
    assert "tests" not in draft_of("Fastlegen rekvirerer CRP.", "henvisning").values


def test_a_letter_without_samples_has_an_empty_list() -> None:
    assert rows_in("Innlagt med lungebetennelse. Utskrevet i god form. Ingen kontroll er nødvendig.") == []


def test_the_gp_is_to_order_the_hospitals_sample() -> None:
    (row,) = rows_in("Kontroll hos oss i mai. Fastlegen bes rekvirere CRP og kreatinin uken før.")
    assert row["indicated_by"] == "hospital"
    assert row["requisition_by"] == "gp"


def test_the_same_sample_ordered_by_the_hospital() -> None:
    assert values_of("Kontroll hos oss i mai. CRP og kreatinin uken før er rekvirert av oss.", "requisition_by") == {
        "hospital"
    }


def test_a_requisition_for_a_ride_is_no_sample() -> None:
    assert rows_in("Kontroll hos oss i mai. Fastlegen bes rekvirere drosje til timen.") == []


def test_a_blood_test_in_a_control_handed_to_the_gp_is_not_the_hospitals_own() -> None:
    rows = rows_in("Fastlegen kontrollerer blodtrykk og kalium om to uker, mål under 140/90 og kalium under 5,0.")
    assert all(row.get("requisition_by") != "gp" for row in rows)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Histologi ventes om to uker. Fastlegen bes følge opp svaret og informere pasienten.", "gp"),
        ("Histologi ventes om to uker. Vi følger opp svaret og ringer pasienten.", "hospital"),
        ("Cytologisvaret kjem om ei veke. Eg ringjer pasienten og seier kva det viser.", "hospital"),
        ("Biopsisvaret vurderes av operatør, som skriver brev til pasienten. Kopi til fastlegen.", "hospital"),
    ],
)
def test_who_follows_up_the_result(text: str, who: str) -> None:
    assert values_of(text, "informed_by") | values_of(text, "follow_up_by") == {who}
    assert values_of(text, "requisition_by") == {"hospital"}


def test_an_awaited_result_that_nobody_claims_is_pending_only() -> None:
    assert rows_in("Histologisvar ventes om to uker.") == [{"requisition_by": "hospital", "pending": True}]


def test_the_hospitals_sample_at_the_gps_office_with_reason_and_requisition() -> None:
    text = (
        "TSH om åtte uker tas på legekontoret fordi pasienten har lang reisevei. "
        "Prøven er rekvirert av oss, og ferdig utfylt rekvisisjon er gitt med."
    )
    row = next(row for row in rows_in(text) if row.get("sample_site") == "gp_office")
    assert row["requisition_by"] == "hospital"
    assert row["with_patient"] is True
    assert row["requisition_complete"] is True
    assert row["best_for_patient_reason"] == "lang reisevei"


@pytest.mark.parametrize(
    "ending",
    [
        "Rekvisisjon er ikke medgitt.",
        "Pasienten fikk dessverre ikke med seg rekvisisjon.",
        "Rekvisisjonen vart diverre liggande her.",
        "Vi glemte å sende med rekvisisjonen.",
    ],
)
def test_the_patient_left_without_the_requisition(ending: str) -> None:
    text = f"Vi har rekvirert TSH om åtte uker. Blodprøven tas på legekontoret på grunn av avstanden. {ending}"
    assert values_of(text, "with_patient") == {False}


def test_no_requisition_is_needed_is_not_a_patient_without_one() -> None:
    text = "Blodprøvene tas her på kontrollen. Fastlegen trenger ikke å skrive rekvisisjon."
    assert False not in values_of(text, "with_patient")


def test_taken_in_the_hospitals_own_laboratory() -> None:
    assert values_of("Blodprøver er rekvirert av oss og tas hos oss samme dag.", "sample_site") == {"own_lab"}


def test_each_sample_shows_its_words() -> None:
    draft = draft_of("Kontroll hos oss i mai. Fastlegen bes rekvirere CRP uken før.")
    assert "rekvirere CRP" in draft.evidence["tests[0]"][0].quote
