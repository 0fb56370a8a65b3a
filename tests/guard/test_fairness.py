"""The guard protects people whatever the origin of their names, and leaves alone the texts its users write."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bench.origins import ORIGINS, protected, without_lists
from samhandling.guard import Guard
from tests.shared import SHARED

NAMES: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("unlisted_names.yaml").read_text("utf-8"))
TEMPLATES = (
    "Pasienten {} ble skrevet ut uten epikrise.",
    "Epikrisen til {} kom tre uker for sent.",
    "Vi fikk beskjed fra {} om at timen var flyttet.",
    "Det gjelder {}, som møtte på poliklinikken i mars.",
    "Avdelingen ringte {} to ganger uten svar.",
    "Fru {} ventet på resept.",
)
LEAST = 0.95
LEAST_UNLISTED = 0.9
EACH = 10


@pytest.fixture(scope="session")
def unlisting(guard: Guard) -> Guard:
    return without_lists(guard)


@pytest.mark.parametrize("origin", NAMES)
def test_names_of_every_origin_are_asked_about_or_blocked(guard: Guard, origin: str) -> None:
    missed = [
        (name, template)
        for name in NAMES[origin]
        for template in TEMPLATES
        if not any(hit.level in ("block", "warn") for hit in guard.check(template.format(name)))
    ]

    assert 1 - len(missed) / (len(NAMES[origin]) * len(TEMPLATES)) >= LEAST, missed


@pytest.mark.parametrize("origin", ORIGINS)
def test_names_are_found_by_a_guard_that_knows_no_name(unlisting: Guard, origin: str) -> None:
    """The lists hold names of these origins; emptied, they stand for everyone whose name is in no list."""
    asked = [share.asked for share in protected(unlisting, origin, EACH)]

    assert sum(asked) / len(asked) >= LEAST_UNLISTED


@pytest.mark.parametrize("origin", ORIGINS)
def test_names_that_are_listed_are_found_whatever_their_origin(guard: Guard, origin: str) -> None:
    asked = [share.asked for share in protected(guard, origin, EACH)]

    assert sum(asked) / len(asked) >= LEAST


@pytest.mark.skipif(SHARED is None, reason="the shared demo texts are not here")
def test_the_texts_of_the_demo_raise_next_to_no_alarm(guard: Guard) -> None:
    assert SHARED is not None
    texts = list(strings(json.loads((SHARED / "domain" / "demo.json").read_text("utf-8"))))
    alarmed = [text for text in texts if any(hit.level != "advice" for hit in guard.check(text))]

    assert len(texts) > 500
    assert len(alarmed) / len(texts) <= 0.03, alarmed


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)
