"""Attackers that share no code with the product: from the published tables they solve for each hidden number (HiGHS).

They know the dimensions, the threshold and the method, that counts are whole and ≥ 0, and whatever lists they hold. A
hidden cell may be anything.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import product

import highspy
import numpy as np

from samhandling.disclosure import Dimension, Dropped, Publication, Record, Shown

Cell = tuple[tuple[str, str], ...]
#: Of a combination of finest codes, the least that one knows to be there, and whether that is all.
Knows = Callable[[tuple[str, ...]], tuple[int, bool]]


def nothing(_codes: tuple[str, ...]) -> tuple[int, bool]:
    return 0, False


def lists(records: Sequence[Record], place: int | None, code: str) -> Knows:
    """Someone who has every case with that code (place None: the office's own cases)."""

    def knows(codes: tuple[str, ...]) -> tuple[int, bool]:
        own = [each for each in records if (each.office if place is None else each.codes[place]) == code]
        return sum(each.codes == codes for each in own), place is not None and codes[place] == code

    return knows


class Attacker:
    """`values`: every number published, by its cell; numbers of hidden cells are None."""

    def __init__(self, dimensions: Sequence[Dimension], values: dict[Cell, int | None], knows: Knows = nothing) -> None:
        paths = list(product(*(each.paths for each in dimensions)))
        self._having = [
            {pair for each, path in zip(dimensions, at, strict=True) for pair in zip(each.levels, path, strict=True)}
            for at in paths
        ]
        known = [knows(tuple(path[0] for path in at)) for at in paths]
        self.hidden = {cell for cell, value in values.items() if value is None}
        self.rows = [(self.row(cell), value) for cell, value in values.items() if value is not None]
        self.low = np.array([least for least, _all in known], dtype=float)
        self.high = np.array([least if whole else np.inf for least, whole in known], dtype=float)

    def row(self, cell: Cell) -> np.ndarray:
        return np.array([float(set(cell) <= having) for having in self._having])

    def _model(self, whole: bool) -> highspy.Highs:
        solver = highspy.Highs()
        solver.silent()
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 0.5)
        for low, high in zip(self.low, self.high, strict=True):
            solver.addVar(low, high)
        if whole:
            size = len(self.low)
            kinds = np.full(size, highspy.HighsVarType.kInteger)
            solver.changeColsIntegrality(size, np.arange(size, dtype=np.int32), kinds)
        for row, value in self.rows:
            at = np.flatnonzero(row).astype(np.int32)
            solver.addRow(float(value), float(value), len(at), at, row[at])
        return solver

    def recovered(
        self, width: int = 4, whole: bool = False, spare: Iterable[Cell] = ()
    ) -> list[tuple[Cell, float, float]]:
        """The hidden cells whose least and most lie less than `width` apart; not those that one knows all of."""
        solver, found = self._model(whole), []
        size = len(self.low)
        for cell in sorted(self.hidden - set(spare)):
            row = self.row(cell)
            if (self.high[row > 0] == self.low[row > 0]).all():
                continue
            solver.changeColsCost(size, np.arange(size, dtype=np.int32), row)
            ends = []
            for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
                solver.changeObjectiveSense(sense)
                solver.run()
                status = solver.getModelStatus()
                optimal = status == highspy.HighsModelStatus.kOptimal
                ends.append(solver.getInfo().objective_function_value if optimal else np.inf)
            if np.floor(ends[1] + 1e-6) - np.ceil(ends[0] - 1e-6) < width:
                found.append((cell, ends[0], ends[1]))
        return found


def told(publication: Publication, amounts: bool = False) -> dict[Cell, int | None]:
    """Every number of the tables of cases, or of sums."""
    found: dict[Cell, int | None] = {}
    for table in publication.tables:
        if isinstance(table, Dropped) or (table.name == "minutter") is not amounts:
            continue
        for cell, outcome in table.cells.items():
            found[cell] = outcome.value if isinstance(outcome, Shown) else None
    return found


def linear(dimensions: Sequence[Dimension], values: dict[Cell, int | None]) -> set[Cell]:
    """Hidden cells that are a combination of published ones, by the singular values of real matrices."""
    attacker = Attacker(dimensions, values)
    hidden = sorted(attacker.hidden)
    if not hidden or not attacker.rows:
        return set()
    _left, sizes, basis = np.linalg.svd(np.array([row for row, _value in attacker.rows]), full_matrices=False)
    basis = basis[sizes > 1e-9]
    rows = np.array([attacker.row(cell) for cell in hidden])
    rest = np.abs(rows - rows @ basis.T @ basis).max(axis=1)
    return {cell for cell, left in zip(hidden, rest, strict=True) if left < 1e-7}
