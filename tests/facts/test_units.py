"""Units that treat the patient against the letter's own list of recipients."""

import pytest

from samhandling.documents.canonical import Document, Party
from samhandling.facts import units
from samhandling.facts.draft import Draft
from tests.facts.letters import letter

_LETTER = """{head}
Epikrise 02.03.2026–06.03.2026

Mann 74 år innlagt med forverring av hjertesvikt. {course}

Medisiner: bumetanid 2 mg x 1, økt mot ødem.

Kontroll hos oss om seks uker, vi sender innkalling.

{foot}
"""
_OTHER = "Han følges også ved nyrepoliklinikken på Storvik sykehus."


def values_of(
    course: str = _OTHER, foot: str = "", head: str = "Fjellvik sykehus, medisinsk avdeling", **fields: object
) -> dict[str, object]:
    draft = Draft()
    text = _LETTER.format(head=head, course=course, foot=foot)
    units.find(letter(Document(type="epikrise", format="text", text=text, **fields)), draft)  # type: ignore[arg-type]
    return draft.values


@pytest.mark.parametrize(
    "foot",
    [
        "Kopi: fastlege, nyrepol. Storvik, hjemmesykepleien.",
        "Kopi til:\n- fastlege\n- nyreseksjonen, Storvik",
        "Epikrisen er sendt elektronisk til fastlege og nyremedisin Storvik.",
        "Gjenpart: fastlegen, nefrolog Storvik",
        "Kopi er send til fastlegen og til Storvik.",
    ],
)
def test_a_list_that_names_the_unit_leaves_nobody_out(foot: str) -> None:
    values = values_of(foot=foot)
    assert values["recipients_listed"] is True
    assert values["involved_units"]
    assert values["missing_recipients"] == []


@pytest.mark.parametrize(
    "foot", ["Kopi: fastlege.", "Mottakere: fastlege, hjemmetjenesten", "Kopi er send til fastlegen."]
)
def test_a_list_without_the_unit_leaves_it_out(foot: str) -> None:
    assert values_of(foot=foot)["missing_recipients"] == ["nyrepoliklinikken"]


def test_a_list_in_the_letterhead_counts_too() -> None:
    values = values_of(head="Fjellvik sykehus\nKopi til: fastlege, nyrepoliklinikken Storvik")
    assert values["missing_recipients"] == []


@pytest.mark.parametrize("foot", ["", "Prøvesvar sendes fastlegen i kopi.", "Fastlegen får kopi av svaret."])
def test_a_letter_without_a_list_says_so(foot: str) -> None:
    assert values_of(foot=foot) == {"recipients_listed": False}


@pytest.mark.parametrize(
    "course",
    [
        "Han er henvist til øyeavdelingen på Storvik.",
        "Tidligere fulgt ved nevrologisk poliklinikk, avsluttet i 2019.",
        "Følges ved hjertesviktpoliklinikken vår.",
        "Nevrologisk status er normal.",
        "Kontrolleres ved lungepoliklinikken i mai.",
    ],
)
def test_referred_former_and_own_units_are_not_left_out(course: str) -> None:
    assert values_of(course, "Kopi: fastlege.")["missing_recipients"] == []


def test_another_unit_of_the_same_house_is_somebody_else() -> None:
    course = "Urologisk poliklinikk her på huset følger ham for blæren."
    assert values_of(course, "Kopi: fastlege.")["missing_recipients"] == ["Urologisk poliklinikk"]


def test_the_senders_own_specialty_is_not_somebody_else() -> None:
    head = "Seksjon for nyresykdommer, Fjellvik sykehus"
    course = "Behandles på nyrepoliklinikken."
    assert values_of(course, "Kopi: fastlege.", head)["missing_recipients"] == []


def test_who_is_named_the_patients_gp_is_the_gp_among_the_receivers() -> None:
    gp = Party("Storgata legesenter / Kari Li")
    values = values_of(receivers=(gp,), gp=gp, electronic=True)
    assert values["recipients"] == [{"kind": "gp", "unit": gp.name, "channel": "electronic"}]
    assert values["recipients_listed"] is False


def test_copy_receivers_of_the_message_are_a_list() -> None:
    values = values_of(receivers=(Party("Storgata legesenter"),), copy_receivers=(Party("Nyrepoliklinikken, Storvik"),))
    assert values["recipients_listed"] is True
    assert values["missing_recipients"] == []
