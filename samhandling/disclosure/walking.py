"""How many values a hidden number can still have: other data with the same published numbers, made one by one.

A walk among whole numbers ≥ 0, each step along a column of the tableau (as in the simplex method) that changes
nothing published. Every point is checked and is a proof; what the walk does not reach is taken for impossible, so that
the answer is never too high (docs/adr/0011).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_SMALL: Final = 1e-7
_STEPS: Final = 40
_FAR: Final = 1e6


@dataclass(frozen=True, slots=True)
class Wanted:
    """At least so many different values, and the least and the most so far apart."""

    values: int
    width: int

    def met(self, seen: dict[int, Integers]) -> bool:
        return len(seen) >= self.values and max(seen) - min(seen) >= self.width


class Walk:
    """`rows`: what is published, over the unknowns (0 and 1); `start`: the true data. The tableau is shared by all
    walks; unknowns with much to take from are its basis, since a step moves these down."""

    def __init__(self, rows: Integers, start: Integers) -> None:
        self._rows, self.start = rows, start
        self._table: Floats = rows.astype(np.float64)
        self._basis: Integers = np.zeros(0, dtype=np.int64)
        free = list(range(len(rows)))
        chosen: list[int] = []
        order = np.argsort(-start, kind="stable")
        lines: list[int] = []
        for column in order:
            if not free:
                break
            line = max(free, key=lambda each: abs(self._table[each, column]))
            if abs(self._table[line, column]) > _SMALL:
                self._eliminate(line, int(column))
                free.remove(line)
                lines.append(line)
                chosen.append(int(column))
        self._table = self._table[lines]
        self._basis = np.array(chosen, dtype=np.int64)

    def _eliminate(self, line: int, column: int) -> None:
        self._table[line] /= self._table[line, column]
        factors = self._table[:, column].copy()
        factors[line] = 0
        touched = np.flatnonzero(np.abs(factors) > _SMALL)
        self._table[touched] -= np.outer(factors[touched], self._table[line])

    def values(
        self, target: Integers, least: Integers, fixed: npt.NDArray[np.bool_], wanted: Wanted
    ) -> dict[int, Integers]:
        """Values of the target, a point for each. `least`: what one knows is there; `fixed`: unknowns one knows."""
        seen = {int(target @ self.start): self.start}
        for want in (1, -1):
            point = self.start
            for _step in range(_STEPS):
                if wanted.met(seen):
                    return seen
                after = self._step(point, target * want, least, fixed, seen, target)
                if after is None:
                    break
                point = after
        return seen

    def _step(
        self,
        point: Integers,
        goal: Integers,
        least: Integers,
        fixed: npt.NDArray[np.bool_],
        seen: dict[int, Integers],
        target: Integers,
    ) -> Integers | None:
        """The next point, the same one after a change of basis, or None: no way leads further."""
        slack = (point - least).astype(np.float64)
        gain = goal - goal[self._basis] @ self._table
        sign = np.sign(gain)
        able = (np.abs(gain) > _SMALL) & ~fixed & ((sign > 0) | (slack >= 1))
        able[self._basis] = False
        ways = np.flatnonzero(able)
        if not ways.size:
            return None
        falls = self._table[:, ways] * sign[ways]
        room = np.where(fixed[self._basis], 0.0, slack[self._basis])[:, None]
        blocked = (falls > _SMALL) | (fixed[self._basis][:, None] & (falls < -_SMALL))
        with np.errstate(divide="ignore", invalid="ignore"):
            longest = np.where(blocked, room / np.abs(falls), np.inf)
        far = longest.min(axis=0, initial=np.inf)
        far = np.where(sign[ways] < 0, np.minimum(far, slack[ways]), far)
        best = int(np.argmax(np.floor(far + _SMALL) * np.abs(gain[ways])))
        if far[best] >= 1 - _SMALL:
            moved = self._moved(point, int(ways[best]), float(sign[ways[best]]), float(far[best]), seen, target)
            if moved is not None:
                return moved
        first = int(np.argmin(ways))
        line = int(np.argmin(longest[:, first]))
        if not np.isfinite(longest[line, first]):
            return None
        self._eliminate(line, int(ways[first]))
        self._basis[line] = ways[first]
        return point

    def _moved(
        self, point: Integers, column: int, sign: float, far: float, seen: dict[int, Integers], target: Integers
    ) -> Integers | None:
        way = np.zeros(len(point))
        way[self._basis] = -self._table[:, column] * sign
        way[column] = sign
        for times in (1, 2, 3):
            whole = np.rint(way * times).astype(np.int64)
            if np.abs(whole - way * times).max() < 1e-5 and not (self._rows @ whole).any():
                break
        else:
            return None
        most = int(min(far + _SMALL, _FAR) // times)
        if not most:
            return None
        for count in sorted({*range(1, min(most, 5) + 1), most}):
            there = point + count * whole
            seen.setdefault(int(target @ there), there)
        return point + most * whole
