"""Which hidden numbers somebody could narrow down to too few values (ruling A1), the public or an insider (A15)."""

from collections.abc import Iterable, Sequence
from math import prod
from typing import Final

import numpy as np
import numpy.typing as npt

from samhandling.disclosure.counting import Counting
from samhandling.disclosure.describing import Cell, Insider, Limits, Measure
from samhandling.disclosure.unknowns import Integers, Unknowns
from samhandling.disclosure.walking import Walk, Wanted

#: More combinations than this are not all tried: the rest is taken for known, which never makes an answer too high.
COLUMNS: Final = 1500
_OCCUPIED: Final = 500


class Ranging:
    """`given`: cells whose numbers are known to all; `hidden`: those to be looked at. All of one measure."""

    def __init__(
        self, counting: Counting, measure: Measure, given: Sequence[Cell], hidden: Sequence[Cell], limits: Limits,
        insiders: Sequence[Insider],
    ) -> None:
        self._counting, self._measure, self._limits = counting, measure, limits
        self._unknowns = Unknowns(counting, (*given, *hidden), insiders)
        self._hidden = hidden
        self._places = [classes[counting.codes[:, at]] for at, classes in enumerate(self._unknowns.classes)]
        self._columns = self._chosen()
        self._keys = {tuple(column): at for at, column in enumerate(self._columns.tolist())}
        self._start = self._weights(np.ones(len(counting.names), dtype=bool))
        rows = [self._row(cell) for cell in given]
        self._walk = Walk(np.array(rows, dtype=np.int64).reshape(len(rows), len(self._columns)), self._start)

    def narrow(self, insiders: Iterable[tuple[Insider | None, frozenset[Cell]]]) -> set[Cell]:
        """The hidden cells for which it did not find enough values, for the public (None) or an insider; with each the
        cells it is not about."""
        found: set[Cell] = set()
        points: dict[Cell, list[Integers]] = {}
        for insider, exempt in insiders:
            least, fixed = self._knowledge(insider)
            for cell in self._hidden:
                target = self._row(cell)
                if cell in found or cell in exempt or (insider and bool(fixed[target > 0].all())):
                    continue
                wanted = self._wanted(cell)
                proofs = {
                    int(target @ point): point
                    for point in points.get(cell, ())
                    if _fits(point, self._start, least, fixed)
                }
                if wanted.met(proofs):
                    continue
                seen = self._walk.values(target, least, fixed, wanted)
                if not wanted.met(proofs | seen):
                    found.add(cell)
                points.setdefault(cell, []).extend(seen.values())
        return found

    def _wanted(self, cell: Cell) -> Wanted:
        mask = self._counting.mask(cell)
        return Wanted(self._limits.values, self._counting.width(self._measure, mask, self._limits))

    def _knowledge(self, insider: Insider | None) -> tuple[Integers, npt.NDArray[np.bool_]]:
        """What one knows to be in each unknown at least, and the unknowns one knows."""
        fixed = np.zeros(len(self._columns), dtype=bool)
        if insider is None:
            return np.zeros_like(self._start), fixed
        for at, classes in enumerate(self._unknowns.whole(insider)):
            fixed |= np.isin(self._columns[:, at], list(classes))
        return self._weights(self._unknowns.own(insider)), fixed

    def _weights(self, mask: npt.NDArray[np.bool_]) -> Integers:
        total = np.zeros(len(self._columns), dtype=np.int64)
        weights = self._counting.weights(self._measure)
        for at in np.flatnonzero(mask):
            column = self._keys.get(tuple(int(place[at]) for place in self._places))
            if column is not None:
                total[column] += weights[at]
        return total

    def _row(self, cell: Cell) -> Integers:
        inside = np.ones(len(self._columns), dtype=bool)
        for pair in cell:
            at = self._counting.levels.dimension(pair[0])
            inside &= np.isin(self._columns[:, at], list(self._unknowns.members.get(pair, ())))
        return inside.astype(np.int64)

    def _chosen(self) -> Integers:
        """Every combination, or those that occur with what they become when moved into a hidden cell."""
        shape = self._unknowns.shape
        if prod(shape) <= COLUMNS:
            return np.stack(np.unravel_index(np.arange(prod(shape)), shape), axis=1).astype(np.int64)
        occupied, often = np.unique(np.stack(self._places, axis=1), axis=0, return_counts=True)
        occupied = occupied[np.argsort(-often, kind="stable")][:_OCCUPIED]
        chosen = {tuple(map(int, each)): None for each in occupied}
        for base in [tuple(map(int, each)) for each in occupied]:
            for cell in self._hidden:
                moved = list(base)
                for pair in cell:
                    classes = self._unknowns.members[pair]
                    at = self._counting.levels.dimension(pair[0])
                    moved[at] = moved[at] if moved[at] in classes else min(classes, default=moved[at])
                chosen[tuple(moved)] = None
            if len(chosen) > COLUMNS:
                break
        return np.array(list(chosen)[:COLUMNS], dtype=np.int64)


def _fits(point: Integers, start: Integers, least: Integers, fixed: npt.NDArray[np.bool_]) -> bool:
    return bool((point >= least).all() and (point[fixed] == start[fixed]).all())
