"""What comes out: numbers shown, numbers hidden, tables dropped, and the lines for the ledger."""

from dataclasses import dataclass
from enum import StrEnum

from samhandling.disclosure.describing import Cell, Levels, Measure


@dataclass(frozen=True, slots=True)
class Shown:
    value: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """One mark for every hidden cell (ruling A1): it does not say whether the number is small, nought or only hidden
    because of another. That is why it carries no reason."""


class Reason(StrEnum):
    """Why a table was rolled up or dropped."""

    FEW = "few"  # most of its cells stand for too few cases or offices
    NOTHING = "nothing"  # nothing but what stands elsewhere could be shown
    NARROW = "narrow"  # a hidden number could have been told from too few values


@dataclass(frozen=True, slots=True)
class Published:
    """`by`: the levels it ended at; dimensions rolled up are gone. `cells`: with the totals, which lack a code."""

    name: str
    by: tuple[str, ...]
    cells: dict[Cell, Shown | Hidden]
    rolled_up: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Number:
    """A line of the ledger. `cell`: the measure and the codes in one canonical form. `value`: None when hidden."""

    publication: str
    place: str
    cell: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Publication:
    """`numbers`: to be appended to the ledger in the transaction that publishes. `kept`: the share of the cells of the
    tables, as they were asked for, that are shown; a cell above them does not count. `known`: hidden cells that follow
    from what is in the ledger, for whoever knows what has changed since; nothing can be done for them.
    """

    tables: tuple[Published | Dropped, ...]
    numbers: tuple[Number, ...]
    kept: float
    known: int


def written(measure: Measure, cell: Cell) -> str:
    return " ".join((measure, ";".join(f"{level}={code}" for level, code in cell))).strip()


def read(text: str, levels: Levels) -> tuple[Measure, Cell]:
    """The measure and cell of a line of the ledger. Refused with ValueError: a level that is not known any more."""
    measure, _, codes = text.partition(" ")
    pairs = tuple((level, code) for level, _, code in (pair.partition("=") for pair in codes.split(";") if pair))
    return Measure(measure), levels.ordered(pairs)
