"""Random documents over the fields that some rules read: what the study measured with, 5 % of the fields left out."""

import random
from collections.abc import Iterable

from samhandling.rules.cel.types import Type
from samhandling.rules.model import Rule
from samhandling.rules.schema import Schema

MISSING = 0.05
_DAYS = ("2026-01-10", "2026-01-14", "2026-01-15", "2026-02-01")
_WORDS = ("kontroll av blodtrykk", "om 4 uker", "nyoppdaget forkammerflimmer", "Hjerteseksjonen", "alu")


def documents(schema: Schema, rules: Iterable[Rule], kind: str, count: int, seed: int) -> list[dict[str, object]]:
    """Documents of one kind with every field the rules about it read."""
    rng = random.Random(seed)  # noqa: S311
    read = {
        path.split("[")[0].split(".")[0]
        for rule in rules
        if kind in rule.documents
        for condition in (rule.applies, rule.requires)
        if condition is not None
        for path in condition.fields
    }
    fields = {name: field for name, field in schema.document.fields.items() if name in read}
    return [_record(fields, rng) for _ in range(count)]


def _record(fields: dict[str, Type], rng: random.Random) -> dict[str, object]:
    return {name: _value(field, rng) for name, field in fields.items() if rng.random() >= MISSING}


def _value(kind: Type, rng: random.Random) -> object:
    match kind.kind:
        case "bool":
            return rng.random() < 0.5
        case "int":
            return rng.choice([0, 1, 10, 60, 180])
        case "enum":
            return rng.choice(kind.members)
        case "date":
            return rng.choice(_DAYS)
        case "datetime":
            return rng.choice(_DAYS) + rng.choice(["", "T08:30", "T23:59:00"])
        case "list" if kind.of is not None:
            return [_value(kind.of, rng) for _ in range(rng.choice([0, 1, 2, 3]))]
        case "record":
            return _record(dict(kind.fields), rng)
        case _:
            return rng.choice(_WORDS)
