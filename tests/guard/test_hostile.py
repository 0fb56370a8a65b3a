"""Texts made to be slow: no pattern and no loop of the guard grows faster than the text."""

import re
from time import process_time

import pytest

from samhandling.guard import (
    Guard,
    candidates,
    contacts,
    cues,
    dates,
    lexicon,
    names,
    numbers,
    plain,
    tagger,
    terms,
)

LENGTH = 20_000
SEEDS = (
    "a",
    "A ",
    "1 ",
    "1",
    "Aa.",
    "1.",
    "a@",
    "a.b@",
    "Aa Bb ",
    "&#1",
    "&#1;",
    "null ",
    "-",
    "Ola ",
    "12 ",
    "A.",
    "f. ",
    "a'",
    "\n",
    "pasient ",
    "A-",
    "Ola Nordmann ",
    "0047 ",
    "DUF ",
    "gata 1 ",
    "Aa gate ",
    "+4 ",
    "jan ",
    "1. januar ",
    "postboks ",
    "0 1 2 3 4 5 6 7 8 9 ",
    "(",
    "\u00ad",
    "&",
    "o0",
    "Dr. ",
    "1-",
    "@",
    "Aaa-Bbb-",
)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hostile_text_costs_little_more_than_an_ordinary_one(guard: Guard, seed: str) -> None:
    half, whole = ((seed * LENGTH)[: LENGTH // 2], (seed * LENGTH)[:LENGTH])

    def cost(text: str) -> float:
        started = process_time()
        guard.check(text)
        return process_time() - started

    # Twice the text may not cost four times as much; what is too quick to measure passes.
    spent = cost(whole)
    assert spent < 0.15 or min(spent, cost(whole), cost(whole)) < min(1.0, 4 * max(cost(half), 0.05))


MODULES = (candidates, contacts, cues, dates, names, numbers, plain, tagger, terms, lexicon)
PATTERNS = {
    f"{module.__name__.rsplit('.', 1)[-1]}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_is_slow_on_any_hostile_text(name: str) -> None:
    pattern = PATTERNS[name]

    for seed in SEEDS:
        text = (seed * LENGTH)[:LENGTH]
        started = process_time()
        for _ in pattern.finditer(text):
            pass
        assert process_time() - started < 1.0, seed


def test_every_cue_of_several_words_is_quick_too(guard: Guard) -> None:
    text = "".join((seed * LENGTH)[: LENGTH // 20] for seed in SEEDS)
    for odd in guard.cues.odd.values():
        for _, pattern in odd:
            started = process_time()
            for _ in pattern.finditer(text):
                pass
            assert process_time() - started < 1.0, pattern.pattern
