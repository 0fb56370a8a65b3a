"""Forty-four labelled letters by a hand the training has never seen: the guard of judgement in free text.

Labels follow `README.md` beside this file. Bounds are set below what was seen (figures in docs/maaling.md), so that a
change that
makes reading worse is noticed, and so that false accusations are noticed first.
"""

import collections
import json
import re
from pathlib import Path

import pytest

from samhandling.checks.judging import Judge, Task

LETTERS = [
    json.loads(line) for line in (Path(__file__).parent / "letters.jsonl").read_text("utf-8").split("\n") if line
]
REPEATS = {"1.7c", "2.2.1a", "2.2.1b", "2.3.3.5b", "2.4.1b", "2.5.4c"}  # say on a letter what another rule says


@pytest.fixture(scope="module")
def said(judge: Judge) -> dict[str, dict[str, set[str]]]:
    """Outcomes by letter and recommendation."""
    answers = {}
    for letter in LETTERS:
        task = Task(content=letter["text"].encode(), kind=letter["type"], context=letter["context"])
        outcomes = collections.defaultdict(set)
        for finding in judge(task).findings:
            if finding.rule not in REPEATS:
                outcomes[re.sub(r"[a-z]+$", "", finding.rule)].add(finding.outcome)
        answers[letter["id"]] = outcomes
    return answers


def labelled(letter: dict, status: str) -> set[str]:
    return {label["rec"] for label in letter["expected"] if label["status"] == status}


def accused(outcomes: dict[str, set[str]]) -> set[str]:
    return {number for number, seen in outcomes.items() if "broken" in seen}


def test_few_accusations_are_false(said: dict[str, dict[str, set[str]]]) -> None:
    scored = {label["rec"] for letter in LETTERS for label in letter["expected"]}
    pairs = [(accused(said[letter["id"]]) & scored, labelled(letter, "brutt")) for letter in LETTERS]

    right = sum(len(claimed & true) for claimed, true in pairs)
    wrong = sum(len(claimed - true) for claimed, true in pairs)

    assert right / (right + wrong) >= PRECISION


def test_most_breaches_are_found(said: dict[str, dict[str, set[str]]]) -> None:
    pairs = [(accused(said[letter["id"]]), labelled(letter, "brutt")) for letter in LETTERS]

    assert sum(len(claimed & true) for claimed, true in pairs) / sum(len(true) for _, true in pairs) >= RECALL


def test_nearly_every_letter_without_a_breach_is_left_in_peace(said: dict[str, dict[str, set[str]]]) -> None:
    clean = [letter for letter in LETTERS if not labelled(letter, "brutt")]

    alarmed = [letter["id"] for letter in clean if accused(said[letter["id"]])]

    assert len(alarmed) <= ALARMED, alarmed


PRECISION, RECALL, ALARMED = 0.9, 0.55, 2
