"""What a spreadsheet is read into: rows of text with their numbers, and what cannot be used of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from samhandling.web.i18n import marked

MOST_ROWS: Final = 2_000
MOST_COLUMNS: Final = 40
#: Characters of one cell.
LONGEST_CELL: Final = 5_000
TOO_LONG: Final = marked("Teksten er for lang: %(n)s tegn, og det er plass til %(most)s.")
TOO_MANY: Final = marked("Filen har mer enn %(most)s rader. Del den i flere filer.")
#: What no database or page takes.
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Unreadable(Exception):
    """`text`: message id of what to do instead. `values`: its placeholders."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.text = text
        self.values = values


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a cell cannot be used: message id and placeholders."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """`number`: from 1, as a spreadsheet counts. `cells`: trimmed. `complaints`: by the cell's place, from 0."""

    number: int
    cells: tuple[str, ...]
    complaints: Mapping[int, Complaint] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(self.cells) and not self.complaints


@dataclass(frozen=True, slots=True)
class Sheet:
    """`heading`: the first row that is not empty. `rows`: those below it that are not."""

    heading: Row
    rows: tuple[Row, ...]


def cell(text: str) -> tuple[str, Complaint | None]:
    """A cell's text, trimmed; what cannot be used is left out, and complained of."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").strip()
    if len(text) > LONGEST_CELL:
        return "", Complaint(TOO_LONG, {"n": len(text), "most": LONGEST_CELL})
    if _UNPRINTABLE.search(text):
        return "", Complaint(marked("Cellen har tegn som ikke kan lagres. Skriv teksten på nytt."))
    return text, None


def row_of(number: int, found: Iterable[tuple[str, Complaint | None]]) -> Row:
    """Without the empty cells at its end."""
    cells = list(found)
    while cells and cells[-1] == ("", None):
        cells.pop()
    return Row(
        number,
        tuple(text for text, _ in cells),
        {place: complaint for place, (_, complaint) in enumerate(cells) if complaint is not None},
    )
