"""What is counted and what of it is protected, said as data: dimensions, tables, limits, and who knows what already."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

#: A number stands for the cases that have these codes, each (level, code); in the order of the dimensions.
Cell = tuple[tuple[str, str], ...]
#: Called between the steps of long work; raises what is to end it.
Tick = Callable[[], None]
_RESERVED: Final = frozenset(";= ")


def nothing() -> None:
    """A tick that goes on."""


class Protection(StrEnum):
    """Which dimensions make a cell a protected one (ruling A2)."""

    FRAME = "frame"  # area, period: says which report it is, protects nothing and crosses nothing
    OPEN = "open"  # a process: open, closed, late
    CROSSED = "crossed"  # kind of case: protected once another dimension than the frame stands beside it
    ALWAYS = "always"  # unit, municipality, role of the reporter


class Measure(StrEnum):
    CASES = "cases"
    AMOUNT = "amount"  # a sum, of minutes for instance


@dataclass(frozen=True, slots=True)
class Dimension:
    """`levels`: from the finest, each a name that no other dimension has. `paths`: every code that may occur, also
    where nothing was reported, with the codes above it: ("2.1.6", "2") for the levels ("rule", "chapter").

    `frame`: levels that only say which report it is, the area above the municipalities for instance.

    What decides another thing belongs in one dimension with it (a unit decides its kind, a municipality its area): two
    dimensions are taken to vary freely. Refused with ValueError: two paths with one finest code, a path of another
    length, a character that the ledger uses.
    """

    name: str
    levels: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]
    protection: Protection = Protection.ALWAYS
    frame: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        finest = [path[0] for path in self.paths if len(path) == len(self.levels)]
        if not self.levels or len(finest) != len(self.paths) or len(set(finest)) != len(finest):
            raise ValueError(f"the paths of {self.name} do not fit its levels")
        for word in (*self.levels, *(code for path in self.paths for code in path)):
            if not word or _RESERVED & set(word):
                raise ValueError(f"{self.name}: {word!r} cannot stand in the ledger")

    def codes(self, level: str, under: tuple[str, str] | None = None) -> tuple[str, ...]:
        """The codes of that level, each once, in the order of the paths; only those under a code of a level above."""
        place = self.levels.index(level)
        return tuple(dict.fromkeys(
            path[place] for path in self.paths if under is None or path[self.levels.index(under[0])] == under[1]
        ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """A case: its finest code in each dimension, in their order, and the office that reported it. No text.

    A unit of one person has been rolled up before this (ruling A3). `amount`: None when nobody said.
    """

    codes: tuple[str, ...]
    office: str
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`by`: the levels crossed, whose totals are shown too; rolled up from the first to the last. `where`: the cases
    it is about; may fix a level above one of `by`: the municipalities of an area. `shares`: the numbers are also shown
    as shares of their totals, so that what is left over is a cell (ruling A2). The tables of a report come in the order
    of their worth: what must be hidden, is in the last of them.
    """

    name: str
    by: tuple[str, ...]
    where: Cell = ()
    measure: Measure = Measure.CASES
    shares: bool = False


@dataclass(frozen=True, slots=True)
class Insider:
    """Someone with lists of their own: knows every case with one of these codes, each (level or "office", code)."""

    name: str
    knows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """`cases`, `offices`: the least a protected number stands for (ruling A3). `values`: how many values a hidden one
    can still have (ruling A1). `percent`: a sum is hidden when the office with the second most could reckon the
    largest one's part within so many per cent (the p % rule). `futile`: a table is rolled up before anything is hidden
    when more than this share of its cells that are not empty would have to be.
    """

    cases: int = 5
    offices: int = 3
    values: int = 5
    percent: int = 10
    futile: float = 0.75


@dataclass(frozen=True, slots=True)
class Levels:
    """Where each level belongs. Refused with ValueError: two levels of one name."""

    dimensions: tuple[Dimension, ...]
    places: dict[str, tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        found = {
            level: (at, depth) for at, each in enumerate(self.dimensions) for depth, level in enumerate(each.levels)
        }
        if len(found) != sum(len(each.levels) for each in self.dimensions) or "office" in found:
            raise ValueError("two levels have one name")
        object.__setattr__(self, "places", found)

    def dimension(self, level: str) -> int:
        """Its place. Refused with ValueError: an unknown level."""
        if level not in self.places:
            raise ValueError(f"not a cell: no level {level}")
        return self.places[level][0]

    def ordered(self, fixed: Cell) -> Cell:
        """The one form of a cell. Refused with ValueError: an unknown level, two codes of one dimension."""
        if len({self.dimension(level) for level, _code in fixed}) != len(fixed):
            raise ValueError(f"not a cell: {fixed}")
        return tuple(sorted(fixed, key=lambda pair: self.dimension(pair[0])))

    def above(self, level: str) -> str | None:
        """The level a table is rolled up to from this one; None: all."""
        at, depth = self.places[level]
        levels = self.dimensions[at].levels
        return levels[depth + 1] if depth + 1 < len(levels) else None

    def protects(self, cell: Cell) -> bool:
        """Ruling A2: unit, municipality and role always; the kind of case × any."""
        places = [(level, self.dimensions[self.dimension(level)]) for level, _code in cell]
        kinds = [Protection.FRAME if level in each.frame else each.protection for level, each in places]
        beside = [kind for kind in kinds if kind is not Protection.FRAME]
        return Protection.ALWAYS in kinds or (Protection.CROSSED in kinds and len(beside) > 1)
