"""The deviations of a period as safe tables: counted, then looked at together with all that was ever published.

`year_of` reads the whole year that the period lies in: halves and year are told of the same cases. Nothing of another
year can reveal anything of it: every number ever published is about one year's months.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from samhandling.areas.domain import Organisation
from samhandling.disclosure import (
    Dimension,
    Dropped,
    Insider,
    Limits,
    Number,
    Publication,
    Published,
    Record,
    Shown,
    publish,
)
from samhandling.disclosure.describing import nothing
from samhandling.kernel.database import DbSession
from samhandling.reports import counts_repository as counts
from samhandling.reports.content import Row, Table
from samhandling.reports.dimensions import (
    NONE,
    OPEN,
    UNPROTECTED,
    Places,
    Ruled,
    outcomes,
    rules_of,
    tables_of,
    time_of,
)
from samhandling.reports.periods import Period, half_of

#: Why a table is left out: another says the same.
SAME: Final = "same"


@dataclass(frozen=True, slots=True)
class Year:
    """The deviations of a year as the core wants them, and who knows some of them already."""

    records: tuple[Record, ...]
    dimensions: tuple[Dimension, ...]
    insiders: tuple[Insider, ...]


def year_of(session: DbSession, area: int, year: int, known: Mapping[int, Organisation], ruled: Ruled) -> Year:
    first, last = date(year, 1, 1), date(year, 12, 31)
    units = counts.asked_units(session, area, first, last)
    return told_of(counts.counted(session, area, first, last), units, year, Places(known, last), ruled)


def told_of(
    rows: Iterable[counts.Counted], asked: Mapping[int, Sequence[int]], year: int, places: Places, ruled: Ruled
) -> Year:
    """`asked`: who owes or owed an answer, by case."""
    rows = list(rows)
    units = {each.id: tuple(asked.get(each.id, ())) for each in rows}
    records = tuple(
        Record(
            (
                half_of(each.on).code,
                f"m{(each.on.month - 1) % 6 + 1}",
                each.statement or NONE,
                str(each.outcome or OPEN) if each.over else OPEN,
                places.unit_code(units[each.id]),
                places.municipality(each.office),
            ),
            str(each.office or f"p{each.person}"),
            each.minutes,
        )
        for each in rows
    )
    cited = {each.statement for each in rows if each.statement}
    dimensions = (
        *time_of(year), rules_of(ruled, cited), outcomes(), places.units(units.values()), places.municipalities(),
    )  # fmt: skip
    return Year(records, dimensions, _insiders(records, places, set(units.values())))


def _insiders(
    records: Sequence[Record], places: Places, asked: Iterable[tuple[int, ...]]
) -> tuple[Insider, ...]:
    """Every organisation has lists of its own: of what it was asked about and of what it reported, both."""
    lists: dict[str, list[tuple[str, str]]] = {}
    for units in sorted(asked):
        for unit in units:
            lists.setdefault(str(unit), []).append(("unit", places.unit_code(units)))
    for office in sorted({record.office for record in records}):
        lists.setdefault(office, []).append(("office", office))
    return tuple(Insider(name, tuple(knows)) for name, knows in lists.items())


def safe(
    year: Year, period: Period, limits: Limits, ledger: Sequence[Number], tick: Callable[[], None] = nothing
) -> Publication:
    return publish(
        year.records,
        tables_of(period),
        year.dimensions,
        publication=period.code,
        limits=limits,
        insiders=year.insiders,
        ledger=ledger,
        tick=tick,
    )


def frozen_tables(publication: Publication, period: Period) -> tuple[Table, ...]:
    """One that was gathered until it says what another says already is left out."""
    asked = {each.name: each.by for each in tables_of(period)}
    tables, said = [], set[tuple[bool, tuple[str, ...]]]()
    for each in publication.tables:
        table = _table(each)
        told = (table.code.startswith("minutes"), table.by)
        crossing = len(asked[table.code]) > 1 and len(table.by) == 1
        if table.gathered and not table.dropped and (told in said or crossing):
            table = Table(table.code, (), (), table.protected, (SAME,), dropped=True)
        said.add(told)
        tables.append(table)
    return tuple(tables)


def _table(found: Published | Dropped) -> Table:
    protected = found.name not in UNPROTECTED
    if isinstance(found, Dropped):
        return Table(found.name, (), (), protected, (str(found.reason),), dropped=True)
    rows = tuple(
        Row(tuple(dict(cell).get(level) for level in found.by), value.value if isinstance(value, Shown) else None)
        for cell, value in found.cells.items()
    )
    return Table(found.name, found.by, rows, protected, tuple(map(str, found.rolled_up)))
