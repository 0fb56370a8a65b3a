"""The tagger finds persons' names of many origins and leaves drugs, places and headings alone."""

import threading
from pathlib import Path

import pycrfsuite
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.guard.lexicon import Lexicon
from samhandling.guard.tagger import FLOOR, MODEL, Tagger, tokens
from samhandling.paths import data

FOLDER = data("rules") / "guard" / "names"
LEXICON = Lexicon.load(FOLDER)
TAGGER = Tagger.load(FOLDER, LEXICON)
SURE = 0.5


def names_in(text: str) -> list[str]:
    cut = tokens(text)
    found = TAGGER.persons([text[start:end] for start, end in cut])
    return [text[cut[start][0] : cut[end - 1][1]] for start, end, probability in found if probability >= SURE]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Pasienten Turid Fossbakken fikk ikke time.", ["Turid Fossbakken"]),
        ("Dottera Fadumo ringde legekontoret i går.", ["Fadumo"]),
        ("Timen til Thi Hoa Pham ble avlyst.", ["Thi Hoa Pham"]),
        ("Fru Krasniqi møtte uten innkalling.", ["Krasniqi"]),
        ("Epikrisen for Selvarani Thurairajah kom fem uker for sent.", ["Selvarani Thurairajah"]),
        ("Dr. Øverås ved Kirurgisk avdeling svarte ikke.", ["Øverås"]),
        ("pasienten turid fossbakken fikk ikke time.", ["turid fossbakken"]),
    ],
)
def test_names_of_many_origins_are_found(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def test_a_name_on_no_list_is_found_by_what_stands_around_it() -> None:
    for name in ("Zhorvalik Quenbertsson", "Ubtrimwe Ndakaz"):
        assert not any(LEXICON.is_first_name(part) or LEXICON.is_last_name(part) for part in name.split())
        assert names_in(f"Pasienten {name} ble sendt hjem uten medisinliste.") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Eliquis og Marevan ble seponert ved Haukeland.",
        "Kjent Parkinsons sykdom, følges på Lovisenberg.",
        "Fastlegen i Hole fikk ikke epikrisen.",
        "Konsekvens: Forsinket behandling.",
        "Vi mottok ingen henvisning fra Nordfjell sykehus HF.",
        "Mor ringte poliklinikken to ganger.",
        "MANGLENDE EPIKRISE FRA MEDISINSK AVDELING",
        "Meldinga ligg i Helsenorge, men ikkje i DIPS.",
    ],
)
def test_drugs_places_units_and_headings_are_no_persons(text: str) -> None:
    assert names_in(text) == []


def test_nothing_is_said_of_nothing() -> None:
    assert TAGGER.persons(()) == ()


@settings(max_examples=150)
@given(st.lists(st.text(min_size=1, max_size=12), max_size=30))
def test_ranges_are_in_order_do_not_overlap_and_have_probabilities(words: list[str]) -> None:
    end_before = 0
    for start, end, probability in TAGGER.persons(words):
        assert end_before <= start < end <= len(words)
        assert FLOOR <= probability <= 1.000001
        end_before = end


@given(st.text(max_size=60))
def test_tokens_cover_everything_but_blanks(text: str) -> None:
    covered = {position for start, end in tokens(text) for position in range(start, end)}
    assert all(text[position].isspace() for position in set(range(len(text))) - covered)


def test_several_threads_get_the_same_answers_as_one() -> None:
    texts = [f"Pasienten {name} ble utskrevet." for name in ("Kari Moe", "Ola Lund", "Aisha Ali", "Piotr Nowak")] * 10
    alone = [names_in(text) for text in texts]
    answers: dict[int, list[str]] = {}
    threads = [
        threading.Thread(target=lambda number=number: answers.update({number: names_in(texts[number])}))  # type: ignore[misc]
        for number in range(len(texts))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answers[number] for number in range(len(texts))] == alone


def test_the_model_holds_no_word_that_is_not_an_ordinary_lower_case_one() -> None:
    model = pycrfsuite.Tagger()
    model.open(str(FOLDER / MODEL))
    for feature, _ in model.info().state_features:
        name, _, value = feature.partition("=")
        if name.endswith("w") and value.isalpha():
            assert value.islower(), feature
            assert LEXICON.is_word(value) or len(value) == 1, feature
        elif name.lstrip("12+*").startswith(("e", "b")):
            assert len(value) <= 3, feature


def test_no_name_stays_in_memory_after_a_text_was_read() -> None:
    names_in("Pasienten Turid Fossbakken ble sendt hjem.")
    assert not {"turid", "fossbakken"} & {word.lower() for word in TAGGER._features._known}


def test_a_folder_without_the_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cues.yaml").write_text("{}", "utf-8")
    with pytest.raises(OSError, match=MODEL):
        Tagger.load(tmp_path, LEXICON)
