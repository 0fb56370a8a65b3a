"""The tables of a report as CSV: as the Norwegian Excel reads them, and one number a line for machines."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Final

from samhandling.reports.files import Figure, file_of, front, said
from samhandling.reports.view import MARK, Cell, Column, Grid, ReportView
from samhandling.web.csv_file import Number, cell, csv_of, day

#: Of every file; columns «label_…» of the report's own tables stand between the last two groups.
_FIRST: Final = ("report", "period", "table", "row", "code", "is_total")
_LAST: Final = ("measure", "value", "shown")


@file_of
def as_csv(view: ReportView) -> bytes:
    """What the report is, how its numbers are read, and all its tables, with an empty line between."""
    return csv_of(_lines(view))


def _lines(view: ReportView) -> Iterator[list[str]]:
    yield [view.title]
    yield from map(list, front(view))
    yield from ([note] for note in view.notes)
    for grid in view.grids:
        yield []
        yield [grid.caption]
        if grid.columns:
            yield [column.label for column in grid.columns]
        yield from (list(map(_for_excel, grid.columns, row)) for row in grid.rows)
        yield from ([note] for note in grid.notes)


def _for_excel(column: Column, read: Cell) -> str:
    found = said(column, read)
    if isinstance(found, Figure):
        text = f"{found.value * (100 if found.percent else 1):.{found.decimals}f}".replace(".", ",")
        return Number(f"{text} %" if found.percent else text)
    return day(found) if isinstance(found, date) else MARK if found is None else found


@file_of
def as_tidy_csv(view: ReportView) -> bytes:
    """UTF-8, commas, decimal points, days as YYYY-MM-DD; shares as 0–1.

    `row` counts from 1 in its table; `code` says what it is about, in any language. `label_…`: one for each code of a
    column of words beside numbers, empty in tables that have none such. `value` is empty and `shown` false for a number
    that is not shown. A cell of words has no line. A label that a spreadsheet would take for a formula gets an
    apostrophe in front.
    """
    grids = [grid for grid in view.grids if any(column.amount for column in grid.columns)]
    labels = list(dict.fromkeys(each.code for grid in grids for each in grid.columns if not each.amount))
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*_FIRST, *(f"label_{code}" for code in labels), *_LAST])
    for grid in grids:
        writer.writerows(_numbers(view, grid, labels))
    return out.getvalue().encode()


def _numbers(view: ReportView, grid: Grid, labels: list[str]) -> Iterator[list[str]]:
    for place, row in enumerate(grid.rows, start=1):
        named = {column.code: _label(each) for column, each in zip(grid.columns, row, strict=True) if not column.amount}
        total = grid.total and place == len(grid.rows)
        first = [cell(view.number), view.period, grid.code, str(place), row[0].code, _truth(total)]
        for column, each in zip(grid.columns, row, strict=True):
            found = said(column, each)
            if column.amount and (found is None or isinstance(found, Figure)):
                last = [column.code, str(found.value) if found else "", _truth(found is not None)]
                yield [*first, *(cell(named.get(code, "")) for code in labels), *last]


def _label(each: Cell) -> str:
    return each.value.isoformat() if isinstance(each.value, date) else each.text


def _truth(value: bool) -> str:
    return "true" if value else "false"
