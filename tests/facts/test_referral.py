"""What a referral holds, told by short letters in which one thing changes at a time."""

import pytest

from samhandling.documents.canonical import Document, Section, Span
from samhandling.facts import referral
from samhandling.facts.draft import Draft
from tests.facts.letters import letter

HISTORY = (
    "Kvinne på 58 år som har hatt vondt i høyre hofte i to år, stadig verre. Hun kan ikke lenger gå tur og våkner om "
    "natten. Fysioterapi og paracetamol er prøvd uten effekt. Innadrotasjon er opphevet."
)


def draft_of(text: str, **fields: object) -> Draft:
    document = Document(type="henvisning", format="text", text=text, **fields)  # type: ignore[arg-type]
    draft = Draft()
    referral.find(letter(document, {"sent_on": "2026-03-02"}), draft)
    return draft


def found(text: str, **fields: object) -> dict[str, object]:
    return draft_of(f"Henvisning til poliklinikken\n\n{text}", **fields).values


def test_other_letters_get_no_referral_fields() -> None:
    draft = Draft()
    text = "Ber om time for koloskopi."
    document = Document(type="epikrise", format="text", text=text)
    referral.find(letter(document), draft)
    assert draft.values == {}


def test_a_cancelled_referral_is_not_judged_on_its_words() -> None:
    assert set(found("", action="kansellering", electronic=True)) == {"imaging", "channel"}


@pytest.mark.parametrize(
    "question",
    [
        "Ønsker vurdering for hofteprotese.",
        "Eg bed om at de vurderer protese.",
        "Problemstilling: Hofteprotese?",
        "Henvises for koloskopi.",
        "Til artroskopi.",
        "Mistanke om revmatoid artritt.",
        "Lurer på om dette kan være sekundært til fallet.",
    ],
)
def test_a_question_is_found_in_many_forms(question: str) -> None:
    assert found(f"{HISTORY}\n\n{question}")["question_present"] is True


@pytest.mark.parametrize(
    "ending",
    [
        "Håper dere vil ta en titt på henne.",
        "Jeg vet ikke hva dere kan gjøre for henne.",
        "Hva hun trenger, overlater jeg til dere.",
        "Eg veit ikkje kva de kan gjere.",
    ],
)
def test_a_vague_wish_or_a_surrender_is_no_question(ending: str) -> None:
    assert found(f"{HISTORY}\n\n{ending}")["question_present"] is False


def test_a_surrender_beside_a_clear_question_does_not_take_it_away() -> None:
    text = f"{HISTORY}\n\nØnsker vurdering for hofteprotese. Jeg vet ikke om det haster."
    assert found(text)["question_present"] is True


def test_a_long_letter_without_any_question_has_none() -> None:
    more = "Hun bor alene i fjerde etasje og har en datter i nabobyen. Datteren handler for henne hver fredag."
    assert found(f"{HISTORY} {more} {more}")["question_present"] is False


def test_a_telegram_whose_question_no_list_knows_stays_undecided() -> None:
    assert "question_present" not in found("Trenger konisering. CIN 3 i biopsi januar.")


def test_what_stands_in_an_attachment_is_not_missed() -> None:
    long = "Hun bor alene i fjerde etasje og har en datter i nabobyen. " * 8
    assert found(f"{long}\n\nSe vedlagt opprinnelig henvisning.").get("question_present") is not False
    assert found(long, attachments=1).get("question_present") is not False


def test_the_heading_of_a_message_section_makes_its_words_the_question() -> None:
    text = "Smerter i hoften i to år.\n\nProtese."
    sections = (Section("ANAM", "Sykehistorie", Span(0, 25)), Section("UTRED", None, Span(27, 35)))
    values = draft_of(text, sections=sections).values
    assert values["question_present"] is True
    assert values["template_headings"] == ["Sykehistorie", "Forventet utredning"]


def test_severity_needs_two_kinds_of_grounds() -> None:
    assert found(HISTORY)["severity_described"] is True
    assert "severity_described" not in found("Vondt i hoften siden august. Ønsker vurdering.")


def test_a_holiday_to_be_well_for_is_no_ground() -> None:
    text = "Føflekk på ryggen, 4 mm. Ønsker fjerning."
    assert found(f"{text} Han skal på ferie og vil gjerne være ferdig før det.")["severity_described"] is False
    assert "severity_described" not in found(f"{text} Han la merke til den på ferie.")


def test_left_to_the_hospital_to_guess_the_urgency() -> None:
    assert found("Ønsker vurdering. Vet ikke om det haster.")["severity_described"] is False


def test_the_guide_counts_when_used_not_when_ruled_out() -> None:
    assert found("Etter prioriteringsveilederen har hun rett til helsehjelp.")["priority_guide_used"] is True
    assert found("Pakkeforløp lungekreft.")["priority_guide_used"] is True
    assert found("Fyller ikke kriteriene for pakkeforløp.")["priority_guide_used"] is False
    assert found("", more={"pathway": "B01"})["priority_guide_used"] is True


def test_template_headings_count_once_for_each_slot() -> None:
    text = "Problemstilling: Protese?\n\nAktuelt: Vondt.\n\nFunn: Halter.\n\nLegemidler: ingen.\n\nFaste: ingen."
    assert found(text)["template_headings"] == ["Problemstilling", "Aktuelt", "Funn", "Legemidler"]


def test_a_named_template_is_told() -> None:
    assert found("Mal for god henvisning er brukt.")["template_id"] == "Mal for god henvisning"
    assert "template_id" not in found("Takk for god hjelp sist.")


def test_the_channel_comes_from_the_message_or_from_plain_words() -> None:
    assert found("", electronic=True)["channel"] == "electronic"
    assert found("Henvisningen sendes per post på grunn av driftsstans.")["channel"] == "post"
    assert found("Tilvisinga blir send elektronisk.")["channel"] == "electronic"
    assert "channel" not in found(HISTORY)


def test_an_attachment_in_the_post_does_not_make_the_referral_paper() -> None:
    values = found("Denne henvisningen har et vedlegg som finnes bare på papir. Utskriften sender jeg i posten i dag.")
    assert "channel" not in values
    assert values["attachments"] == [{"needed": True, "copyable": False, "posted": True}]


def test_an_attachment_that_cannot_be_copied_is_posted_left_or_unknown() -> None:
    stuck = "Kurven fra 24-timers blodtrykk kan ikke legges ved."
    assert found(f"{stuck} Den ettersendes.")["attachments"] == [{"needed": True, "copyable": False, "posted": True}]
    left = found(f"{stuck} Den ligger her på kontoret.")["attachments"]
    assert left == [{"needed": True, "copyable": False, "posted": False}]
    assert found(stuck)["attachments"] == [{"needed": True, "copyable": False}]
    assert found("Epikrise fra 2024 er vedlagt.")["attachments"] == []


def test_the_words_that_decided_are_shown() -> None:
    draft = draft_of(f"{HISTORY}\n\nØnsker vurdering for hofteprotese.")
    (evidence,) = draft.evidence["question_present"]
    assert evidence.quote == "Ønsker vurdering for hofteprotese."
    assert evidence.kind == "text"
