"""Letters cut to sentences: headings, lists, hard-wrapped lines, and places that count code points of the letter."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.language.segment import Headed, segment
from samhandling.language.vocabulary import load_vocabulary
from samhandling.paths import data

VOCABULARY = load_vocabulary(data("rules") / "language" / "vocabulary.yaml")


def sentences(text: str) -> list[str]:
    return [sentence.text for sentence in segment(text, VOCABULARY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hun har det bra. Ny time i mai.", ["Hun har det bra.", "Ny time i mai."]),
        ("Tatt av pas. Selv om ktr. er i mai.", ["Tatt av pas. Selv om ktr. er i mai."]),
        ("Kontroll 12. mai hos oss. Deretter hos fastlegen.", ["Kontroll 12. mai hos oss.", "Deretter hos fastlegen."]),
        ("Sykmeldt til 11.03. Deretter full jobb.", ["Sykmeldt til 11.03.", "Deretter full jobb."]),
        ("Dose 2.5 mg daglig.", ["Dose 2.5 mg daglig."]),
    ],
)
def test_a_full_stop_ends_a_sentence_only_where_a_sentence_ends(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_heading_is_no_sentence_and_heads_what_follows() -> None:
    (one, two) = segment("Plan:\nKontroll hos oss i mai.\n\nMedisiner: Paracet 1 g x 3", VOCABULARY)

    assert (one.heading, one.kind, one.before) == ("Plan", "plan", "Plan")
    assert (two.heading, two.kind, two.text) == ("Medisiner", "drugs", "Paracet 1 g x 3")


def test_each_line_of_a_list_is_a_sentence_under_its_heading() -> None:
    found = segment("Videre:\n- Blodprøver om to uker\n- Time hos oss i mai", VOCABULARY)

    assert [(s.text, s.bullet, s.before) for s in found] == [
        ("Blodprøver om to uker", True, "Videre"),
        ("Time hos oss i mai", True, "Videre"),
    ]


def test_a_hard_wrapped_paragraph_is_read_as_one() -> None:
    wrapped = "Pasienten skal til kontroll hos fastlegen om fire uker etter avsluttet\nbehandling for kontroll av CRP."

    assert sentences(f"{wrapped} Ring ved feber.") == [wrapped, "Ring ved feber."]


def test_prose_after_a_blank_line_leaves_the_list_of_drugs() -> None:
    found = segment("Medisiner:\nParacet 1 g x 3\n\nPasienten er sykmeldt av oss til 14. mai i år.", VOCABULARY)

    assert [s.kind for s in found] == ["drugs", "body"]


def test_a_messages_own_headings_hold_for_their_parts() -> None:
    text = "Kontroll i mai.\n\nFurix 20 mg"
    parts = [Headed(0, 15, "Planer", "plan"), Headed(17, len(text), "Legemidler", "drugs")]

    assert [(s.kind, s.heading, s.text) for s in segment(text, VOCABULARY, parts)] == [
        ("plan", "Planer", "Kontroll i mai."),
        ("drugs", "Legemidler", "Furix 20 mg"),
    ]


@given(st.text(alphabet="abcÆØ .:;!?\n-•1234567890()«»", max_size=300))
def test_places_lie_in_the_letter_in_order_and_hold_the_sentence(text: str) -> None:
    found = segment(text, VOCABULARY)

    assert all(text[s.start : s.end] == s.text and s.text.strip() == s.text for s in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
