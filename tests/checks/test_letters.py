"""The letters to try the check with are whole, invented, and named in both languages."""

import re

from samhandling.checks.form import KINDS
from samhandling.checks.letters import load_letters
from samhandling.paths import data

LETTERS = load_letters(data("rules") / "nfa-2018" / "letters")


def test_there_are_four_of_three_kinds_with_names_in_both_languages() -> None:
    assert [letter.id for letter in LETTERS] == [
        "epikrise-med-avvik",
        "epikrise-uten-avvik",
        "poliklinisk-notat",
        "henvisning",
    ]
    for letter in LETTERS:
        assert letter.values.kind in KINDS
        assert all([letter.title.nb, letter.title.nn, letter.lead.nb, letter.lead.nn, letter.values.text])


def test_no_letter_holds_an_identity_number_and_phone_numbers_do_not_exist() -> None:
    for letter in LETTERS:
        assert not re.search(r"\d{11}|\d{6} ?\d{5}", letter.values.text)
        assert all(number.startswith("12") for number in re.findall(r"\b\d{2} \d{2} \d{2} \d{2}\b", letter.values.text))
