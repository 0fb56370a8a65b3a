"""The lexicon tells names, words, places and health terms apart, of many origins and in both language forms."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.guard.lexicon import Lexicon, plain
from samhandling.paths import data

FOLDER = data("rules") / "guard" / "names"
LEXICON = Lexicon.load(FOLDER)


def listed(words: str) -> list[str]:
    return words.split()


@pytest.mark.parametrize(
    "name",
    listed(
        "Kari Øystein Ingvild Máret Aisha Abdirahman Zainab Berivan Farzaneh Harpreet Dilaxshi Nguyệt Feven Somchai "
        "Maricel Amela Katarzyna Živilė Volodymyr Aminata Ximena Xiaoming Oleksandr Ayşe"
    ),
)
def test_first_names_of_every_large_origin_are_known(name: str) -> None:
    assert LEXICON.is_first_name(name)


@pytest.mark.parametrize(
    "name",
    listed(
        "Hansen Haugland Ødegård Gaup Al-Hassan Warsame Barzani Ahmadzai Qureshi Sivakumar Nguyen Ghebremedhin "
        "Macaraeg Hodžić Krasniqi Wiśniewska Kazlauskienė Shevchenko Ceesay Gutiérrez Zhang Yılmaz"
    ),
)
def test_last_names_of_every_large_origin_are_known(name: str) -> None:
    assert LEXICON.is_last_name(name)


def test_a_name_is_known_in_any_case_in_the_genitive_with_a_hyphen_and_without_its_accents() -> None:
    assert LEXICON.is_first_name("kari")
    assert LEXICON.is_first_name("KARI")
    assert LEXICON.is_first_name("Karis")
    assert LEXICON.is_first_name("Hans’")
    assert LEXICON.is_first_name("Kari-Ingvild")
    assert LEXICON.is_last_name("Wisniewski")
    assert not LEXICON.is_first_name("Kari-Epikrise")


@pytest.mark.parametrize(
    "word",
    listed(
        "epikrise epikrisen tilvising henvisningen utskrivning utskriving ikkje sjukehuset medisinliste "
        "legemiddellisten dosering oppfølging heimetenesta blodprøvesvar polikliniske i å på"
    ),
)
def test_ordinary_words_of_both_language_forms_are_words(word: str) -> None:
    assert LEXICON.is_word(word)


def test_compounds_that_no_list_holds_are_words() -> None:
    assert LEXICON.is_word("epikrisemangelen")
    assert LEXICON.is_word("henvisningsbekreftelse")


@pytest.mark.parametrize("name", listed("solheim haugland nguyen abdirahman solveig ingvild hansen kristoffersen"))
def test_names_are_no_words_however_much_they_look_like_compounds(name: str) -> None:
    assert not LEXICON.is_word(name)


@pytest.mark.parametrize(
    "place",
    listed(
        "Oslo Karasjok Hole Stord Lier Longyearbyen Vestland Sverige Somalia Kalnes Havnes Lyngholmen Elvdalen Skarvøy "
        "Storfjell Nordfjell Bergens Møre"
    ),
)
def test_places_are_known(place: str) -> None:
    assert LEXICON.is_place(place)


@pytest.mark.parametrize(
    "term",
    listed(
        "eliquis marevan metoprolol apiksaban semaglutid crohns parkinsons lasègue bechterews wolff-parkinson-white "
        "holter-registrering helsenorge dips nav kjernejournal synergi lovisenberg ahus fürst albyl-e"
    ),
)
def test_health_terms_are_known(term: str) -> None:
    assert LEXICON.is_health_term(term)


def test_a_drug_that_no_list_holds_is_known_by_its_ending() -> None:
    assert LEXICON.is_health_term("brevotinib")
    assert LEXICON.is_health_term("luxosartan")


@pytest.mark.parametrize("name", listed("kari hansen valentin abdirahman solheim martin murphy"))
def test_common_names_are_no_health_terms(name: str) -> None:
    assert not LEXICON.is_health_term(name)


@given(st.text(max_size=20))
def test_every_look_up_answers_for_any_text(text: str) -> None:
    for look_up in (LEXICON.is_first_name, LEXICON.is_last_name, LEXICON.is_place):
        assert look_up(text) in (True, False)
    assert LEXICON.is_word(text.lower()) in (True, False)
    assert LEXICON.is_health_term(text.lower()) in (True, False)


@given(st.text(alphabet="abcdefæøåäöüłđéñşçžý", min_size=1, max_size=12))
def test_taking_accents_away_twice_changes_nothing_more(word: str) -> None:
    assert plain(plain(word)) == plain(word)


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"first\.marisa"):
        Lexicon.load(tmp_path)


def test_everything_committed_takes_less_than_six_megabytes() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < 6_000_000
