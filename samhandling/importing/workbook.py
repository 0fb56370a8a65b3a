"""A workbook (.xlsx) as rows: values only, no formulas, dates as dates, nothing opened before its size is known."""

import io
import math
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from samhandling.importing.rows import MOST_COLUMNS, MOST_ROWS, TOO_MANY, Complaint, Row, Unreadable, cell, row_of
from samhandling.web.i18n import marked

#: Bytes of all the files in the archive together, unpacked. Two thousand full rows are some 4 MB.
MOST_UNPACKED: Final = 12 * 1024 * 1024
_MOST_FILES: Final = 200
#: The name of the sheet to read when a workbook has several.
SHEET: Final = "Avvik"
_LAST_ROW: Final = 1_048_576
#: Rows that are written in the file, also when nothing stands in them.
_MOST_WRITTEN: Final = 20_000
_NOT_READ: Final = marked("Regnearket kan ikke leses. Åpne det, og lagre det på nytt som .xlsx.")
_TOO_LARGE: Final = marked("Regnearket er for stort når det pakkes ut. Slett bilder og ark som ikke trengs.")
# What the library is known to raise for an archive whose parts are not what they should be.
_FAULTS: Final = (
    LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError, OSError, EOFError,
    RuntimeError, SyntaxError, InvalidFileException, zipfile.BadZipFile, zlib.error, struct.error,
)  # fmt: skip


def rows(content: bytes) -> tuple[Row, ...]:
    """Those that are not empty, and one more than are taken. Raises Unreadable."""
    _weighed(content)
    with warnings.catch_warnings():
        # It tells of extensions it leaves out; what it leaves out are never values.
        warnings.filterwarnings("ignore", module="openpyxl")
        try:
            return _rows(content)
        except _FAULTS:
            raise Unreadable(_NOT_READ) from None


def _weighed(content: bytes) -> None:
    """By the archive's own list, which a reader never reads past; and without anything that defines entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = archive.infolist()
            if len(files) > _MOST_FILES or sum(each.file_size for each in files) > MOST_UNPACKED:
                raise Unreadable(_TOO_LARGE)
            if any(each.flag_bits & 1 for each in files):
                raise Unreadable(marked("Filen er låst med passord. Lagre den uten."))
            names = {each.filename for each in files}
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise Unreadable(marked("Filen er verken et regneark (.xlsx) eller en tekstfil (.csv)."))
            for each in files:
                if each.filename.endswith((".xml", ".rels", ".vml")):
                    _looked_at(archive.read(each))
    except _FAULTS:
        raise Unreadable(_NOT_READ) from None


def _looked_at(part: bytes) -> None:
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part:
        raise Unreadable(_NOT_READ)


def _rows(content: bytes) -> tuple[Row, ...]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        sheets = [each for each in book.worksheets if each.sheet_state == "visible"]
        sheet = next((each for each in sheets if each.title.casefold() == SHEET.casefold()), None)
        if sheet is None and not sheets:
            raise Unreadable(marked("Regnearket har ingen synlige ark."))
        sheet = sheet or sheets[0]
        # Its own claim of how far it reaches may be wrong.
        sheet.reset_dimensions()
        found = sheet.iter_rows(max_row=_LAST_ROW, max_col=MOST_COLUMNS + 1)
        return tuple(islice(_filled(found), MOST_ROWS + 2))
    finally:
        book.close()


def _filled(found: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    """The rows between two that are written are one and the same object, up to a million of them."""
    before: tuple[Any, ...] | None = None
    written = 0
    for number, cells in enumerate(found, start=1):
        if cells is before:
            continue
        before, written = cells, written + 1
        if written > _MOST_WRITTEN:
            raise Unreadable(TOO_MANY, most=MOST_ROWS)
        row = row_of(number, map(_cell, cells))
        if not row.is_empty:
            yield row


def _cell(found: Any) -> tuple[str, Complaint | None]:
    kind, value = found.data_type, found.value
    if kind == "f":
        return "", Complaint(marked("Cellen har en formel. Lim inn verdien i stedet."))
    if kind == "e":
        return "", Complaint(marked("Cellen viser en feil (%(error)s). Skriv verdien."), {"error": str(value)[:20]})
    if value is None:
        return "", None
    if isinstance(value, bool):
        return ("ja" if value else "nei"), None
    if isinstance(value, datetime):
        return value.date().isoformat(), None
    if isinstance(value, date):
        return value.isoformat(), None
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return str(int(value)), None
    return cell(str(value))
