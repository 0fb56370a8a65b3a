"""One table of a report on a sheet of its own, with its notes and charts below it."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from samhandling.reports.files import Figure, said
from samhandling.reports.view import MARK, Chart, Grid
from samhandling.web.i18n import language

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_INK, _LINE, _SHADE = "#1F3A5F", "#8CA0B3", "#E6EDF4"
_STYLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"bold": True, "font_size": 16, "font_color": _INK},
    "caption": {"bold": True, "font_size": 13, "font_color": _INK},
    "strong": {"bold": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"},
    "link": {"font_color": "#0B5394", "underline": 1},
    "cell": {"text_wrap": True, "valign": "top", "align": "left", "bottom": 1, "bottom_color": _LINE},
    "amount": {"align": "right", "indent": 1},
    "heading": {"bold": True, "bg_color": _SHADE, "font_color": _INK, "valign": "bottom", "bottom": 2},
    "total": {"bold": True, "top": 1, "top_color": _INK, "bottom": 2},
}
#: The written language as Excel numbers it, for names of months.
_LANGUAGES: Final = {"nb": "414", "nn": "814"}
_HEADING_ROW: Final = 1
_FIRST_ROW: Final = _HEADING_ROW + 1
_NARROWEST, _WIDEST, _DEFAULT_WIDTH = 12, 60, 9
_NOTE_WIDTH, _LINE_HEIGHT, _TALLEST = 90, 15, 409
_CHART: Final = {"width": 720, "bar": 28, "least": 240, "row": 20}


class Pen:
    """Formats of a book, each made once."""

    def __init__(self, book: "Workbook") -> None:
        self.book = book
        self._made: dict[tuple[str, ...], Format] = {}

    def style(self, *names: str, number: str = "") -> "Format":
        """The later names overrule the earlier. `number`: how a number or a day is written."""
        if (*names, number) not in self._made:
            together = {key: value for name in names for key, value in _STYLES[name].items()}
            self._made[*names, number] = self.book.add_format(together | ({"num_format": number} if number else {}))
        return self._made[*names, number]


class Place(NamedTuple):
    row: int
    column: int


def draw(pen: Pen, sheet: "Worksheet", grid: Grid, charts: Sequence[Chart]) -> None:
    """A chart is left out when one of its points is not shown, or does not stand in the table."""
    sheet.write_string(0, 0, grid.caption, pen.style("caption"))
    widths = [_headed(pen, sheet, grid, place) for place in range(len(grid.columns))]
    if grid.columns:
        sheet.freeze_panes(_FIRST_ROW, 0)
        sheet.repeat_rows(_HEADING_ROW)
    for down, cells in enumerate(grid.rows):
        is_total = grid.total and down == len(grid.rows) - 1
        for across, (column, cell) in enumerate(zip(grid.columns, cells, strict=True)):
            styles = ("cell", *(["amount"] if column.amount else []), *(["total"] if is_total else []))
            _write(pen, sheet, Place(_FIRST_ROW + down, across), said(column, cell), styles)
    notes_at = _FIRST_ROW + len(grid.rows) + 1
    for row, note in enumerate(grid.notes, start=notes_at):
        _note(pen, sheet, row, note, widths)
    below = notes_at + len(grid.notes) + 1
    for chart in charts:
        if places := _places(chart, grid):
            below = _chart(pen, sheet, below, chart, grid, places)


def _headed(pen: Pen, sheet: "Worksheet", grid: Grid, place: int) -> int:
    """Writes a column's heading; its width."""
    column = grid.columns[place]
    longest = max(len(text) for text in (column.label, *(row[place].text for row in grid.rows)))
    width = min(max(longest + 2, _NARROWEST), _WIDEST)
    sheet.set_column(place, place, width)
    names = ("cell", "amount", "heading") if column.amount else ("cell", "heading")
    sheet.write_string(_HEADING_ROW, place, column.label, pen.style(*names))
    return width


def _write(pen: Pen, sheet: "Worksheet", at: Place, what: Figure | date | str | None, styles: tuple[str, ...]) -> None:
    if isinstance(what, Figure):
        sheet.write_number(*at, what.value, pen.style(*styles, number=_form(what)))
    elif isinstance(what, date):
        sheet.write_datetime(*at, what, pen.style(*styles, number=_form(what)))
    else:
        sheet.write_string(*at, MARK if what is None else what, pen.style(*styles))


def _form(what: Figure | date | str | None) -> str:
    """How a number or a day is written."""
    if isinstance(what, Figure):
        return "#,##0" + ("." + "0" * what.decimals if what.decimals else "") + (" %" if what.percent else "")
    return f"[$-{_LANGUAGES[language.get()]}]d. mmmm yyyy" if isinstance(what, date) else "General"


def _note(pen: Pen, sheet: "Worksheet", row: int, note: str, widths: Sequence[int]) -> None:
    """Over as many columns as a line is long: wrapped in the first alone it would be a tower."""
    across, width = 0, 0
    while width < _NOTE_WIDTH:
        width += widths[across] if across < len(widths) else _DEFAULT_WIDTH
        across += 1
    sheet.merge_range(row, 0, row, across - 1, "", pen.style("text"))
    sheet.write_string(row, 0, note, pen.style("text"))
    lines = sum(ceil(len(line) / width) or 1 for line in note.split("\n"))
    sheet.set_row(row, min(_LINE_HEIGHT * lines, _TALLEST))


def _places(chart: Chart, grid: Grid) -> list[Place]:
    """Where in the sheet the points' numbers stand, in one column; empty if one of them is not there or not shown."""
    by_label = {row[0].text: down for down, row in enumerate(grid.rows)}
    rows = [by_label.get(point.label, -1) for point in chart.points]
    if -1 in rows:  # a point may say «2026» where the table has the day; then they stand in the same order
        rows = list(range(min(len(chart.points), len(grid.rows))))
    says = [point.text for point in chart.points]
    if not says or any(point.value is None for point in chart.points):
        return []
    for across, column in enumerate(grid.columns):
        if column.amount and [grid.rows[down][across].text for down in rows] == says:
            return [Place(_FIRST_ROW + down, across) for down in rows]
    return []


def _chart(pen: Pen, sheet: "Worksheet", row: int, chart: Chart, grid: Grid, places: Sequence[Place]) -> int:
    """The row below it. What it says, and its title, stand in cells: the text of a title can be read as an address."""
    sheet.write_string(row, 0, chart.title, pen.style("caption"))
    sheet.write_string(row + 1, 0, chart.describes)
    first, across = grid.rows[places[0].row - _FIRST_ROW], places[0].column
    is_over_time = chart.kind == "columns"
    drawn = pen.book.add_chart({"type": "column" if is_over_time else "bar"})
    drawn.add_series(
        {
            "name": [sheet.get_name(), row, 0],
            "categories": _range(sheet.get_name(), [Place(each.row, 0) for each in places]),
            "values": _range(sheet.get_name(), places),
            "fill": {"color": _INK},
            "data_labels": {"value": True, "num_format": _form(said(grid.columns[across], first[across]))},
            "gap": 60,
        }
    )
    drawn.set_legend({"none": True})
    drawn.set_title({"name": [sheet.get_name(), row, 0], "name_font": {"size": 12, "color": _INK}})
    least = {"min": 0} if all((point.value or 0) >= 0 for point in chart.points) else {}
    values = {"visible": False, "major_gridlines": {"visible": False}} | least
    form = _form(said(grid.columns[0], first[0]))
    # The first bar stands on top, as in the table.
    names = {"text_axis": True, "num_format": form, "reverse": not is_over_time}
    drawn.set_x_axis(names if is_over_time else values)
    drawn.set_y_axis(values if is_over_time else names)
    height = max(_CHART["least"], 0 if is_over_time else 80 + _CHART["bar"] * len(places))
    drawn.set_size({"width": _CHART["width"], "height": height})
    sheet.insert_chart(row + 2, 0, drawn, {"description": f"{chart.title}. {chart.describes}"})
    return row + 4 + ceil(height / _CHART["row"])


def _range(sheet: str, places: Sequence[Place]) -> str:
    """One range where the rows follow each other, else each cell by itself."""
    from xlsxwriter.utility import quote_sheetname, xl_range_abs

    first, last = places[0], places[-1]
    if [each.row for each in places] == list(range(first.row, last.row + 1)):
        return f"={quote_sheetname(sheet)}!{xl_range_abs(*first, *last)}"
    cells = (f"{quote_sheetname(sheet)}!{xl_range_abs(*each, *each)}" for each in places)
    return f"=({','.join(cells)})"
