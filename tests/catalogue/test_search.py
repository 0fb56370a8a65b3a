"""Finding rules by numbers, words, stems and beginnings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.catalogue.content import in_number_order
from samhandling.catalogue.search import Search, highlight
from samhandling.catalogue.stemming import stem
from tests.standin.rulebook import rulebook

SEARCH = Search(rulebook())


def found(query: str) -> list[str]:
    return [statement.number for statement in SEARCH.find(query)]


@pytest.mark.parametrize(
    "words",
    [
        "sykmelding sykmeldingen sykmeldinger sjukmelding sjukmeldinga sjukmeldingar sykemelding",
        "fastlege fastlegen fastleger fastlegar fastlegane",
        "sykehjem sykehjemmet sjukeheim",
        "henvisning henvisningen tilvising tilvisinga",
        "legemiddel legemidler medisin medisiner medikament",
        "prøve prøver prøvene prøvar prøvane",
        "oppgave oppgaver oppgåve oppgåver",
    ],
)
def test_forms_of_one_word_in_both_written_languages_have_one_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("kommunelege", "kommune"), ("medisinsk", "medisin"), ("time", "timer")])
def test_words_that_only_look_alike_keep_apart_or_meet_as_they_should(one: str, other: str) -> None:
    assert (stem(one) == stem(other)) is (one == "time")


def test_an_empty_question_gives_every_rule_in_the_order_of_its_number() -> None:
    assert found("") == [statement.number for statement in rulebook().statements]
    assert found("  ,;!") == found("")


def test_a_number_finds_itself_first_and_then_what_stands_under_it() -> None:
    assert found("2.2.3") == ["2.2.3"]
    assert found("2.1.6b") == ["2.1.6"]
    assert found("2.2") == ["2.2.3", "2.2.4", "2.2.5"]
    assert found("2.") == found("2")
    assert "2.2.3" not in found("2.2.33")


def test_a_hit_in_the_heading_goes_before_a_hit_in_the_text() -> None:
    assert found("multidose")[0] in ("2.2.3", "2.3.3.5")
    assert found("legemiddelliste")[:2] == ["1.4", "2.3.3.2"]


def test_the_beginning_of_a_compound_is_enough_while_typing() -> None:
    for typed in ("multid", "time", "sykm", "innk"):
        assert found(typed), typed
    assert "2.2.4" in found("timebest")


def test_every_word_must_be_there() -> None:
    assert found("fastlegen innkalling") == ["2.2.5"]
    assert found("fastlegen romferge") == []


def test_a_misspelt_word_gets_a_near_one() -> None:
    assert "sykmelding" in SEARCH.near("sykmeddling")
    assert SEARCH.near("qqqqqq") == []


def test_the_words_found_are_marked_whole_and_the_text_stays_the_same() -> None:
    pieces = highlight("Sykmeldingen varer. Første sykmelding.", "sykmelding 2.1")
    assert [piece.text for piece in pieces if piece.hit] == ["Sykmeldingen", "sykmelding"]


@given(st.text(max_size=80), st.text(max_size=20))
def test_marking_never_changes_a_text(text: str, query: str) -> None:
    assert "".join(piece.text for piece in highlight(text, query)) == text


@given(st.text(max_size=60))
def test_no_question_breaks_the_search(query: str) -> None:
    SEARCH.find(query)
    SEARCH.near(query)


def test_numbers_sort_part_by_part() -> None:
    numbers = ["2.10", "2.1.6b", "2.9", "2.1.6a", "2.1.10", "2.1.6", "8"]
    assert sorted(numbers, key=in_number_order) == ["2.1.6", "2.1.6a", "2.1.6b", "2.1.10", "2.9", "2.10", "8"]
