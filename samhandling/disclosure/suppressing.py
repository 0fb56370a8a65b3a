"""Which of the numbers of one measure are shown: elimination over everything published (ruling G), then the ranges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samhandling.disclosure.counting import Counting
from samhandling.disclosure.describing import Cell, Insider, Limits, Measure, Tick, nothing
from samhandling.disclosure.ledger import Earlier
from samhandling.disclosure.ranging import Ranging
from samhandling.disclosure.span import Span
from samhandling.disclosure.unknowns import Corner, Unknowns


@dataclass(frozen=True, slots=True)
class Asked:
    """`candidates`: what the tables would show, the most worth first. `finer`: cells of the tables as they were before
    anything was rolled up, which nobody may reckon either. `shares`: (what is left of a total, as total and part)."""

    measure: Measure
    candidates: tuple[Cell, ...]
    finer: tuple[Cell, ...]
    shares: tuple[tuple[Cell, Cell], ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """`narrow`: hidden, but one could tell it from too few values. `known`: hidden, and in the ledger all the same.
    `untold`: what was asked for, at any level, and nobody can reckon."""

    shown: frozenset[Cell]
    hidden: tuple[Cell, ...]
    narrow: frozenset[Cell]
    known: frozenset[Cell]
    untold: frozenset[Cell]


class Reader:
    """Somebody who reads everything published: what they could reckon. `before`: cells they were told earlier."""

    def __init__(self, corner: Corner, before: Iterable[Cell]) -> None:
        self.corner, self.span = corner, Span()
        for cell in before:
            self.span.give(corner.row(cell))

    def knows(self, cell: Cell) -> bool:
        return not self.span.reduced(self.corner.row(cell))


class Suppressing:
    """`refused`: cells whose number of cases nobody is to know. Nor is their sum, which tells of it."""

    def __init__(
        self,
        counting: Counting,
        asked: Asked,
        limits: Limits,
        insiders: Sequence[Insider],
        past: Sequence[Earlier],
        tick: Tick = nothing,
        refused: frozenset[Cell] = frozenset(),
    ) -> None:
        self._tick = tick
        self._counting, self._asked, self._limits, self._insiders, self._past = counting, asked, limits, insiders, past
        measure = asked.measure
        self._open = [cell for cell in asked.candidates if not self._protects(cell)]
        self._closed = [cell for cell in asked.candidates if self._protects(cell)]
        self._told = tuple(dict.fromkeys(cell for each in past for cell in each.cells))
        self._true = tuple(dict.fromkeys(cell for each in past if not each.changed for cell in each.cells))
        #: What was hidden stays hidden: another answer later would tell why. So does what has changed by few since it
        #: was told: the new number may not come out of others (a year without its second half).
        self._stay = {cell for each in past for cell in each.hidden} | {
            cell for each in past for cell in each.slipped(counting, measure, limits) if self._protects(cell)
        }
        self._stay -= {*self._true}
        self._corrected = any(each.changed for each in past)
        unknowns = Unknowns(counting, (*asked.candidates, *asked.finer, *self._told, *self._stay), insiders)
        self._public = Corner(unknowns, [set() for _ in unknowns.shape])
        known = [unknowns.whole(each) for each in insiders]
        self._corners = [Corner(unknowns, gone, self._public) for gone in known if any(gone)]
        self._few = {
            cell for cell in dict.fromkeys((*self._closed, *asked.finer))
            if self._protects(cell) and (cell in refused or counting.too_few(measure, counting.mask(cell), limits))
        }
        self._left_over = [
            (total, part) for total, part in asked.shares
            if self._protects(part)
            and counting.too_few(measure, counting.mask(total) & ~counting.mask(part), limits)
        ]

    def _protects(self, cell: Cell) -> bool:
        """Any sum may be one office's for the most part, a process's too."""
        return self._asked.measure is Measure.AMOUNT or self._counting.levels.protects(cell)

    def decide(self) -> Decided:
        """Hides more until no insider can reckon a hidden number of others."""
        also: set[Cell] = set()
        while True:
            self._tick()
            shown, readers = self._round(also)
            hidden = [cell for cell in self._closed if cell not in shown]
            seen = {
                cell for reader, before in readers for cell in hidden
                if cell not in also and reader.knows(cell) and not before.knows(cell)
            }
            if not seen:
                break
            also |= seen
        (public, before), narrow = readers[0], frozenset(self._narrow(shown, hidden))
        known = frozenset(cell for cell in hidden if before.knows(cell))
        untold = frozenset(
            cell for cell in (*self._asked.candidates, *self._asked.finer) if not public.knows(cell)
        )
        return Decided(frozenset(shown), tuple(hidden), narrow, known, untold)

    def _readers(self) -> list[tuple[Reader, Reader]]:
        """Each as they will be and as they were: the public, insiders, and one who does not know what was corrected."""
        pairs = [(self._public, self._told), *((corner, self._told) for corner in self._corners if corner.wonders)]
        pairs += [(self._public, self._true)] if self._corrected else []
        return [
            (Reader(corner, (*told, *self._open)), Reader(corner, (*told, *self._open))) for corner, told in pairs
        ]

    def _round(self, also: set[Cell]) -> tuple[set[Cell], list[tuple[Reader, Reader]]]:
        readers = self._readers()
        moved = self._moved() if self._corrected else set()
        few = self._few | self._stay | also | moved
        for reader, _before in readers:
            for cell in sorted(few):
                reader.span.watch(reader.corner.row(cell))
            for total, part in self._left_over:
                reader.span.watch(reader.corner.difference(total, part))
        shown = set(self._open)
        for cell in self._closed:
            rows = [(reader.span, reader.corner.row(cell)) for reader, _before in readers]
            if cell not in few and not any(span.reveals(row) for span, row in rows):
                shown.add(cell)
                for span, row in rows:
                    span.give(row)
        return shown, readers

    def _moved(self) -> set[Cell]:
        return {
            cell for each in self._past if each.changed
            for cell in each.moved(self._closed, self._asked.measure, self._counting, self._public, self._limits)
        }

    def _narrow(self, shown: set[Cell], hidden: Sequence[Cell]) -> set[Cell]:
        """Against those who know all corrections, and those who know none."""
        found: set[Cell] = set()
        if not hidden and not self._stay:
            return found
        for told in (self._told, self._true) if self._corrected else (self._told,):
            before = Reader(self._public, (*told, *self._open))
            asked = sorted(cell for cell in {*hidden, *self._stay} if not before.knows(cell))
            narrow = self._ranged((*told, *self._open, *sorted(shown)), asked)
            already = self._ranged((*told, *self._open), sorted(narrow & self._stay)) if narrow & self._stay else set()
            found |= narrow - already
        return found

    def _ranged(self, given: Sequence[Cell], hidden: Sequence[Cell]) -> set[Cell]:
        measure, told = self._asked.measure, self._independent(given)
        ranging = Ranging(self._counting, measure, told, hidden, self._limits, self._insiders, self._tick)
        return ranging.narrow((None, *self._insiders))

    def _independent(self, cells: Iterable[Cell]) -> list[Cell]:
        span = Span()
        return [cell for cell in cells if span.give(self._public.row(cell))]
