"""The records as arrays: how many cases and offices, and how much, stand behind a cell; if it may be shown alone."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from samhandling.disclosure.describing import Cell, Levels, Limits, Measure, Record

Mask = npt.NDArray[np.bool_]


class Counting:
    """Refused with ValueError: a record with a code that its dimension does not have."""

    def __init__(self, records: Sequence[Record], levels: Levels) -> None:
        self.levels = levels
        places = [{path[0]: at for at, path in enumerate(each.paths)} for each in levels.dimensions]
        try:
            rows = [[place[code] for place, code in zip(places, each.codes, strict=True)] for each in records]
        except KeyError as missing:
            raise ValueError(f"a record has the unknown code {missing}") from missing
        #: Of each record, its place among the paths of each dimension.
        self.codes = np.array(rows, dtype=np.int64).reshape(len(rows), len(places))
        #: Of each office, its number; of each record, its office's.
        self.numbers = {name: at for at, name in enumerate(sorted({each.office for each in records}))}
        self.offices = np.array([self.numbers[each.office] for each in records], dtype=np.int64)
        self.amounts = np.array([each.amount or 0 for each in records], dtype=np.int64)
        self._gave = np.array([each.amount is not None for each in records], dtype=bool)
        self._masks: dict[tuple[str, str], Mask] = {}
        self._seen: dict[Cell, Mask] = {}

    def weights(self, measure: Measure) -> npt.NDArray[np.int64]:
        return self.amounts if measure is Measure.AMOUNT else np.ones_like(self.amounts)

    def members(self, level: str, code: str) -> Mask:
        """Which paths of the level's dimension have the code."""
        at, depth = self.levels.places[level]
        return np.array([path[depth] == code for path in self.levels.dimensions[at].paths], dtype=bool)

    def mask(self, cell: Cell) -> Mask:
        found = self._seen.get(cell)
        if found is None:
            found = np.ones(len(self.amounts), dtype=bool)
            for pair in cell:
                if pair not in self._masks:
                    self._masks[pair] = self.members(*pair)[self.codes[:, self.levels.dimension(pair[0])]]
                found = found & self._masks[pair]
            self._seen[cell] = found
        return found

    def value(self, measure: Measure, cell: Cell) -> int:
        mask = self.mask(cell)
        return int(self.amounts[mask].sum()) if measure is Measure.AMOUNT else int(mask.sum())

    def parts(self, mask: Mask) -> npt.NDArray[np.int64]:
        """What each office has of a sum, the most first."""
        return np.sort(np.bincount(self.offices[mask], weights=self.amounts[mask]).astype(np.int64))[::-1]

    def too_few(self, measure: Measure, mask: Mask, limits: Limits) -> bool:
        """The primary rule: ruling A3. Nought stands for nobody and is not few. A sum stands for those who gave."""
        mask = mask & self._gave if measure is Measure.AMOUNT else mask
        cases = int(mask.sum())
        if cases and (cases < limits.cases or len(np.unique(self.offices[mask])) < limits.offices):
            return True
        if measure is Measure.CASES or not cases:
            return False
        parts = self.parts(mask)
        return bool(parts[0] and (parts[2:].sum()) * 100 < limits.percent * parts[0])

    def little(self, measure: Measure, cell: Cell, limits: Limits) -> int:
        """A change of less than this may come of few cases: of a sum, less than so many cases have on the average."""
        if measure is Measure.CASES:
            return limits.cases
        mask = self.mask(cell) & self._gave
        return limits.cases * max(1, -(-int(self.amounts[mask].sum()) // max(1, int(mask.sum()))))

    def width(self, measure: Measure, mask: Mask, limits: Limits) -> int:
        """How far apart the least and the most that a hidden number can be must lie."""
        least = limits.values - 1
        parts = self.parts(mask) if measure is Measure.AMOUNT else np.zeros(0, dtype=np.int64)
        return max(least, -(-limits.percent * int(parts[0]) // 100)) if parts.size else least
