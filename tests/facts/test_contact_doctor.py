"""The contact doctor: named or not, and how reached."""

import pytest

from samhandling.documents.canonical import Document, Party
from samhandling.facts import contact_doctor
from samhandling.facts.draft import Draft
from tests.facts.letters import letter

_LETTER = """Epikrise fra Fjellvik sykehus

Innlagt for nefrotisk syndrom, god effekt av prednisolon.

{}

Kontroll hos oss om to uker, vi sender innkalling.
"""


def values_of(words: str, party: Party | None = None, head: str = "") -> dict[str, object]:
    draft = Draft()
    document = Document(type="epikrise", format="text", text=head + _LETTER.format(words), contact_doctor=party)
    contact_doctor.find(letter(document), draft)
    return draft.values


@pytest.mark.parametrize(
    "words",
    [
        "Kontaktlege: overlege Berg, telefon 12 34 56 70.",
        "Kontaktlegen er overlege Berg. Han nås på 12 34 56 70.",
        "Kontaktlege treffes via sentralbordet.",
        "Kontaktlegen er den same som før og kan nåast på same nummer.",
    ],
)
def test_a_number_or_a_way_is_contact_information(words: str) -> None:
    values = values_of(words)
    assert values["has_contact_doctor"] is True
    assert values["contact_doctor_info"]


@pytest.mark.parametrize("words", ["Kontaktlege er overlege Berg.", "Spørsmål kan rettast til kontaktlegen."])
def test_a_contact_doctor_without_a_number(words: str) -> None:
    assert values_of(words) == {"has_contact_doctor": True}


@pytest.mark.parametrize("words", ["Kontaktsykepleier er Anne.", "Forløpskoordinator nås på 12 34 56 70."])
def test_a_nurse_or_a_coordinator_is_no_contact_doctor(words: str) -> None:
    assert values_of(words) == {}


def test_a_letter_may_say_that_there_is_none() -> None:
    assert values_of("Det er ikke oppnevnt kontaktlege.") == {"has_contact_doctor": False}


def test_a_number_in_the_letterhead_leaves_it_undecided() -> None:
    assert values_of("Kontaktlege er overlege Berg.", head="Telefon 12 34 56 70\n") == {}


def test_a_number_given_for_something_else_does_not_count() -> None:
    assert "contact_doctor_info" not in values_of("Kontaktlege er Berg.\n\nVed blødning: ring vakten, 12 34 56 70.")


def test_the_messages_own_field_is_enough() -> None:
    values = values_of("Ingen merknader.", Party("Kari Berg", phones=("12 34 56 70",)))
    assert values == {"has_contact_doctor": True, "contact_doctor_info": "12 34 56 70"}
