"""Texts made to be slow: no pattern and no loop of the guard grows faster than the text."""

import re
from collections.abc import Callable
from time import thread_time

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


def work(run: Callable[[], object], enough: float) -> float:
    """What it costs in turns of a yardstick, some 10 ms of the same thread: a busy machine slows both.

    The least of three, unless one is under `enough`; 0 for what is far under it.
    """
    least = float("inf")
    for _ in range(3):
        started = thread_time()
        run()
        between = thread_time()
        if between - started < enough * 0.005:
            return 0
        sum(each * each % 7 for each in range(100_000))
        least = min(least, (between - started) / (thread_time() - between))
        if least < enough:
            break
    return least


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hostile_text_costs_little_more_than_an_ordinary_one(guard: Guard, seed: str) -> None:
    half, whole = ((seed * LENGTH)[: LENGTH // 2], (seed * LENGTH)[:LENGTH])

    # Twice the text may not cost four times as much; what is too quick to measure passes.
    spent = work(lambda: guard.check(whole), 15)
    assert spent < 15 or spent < min(100, 4 * max(work(lambda: guard.check(half), 0), 5))


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
        assert work(lambda: sum(1 for _ in pattern.finditer(text)), 100) < 100, seed  # noqa: B023


def test_every_cue_of_several_words_is_quick_too(guard: Guard) -> None:
    text = "".join((seed * LENGTH)[: LENGTH // 20] for seed in SEEDS)
    for odd in guard.cues.odd.values():
        for _, pattern in odd:
            assert work(lambda: sum(1 for _ in pattern.finditer(text)), 100) < 100, pattern.pattern  # noqa: B023
