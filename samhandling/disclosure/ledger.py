"""What was published before: the same numbers, and numbers that have been corrected since (ruling A15)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from samhandling.disclosure.counting import Counting
from samhandling.disclosure.describing import Cell, Levels, Limits, Measure
from samhandling.disclosure.results import Number, read
from samhandling.disclosure.span import PRIME, Span
from samhandling.disclosure.unknowns import Corner

_VALUE = -1  # the column of a row that carries its value along


@dataclass(frozen=True, slots=True)
class Earlier:
    """The numbers of one publication, of one measure, and what it hid. `changed`: one of them is another today."""

    numbers: tuple[tuple[Cell, int], ...]
    hidden: tuple[Cell, ...]
    changed: bool

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(cell for cell, _value in self.numbers)

    def slipped(self, counting: Counting, measure: Measure, limits: Limits) -> Iterator[Cell]:
        """Those told then whose number is another today by fewer cases than the limit."""
        for cell, value in self.numbers if self.changed else ():
            if 0 < abs(counting.value(measure, cell) - value) < counting.little(measure, cell, limits):
                yield cell

    def moved(
        self, candidates: Iterable[Cell], measure: Measure, counting: Counting, corner: Corner, limits: Limits
    ) -> list[Cell]:
        """Those whose old number can be reckoned and differs from today's by fewer cases than the limit."""
        span = Span()
        for cell, value in self.numbers:
            span.give(corner.row(cell) | ({_VALUE: value % PRIME} if value else {}))
        found = []
        for cell in candidates:
            left = span.reduced(corner.row(cell))
            if not left.keys() <= {_VALUE}:
                continue
            old = -left.get(_VALUE, 0) % PRIME
            change = (counting.value(measure, cell) - old) % PRIME
            if 0 < min(change, PRIME - change) < counting.little(measure, cell, limits):
                found.append(cell)
        return found


def earlier(ledger: Sequence[Number], levels: Levels, measure: Measure, counting: Counting) -> list[Earlier]:
    """One for each publication."""
    found: defaultdict[str, dict[Cell, int | None]] = defaultdict(dict)
    for line in ledger:
        which, cell = read(line.cell, levels)
        if which is measure:
            found[line.publication][cell] = line.value
    return [_earlier(cells, measure, counting) for cells in found.values()]


def _earlier(cells: dict[Cell, int | None], measure: Measure, counting: Counting) -> Earlier:
    numbers = tuple((cell, value) for cell, value in cells.items() if value is not None)
    hidden = tuple(cell for cell, value in cells.items() if value is None)
    return Earlier(numbers, hidden, any(counting.value(measure, cell) != value for cell, value in numbers))
