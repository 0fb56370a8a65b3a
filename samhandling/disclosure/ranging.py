"""Which hidden numbers somebody could narrow down to too few values (ruling A1), the public or an insider (A15)."""

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod
from typing import Final

import numpy as np
import numpy.typing as npt

from samhandling.disclosure.cliques import cliques, tree
from samhandling.disclosure.counting import Counting
from samhandling.disclosure.describing import Cell, Insider, Limits, Measure, Tick, nothing
from samhandling.disclosure.unknowns import Integers, Unknowns
from samhandling.disclosure.walking import Footing, Walk, Wanted

#: More unknowns than this are not looked at: then no hidden number is taken to be free.
MOST: Final = 4000


class Ranging:
    """`given`: cells whose numbers are known to all; `hidden`: those to be looked at. All of one measure.

    Counts: other data are thought of only where no hidden cell is nought. All of these would have been hidden in the
    same way, so that knowing the method excludes none, and what is found follows from what is published alone: that a
    table passed tells nothing more (ADR 0012).
    """

    def __init__(
        self,
        counting: Counting,
        measure: Measure,
        given: Sequence[Cell],
        hidden: Sequence[Cell],
        limits: Limits,
        insiders: Sequence[Insider],
        tick: Tick = nothing,
    ) -> None:
        self._counting, self._measure, self._limits, self._tick = counting, measure, limits, tick
        self._unknowns = Unknowns(counting, (*given, *hidden), insiders)
        self._hidden = hidden
        self._places = [classes[counting.codes[:, at]] for at, classes in enumerate(self._unknowns.classes)]
        self._cliques = cliques(self._dimensions(cell) for cell in (*given, *hidden))
        self._sizes = [prod(self._unknowns.shape[at] for at in clique) for clique in self._cliques]
        self._columns = sum(self._sizes)
        if self._columns <= MOST:
            self._prepare(given)

    def _prepare(self, given: Sequence[Cell]) -> None:
        self._offsets = [sum(self._sizes[:at]) for at in range(len(self._sizes))]
        self._places_in = [
            np.stack(np.unravel_index(np.arange(size), [self._unknowns.shape[at] for at in sorted(clique)]))
            for clique, size in zip(self._cliques, self._sizes, strict=True)
        ]
        self._rows = {cell: self._row(cell) for cell in (*given, *self._hidden)}
        self._true = self._weights(np.ones(len(self._counting.offices), dtype=bool))
        counts = self._measure is Measure.CASES
        self._floors = _least([self._rows[cell] for cell in self._hidden]) if counts else []
        told = [*(self._rows[cell] for cell in given), *self._agreements()]
        self._walk = Walk(self._matrix(told), self._true, self._matrix(self._floors))

    def narrow(self, readers: Iterable[Insider | None]) -> set[Cell]:
        """The hidden cells for which it did not find enough values, for the public (None) or an insider."""
        if self._columns > MOST:
            return set(self._hidden)
        found: set[Cell] = set()
        points: dict[Cell, list[Integers]] = {}
        for insider in readers:
            self._tick()
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
        return np.array(rows, dtype=np.int64).reshape(len(rows), self._columns)

    def _knowledge(self, insider: Insider | None) -> tuple[Integers, npt.NDArray[np.bool_]]:
        """What one knows to be in each unknown at least, and the unknowns one knows."""
        fixed = np.zeros(self._columns, dtype=bool)
        if insider is None:
            return np.zeros_like(self._true), fixed
        for dimension, classes in enumerate(self._unknowns.whole(insider)):
            for clique, offset, places in zip(self._cliques, self._offsets, self._places_in, strict=True):
                if dimension in clique and classes:
                    known = np.isin(places[sorted(clique).index(dimension)], list(classes))
                    fixed[offset : offset + len(known)] |= known
        return self._weights(self._unknowns.own(insider)), fixed

    def _weights(self, mask: npt.NDArray[np.bool_]) -> Integers:
        """How much of these records is in each unknown."""
        weights = self._counting.weights(self._measure)[mask]
        found = []
        for clique, size in zip(self._cliques, self._sizes, strict=True):
            axes = sorted(clique)
            shape = [self._unknowns.shape[each] for each in axes]
            at = np.ravel_multi_index([self._places[each][mask] for each in axes], shape)
            found.append(np.bincount(at, weights=weights, minlength=size).astype(np.int64))
        return np.concatenate(found)

    def _dimensions(self, cell: Cell) -> frozenset[int]:
        """A cell that fixes nothing is one of the first dimension."""
        return frozenset(self._counting.levels.dimension(level) for level, _code in cell) or frozenset({0})

    def _row(self, cell: Cell) -> Integers:
        wanted = self._dimensions(cell)
        number = next(at for at, clique in enumerate(self._cliques) if wanted <= clique)
        axes, places = sorted(self._cliques[number]), self._places_in[number]
        inside = np.ones(self._sizes[number], dtype=bool)
        for pair in cell:
            at = self._counting.levels.dimension(pair[0])
            inside &= np.isin(places[axes.index(at)], list(self._unknowns.members.get(pair, ())))
        row = np.zeros(self._columns, dtype=np.int64)
        row[self._offsets[number] :][: len(inside)] = inside
        return row

    def _agreements(self) -> list[Integers]:
        """Rows that are nought where two cliques say the same of what they share."""
        found = []
        for one, other, shared in tree(self._cliques):
            for values in product(*(range(self._unknowns.shape[at]) for at in sorted(shared))):
                row = np.zeros(self._columns, dtype=np.int64)
                for number, sign in ((one, 1), (other, -1)):
                    axes, places = sorted(self._cliques[number]), self._places_in[number]
                    inside = np.ones(self._sizes[number], dtype=bool)
                    for at, value in zip(sorted(shared), values, strict=True):
                        inside &= places[axes.index(at)] == value
                    row[self._offsets[number] :][: len(inside)] = sign * inside
                found.append(row)
        return found


def _least(rows: Sequence[Integers]) -> list[Integers]:
    """Those that hold no other of them: where these are not nought, neither are the others."""
    found: list[Integers] = []
    for row in sorted(rows, key=lambda each: int(each.sum())):
        if not any(bool((row >= smaller).all()) for smaller in found):
            found.append(row)
    return found
