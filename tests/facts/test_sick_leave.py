"""Sick leave: who wrote it, for how long, who goes on with it; the same words with one thing changed."""

import pytest

from samhandling.documents.canonical import Document
from samhandling.facts import sick_leave
from samhandling.facts.draft import Draft
from tests.facts.letters import letter

_EPIKRISE = """Ortopedisk avdeling, Fjellvik sykehus
Epikrise. Innlagt 02.03.2026, utskrevet 06.03.2026.

Kvinne 44 år, operert for brudd i ankelen. Ukomplisert forløp.

{}

Kontroll hos oss om seks uker, vi sender innkalling.
"""
_NOTE = """Nevrologisk poliklinikk, Fjellvik sykehus
Notat 06.03.2026

Kvinne 44 år, vurdert for svimmelhet. Nevrologisk status normal.

{}

Ny time her om tre måneder.
"""
_CONTEXT = {"discharged_on": "2026-03-06", "sent_on": "2026-03-06"}


def draft_of(words: str, kind: str = "epikrise") -> Draft:
    draft = Draft()
    text = (_EPIKRISE if kind == "epikrise" else _NOTE).format(words)
    sick_leave.find(letter(Document(type=kind, format="text", text=text), _CONTEXT), draft)
    return draft


def rows_in(words: str, kind: str = "epikrise") -> list[dict[str, object]]:
    rows = draft_of(words, kind).values["sick_notes"]
    assert isinstance(rows, list)
    return rows


def row_in(words: str, kind: str = "epikrise") -> dict[str, object]:
    (row,) = rows_in(words, kind)
    return row


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Sykmelding er skrevet av oss til 17.04.", "hospital"),
        ("Sykmelding skrives av fastlegen, til 17.04.", "gp"),
        ("Sjukmelding er skriven av oss til 17.04.", "hospital"),
        ("Fastlegen bes sykmelde henne i fire uker.", "gp"),
        ("Sykmelding: 14 dager, lagt inn av LIS.", "hospital"),
        ("Sykmelding: fastlege.", "gp"),
        ("Vi har ikke skrevet sykmelding. Den får hun av egen lege.", "gp"),
        ("Hun kan ikke jobbe på fire uker. Sykmelding ble ikke skrevet.", "none"),
    ],
)
def test_who_writes_the_first_note(words: str, who: str) -> None:
    row = row_in(words)
    assert row["issued_by"] == who
    assert row["is_first"] is True
    assert row["indicated_by"] == "hospital"


@pytest.mark.parametrize(
    "words",
    [
        "Hun er pensjonist og trenger ikke sykmelding.",
        "Treng ikkje sjukmelding, ho er student.",
        "Sykmelding ikke aktuelt.",
        "Ektefellen er sykmeldt og kan hjelpe hjemme.",
        "Tidligere sykmeldt i 2019 for depresjon.",
        "Har vært sykmeldt av fastlegen siden januar for rygg, det fortsetter som før.",
        "Sårkontroll etter to uker.",
    ],
)
def test_leave_that_is_not_of_this_contact_is_no_item(words: str) -> None:
    assert rows_in(words) == []


def test_a_denied_load_does_not_deny_the_note() -> None:
    row = row_in("Hun skal ikke belaste foten og har fått sykmelding av oss til 17.04.")
    assert row["issued_by"] == "hospital"


def test_a_gp_who_is_spared_is_not_set_to_write() -> None:
    row = row_in("Sykmelding er skrevet herfra til 17.04., fastlegen trenger ikke skrive noe.")
    assert row["issued_by"] == "hospital"
    assert row["covers_absolute_need"] is True


def test_an_admission_is_hospital_treatment_and_a_talk_at_the_clinic_is_not() -> None:
    words = "Sykmelding er skrevet av oss til 17.04."
    assert row_in(words)["during_hospital_treatment"] is True
    assert row_in(words, "poliklinisk_notat")["during_hospital_treatment"] is False


def test_a_cast_at_the_clinic_is_hospital_treatment() -> None:
    row = row_in("Gips anlagt i dag. Sykmelding er skrevet av oss til 17.04.", "poliklinisk_notat")
    assert row["during_hospital_treatment"] is True


@pytest.mark.parametrize(
    ("words", "covered"),
    [
        ("Hun må være helt borte fra arbeid i seks uker. Sykmelding er skrevet av oss for seks uker.", True),
        ("Hun må være helt borte fra arbeid i seks uker. Sykmelding er skrevet av oss for to uker.", False),
        ("Sykmelding er skrevet av oss for to uker, resten bes fastlegen skrive.", False),
        ("Sykmelding er skrevet av oss for to uker, vi fornyer selv ved kontrollen.", True),
        ("Ho må vere heilt borte frå arbeid i seks veker. Vi har sjukmeldt henne til 20.03.", False),
    ],
)
def test_whether_the_note_covers_the_need_the_hospital_states(words: str, covered: bool) -> None:
    assert row_in(words)["covers_absolute_need"] is covered


def test_the_last_day_is_read_in_the_year_of_the_letter() -> None:
    assert row_in("Vi har sykmeldt henne 100 % fra 02.03. til 17.04.")["valid_to"] == "2026-04-17"


@pytest.mark.parametrize(
    "words", ["til 17. april", "i fire uker", "ut uke 16", "til over påske", "i 6 u", "i heile gipstida"]
)
def test_a_length_or_an_end_in_many_shapes(words: str) -> None:
    assert "expected_duration" in row_in(f"Sykmelding er skrevet av oss {words}.")


def test_a_note_without_a_length_has_none() -> None:
    row = row_in("Sykmelding er skrevet av oss.")
    assert not row.keys() & {"expected_duration", "valid_to", "control_date"}


def test_the_day_a_leave_starts_is_no_length() -> None:
    assert "expected_duration" not in row_in("Fastlegen bes sykmelde henne fra 02.03.")


def test_the_time_of_the_hospitals_own_visit_is_no_length_of_the_leave() -> None:
    assert "expected_duration" not in row_in("Sykmelding: skrevet av oss.")


def test_on_with_the_gp_plans_a_control_without_a_time() -> None:
    row = row_in("Sykmelding er skrevet av oss for en uke, videre hos fastlegen.")
    assert row["control_planned"] is True
    assert "control_date" not in row


def test_on_with_the_gp_with_a_time() -> None:
    row = row_in("Sykmelding er skrevet av oss for fire uker. Time hos fastlegen i uke 14 for videre sykmelding.")
    assert row["control_planned"] is True
    assert row["control_date"] == "uke 14"


def test_a_conditional_extension_plans_no_control() -> None:
    row = row_in("Sykmelding er skrevet av oss i fire uker. Trenger hun mer, tar hun kontakt med fastlegen.")
    assert "control_planned" not in row


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Gradering og tilrettelegging tar fastlegen deretter.", "gp"),
        ("Graderingen styrer vi herfra på poliklinikken.", "hospital"),
        ("Graderinga tek vi oss av her på avdelinga.", "hospital"),
        ("Vi tar graderingen selv, fastlegen trenger ikke gjøre noe med den.", "hospital"),
    ],
)
def test_who_handles_the_grading(words: str, who: str) -> None:
    row = row_in(f"Full sykmelding er skrevet av oss til 17.04. {words}")
    assert row["adapted_work"] is True
    assert row["grading_by"] == who


def test_an_extension_put_on_the_gp_is_not_held_for_a_first_note() -> None:
    draft = draft_of("Er fortsatt sykmeldt. Fastlegen bes forlenge sykmeldingen i fire uker.", "poliklinisk_notat")
    rows = draft.values.get("sick_notes", [])
    assert isinstance(rows, list)
    assert all(row.get("is_first") is not True for row in rows)


def test_an_unwritten_note_nobody_needs_is_no_item() -> None:
    assert rows_in("Sykmelding er ikke skrevet, hun vil tilbake i butikken på mandag.") == []


def test_other_kinds_of_document_are_left_alone() -> None:
    draft = Draft()
    document = Document(type="henvisning", format="text", text="Sykmeldt 100 % siden januar.")
    sick_leave.find(letter(document), draft)
    assert draft.values == {}


def test_the_words_that_decided_are_the_evidence() -> None:
    draft = draft_of("Sykmelding er skrevet av oss til 17.04.")
    (evidence, *_) = draft.evidence["sick_notes[0]"]
    assert evidence.quote == "Sykmelding er skrevet av oss til 17.04."


def test_a_leave_the_gp_has_by_agreement_runs_in_parallel_with_its_prognosis() -> None:
    words = (
        "Har gått til behandling her i to år, følges samtidig av fastlegen. "
        "Fastlegen skriver sykmeldingene, slik vi har avtalt. Prognose: vi venter 50 % arbeid fra høsten."
    )
    row = row_in(words, "poliklinisk_notat")
    assert (row["issued_by"], row["is_first"], row["long_parallel"]) == ("gp", False, True)
    assert row["prognosis_stated"] is True
    assert row["expected_duration"] == "fra høsten"
