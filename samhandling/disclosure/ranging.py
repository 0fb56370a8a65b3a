"""Which hidden numbers somebody could narrow down to too few values (ruling A1), the public or an insider (A15)."""

from collections.abc import Iterable, Sequence
from math import prod
from typing import Final

import numpy as np
import numpy.typing as npt

from samhandling.disclosure.counting import Counting
from samhandling.disclosure.describing import Cell, Insider, Limits, Measure
from samhandling.disclosure.unknowns import Integers, Unknowns
from samhandling.disclosure.walking import Footing, Walk, Wanted

#: More combinations than this are not all tried: the rest is taken for known, which never makes an answer too high.
COLUMNS: Final = 1500
_OCCUPIED: Final = 500


class Ranging:
    """`given`: cells whose numbers are known to all; `hidden`: those to be looked at. All of one measure.

    Counts: other data are thought of only where no hidden cell is nought. All of these would have been hidden in the
    same way, so that knowing the method excludes none, and what is found follows from what is published alone: that a
    table passed tells nothing more (ADR 0011).
    """

    def __init__(
        self,
        counting: Counting,
        measure: Measure,
        given: Sequence[Cell],
        hidden: Sequence[Cell],
        limits: Limits,
        insiders: Sequence[Insider],
    ) -> None:
        self._counting, self._measure, self._limits = counting, measure, limits
        self._unknowns = Unknowns(counting, (*given, *hidden), insiders)
        self._hidden = hidden
        self._places = [classes[counting.codes[:, at]] for at, classes in enumerate(self._unknowns.classes)]
        self._columns = self._chosen()
        self._keys = {tuple(column): at for at, column in enumerate(self._columns.tolist())}
        self._rows = {cell: self._row(cell) for cell in (*given, *hidden)}
        self._true = self._weights(np.ones(len(counting.names), dtype=bool))
        self._floors = _least([self._rows[cell] for cell in hidden]) if measure is Measure.CASES else []
        self._walk = Walk(self._matrix([self._rows[cell] for cell in given]), self._true, self._matrix(self._floors))

    def narrow(self, readers: Iterable[Insider | None]) -> set[Cell]:
        """The hidden cells for which it did not find enough values, for the public (None) or an insider."""
        found: set[Cell] = set()
        points: dict[Cell, list[Integers]] = {}
        for insider in readers:
            footing = self._walk.footing(*self._knowledge(insider))
            stuck = [self._floors[number] for number in footing.failed]
            for cell in self._hidden:
                row = self._rows[cell]
                if cell in found or (insider and bool(footing.fixed[: len(row)][row > 0].all())):
                    continue
                within = any(bool((row >= floor).all()) for floor in stuck)
                if within or not self._free(cell, footing, points.setdefault(cell, [])):
                    found.add(cell)
        return found

    def _free(self, cell: Cell, footing: Footing, points: list[Integers]) -> bool:
        """Whether there are enough values; first looks at the points others have been shown."""
        row, fixed = self._rows[cell], footing.fixed
        mask = self._counting.mask(cell)
        wanted = Wanted(self._limits.values, self._counting.width(self._measure, mask, self._limits))
        seen = {
            int(row @ point[: len(row)]): point
            for point in points
            if (point >= footing.least).all() and (point[fixed] == footing.start[fixed]).all()
        }
        if not wanted.met(seen):
            seen |= self._walk.values(row, footing, wanted)
            points.extend(seen.values())
        return wanted.met(seen)

    def _matrix(self, rows: Sequence[Integers]) -> Integers:
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(self._columns))

    def _knowledge(self, insider: Insider | None) -> tuple[Integers, npt.NDArray[np.bool_]]:
        """What one knows to be in each unknown at least, and the unknowns one knows."""
        fixed = np.zeros(len(self._columns), dtype=bool)
        if insider is None:
            return np.zeros_like(self._true), fixed
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



def _least(rows: Sequence[Integers]) -> list[Integers]:
    """Those that hold no other of them: where these are not nought, neither are the others."""
    found: list[Integers] = []
    for row in sorted(rows, key=lambda each: int(each.sum())):
        if not any(bool((row >= smaller).all()) for smaller in found):
            found.append(row)
    return found
