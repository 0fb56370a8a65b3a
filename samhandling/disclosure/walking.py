"""How many values a hidden number can still have: other data with the same published numbers, made one by one.

A walk among whole numbers, each step along a column of the tableau (as in the simplex method) that changes nothing
published. Every point is a proof; what the walk does not reach is taken for impossible, so that the answer is never too
high (docs/adr/0012).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
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


@dataclass(frozen=True, slots=True)
class Footing:
    """Where somebody's walks begin, what each unknown is at least and which they know. `failed`: the floors, by their
    number, that could not be reached."""

    start: Integers
    least: Integers
    fixed: Flags
    failed: tuple[int, ...] = ()


class Walk:
    """`rows`: what is published, over the unknowns (0 and 1); `true`: the data; `floors`: sums of unknowns that are to
    be at least 1. Each floor is one unknown more. The tableau is shared by all walks; unknowns with much to take from
    are its basis, since a step moves these down."""

    def __init__(self, rows: Integers, true: Integers, floors: Integers) -> None:
        more = len(floors)
        self._floors = floors
        self._true = np.concatenate([true, floors @ true])
        self._rows = np.block([
            [rows, np.zeros((len(rows), more), dtype=np.int64)], [floors, -np.eye(more, dtype=np.int64)],
        ])  # fmt: skip
        self._table: Floats = self._rows.astype(np.float64)
        free, chosen = list(range(len(self._rows))), dict[int, int]()
        for column in np.argsort(-self._true, kind="stable").tolist():
            line = max(free, key=lambda each: abs(self._table[each, column]), default=-1)
            if line < 0:
                break
            if abs(self._table[line, column]) > _SMALL:
                self._eliminate(line, column)
                free.remove(line)
                chosen[line] = column
        self._table = self._table[list(chosen)]
        self._basis: Integers = np.array(list(chosen.values()), dtype=np.int64)

    def footing(self, least: Integers, fixed: Flags) -> Footing:
        """For someone who knows what is there at least and, where `fixed`, exactly: a point where no floor is 0, but
        those that they know all about."""
        known = np.array([bool(fixed[floor > 0].all()) for floor in self._floors], dtype=bool)
        bound = np.concatenate([least, np.minimum(1, self._true[len(least) :])])
        stays = np.concatenate([fixed, known])
        point, failed = self._true, []
        for number in np.flatnonzero((bound[len(least) :] == 0) & ~known).tolist():
            goal = np.zeros(len(bound), dtype=np.int64)
            goal[len(least) + number] = 1
            seen = {0: point}
            self._climb(goal, goal, Footing(point, bound, stays), Wanted(2, 1), seen)
            if len(seen) > 1:
                point = seen[min(value for value in seen if value)]
                bound[len(least) + number] = 1
            else:
                failed.append(number)
        return Footing(point, bound, stays, tuple(failed))

    def values(self, target: Integers, footing: Footing, wanted: Wanted) -> dict[int, Integers]:
        """Values that the target can have, each with a point."""
        whole = np.concatenate([target, np.zeros(len(self._floors), dtype=np.int64)])
        seen = {int(whole @ footing.start): footing.start}
        for want in (1, -1):
            self._climb(whole * want, whole, footing, wanted, seen)
        return seen

    def _climb(
        self, goal: Integers, target: Integers, footing: Footing, wanted: Wanted, seen: dict[int, Integers]
    ) -> None:
        """Until enough is seen or no way leads on."""
        point = footing.start
        for _step in range(_STEPS):
            after = None if wanted.met(seen) else self._step(point, goal, target, footing, seen)
            if after is None:
                return
            point = after

    def _step(
        self, point: Integers, goal: Integers, target: Integers, footing: Footing, seen: dict[int, Integers]
    ) -> Integers | None:
        """The next point, the same one after a change of basis, or None: no way leads further."""
        slack, fixed = (point - footing.least).astype(np.float64), footing.fixed
        gain = goal - goal[self._basis] @ self._table
        sign = np.sign(gain)
        able = (np.abs(gain) > _SMALL) & ~fixed & ((sign > 0) | (slack >= 1))
        able[self._basis] = False
        ways = np.flatnonzero(able)
        if not ways.size:
            return None
        longest = self._room(ways, sign[ways], slack, fixed[self._basis])
        far = longest.min(axis=0, initial=np.inf)
        far = np.where(sign[ways] < 0, np.minimum(far, slack[ways]), far)
        best = int(np.argmax(np.floor(np.minimum(far, _FAR) + _SMALL) * np.abs(gain[ways])))
        if far[best] >= 1 - _SMALL:
            moved = self._moved(point, int(ways[best]), float(sign[ways[best]]), float(far[best]), target, seen)
            if moved is not None:
                return moved
        line = int(np.argmin(longest[:, 0])) if len(longest) else -1
        if line < 0 or not np.isfinite(longest[line, 0]):
            return None
        self._eliminate(line, int(ways[0]))
        self._basis[line] = ways[0]
        return point

    def _room(self, ways: Integers, sign: Floats, slack: Floats, still: Flags) -> Floats:
        """How far each unknown of the basis lets one go along each way."""
        falls = self._table[:, ways] * sign
        room = np.where(still, 0.0, slack[self._basis])[:, None]
        blocked = (falls > _SMALL) | (still[:, None] & (falls < -_SMALL))
        return np.divide(room, np.abs(falls), out=np.full_like(falls, np.inf), where=blocked)

    def _moved(
        self, point: Integers, column: int, sign: float, far: float, target: Integers, seen: dict[int, Integers]
    ) -> Integers | None:
        """As far as it goes, with the points on the way. None: no whole step, or it would change what is published."""
        way = np.zeros(len(point))
        way[self._basis] = -self._table[:, column] * sign
        way[column] = sign
        for times in (1, 2, 3):
            whole = np.rint(way * times).astype(np.int64)
            most = int(min(far + _SMALL, _FAR) // times)
            if most and np.abs(whole - way * times).max() < 1e-5 and not (self._rows @ whole).any():
                break
        else:
            return None
        for count in sorted({*range(1, min(most, 5) + 1), most}):
            there = point + count * whole
            seen.setdefault(int(target @ there), there)
        return point + most * whole

    def _eliminate(self, line: int, column: int) -> None:
        self._table[line] /= self._table[line, column]
        factors = self._table[:, column].copy()
        factors[line] = 0
        touched = np.flatnonzero(np.abs(factors) > _SMALL)
        self._table[touched] -= np.outer(factors[touched], self._table[line])
