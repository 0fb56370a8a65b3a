"""A report on paper: the values of printing/report.typ, made of what its reader sees."""

from collections.abc import Mapping
from textwrap import wrap
from typing import Any, Final

from samhandling.casework import printout
from samhandling.kernel.clock import local_date
from samhandling.printing.making import MOST_ROWS, Template, pdf
from samhandling.reports.charts import as_svg
from samhandling.reports.view import MARK, Chart, Grid, ReportView, Section
from samhandling.web.i18n import gettext, long_date, marked, speaking

#: Code to text and status, where there is no PDF.
REFUSALS: Final[Mapping[str, tuple[str, int]]] = {
    **printout.REFUSALS,
    "print_too_many_rows": (marked("Rapporten er for lang til en PDF. Bruk regnearket."), 422),
    "print_too_large": (marked("Rapporten er for lang til en PDF. Bruk regnearket."), 422),
}
#: So many letters of a table stand beside each other on the page; what is narrower is set no wider than its words.
_LETTERS: Final = 94
_BETWEEN: Final = 3
_WIDEST: Final = 60
_WIDEST_HEADING: Final = 12


def printed(view: ReportView) -> bytes:
    """PDF/UA-1 and PDF/A-2a, in the report's own language. Refused: as `printing.making.pdf`; see REFUSALS."""
    return pdf(Template.REPORT, values(view))


def values(view: ReportView) -> dict[str, Any]:
    with speaking(view.language):
        counted, draft = local_date(view.counted_at), gettext(marked("Utkast"))
        return {
            "number": f"{view.number or draft} · {view.area}",
            "heading": view.title,
            "language": view.language,
            "printed": (view.published_on or counted).isoformat(),
            "over": gettext(marked("Rapport %(number)s")) % {"number": view.number} if view.number else draft,
            "facts": [{"label": label, "value": value} for label, value in (*view.facts, *_made(view))],
            "warnings": _warnings(view),
            "asked": view.asked_of_oso,
            "changed": view.what_changed,
            "digest": " ".join(wrap(view.digest, 16)),
            "sections": [_section(section) for section in view.sections],
            "notes": list(view.notes),
            "labels": {
                "pages": gettext(marked("Side {page} av {pages}")),
                "asked": gettext(marked("Dette bes OSO om")),
                "changed": gettext(marked("Endret siden forrige versjon")),
                "contents": gettext(marked("Innhold")),
                "digest": gettext(marked("Fingeravtrykk av tallene (SHA-256)")),
                "comment": gettext(marked("Sekretariatets kommentar")),
                "comment_by": gettext(marked("Skrevet av sekretariatet, ikke regnet ut.")),
                "notes": gettext(marked("Slik leses tallene")),
            },
        }


def _made(view: ReportView) -> tuple[tuple[str, str], ...]:
    """When it was made, after its own facts."""
    counted = (gettext(marked("Tallene er hentet")), long_date(local_date(view.counted_at)))
    if view.published_on is None:
        return (counted,)
    return (gettext(marked("Publisert")), long_date(view.published_on)), counted


def _warnings(view: ReportView) -> list[dict[str, str]]:
    if view.corrected_by:
        newer = gettext(marked("Den gjeldende versjonen er %(number)s.")) % {"number": view.corrected_by}
        return [{"heading": gettext(marked("Denne versjonen er rettet")), "text": newer}]
    if view.published_on is None:
        live = gettext(marked("Tallene kan endre seg til rapporten er publisert."))
        return [{"heading": gettext(marked("Utkast")), "text": live}]
    return []


def _section(section: Section) -> dict[str, Any]:
    """Each chart stands before the table that says the same, and that says of both what is not shown."""
    beside = {grid.code for grid in section.grids}
    parts = [_chart(chart, _hidden(chart)) for chart in section.charts if chart.grid not in beside]
    for grid in section.grids:
        parts += [_chart(chart, []) for chart in section.charts if chart.grid == grid.code]
        parts.append(_grid(grid))
    return {
        "heading": section.heading,
        "sentences": list(section.sentences),
        "parts": parts,
        "comment": section.comment,
    }


def _chart(chart: Chart, notes: list[str]) -> dict[str, Any]:
    return {
        "kind": "chart",
        "caption": f"{chart.title} ({chart.unit})",
        "alt": chart.describes or chart.title,
        "svg": as_svg(chart),
        "notes": notes,
    }


def _grid(grid: Grid) -> dict[str, Any]:
    """A table longer than a PDF takes says where it stands instead."""
    fits = len(grid.rows) <= MOST_ROWS
    long = gettext(marked("Tabellen har %(rows)s linjer og står bare i regnearket.")) % {"rows": len(grid.rows)}
    return {
        "kind": "grid",
        "caption": grid.caption,
        "columns": [
            {"label": column.label, "amount": column.amount, "share": share}
            for column, share in zip(grid.columns, _shares(grid), strict=True)
        ],
        "rows": [[cell.text for cell in row] for row in grid.rows] if fits else [],
        "total": grid.total and bool(grid.rows),
        "notes": [*(_hidden(grid) if fits else [long]), *grid.notes],
    }


def _shares(grid: Grid) -> list[int]:
    """How many letters of the page's width each column has; noughts where each is as wide as its words.

    Numbers have what they need, words share the rest.
    """
    cells = [max((len(row[number].text) for row in grid.rows), default=1) for number in range(len(grid.columns))]
    whole = [max(cell, len(column.label)) + _BETWEEN for cell, column in zip(cells, grid.columns, strict=True)]
    if sum(whole) <= _LETTERS:
        return [0] * len(whole)
    numbers = {
        place: max(cells[place], min(_WIDEST_HEADING, max(map(len, column.label.split()), default=1))) + _BETWEEN
        for place, column in enumerate(grid.columns)
        if column.amount
    }
    words = {place: min(whole[place], _WIDEST) for place in range(len(whole)) if place not in numbers}
    rest = max(_LETTERS - sum(numbers.values()), _WIDEST_HEADING * len(words))
    return [numbers.get(place) or max(1, rest * words[place] // sum(words.values())) for place in range(len(whole))]


def _hidden(shown: Chart | Grid) -> list[str]:
    texts = (
        (point.text for point in shown.points)
        if isinstance(shown, Chart)
        else (cell.text for row in shown.rows for cell in row)
    )
    return [gettext(marked("«·»: tallet vises ikke"))] if MARK in texts else []
