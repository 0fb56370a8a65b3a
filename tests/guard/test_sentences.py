"""Sentences of our own: what must be stopped, what must be asked about, and what must be left alone."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from samhandling.guard import Guard, Hit

SENTENCES: dict[str, list[Any]] = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text("utf-8"))


def over(guard: Guard, text: str, words: str) -> list[Hit]:
    start = text.index(words)
    return [hit for hit in guard.check(text) if hit.start < start + len(words) and start < hit.end]


@pytest.mark.parametrize(("text", "words"), SENTENCES["block"])
def test_what_points_at_a_patient_is_blocked(guard: Guard, text: str, words: str) -> None:
    assert "block" in {hit.level for hit in over(guard, text, words)}


@pytest.mark.parametrize(("text", "words"), SENTENCES["warn"])
def test_what_may_be_a_name_is_asked_about(guard: Guard, text: str, words: str) -> None:
    assert {hit.level for hit in over(guard, text, words)} & {"warn", "block"}


@pytest.mark.parametrize("text", SENTENCES["none"])
def test_what_the_work_needs_to_say_is_left_alone(guard: Guard, text: str) -> None:
    assert [(hit.kind, text[hit.start : hit.end]) for hit in guard.check(text) if hit.level != "advice"] == []
