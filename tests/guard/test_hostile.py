"""Texts made to be slow: no pattern and no loop of the guard grows faster than the text."""

from time import process_time

import pytest

from samhandling.guard import Guard

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

    assert cost(whole) < 2.0
    # Twice the text may not cost four times as much; what is too quick to measure passes.
    assert min(cost(whole), cost(whole)) < 3 * max(cost(half), 0.05)
