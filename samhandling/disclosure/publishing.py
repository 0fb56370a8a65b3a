"""Rolls up first, then hides: every number of the tables is safe beside all that was published before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from samhandling.disclosure.counting import Counting
from samhandling.disclosure.describing import (
    Cell,
    Dimension,
    Insider,
    Levels,
    Limits,
    Measure,
    Record,
    Table,
    Tick,
    nothing,
)
from samhandling.disclosure.ledger import earlier
from samhandling.disclosure.results import Dropped, Hidden, Number, Publication, Published, Reason, Shown, written
from samhandling.disclosure.suppressing import Asked, Decided, Suppressing


@dataclass(slots=True)
class _Plan:
    """A table on its way: the levels it is at; none for one that is a total from the beginning."""

    table: Table
    by: tuple[str, ...]
    rolled_up: list[Reason] = field(default_factory=list)
    dropped: bool = False

    def cells(self, levels: Levels, by: Sequence[str]) -> Iterator[Cell]:
        """Totals before what they are the totals of."""
        codes = []
        for level in by:
            dimension = levels.dimensions[levels.dimension(level)]
            codes.append((None, *dimension.codes(level, self._above(levels, level))))
        for chosen in sorted(product(*codes), key=lambda each: sum(code is not None for code in each)):
            yield self.cell(levels, [(level, code) for level, code in zip(by, chosen, strict=True) if code is not None])

    def cell(self, levels: Levels, fixed: Sequence[tuple[str, str]]) -> Cell:
        """Where the table is about an area, its municipality stands for the area as well."""
        said = {self._above(levels, level) for level, _code in fixed}
        return levels.ordered((*(pair for pair in self.table.where if pair not in said), *fixed))

    def crossed(self, cell: Cell) -> list[tuple[str, str]]:
        return [pair for pair in cell if pair not in self.table.where]

    def inner(self, levels: Levels) -> list[Cell]:
        return [
            cell
            for cell in self.cells(levels, self.by)
            if len(self.crossed(cell)) == len(self.by) and levels.protects(cell)
        ]

    def roll_up(self, levels: Levels, reason: Reason) -> None:
        self.by = self.above(levels, self.by) if self.by else ()
        self.dropped = not self.by
        self.rolled_up.append(reason)

    def above(self, levels: Levels, by: tuple[str, ...]) -> tuple[str, ...]:
        """One level up in the first dimension; the table leaves it after the last level, or below its `where`."""
        level, whole = levels.above(by[0]), self._above(levels, by[0])
        return by[1:] if level is None or (whole and level == whole[0]) else (level, *by[1:])

    def _above(self, levels: Levels, level: str) -> tuple[str, str] | None:
        """What the table fixes in the dimension of that level."""
        at = levels.dimension(level)
        return next((pair for pair in self.table.where if levels.dimension(pair[0]) == at), None)


def publish(
    records: Sequence[Record],
    tables: Sequence[Table],
    dimensions: Sequence[Dimension],
    *,
    publication: str,
    limits: Limits | None = None,
    insiders: Sequence[Insider] = (),
    ledger: Sequence[Number] = (),
    tick: Tick = nothing,
) -> Publication:
    """`records`: of every area and period that a table or the ledger speaks of, as they are today. `ledger`: every
    number ever published about them, by anyone. Refused with ValueError: codes or levels that the dimensions do not
    have, two tables of one name, a table crossed by two levels of one dimension or one that it fixes further down.
    `tick`: called some hundred times; what it raises ends the work.

    Rulings A1–A3, A15 and G; ADR 0012.
    """
    levels, limits = Levels(tuple(dimensions)), limits or Limits()
    if len({table.name for table in tables}) != len(tables):
        raise ValueError("two tables have one name")
    counting = Counting(records, levels)
    plans = [_Plan(table, table.by) for table in tables]
    asked_for = sum(1 for plan in plans for _cell in plan.cells(levels, plan.by))
    decided: dict[Measure, Decided] = {}
    refused = frozenset[Cell]()
    for measure in Measure:
        ours = [plan for plan in plans if plan.table.measure is measure]
        if ours:
            past = earlier(ledger, levels, measure, counting)
            while True:
                _futile(ours, counting, limits)
                asked = _asked(measure, ours, levels)
                decided[measure] = Suppressing(counting, asked, limits, insiders, past, tick, refused).decide()
                if not _mended(ours, decided[measure], levels):
                    break
            refused = decided[measure].untold
    results = tuple(_result(plan, decided[plan.table.measure], counting) for plan in plans)
    shown = sum(
        isinstance(cell, Shown) for each in results if isinstance(each, Published) for cell in each.cells.values()
    )
    return Publication(
        results,
        tuple(_lines(results, plans, publication)),
        shown / asked_for if asked_for else 1.0,
        sum(len(each.known) for each in decided.values()),
    )


def _futile(plans: Sequence[_Plan], counting: Counting, limits: Limits) -> None:
    for plan in plans:
        while plan.by:
            full = [cell for cell in plan.inner(counting.levels) if counting.mask(cell).any()]
            few = sum(counting.too_few(plan.table.measure, counting.mask(cell), limits) for cell in full)
            if few <= limits.futile * len(full):
                break
            plan.roll_up(counting.levels, Reason.FEW)


def _asked(measure: Measure, plans: Sequence[_Plan], levels: Levels) -> Asked:
    """Totals of all tables before their cells: the order tells nothing of the numbers (ADR 0012)."""
    live = [plan for plan in plans if not plan.dropped]
    ordered = sorted(
        ((len(plan.crossed(cell)), at, cell) for at, plan in enumerate(live) for cell in plan.cells(levels, plan.by)),
        key=lambda each: each[:2],
    )
    finer = dict.fromkeys(cell for plan in plans for by in _ladders(plan, levels) for cell in plan.cells(levels, by))
    shares = dict.fromkeys(
        (plan.cell(levels, [pair for pair in plan.crossed(cell) if pair != part]), cell)
        for plan in live
        if plan.table.shares
        for cell in plan.cells(levels, plan.by)
        for part in plan.crossed(cell)
    )
    return Asked(measure, tuple(dict.fromkeys(cell for *_, cell in ordered)), tuple(finer), tuple(shares))


def _ladders(plan: _Plan, levels: Levels) -> Iterator[tuple[str, ...]]:
    """The levels of the table as asked for, and each it has passed."""
    by = plan.table.by
    if plan.dropped and not by:
        yield by
    while by != plan.by:
        yield by
        by = plan.above(levels, by)


def _mended(plans: Sequence[_Plan], decided: Decided, levels: Levels) -> bool:
    """Whether a table had to be rolled up: the one with most numbers too easily told, the last of equals, or one with
    nothing shown. When such a number was hidden earlier and stands in none, one of its dimensions is."""
    live = [plan for plan in plans if not plan.dropped]
    if decided.narrow and live:
        told = [sum(cell in decided.narrow for cell in plan.cells(levels, plan.by)) for plan in live]
        near = [any(told) or _is_near(plan, decided.narrow, levels) for plan in live]
        chosen = live[max(range(len(live)), key=lambda at: (near[at], told[at], at))]
        _roll_up(live, chosen, levels, Reason.NARROW)
        return True
    for plan in live:
        inner = plan.inner(levels)
        if inner and not any(cell in decided.shown for cell in inner):
            _roll_up(live, plan, levels, Reason.NOTHING)
            return True
    return False


def _is_near(plan: _Plan, narrow: Iterable[Cell], levels: Levels) -> bool:
    """Whether the table says anything of what one of these cells is about."""
    own = {levels.dimension(level) for level in plan.by} - {levels.dimension(level) for level, _ in plan.table.where}
    return any(levels.dimension(level) in own for cell in narrow for level, _code in cell)


def _roll_up(plans: Sequence[_Plan], chosen: _Plan, levels: Levels, reason: Reason) -> None:
    """With those that have come to say the same."""
    for plan in [each for each in plans if (each.by, each.table.where) == (chosen.by, chosen.table.where)]:
        plan.roll_up(levels, reason)


def _result(plan: _Plan, decided: Decided, counting: Counting) -> Published | Dropped:
    if plan.dropped:
        return Dropped(plan.table.name, plan.rolled_up[-1])
    cells: dict[Cell, Shown | Hidden] = {
        cell: Shown(counting.value(plan.table.measure, cell)) if cell in decided.shown else Hidden()
        for cell in plan.cells(counting.levels, plan.by)
    }
    return Published(plan.table.name, plan.by, cells, tuple(plan.rolled_up))


def _lines(results: Sequence[Published | Dropped], plans: Sequence[_Plan], publication: str) -> Iterator[Number]:
    for plan, result in zip(plans, results, strict=True):
        for cell, outcome in result.cells.items() if isinstance(result, Published) else ():
            value = outcome.value if isinstance(outcome, Shown) else None
            yield Number(publication, plan.table.name, written(plan.table.measure, cell), value)
