"""Invented areas of the size real ones have: 24 GP offices in 5 municipalities, 12 units of a hospital, and a year.

Most cases fall on few rules, few units and few offices, as in the demo. The year is published as it would be: its first
half, that half once more after late changes, the second half, the year.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from samhandling.areas.domain import Organisation
from samhandling.areas.kinds import OrganisationKind
from samhandling.areas.tables import OrganisationVersion
from samhandling.deviations.codes import Outcome
from samhandling.deviations.situations import SITUATIONS
from samhandling.disclosure import Limits, Number, Publication
from samhandling.reports.counting import Year, safe, told_of
from samhandling.reports.counts_repository import Counted
from samhandling.reports.dimensions import Places, Ruled
from samhandling.reports.periods import Period

YEAR = 2025
#: GP offices by municipality, and how many units the hospital has.
REAL, SMALL = ((9, 6, 4, 3, 2), 12), ((3, 2, 1), 4)
Size = tuple[tuple[int, ...], int]
SIZES = (20, 50, 100, 200, 400, 800, 1500)
_ENDS = (
    (52, Outcome.AGREED_WITH_MEASURE), (24, Outcome.AGREED), (6, Outcome.PARTLY), (5, Outcome.NOT_DEVIATION),
    (1, Outcome.UNANSWERED), (9, Outcome.MERGED), (3, Outcome.WITHDRAWN),
)  # fmt: skip


@dataclass(frozen=True)
class Area:
    """`hospital`, `offices`: ids, the one with most cases first."""

    known: dict[int, Organisation]
    hospital: tuple[int, ...]
    offices: tuple[int, ...]

    @property
    def places(self) -> Places:
        return Places(self.known, date(YEAR, 12, 31))


def area(seed: int, size: Size) -> Area:
    """A sixth of the offices have fewer than three doctors."""
    known: dict[int, Organisation] = {}

    def add(kind: OrganisationKind, parent: int | None, *, single: bool = False) -> int:
        made = len(known) + 1
        version = OrganisationVersion(name=f"{kind} {made}", single_person=single, valid_from=date(2018, 1, 1))
        known[made] = Organisation(made, kind, parent, None, "nb", 1, (version,))
        return made

    trust = add(OrganisationKind.HOSPITAL_TRUST, None)
    hospital = [add(OrganisationKind.HOSPITAL_UNIT, trust) for _ in range(size[1])]
    offices = []
    for many in size[0]:
        municipality = add(OrganisationKind.MUNICIPALITY, None)
        offices += [add(OrganisationKind.GP_OFFICE, municipality, single=at % 6 == 5) for at in range(many)]
    chance = random.Random(seed)  # noqa: S311
    return Area(known, tuple(chance.sample(hospital, len(hospital))), tuple(chance.sample(offices, len(offices))))


@dataclass
class Played:
    """The cases of a year as they stand on a day, and who was asked about each."""

    area: Area
    ruled: Ruled
    rows: dict[int, Counted]
    asked: dict[int, list[int]]
    ledger: list[Number] = field(default_factory=list)

    def year(self) -> Year:
        return told_of(self.rows.values(), self.asked, YEAR, self.area.places, self.ruled)

    def publish(self, period: Period, name: str = "") -> Publication:
        """Beside all that was published before."""
        found = safe(self.year(), period, Limits(), self.ledger)
        numbers = [replace(each, publication=name or period.code) for each in found.numbers]
        self.ledger += numbers
        return replace(found, numbers=tuple(numbers))


def played(seed: int, size: int, ruled: Ruled, of: Size = REAL) -> Played:
    """As it stands some days into the second half: what is older than two months is mostly ended."""
    chance, where = random.Random(seed), area(seed, of)  # noqa: S311
    rules = _rules(chance, ruled)
    rows, asked = {}, {}
    for number in range(1, size + 1):
        on = date(YEAR, 1, 1) + timedelta(days=chance.randrange(365))
        place, units = _who(chance, where)
        over = chance.random() < (0.95 if on.month < 5 else 0.3 if on.month < 7 else 0)
        rows[number] = Counted(
            id=number,
            on=on,
            statement=chance.choices(rules, [1 / (at + 2) for at in range(len(rules))])[0],
            outcome=_end(chance) if over else None,
            over=over,
            office=place,
            person=UUID(int=place),
            minutes=chance.choice((None, 5, 10, 15, 20, 30, 45, 60)),
        )
        asked[number] = units
    return Played(where, ruled, rows, asked)


def later(then: Played, seed: int) -> Played:
    """The same cases in January: most have ended, some rules and units were corrected, a few went elsewhere."""
    chance = random.Random(seed + 1)  # noqa: S311
    rules = _rules(chance, then.ruled)
    rows, asked = {}, dict(then.asked)
    for number, row in then.rows.items():
        if chance.random() < 0.005:
            continue
        now = row if row.over or chance.random() < 0.1 else replace(row, over=True, outcome=_end(chance))
        if chance.random() < 0.015:
            now = replace(now, statement=chance.choice(rules))
        if chance.random() < 0.01:
            asked[number] = [chance.choice(then.area.hospital)]
        if chance.random() < 0.01:
            now = replace(now, minutes=chance.choice((None, 25, 90)))
        rows[number] = now
    return Played(then.area, then.ruled, rows, asked, then.ledger)


def published(seed: int, size: int, ruled: Ruled, of: Size = REAL) -> Iterator[tuple[str, Played, Publication]]:
    """One after another, each beside those before it."""
    first = played(seed, size, ruled, of)
    yield "H1", first, first.publish(Period(YEAR, 1))
    last = later(first, seed)
    for name, period in (("H1-2", Period(YEAR, 1)), ("H2", Period(YEAR, 2)), ("year", Period(YEAR))):
        yield name, last, last.publish(period, name)


def _rules(chance: random.Random, ruled: Ruled) -> Sequence[str]:
    """Everyday ones first, then the others, so that most is reported of few."""
    usual = list(dict.fromkeys(each.rule for each in SITUATIONS.values() if each.rule in ruled.strengths))
    rest = [each for each in ruled.strengths if each not in usual]
    return (*usual, *chance.sample(rest, len(rest) // 2))


def _who(chance: random.Random, where: Area) -> tuple[int, list[int]]:
    """Who reports, and whom they ask: the offices mostly the hospital, the hospital one office or some."""
    both = (where.offices, where.hospital)
    office, unit = (chance.choices(ids, [0.88**at for at in range(len(ids))])[0] for ids in both)
    if chance.random() < 0.78:
        return office, [] if chance.random() < 0.04 else [unit]
    several = chance.sample(where.offices, 3) if chance.random() < 0.05 else [office]
    return unit, sorted(several)


def _end(chance: random.Random) -> Outcome:
    return chance.choices([each for _, each in _ENDS], [weight for weight, _ in _ENDS])[0]
