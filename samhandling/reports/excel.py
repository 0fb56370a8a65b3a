"""A report as a workbook: what it is on the first sheet, then one sheet a table, with real numbers, days and charts."""

from collections.abc import Sequence
from datetime import UTC
from io import BytesIO
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from samhandling.reports.excel_sheet import Pen, draw
from samhandling.reports.files import HOW_TO_READ, file_of, front
from samhandling.reports.view import Grid, ReportView
from samhandling.web.i18n import gettext, marked

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_ABOUT: Final = marked("Om rapporten")
_TABLES: Final = marked("Tabeller")
_PAGE: Final = marked("Side &P av &N")
#: No text becomes a formula, a link or a number; nothing is written to disk.
_OPTIONS: Final = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_A4: Final = 9
_LONGEST_NAME: Final = 31
_LAST_LETTER: Final = "\uffff"  # each after it counts as two
_NOT_IN_NAMES: Final = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")


@file_of
def as_workbook(view: ReportView) -> bytes:
    """The same view gives the same bytes."""
    from xlsxwriter.workbook import Workbook  # 0.2 s, which no start of the program should wait for

    out = BytesIO()
    book = Workbook(out, _OPTIONS)
    created = view.counted_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": view.title, "subject": view.period, "author": "", "created": created})
    pen = Pen(book)
    about, names = gettext(_ABOUT), sheet_names(view.grids, gettext(_ABOUT))
    _about(book.add_worksheet(about), view, names, pen)
    charts = [chart for section in view.sections for chart in section.charts]
    for grid, name in zip(view.grids, names, strict=True):
        sheet = book.add_worksheet(name)
        _print_setup(sheet, view)
        draw(pen, sheet, grid, [chart for chart in charts if chart.grid == grid.code])
    book.close()
    return out.getvalue()


def sheet_names(grids: Sequence[Grid], taken: str) -> list[str]:
    """The captions as Excel allows them: at most 31 letters, each once whatever its case."""
    names: list[str] = []
    for grid in grids:
        letters = "".join(each for each in grid.caption.translate(_NOT_IN_NAMES) if each <= _LAST_LETTER)
        whole = " ".join(letters.split()) or grid.code
        name, again = _cut(whole, _LONGEST_NAME), 1
        while name.casefold() in {each.casefold() for each in (taken, *names)}:
            again += 1
            name = f"{_cut(whole, _LONGEST_NAME - 1 - len(str(again)))} {again}"
        names.append(name)
    return names


def _cut(text: str, most: int) -> str:
    at_a_word = shorten(text, most, placeholder="…")
    return f"{text[: most - 1]}…" if at_a_word == "…" else at_a_word


def _print_setup(sheet: "Worksheet", view: ReportView) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    number = view.number.replace("&", "&&")
    sheet.set_footer(f"&L{number}&R{gettext(_PAGE)}")


def _about(sheet: "Worksheet", view: ReportView, names: Sequence[str], pen: Pen) -> None:
    _print_setup(sheet, view)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, view.title, pen.style("title"))
    pairs = front(view)
    for row, (label, value) in enumerate(pairs, start=2):
        sheet.write_string(row, 0, label, pen.style("strong"))
        sheet.write_string(row, 1, value, pen.style("text"))
    notes_at = 3 + len(pairs)
    sheet.write_string(notes_at, 0, gettext(HOW_TO_READ), pen.style("strong"))
    for row, note in enumerate(view.notes, start=notes_at):
        sheet.write_string(row, 1, note, pen.style("text"))
    tables_at = notes_at + len(view.notes) + 1
    sheet.write_string(tables_at, 0, gettext(_TABLES), pen.style("strong"))
    for row, name in enumerate(names, start=tables_at):
        sheet.write_url(row, 1, f"internal:'{name}'!A1", pen.style("link"), name)
