"""Pictures in a referral: taken or not, report copied or not, place named or not."""

import pytest

from samhandling.documents.canonical import Document
from samhandling.facts import imaging
from samhandling.facts.draft import Draft
from tests.facts.letters import letter


def pictures(text: str) -> list[tuple[object, object]]:
    """(report_copied, site_stated) of each picture found; None where missing."""
    text = f"Henvisning til poliklinikken\n\n{text}"
    draft = Draft()
    document = Document(type="henvisning", format="text", text=text)
    imaging.find(letter(document, {"sent_on": "2026-03-02"}), draft)
    rows = draft.values["imaging"]
    assert isinstance(rows, list)
    return [(row.get("report_copied"), row.get("site_stated")) for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "MR av kneet er bestilt ved Solbakken røntgen.",
        "Hun venter på CT av bihulene.",
        "Ber om MR hos dere.",
        "Er det grunnlag for MR?",
        "Røntgen: ikke tatt.",
        "Biletdiagnostikk: ikkje utført.",
        "Røntgenundersøkelser: ingen.",
        "Røntgen av hoften er bestilt, men ikke tatt ennå.",
        "Mammografi og ultralyd gjøres vel hos dere; ingen bilder er tatt andre steder.",
        "Bilde av utslettet er sendt i appen.",
        "Har pacemaker, så MR går ikke.",
    ],
)
def test_a_picture_not_taken_is_none(text: str) -> None:
    assert pictures(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "MR kne 12.01., tatt ved Solbakken røntgen, svar kopiert: «Ruptur i mediale menisk, intakte korsbånd.»",
        "CT thorax, Nordre sykehus, 13.10.25:\nSpikulert lesjon 41 mm i venstre overlapp.",
        "Røntgen hender (Solbakken Røntgen, 19.03.). Utskrift av svaret: Ingen sikre erosjoner ved MCP 2.",
        "Det er teke CT av hovudet ved Nes sjukehus: «Ingen bløding eller romoppfyllande prosess.»",
        "Ultralyd hos avtalespesialist Vik i Storgata, jeg limer inn: «Intramuralt myom på 6 cm.»",
    ],
)
def test_report_and_place_are_both_there(text: str) -> None:
    assert pictures(text) == [(True, True)]


def test_a_report_without_a_place() -> None:
    assert pictures("MR nakke: «Skiveprotrusjon C5/C6 med trangt rotkanal.»") == [(True, False)]


def test_a_place_without_the_report() -> None:
    assert pictures("MR er tatt ved Solbakken røntgen. Svaret kan dere sikkert hente selv.") == [(False, True)]
    assert pictures("CT er tatt hos dere. Rapporten ligger i deres system.") == [(False, True)]


def test_a_vague_memory_is_neither() -> None:
    assert pictures("MR av hodet er tatt i vinter og var visst normal.") == [(False, False)]
    assert pictures("MR er teken på ulike stader, ingenting spesielt kva eg hugsar.") == [(False, False)]


def test_a_paraphrase_of_the_report_leaves_it_open() -> None:
    assert pictures("MR ved Solbakken røntgen viste stor prolaps i nederste skive.") == [(None, True)]


def test_an_attached_report_leaves_it_open() -> None:
    assert pictures("Røntgen er tatt på Solbakken røntgen, beskrivelsen er vedlagt.") == [(None, True)]


def test_a_place_may_follow_from_a_stay_told_of_elsewhere() -> None:
    assert pictures("Innlagt Nordre sykehus i januar.\n\nCT hode ble tatt: «Ingen blødning eller infarkt sett.»") == [
        (True, None)
    ]


def test_the_same_picture_mentioned_twice_is_one() -> None:
    text = (
        "MR av nakken er tatt.\n\nRadiologi:\nMR nakke 12.01., Solbakken røntgen: «Degenerasjon, ingen rotkompresjon.»"
    )
    assert pictures(text) == [(True, True)]


def test_two_regions_are_two_pictures_and_one_may_fail() -> None:
    text = (
        "MR av nakken er tatt ved Solbakken røntgen, beskrivelse: «Lett degenerasjon, ingen rotkompresjon.» "
        "I tillegg en MR av korsryggen fra i fjor som jeg ikke finner igjen, heller ikke hvem som tok den."
    )
    assert pictures(text) == [(True, True), (False, False)]


def test_an_old_picture_is_not_held_against_the_letter() -> None:
    assert pictures("MR av ryggen i 2012 viste slitasje.") == [(None, None)]


def test_a_picture_among_earlier_illnesses_is_not_held_against_the_letter() -> None:
    assert pictures("Tidligere sykdommer: Operert i skulderen etter at MR viste ruptur.") == [(None, None)]


def test_the_general_practitioners_own_ultrasound_needs_no_place() -> None:
    assert pictures("Ved ultralyd i dag ses fri væske, 3 cm.") == [(None, None)]
