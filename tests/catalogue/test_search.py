"""Finding rules by numbers, words, stems and beginnings, in the rulebook there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.catalogue.content import Rulebook, in_number_order
from samhandling.catalogue.search import Search, highlight
from samhandling.search.words import stem


@pytest.fixture(scope="module")
def search(book: Rulebook) -> Search:
    return Search(book)


def found(search: Search, query: str) -> list[str]:
    return [statement.number for statement in search.find(query)]


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


def test_an_empty_question_gives_every_rule_in_the_order_of_its_number(search: Search, book: Rulebook) -> None:
    assert found(search, "") == [statement.number for statement in book.statements]
    assert found(search, "  ,;!") == found(search, "")


def test_a_number_finds_itself_first_and_then_what_stands_under_it(search: Search) -> None:
    assert found(search, "2.2.3") == ["2.2.3"]
    assert found(search, "2.1.6b") == ["2.1.6"]
    assert found(search, "2.4.3") == ["2.4.3", "2.4.3.1", "2.4.3.2"]
    assert found(search, "2.2") == ["2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.2.5"]
    assert found(search, "2.") == found(search, "2")
    assert found(search, "2.2.33") == []


def test_a_number_and_a_word_together_narrow_the_list(search: Search) -> None:
    assert found(search, "2.2 multidose") == ["2.2.3"]


def test_a_hit_in_the_heading_goes_before_a_hit_in_the_text(search: Search, book: Rulebook) -> None:
    order = search.find("multidose")
    in_heading = ["multidose" in str(statement.heading).lower() for statement in order]
    assert in_heading == sorted(in_heading, reverse=True)
    assert {"2.2.3", "2.3.3.5"} <= {statement.number for statement in order}


@pytest.mark.parametrize(
    ("typed", "number"), [("multid", "2.2.3"), ("timebest", "2.2.4"), ("sykm", "2.5.1"), ("røntg", "1.7")]
)
def test_the_beginning_of_a_compound_is_enough_while_typing(search: Search, typed: str, number: str) -> None:
    assert number in found(search, typed)


@pytest.mark.parametrize("words", ["sykmelding sjukmelding", "henvisning tilvising", "sykehjem sjukeheim"])
def test_both_written_languages_find_the_same(search: Search, words: str) -> None:
    one, other = (found(search, word) for word in words.split())
    assert one
    assert one == other


def test_every_word_must_be_there(search: Search) -> None:
    both = found(search, "fastlegen innkalling")
    assert "2.2.5" in both
    assert set(both) == set(found(search, "fastlegen")) & set(found(search, "innkalling"))
    assert found(search, "fastlegen romferge") == []


def test_a_misspelt_word_gets_a_near_one(search: Search) -> None:
    assert "sykmelding" in search.near("sykmeddling")
    assert search.near("qqqqqq") == []


def test_the_words_found_are_marked_whole_and_the_text_stays_the_same() -> None:
    pieces = highlight("Sykmeldingen varer. Første sykmelding.", "sykmelding 2.1")
    assert [piece.text for piece in pieces if piece.hit] == ["Sykmeldingen", "sykmelding"]


@given(st.text(max_size=80), st.text(max_size=20))
def test_marking_never_changes_a_text(text: str, query: str) -> None:
    assert "".join(piece.text for piece in highlight(text, query)) == text


@given(st.text(max_size=60))
def test_no_question_breaks_the_search(search: Search, query: str) -> None:
    search.find(query)
    search.near(query)


def test_numbers_sort_part_by_part() -> None:
    numbers = ["2.10", "2.1.6b", "2.9", "2.1.6a", "2.1.10", "2.1.6", "8"]
    assert sorted(numbers, key=in_number_order) == ["2.1.6", "2.1.6a", "2.1.6b", "2.1.10", "2.9", "2.10", "8"]
