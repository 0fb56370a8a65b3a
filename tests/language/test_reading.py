"""Assignments: the same sentence with one thing changed – who, whether, when – is another deed or none."""

import pytest

from samhandling.language.reading import Reader
from samhandling.paths import data


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(data("rules") / "language")


def on_gp(reader: Reader, text: str) -> set[str]:
    """Tasks the letter surely puts on the GP."""
    return {found.task for found in reader.read(text).assignments if found.actor == "gp" and found.mode == "asked"}


@pytest.mark.parametrize(
    ("asked", "task"),
    [
        ("Fastlegen bes kalle inn pasienten til kontroll om fire uker.", "summon"),
        ("Vi ber om at dere skriver resept på den nye medisinen.", "prescribe"),
        ("Før timen hos oss må fastlegen rekvirere kreatinin og CRP.", "order_own_test"),
        ("Svaret på biopsien går til fastlegen, som bes informere pasienten.", "follow_own_result"),
        ("Sykmelding må hun få hos fastlegen, den rakk vi ikke å skrive.", "write_sick_note"),
        ("Drosje til kontrollen her bes rekvirert av legekontoret.", "order_transport"),
        ("Fastlegen bes henvise til hudlege for videre utredning.", "refer_onward"),
        ("Fra nyttår har vi ikke lenger kapasitet til disse kontrollene, som nå overtas av fastlegene.", "new_task"),
        ("Me ber fastlegen kalle inn pasienten til kontroll om fire veker.", "summon"),
        ("Heimelegen må skrive resept på det nye legemiddelet.", "prescribe"),
    ],
)
def test_what_the_gp_is_asked_to_do_is_an_assignment(reader: Reader, asked: str, task: str) -> None:
    assert task in on_gp(reader, asked)


@pytest.mark.parametrize(
    "spared",
    [
        "Vi kaller inn pasienten til kontroll om fire uker.",
        "Fastlegen skal ikke kalle inn pasienten.",
        "I fjor ble hun kalt inn av fastlegen til kontroll.",
        "Pasienten bestiller selv time hos fastlegen om fire uker.",
        "Vi har skrevet resept på den nye medisinen.",
        "Faste medisiner fornyes som vanlig hos fastlegen.",
        "Kreatinin og CRP tas hos oss før timen.",
        "Svaret på biopsien følger vi opp, og vi ringer pasienten.",
        "Sykmelding er skrevet av oss for hele perioden.",
        "Vi har bestilt drosje til kontrollen her.",
        "Vi har henvist til hudlege.",
        "Usikkert om det er grunnlag for utredning hos hudlege; vi ber fastlegen vurdere det.",
        "Ved forverring tar hun kontakt med fastlegen.",
        "Fastlegen henviste henne hit i mai.",
        "Kopi sendes fastlegen til orientering.",
    ],
)
def test_nobody_is_accused_where_the_gp_is_not_asked(reader: Reader, spared: str) -> None:
    assert on_gp(reader, spared) == set()


def test_a_request_over_two_sentences_is_read_together(reader: Reader) -> None:
    found = on_gp(reader, "Sykmelding er ikke skrevet av oss. Den må fastlegen hans ta seg av.")

    assert found & {"write_sick_note", "cover_absolute_need"}


def test_the_words_that_weighed_lie_in_the_sentence(reader: Reader) -> None:
    text = "Fastlegen bes kalle inn pasienten til kontroll."

    words = [text[start:end] for start, end in reader.model.weighty_words(text, "", "2.2.5:brutt")]

    assert "kalle" in words or "inn" in words or "bes" in words


def test_empty_text_holds_nothing(reader: Reader) -> None:
    assert reader.read("").assignments == ()


@pytest.mark.parametrize("text", ["a" * 20_000, "Fastlegen bes " * 2_000, ". " * 10_000, "\n" * 20_000, "(" * 20_000])
def test_strange_text_is_read_in_linear_time(reader: Reader, text: str) -> None:
    assert len(reader.read(text).sentences) < 20_001
