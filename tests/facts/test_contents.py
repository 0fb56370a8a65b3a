"""What a discharge summary holds: a summary, a plan; and whether the patient is dead."""

import pytest

from samhandling.documents.canonical import Document
from samhandling.facts import contents
from samhandling.facts.draft import Draft
from tests.facts.letters import letter


def values_of(text: str, kind: str = "epikrise", **context: object) -> dict[str, object]:
    draft = Draft()
    contents.find(letter(Document(type=kind, format="text", text=text), context), draft)
    return draft.values


_COURSE = "Forløp: Innlagt til observasjon etter hodeskade. CT normal, ingen symptomer etter ett døgn."
_DRUGS = "Legemidler: Bruker ingen faste legemidler."


def test_a_course_is_a_summary_and_dates_alone_are_none() -> None:
    assert values_of(f"Epikrise, Fjellvik sykehus\n{_COURSE}\n{_DRUGS}")["summary_present"] is True
    only_dates = f"Epikrise, Fjellvik sykehus\nInnlagt 03.02.26, utskrevet 04.02.26.\n{_DRUGS}"
    assert values_of(only_dates)["summary_present"] is False


@pytest.mark.parametrize(
    ("words", "present"),
    [
        ("Videre: Ingen kontroll er nødvendig.", True),
        ("Vidare: Ho får time hjå oss i mai.", True),
        ("Ny vurdering her om seks uker.", True),
        ("", False),
    ],
)
def test_no_control_is_a_plan_and_silence_is_none(words: str, present: bool) -> None:
    assert values_of(f"Epikrise, Fjellvik sykehus\n{_COURSE}\n{_DRUGS}\n{words}")["plan_present"] is present


@pytest.mark.parametrize(
    ("words", "dead"),
    [
        ("Epikrise ved dødsfall", True),
        ("Pasienten døde 12.03. med familien hos seg.", True),
        ("Ho sovna stille inn natt til måndag.", True),
        ("Innlagt etter at ektefellen døde i vår.", None),
        ("Faren hans døde av hjerteinfarkt.", None),
    ],
)
def test_death_is_the_patients_own(words: str, dead: bool | None) -> None:
    assert values_of(f"Medisinsk avdeling, Fjellvik sykehus\n{words}\n{_COURSE}").get("deceased") == dead


def test_a_patient_the_caller_says_went_home_is_not_dead() -> None:
    assert "deceased" not in values_of(f"Pasienten døde nesten.\n{_COURSE}", discharged_to="hjem")


def test_a_note_is_not_asked_for_summary_or_plan() -> None:
    assert values_of(f"Poliklinisk notat\n{_COURSE}", "poliklinisk_notat") == {}
