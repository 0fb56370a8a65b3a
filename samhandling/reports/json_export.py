"""A report as JSON for another system, field by field."""

from datetime import date
from typing import Any

from samhandling.reports.files import Figure, file_of, said
from samhandling.reports.view import Cell, Column, Grid, ReportView, Section


@file_of
def as_json(view: ReportView) -> dict[str, Any]:
    """Keys are English and stable; texts are in the report's language. Days as YYYY-MM-DD, shares as 0–1."""
    return {
        "number": view.number,
        "title": view.title,
        "area": view.area,
        "period": view.period,
        "first": view.first.isoformat(),
        "last": view.last.isoformat(),
        "language": view.language,
        "counted_at": view.counted_at.isoformat(timespec="minutes"),
        "published_on": view.published_on.isoformat() if view.published_on else None,
        "corrected_by": view.corrected_by or None,
        "what_changed": view.what_changed,
        "digest": view.digest,
        "facts": [{"label": label, "value": value} for label, value in view.facts],
        "notes": list(view.notes),
        "sections": [_section(each) for each in view.sections],
        "asked_of_oso": view.asked_of_oso,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "code": section.code,
        "heading": section.heading,
        "sentences": list(section.sentences),
        "comment": section.comment,
        "tables": [_table(grid) for grid in section.grids],
        "charts": [
            {"code": each.code, "kind": each.kind, "title": each.title, "describes": each.describes, "table": each.grid}
            for each in section.charts
        ],
    }


def _table(grid: Grid) -> dict[str, Any]:
    """`rows`: by the column's code. `row_codes`: what each row is about, in any language.

    `hidden`: by row, the codes of the numbers that are not shown, which are null.
    """
    codes = [column.code for column in grid.columns]
    return {
        "code": grid.code,
        "caption": grid.caption,
        "columns": [{"code": each.code, "label": each.label, "number": each.amount} for each in grid.columns],
        "rows": [dict(zip(codes, map(_value, grid.columns, row), strict=True)) for row in grid.rows],
        "row_codes": [row[0].code for row in grid.rows],
        "hidden": [[code for code, each in zip(codes, row, strict=True) if each.hidden] for row in grid.rows],
        "last_row_is_total": grid.total,
        "notes": list(grid.notes),
    }


def _value(column: Column, cell: Cell) -> int | float | str | None:
    """Words stay words, also where a number would have stood."""
    found = said(column, cell)
    if isinstance(found, Figure):
        return found.value
    return found.isoformat() if isinstance(found, date) else found
