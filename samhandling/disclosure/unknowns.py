"""Numbers as rows over what nobody has been told: how many cases each combination of codes has.

Codes that no number tells apart are one unknown. For elimination a row is written in corner coordinates: with one code
of each dimension as its corner, a number that fixes other codes is a single coordinate, and all numbers together need
only as many coordinates as they are independent – not one for each combination of everything with everything.
"""

from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np
import numpy.typing as npt

from samhandling.disclosure.counting import Counting, Mask
from samhandling.disclosure.describing import Cell, Insider
from samhandling.disclosure.span import PRIME, Row, minus

Integers = npt.NDArray[np.int64]


class Unknowns:
    """`cells`: all that are told, hidden or derived; they settle which codes are told apart."""

    def __init__(self, counting: Counting, cells: Iterable[Cell], insiders: Sequence[Insider]) -> None:
        self.counting, levels = counting, counting.levels
        pairs = {pair for cell in cells for pair in cell}
        used = {levels.dimension(level) for level, _code in pairs}
        known = {pair for each in insiders for pair in each.knows if pair[0] in levels.places}
        pairs |= {pair for pair in known if levels.dimension(pair[0]) in used}
        #: Of each dimension, the class of each path; of each (level, code), its classes.
        self.classes: list[Integers] = []
        self.members: dict[tuple[str, str], frozenset[int]] = {}
        for at, dimension in enumerate(levels.dimensions):
            own = sorted(pair for pair in pairs if levels.dimension(pair[0]) == at)
            told = np.zeros((max(len(own), 1), len(dimension.paths)), dtype=bool)
            for line, pair in enumerate(own):
                told[line] = counting.members(*pair)
            self.classes.append(np.unique(told, axis=1, return_inverse=True)[1].reshape(-1))
            for pair, mask in zip(own, told, strict=False):
                self.members[pair] = frozenset(self.classes[at][mask].tolist())
        self.shape = tuple(int(each.max(initial=0)) + 1 for each in self.classes)

    def whole(self, insider: Insider) -> list[set[int]]:
        """Of each dimension, the classes an insider knows all about."""
        found: list[set[int]] = [set() for _ in self.shape]
        for pair in insider.knows:
            if pair in self.members:
                found[self.counting.levels.dimension(pair[0])] |= self.members[pair]
        return found

    def own(self, insider: Insider) -> Mask:
        """The records an insider knows."""
        found = np.zeros(len(self.counting.offices), dtype=bool)
        for level, code in insider.knows:
            if level == "office":
                found |= self.counting.offices == self.counting.numbers.get(code, -1)
            else:
                found |= self.counting.mask(((level, code),))
        return found


class Corner:
    """Rows as the public (nothing taken away) or an insider sees them: what these know is no unknown.

    `public`: whose rows they share, where nothing of a cell's dimensions is known.
    """

    def __init__(self, unknowns: Unknowns, known: Sequence[set[int]], public: "Corner | None" = None) -> None:
        self._unknowns, self._known, self._public = unknowns, known, public
        left = [set(range(size)) - gone for size, gone in zip(unknowns.shape, known, strict=True)]
        #: False: somebody who knows everything, and cannot be told anything.
        self.wonders = all(left)
        self._corners = [min(each, default=0) for each in left]
        self._others = [each - {corner} for each, corner in zip(left, self._corners, strict=True)]
        self._columns: dict[tuple[tuple[int, int], ...], int] = public._columns if public else {}
        self._rows: dict[Cell, Row] = {}

    def row(self, cell: Cell) -> Row:
        found = self._rows.get(cell)
        if found is None:
            levels = self._unknowns.counting.levels
            shared = self._public if not any(self._known[levels.dimension(level)] for level, _code in cell) else None
            found = self._rows[cell] = shared.row(cell) if shared else self._made(cell)
        return found

    def _made(self, cell: Cell) -> Row:
        factors: list[list[tuple[tuple[tuple[int, int], ...], int]]] = []
        for level, code in cell:
            at = self._unknowns.counting.levels.dimension(level)
            inside = self._unknowns.members.get((level, code), frozenset())
            if self._corners[at] in inside:
                outside = sorted(self._others[at] - inside)
                factors.append([((), 1), *((((at, each),), PRIME - 1) for each in outside)])
            else:
                factors.append([(((at, each),), 1) for each in sorted(self._others[at] & inside)])
        result: Row = {}
        for chosen in product(*factors):
            sign = 1
            for _key, value in chosen:
                sign = sign * value % PRIME
            result[self._column(tuple(pair for key, _value in chosen for pair in key))] = sign
        return result

    def difference(self, one: Cell, other: Cell) -> Row:
        return minus(self.row(one), 1, self.row(other))

    def _column(self, key: tuple[tuple[int, int], ...]) -> int:
        return self._columns.setdefault(key, len(self._columns))
