"""The guard protects people whatever the origin of their names: names from no list, sixteen origins, six sentences."""

from pathlib import Path

import pytest
import yaml

from samhandling.guard import Guard

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


@pytest.mark.parametrize("origin", NAMES)
def test_names_of_every_origin_are_asked_about_or_blocked(guard: Guard, origin: str) -> None:
    missed = [
        (name, template)
        for name in NAMES[origin]
        for template in TEMPLATES
        if not any(hit.level in ("block", "warn") for hit in guard.check(template.format(name)))
    ]

    assert 1 - len(missed) / (len(NAMES[origin]) * len(TEMPLATES)) >= LEAST, missed
