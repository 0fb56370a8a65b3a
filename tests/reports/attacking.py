"""Somebody who reads everything an area publishes of a year, and solves for what is hidden (HiGHS, whole numbers).

Shares no code with the product but its values. Given the half-year, what no table crosses may be anything together: so
it is enough to look at each group of dimensions that are crossed, half for half, with the same total. That is all of
what whole data could be, some hundreds of unknowns instead of millions.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from random import Random

import highspy
import numpy as np

from samhandling.disclosure import Dimension, Dropped, Insider, Measure, Publication, Record, Shown, Table
from samhandling.reports.dimensions import tables_of
from samhandling.reports.periods import Period
from tests.reports.areas import YEAR, Played

Cell = tuple[tuple[str, str], ...]
Values = Mapping[Cell, int | None]


class Attacker:
    """`values`: None where hidden. `own`: the records of somebody's lists; `whole`: (level, code) of which these are
    all."""

    def __init__(
        self,
        dimensions: Sequence[Dimension],
        values: Values,
        own: Sequence[Record] = (),
        whole: Sequence[tuple[str, str]] = (),
        weigh: Measure = Measure.CASES,
    ) -> None:
        self._dimensions, self._values = dimensions, values
        self._place = {level: at for at, each in enumerate(dimensions) for level in each.levels}
        pairs = {pair for cell in values for pair in cell} | set(whole)
        self._classes = [self._classes_of(each, pairs) for each in dimensions]
        self._groups = self._crossed(values)
        self._number: dict[tuple[int, str, tuple[frozenset, ...]], int] = {}
        for at, group in enumerate(self._groups):
            for half in {path[0] for path in dimensions[0].paths}:
                for chosen in product(*(sorted(set(self._classes[each].values()), key=sorted) for each in group)):
                    self._number[at, half, chosen] = len(self._number)
        self.low = np.zeros(len(self._number))
        for record in own:
            for at, group in enumerate(self._groups):
                where = tuple(self._classes[each][record.codes[each]] for each in group)
                self.low[self._number[at, record.codes[0], where]] += _weight(record, weigh)
        self.high = np.full(len(self._number), np.inf)
        for (_at, _half, chosen), number in self._number.items():
            if any(pair in having for pair in whole for having in chosen):
                self.high[number] = self.low[number]
        self.hidden = sorted(cell for cell, value in values.items() if value is None)

    @staticmethod
    def _classes_of(dimension: Dimension, pairs: set[tuple[str, str]]) -> dict[str, frozenset[tuple[str, str]]]:
        """By the finest code, which of the pairs it belongs to: codes that nothing tells apart are one."""
        return {path[0]: frozenset(zip(dimension.levels, path, strict=True)) & pairs for path in dimension.paths}

    def _crossed(self, values: Values) -> list[tuple[int, ...]]:
        groups: list[set[int]] = [{at} for at in range(1, len(self._dimensions))]
        for cell in values:
            at = {self._place[level] for level, _code in cell} - {0}
            touched = [each for each in groups if each & at]
            if len(touched) > 1:
                groups = [each for each in groups if each not in touched] + [set().union(*touched)]
        return [tuple(sorted(each)) for each in groups]

    def row(self, cell: Cell) -> np.ndarray:
        halves = {path[0] for path in self._dimensions[0].paths if self._has(path, cell)}
        rest = [pair for pair in cell if self._place[pair[0]]]
        at = next((at for at, group in enumerate(self._groups) if rest and self._place[rest[0][0]] in group), 0)
        found = np.zeros(len(self._number))
        for (group, half, chosen), number in self._number.items():
            if group == at and half in halves and all(any(pair in having for having in chosen) for pair in rest):
                found[number] = 1
        return found

    def _has(self, path: tuple[str, ...], cell: Cell) -> bool:
        own = dict(zip(self._dimensions[0].levels, path, strict=True))
        return all(own.get(level, code) == code for level, code in cell)

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
        rows = [(self.row(cell), value) for cell, value in self._values.items() if value is not None]
        for half in {path[0] for path in self._dimensions[0].paths}:
            first = self._total(0, half)
            rows += [(self._total(at, half) - first, 0) for at in range(1, len(self._groups))]
        for row, value in rows:
            at = np.flatnonzero(row).astype(np.int32)
            solver.addRow(float(value), float(value), len(at), at, row[at])
        return solver

    def _total(self, at: int, half: str) -> np.ndarray:
        return np.array([float(key[:2] == (at, half)) for key in self._number])

    def recovered(self, width: int = 4, *, whole: bool = True) -> list[tuple[Cell, float, float]]:
        """Hidden cells whose least and most lie less than `width` apart; not those that one knows all of."""
        solver, found, size = self._model(whole), [], len(self.low)
        for cell in self.hidden:
            row = self.row(cell)
            if (self.high[row > 0] == self.low[row > 0]).all():
                continue
            solver.changeColsCost(size, np.arange(size, dtype=np.int32), row)
            ends = []
            for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
                solver.changeObjectiveSense(sense)
                solver.run()
                status = solver.getModelStatus()
                if status == highspy.HighsModelStatus.kInfeasible:
                    raise AssertionError("what was published cannot be")
                optimal = status == highspy.HighsModelStatus.kOptimal
                sign = -1 if sense is highspy.ObjSense.kMinimize else 1
                ends.append(solver.getInfo().objective_function_value if optimal else sign * np.inf)
            if np.floor(ends[1] + 1e-6) - np.ceil(ends[0] - 1e-6) < width:
                found.append((cell, ends[0], ends[1]))
        return found


def told(publications: Sequence[Publication], tables: Sequence[Table], measure: Measure) -> dict[Cell, int | None]:
    """Every number of these, of one measure; a number once shown is known."""
    of = {each.name for each in tables if each.measure is measure}
    found: dict[Cell, int | None] = {}
    for publication in publications:
        for table in publication.tables:
            if isinstance(table, Dropped) or table.name not in of:
                continue
            for cell, outcome in table.cells.items():
                if isinstance(outcome, Shown) or cell not in found:
                    found[cell] = outcome.value if isinstance(outcome, Shown) else None
    return found


def within(cell: Cell, records: Sequence[Record], dimensions: Sequence[Dimension]) -> list[Record]:
    """The records that a number stands for."""
    places = {level: (at, depth) for at, each in enumerate(dimensions) for depth, level in enumerate(each.levels)}
    paths = [{path[0]: path for path in each.paths} for each in dimensions]
    wanted = [(*places[level], code) for level, code in cell]
    return [each for each in records if all(paths[at][each.codes[at]][depth] == code for at, depth, code in wanted)]


def as_today(values: Values, records: Sequence[Record], dimensions: Sequence[Dimension], measure: Measure) -> Values:
    """What somebody knows who knows of every change since: each number that was ever shown, as it is now."""
    return {
        cell: None if known is None else sum(_weight(each, measure) for each in within(cell, records, dimensions))
        for cell, known in values.items()
    }


def _weight(record: Record, measure: Measure) -> int:
    return 1 if measure is Measure.CASES else record.amount or 0


def stands_for_few(cell: Cell, records: Sequence[Record], dimensions: Sequence[Dimension]) -> bool:
    found = within(cell, records, dimensions)
    return len(found) < 5 or len({each.office for each in found}) < 3


def lists_of(insider: Insider, records: Sequence[Record]) -> tuple[list[Record], list[tuple[str, str]]]:
    """The records of an organisation, and the codes of which these are all."""
    whole = [pair for pair in insider.knows if pair[0] != "office"]
    codes = {code for _level, code in whole}
    offices = {code for level, code in insider.knows if level == "office"}
    return [each for each in records if each.codes[4] in codes or each.office in offices], whole


def attacked(
    year: Sequence[tuple[str, Played, Publication]], measure: Measure, chance: Random, readers: int = 3
) -> Iterator[tuple[str, str, Cell, float, float]]:
    """What was recovered, by whom and from what, by the public and some organisations with lists of their own.

    Whoever knows all that has changed between two versions can reckon hidden numbers from both: these are counted when
    they stand for few, which is what hiding is for, and did not follow from what had been told when they were not.
    """
    tables = tables_of(Period(YEAR))
    views = {"the first": year[:1], "the new ones": year[1:], "all": year}
    for view, some in views.items():
        last = some[-1][1].year()
        values: Values = told([publication for *_, publication in some], tables, measure)
        if view == "all":
            values = as_today(values, last.records, last.dimensions, measure)
        chosen = chance.sample(last.insiders, min(readers, len(last.insiders)))
        for insider in (None, *chosen):
            own, whole = lists_of(insider, last.records) if insider else ([], [])
            for cell, low, high in Attacker(last.dimensions, values, own, whole, measure).recovered():
                few = view != "all" or stands_for_few(cell, last.records, last.dimensions)
                if few and not (view == "all" and _followed_before(cell, year, tables, measure)):
                    yield view, insider.name if insider else "public", cell, low, high


def _followed_before(
    cell: Cell, year: Sequence[tuple[str, Played, Publication]], tables: Sequence[Table], measure: Measure
) -> bool:
    """Whether those who know the changes since could reckon it before the publication that hid it first."""
    last, publications = year[-1][1].year(), [publication for *_, publication in year]
    place = next(at for at in range(len(year)) if cell in told(publications[at : at + 1], tables, measure))
    values = as_today(told(publications[:place], tables, measure), last.records, last.dimensions, measure)
    shown: Values = {each: value for each, value in values.items() if value is not None} | {cell: None}
    return bool(Attacker(last.dimensions, shown, weigh=measure).recovered())
