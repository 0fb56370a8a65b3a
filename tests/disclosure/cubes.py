"""Invented reports to attack: cubes of rule × unit × municipality with random sizes, sparse as small areas are."""

import random
from dataclasses import dataclass

from samhandling.disclosure import Dimension, Insider, Measure, Number, Publication, Record, Table, publish

TABLES = (
    Table("regel og enhet", ("rule", "unit")),
    Table("regel og kommune", ("rule", "municipality")),
    Table("enhet og kommune", ("unit", "municipality"), shares=True),
    Table("kapittel og enhet", ("chapter", "unit")),
    Table("kommune", ("municipality",)),
    Table("minutter", ("unit",), measure=Measure.AMOUNT),
    Table("alt", ("rule", "unit", "municipality")),
)


@dataclass(frozen=True, slots=True)
class Cube:
    dimensions: tuple[Dimension, ...]
    records: tuple[Record, ...]
    tables: tuple[Table, ...]

    def publish(
        self, insiders: tuple[Insider, ...] = (), ledger: tuple[Number, ...] = (), name: str = "1"
    ) -> Publication:
        return publish(
            self.records, self.tables, self.dimensions, publication=name, insiders=insiders, ledger=ledger
        )


def dimensions(rules: int, units: int, municipalities: int) -> tuple[Dimension, ...]:
    return (
        Dimension("rule", ("rule", "chapter"), tuple((f"{1 + at % 3}.{at}", f"{1 + at % 3}") for at in range(rules))),
        Dimension("unit", ("unit", "kind"), tuple((f"u{at}", ("avtale", "sykehus")[at % 2]) for at in range(units))),
        Dimension("place", ("municipality",), tuple((f"k{at}",) for at in range(municipalities))),
    )


def cube(seed: int) -> Cube:
    """Up to 7 × 4 × 4 combinations, 10 to 400 cases of which most lie in few of them, 1 to 6 offices a municipality."""
    chance = random.Random(seed)  # noqa: S311
    shape = (chance.randint(3, 7), chance.randint(2, 4), chance.randint(2, 4))
    weights = [[chance.random() ** 2 + 0.02 for _ in range(size)] for size in shape]
    offices = [chance.randint(1, 6) for _ in range(shape[2])]
    made = dimensions(*shape)
    records = []
    for _ in range(int(10 * 40 ** chance.random())):
        rule, unit, place = (chance.choices(range(size), each)[0] for size, each in zip(shape, weights, strict=True))
        office = f"k{place}-{chance.randrange(offices[place])}"
        codes = (made[0].paths[rule][0], made[1].paths[unit][0], made[2].paths[place][0])
        records.append(Record(codes, office, chance.choice((None, 5, 10, 20, 45))))
    return Cube(made, tuple(records), tuple(chance.sample(TABLES, chance.randint(2, 3))))
