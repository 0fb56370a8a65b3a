"""Frozen tables as they are read: names for codes, the mark for what is not shown, the last period beside."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from samhandling.reports.content import Report, Row, Table
from samhandling.reports.dimensions import NONE, OUTSIDE
from samhandling.reports.labels import LEVELS, Labels, month_name
from samhandling.reports.view import MARK, Cell, Column, Grid
from samhandling.web.i18n import gettext, marked

CAPTIONS: Final[Mapping[str, str]] = {
    "by_month": marked("Avvik etter måneden de kom"),
    "by_outcome": marked("Avvik etter utfall"),
    "by_chapter": marked("Avvik etter kapittel i anbefalingene"),
    "by_kind": marked("Avvik etter hvem som skal svare"),
    "by_strength": marked("Avvik etter kapittel og hvor sterk regelen er"),
    "by_rule": marked("Avvik etter regel"),
    "chapter_by_outcome": marked("Avvik etter kapittel og utfall"),
    "by_municipality": marked("Avvik etter hvor melderen er"),
    "minutes": marked("Merarbeid i alt, minutter"),
    "minutes_by_chapter": marked("Merarbeid etter kapittel, minutter"),
}
_GATHERED: Final = marked("Tallene er samlet i større grupper, fordi de ellers ville vist for få saker eller kontorer.")
_DROPPED: Final[Mapping[str, str]] = {
    "same": marked("Etter samling sier tabellen det samme som en annen, og er derfor ikke med."),
    "few": marked("Tabellen er utelatt: nesten alle tallene i den ville vist for få saker eller kontorer."),
    "nothing": marked("Tabellen er utelatt: ingen av tallene i den kan vises."),
    "narrow": marked("Tabellen er utelatt: et tall som ikke vises, kunne vært regnet ut av de andre."),
}
_AS_OF: Final = marked("Utfallet er slik det sto da tallene ble hentet.")
_PROTECTS: Final = marked("Vernet i tabellen: %(levels)s.")
_AND: Final = marked(" og ")
_PROTECTED: Final = marked("Tall som viser for få saker eller kontorer, vises ikke, og heller ikke tall som ville røpet dem. Da står «%(mark)s». Det kan stå for null.")  # noqa: E501
#: What the others are gathered in comes last.
_REST: Final = frozenset({NONE, OUTSIDE, "others", "elsewhere"})
_WHAT: Final = marked("Hva")
_ALL: Final = marked("I alt")
_COUNT: Final = marked("Avvik")
_MINUTES: Final = marked("Minutter")


def number(value: int | None) -> Cell:
    return Cell(MARK if value is None else grouped(value), value)


def grouped(value: int) -> str:
    """Thousands apart, as Norwegian is written."""
    return f"{value:,}".replace(",", "\u00a0")


def grid(table: Table, report: Report, labels: Labels) -> Grid:
    caption = gettext(CAPTIONS[table.code])
    if table.dropped:
        return Grid(table.code, caption, (), notes=tuple(gettext(_DROPPED[each]) for each in table.gathered[-1:]))
    notes = _notes(table)
    if table.by == ("half", "month"):
        return _year_of_months(table, caption, notes)
    if len(table.by) == 2:
        return _crossed(table, caption, notes, labels)
    before = None if table.by == ("month",) else _before(table, report)
    return _listed(table, before, report.before_number, caption, notes, labels)


def _heading(level: str) -> str:
    return gettext(LEVELS.get(level, _WHAT))


def _before(table: Table, report: Report) -> Table | None:
    """The same table of the last period, when it is told at the same level."""
    return next((each for each in report.before_tables if each.code == table.code and each.by == table.by), None)


def _notes(table: Table) -> tuple[str, ...]:
    found = [gettext(_AS_OF)] if "outcome" in table.code else []
    found += [gettext(_GATHERED)] if table.gathered else []
    if table.protected and table.by:
        levels = gettext(_AND).join(_heading(level)[:1].lower() + _heading(level)[1:] for level in table.by)
        found.append(gettext(_PROTECTS) % {"levels": levels})
    if any(row.value is None for row in table.rows):
        found.append(gettext(_PROTECTED) % {"mark": MARK})
    return tuple(found)


def _unit(table: Table) -> str:
    return gettext(_MINUTES if table.code.startswith("minutes") else _COUNT)


def _measure(table: Table) -> str:
    return "minutes" if table.code.startswith("minutes") else "cases"


def _listed(
    table: Table, before: Table | None, before_number: str, caption: str, notes: tuple[str, ...], labels: Labels
) -> Grid:
    level = table.by[0] if table.by else ""
    then = {row.codes: row.value for row in before.rows} if before else {}
    heading = _heading(level)
    columns = [Column(level or "what", heading), Column(_measure(table), _unit(table), amount=True)]
    if before:
        columns.append(Column("before", before_number, amount=True))
    named = [(row, labels.of(level, row.codes[0] or "")) for row in in_order(table.rows)]
    rows = [
        _line(Cell(name, code=row.codes[0] or ""), row, then if before else None)
        for row, name in named
        if row.value != 0 or then.get(row.codes) or level == "month"
    ]
    totals = [row for row in table.rows if not any(row.codes)]
    rows += [_line(_total(), row, then if before else None) for row in totals]
    return Grid(table.code, caption, tuple(columns), tuple(rows), notes, total=bool(totals))


def _total() -> Cell:
    return Cell(gettext(_ALL), code="total")


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Those of a table of one level, without its total; what the others are gathered in comes last."""
    parts = [row for row in rows if row.codes and row.codes[0] is not None]
    return sorted(parts, key=lambda row: row.codes[0] in _REST)


def _line(name: Cell, row: Row, then: Mapping[tuple[str | None, ...], int | None] | None) -> tuple[Cell, ...]:
    cells = (name, number(row.value))
    return cells if then is None else (*cells, number(then.get(row.codes, 0)))


def _crossed(table: Table, caption: str, notes: tuple[str, ...], labels: Labels) -> Grid:
    """The first level down, the second across, with their totals. What is nought everywhere is left out."""
    down, across = table.by
    values = {row.codes: row.value for row in table.rows}
    rows = [code for code in _codes(table, 0) if values.get((code, None)) != 0]
    columns = [code for code in _codes(table, 1) if values.get((None, code)) != 0]
    heading = (
        Column(down, _heading(down)),
        *(Column(code, labels.of(across, code), amount=True) for code in columns),
        Column("total", gettext(_ALL), amount=True),
    )
    lines = [
        (
            Cell(labels.of(down, code), code=code) if code else _total(),
            *(number(values.get((code, each))) for each in (*columns, None)),
        )
        for code in (*rows, None)
    ]
    return Grid(table.code, caption, heading, tuple(lines), notes, total=True)


def _codes(table: Table, at: int) -> list[str]:
    return list(dict.fromkeys(code for row in table.rows if (code := row.codes[at]) is not None))


def _year_of_months(table: Table, caption: str, notes: tuple[str, ...]) -> Grid:
    values = {row.codes: row.value for row in table.rows}
    halves = sorted(_codes(table, 0))
    lines = [
        (Cell(month_name(6 * at + place), code=f"{half}-m{place}"), number(values.get((half, f"m{place}"))))
        for at, half in enumerate(halves)
        for place in range(1, 7)
    ]
    total = (_total(), number(values.get((None, None))))
    columns = (Column("month", _heading("month")), Column("cases", gettext(_COUNT), amount=True))
    return Grid(table.code, caption, columns, (*lines, total), notes, total=True)


def facts(code: str, caption: str, report: Report, named: Iterable[tuple[str, str]], notes: Sequence[str] = ()) -> Grid:
    """Processes of the area, one a row, with those of the last period. `named`: code and message id."""
    columns = [Column("what", gettext(_WHAT)), Column("number", gettext(marked("Antall")), amount=True)]
    if report.before_number:
        columns.append(Column("before", report.before_number, amount=True))
    rows = []
    for name, message in named:
        cells = [Cell(gettext(message), code=name), plain(report.facts.get(name))]
        rows.append(tuple([*cells, plain(report.before.get(name))] if report.before_number else cells))
    return Grid(code, gettext(caption), tuple(columns), tuple(rows), tuple(map(gettext, notes)))


def plain(value: int | None) -> Cell:
    """A fact: none is a dash, not a number that is not shown."""
    return Cell("–") if value is None else Cell(grouped(value), value)
