"""Exact elimination: what can be reckoned from the numbers given, and what giving one more would reveal.

Langsrud 2024 («Secondary Cell Suppression by Gaussian Elimination», PSD 2024): a number is published only if no
protected one is then a combination of published ones. Modulo 2³¹ − 1: a chance combination hides one number too many.
"""

from collections import defaultdict
from typing import Final

PRIME: Final = 2**31 - 1
#: A number as a combination of unknowns: each with its factor modulo PRIME, none of them 0.
Row = dict[int, int]


def minus(row: Row, factor: int, other: Row) -> Row:
    """row − factor · other."""
    result = dict(row)
    for column, value in other.items():
        left = (result.get(column, 0) - factor * value) % PRIME
        if left:
            result[column] = left
        else:
            result.pop(column, None)
    return result


class Span:
    """What someone can reckon. `watched`: rows that must never be reckoned; what already can be is not watched.

    All rows are kept reduced by the given ones, each of which has a column (its pivot) that no other row has.
    """

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._pivots: dict[int, int] = {}
        self._given: set[int] = set()
        self._having: defaultdict[int, set[int]] = defaultdict(set)

    def reduced(self, row: Row) -> Row:
        """What is left of it when all that can be reckoned is taken away: {} when it can be reckoned.

        A column below 0 is no unknown but goes along: with the value of every row given in it, it ends as minus the
        value reckoned.
        """
        for column in [column for column in row if column in self._pivots]:
            row = minus(row, row[column], self._rows[self._pivots[column]])
        return row

    def watch(self, row: Row) -> bool:
        """False: it can be reckoned already."""
        left = self.reduced(row)
        if left:
            self._keep(left)
        return bool(left)

    def reveals(self, row: Row) -> bool:
        """Whether a watched row could be reckoned if this one were given as well."""
        left = self.reduced(row)
        if not left:
            return False
        column = next(iter(left))
        return any(
            at not in self._given and _proportional(self._rows[at], left, column) for at in self._having[column]
        )

    def give(self, row: Row) -> bool:
        """False: it could be reckoned already."""
        left = self.reduced(row)
        if not any(column >= 0 for column in left):
            return False
        pivot = min((column for column in left if column >= 0), key=lambda column: (len(self._having[column]), column))
        inverse = pow(left[pivot], -1, PRIME)
        left = {column: value * inverse % PRIME for column, value in left.items()}
        for at in list(self._having[pivot]):
            self._replace(at, minus(self._rows[at], self._rows[at][pivot], left))
        self._pivots[pivot] = self._keep(left)
        self._given.add(self._pivots[pivot])
        return True

    def _keep(self, row: Row) -> int:
        self._rows.append({})
        self._replace(len(self._rows) - 1, row)
        return len(self._rows) - 1

    def _replace(self, at: int, row: Row) -> None:
        for column in self._rows[at].keys() - row.keys():
            self._having[column].discard(at)
        for column in row.keys() - self._rows[at].keys():
            self._having[column].add(at)
        self._rows[at] = row


def _proportional(row: Row, other: Row, column: int) -> bool:
    if len(row) != len(other) or row.keys() != other.keys():
        return False
    ours, theirs = row[column], other[column]
    return all((row[each] * theirs - other[each] * ours) % PRIME == 0 for each in row)
