"""The file to fill in: headings, an example, and what each cell may hold."""

import csv
import io
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from samhandling.importing.checking import EXAMPLE
from samhandling.importing.choices import CHOICES, told
from samhandling.importing.columns import COLUMNS
from samhandling.importing.rows import MOST_ROWS
from samhandling.importing.workbook import SHEET
from samhandling.web.i18n import gettext, marked

_LISTS: Final = marked("Lister")
_WIDE: Final = {"hva": 60, "straks": 40, "forslag": 40, "situasjon": 45, "enhet": 30, "kontor": 30}
#: Excel's format for text: otherwise it makes a date of rule 2.1.6.
_AS_TEXT: Final = "@"


def lists(organisations: Sequence[str], rules: Mapping[str, str]) -> dict[str, list[str]]:
    """What may be chosen, by field, in the reader's language. `rules`: number to heading."""
    return {
        "situasjon": list(told("situasjon").values()),
        "regel": [f"{number} {heading}" for number, heading in rules.items()],
        "enhet": list(organisations),
        "kontor": list(organisations),
        **{code: list(told(code).values()) for code in CHOICES if code != "situasjon"},
    }


def example(month: str, found: Mapping[str, list[str]]) -> dict[str, str]:
    """Left out when the file comes back."""
    return {
        "maaned": month,
        "situasjon": found["situasjon"][0],
        "enhet": found["enhet"][0] if found["enhet"] else "",
        "hva": gettext(marked("Epikrisen kom seksten dager etter utskrivning.")),
        "minutter": "20",
        "tittel": EXAMPLE,
    }


def as_workbook(month: str, found: Mapping[str, list[str]]) -> bytes:
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = SHEET
    shown = example(month, found)
    sheet.append([str(each.name) for each in COLUMNS])
    sheet.append([shown.get(each.field, "") for each in COLUMNS])
    sheet.freeze_panes = "A2"
    chosen = book.create_sheet(gettext(_LISTS))
    listed = [each for each in COLUMNS if each.field in found]
    for place, each in enumerate(listed, start=1):
        letter = get_column_letter(place)
        for number, text in enumerate((str(each.name), *found[each.field]), start=1):
            chosen.cell(number, place, text).number_format = _AS_TEXT
        chosen.column_dimensions[letter].width = 45
    for place, each in enumerate(COLUMNS, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _WIDE.get(each.field, 18)
        sheet.column_dimensions[letter].number_format = _AS_TEXT
        for row in range(1, 3):
            sheet[f"{letter}{row}"].number_format = _AS_TEXT
        if each in listed and found[each.field]:
            source = get_column_letter(listed.index(each) + 1)
            rule = DataValidation(
                type="list", formula1=f"'{chosen.title}'!${source}$2:${source}${len(found[each.field]) + 1}"
            )
            rule.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
            sheet.add_data_validation(rule)
    for heading in (*sheet[1], *chosen[1]):
        heading.font = Font(bold=True)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_csv(month: str, found: Mapping[str, list[str]]) -> bytes:
    shown = example(month, found)
    return _separated([[str(each.name) for each in COLUMNS], [shown.get(each.field, "") for each in COLUMNS]])


def lists_as_csv(found: Mapping[str, list[str]]) -> bytes:
    listed = [each for each in COLUMNS if each.field in found]
    return _separated(
        [
            [str(each.name) for each in listed],
            *map(list, zip_longest(*(found[each.field] for each in listed), fillvalue="")),
        ]
    )


def _separated(rows: list[list[str]]) -> bytes:
    """As Norwegian spreadsheets open it: semicolons, and a mark that it is UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([[_harmless(each) for each in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """An organisation's name is somebody's words: no spreadsheet shall take it for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
