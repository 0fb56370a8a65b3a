"""A report in the words of one reader: what page, PDF, Word, Excel, CSV and JSON are all made of, so that they agree.

Nothing here is reckoned: every number stands as it was frozen, with the mark where it is not shown.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from samhandling.kernel.clock import NORWAY

#: The one mark of a number that is not shown (ruling A1).
MARK: Final = "·"


@dataclass(frozen=True, slots=True)
class Cell:
    """`text`: as it is read. `value`: the same for a spreadsheet; None for a number that is not shown, or for words.

    `code`: on a row's first cell, what the row is about, for machines that read reports in both languages.
    """

    text: str
    value: int | float | date | None = None
    code: str = ""

    @property
    def hidden(self) -> bool:
        return self.text == MARK


@dataclass(frozen=True, slots=True)
class Column:
    """`code`: English and stable, for machines. `amount`: numbers, set to the right."""

    code: str
    label: str
    amount: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is read. `total`: the last row is the sum of those above. `notes`: what is protected in it, and
    what was gathered or left out. A grid without rows says why in its notes."""

    code: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    notes: tuple[str, ...] = ()
    total: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """`value` None: not shown. `text`: the value as it is read, or the mark."""

    label: str
    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind`: «columns» (over time) or «bars» (of different things). `describes`: the finding in a sentence.

    `grid`: the code of the table beside it, which says the same.
    """

    code: str
    kind: str
    title: str
    describes: str
    unit: str
    points: tuple[Point, ...]
    grid: str


@dataclass(frozen=True, slots=True)
class Section:
    """`sentences`: what was found, in words. `comment`: the secretary's own, empty when there is none."""

    code: str
    heading: str
    sentences: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    charts: tuple[Chart, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ReportView:
    """`number`: R-2026-H1, or R-2026-H1-2 for its second version; empty for a draft. `facts`: label and value, for the
    front page. `notes`: how to read the numbers, the first of them that counts are not incidence.

    `digest`: of what is frozen, hexadecimal. `language`: nb or nn. `corrected_by`: the number of a later version.
    """

    number: str
    title: str
    area: str
    period: str
    first: date
    last: date
    language: str
    counted_at: datetime
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    digest: str = ""
    what_changed: str = ""
    asked_of_oso: str = ""
    published_on: date | None = None
    corrected_by: str = ""

    @property
    def counted_locally(self) -> datetime:
        return self.counted_at.astimezone(NORWAY)

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(grid for section in self.sections for grid in section.grids)
