"""A file somebody uploads as rows of text, each with the number a spreadsheet shows beside it.

What the file is, is told by its content. Nothing is guessed: what cannot be read is refused, with what to do.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Final

from samhandling.importing import workbook
from samhandling.importing.rows import MOST_COLUMNS, MOST_ROWS, TOO_MANY, Row, Sheet, Unreadable, cell, row_of
from samhandling.web.i18n import marked

_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS: Final = ";\t,"
_TOLD_SEPARATOR: Final = re.compile(r"sep=([;,\t])\r?\n?", re.IGNORECASE)


def read(content: bytes) -> Sheet:
    """Raises Unreadable, whatever the bytes are."""
    if not content.strip():
        raise Unreadable(marked("Filen er tom."))
    if content.startswith(_OLD_OFFICE):
        raise Unreadable(
            marked("Filen er låst med passord eller lagret i et gammelt format. Lagre den som .xlsx uten passord.")
        )
    return as_sheet(workbook.rows(content) if content.startswith(_ZIP) else _separated(_decoded(content)))


def as_sheet(rows: Iterable[Row]) -> Sheet:
    """Raises Unreadable for too many rows or columns, and for nothing below the heading."""
    found: list[Row] = []
    for row in rows:
        if row.is_empty:
            continue
        if len(row.cells) > MOST_COLUMNS and any(row.cells[MOST_COLUMNS:]):
            raise Unreadable(
                marked("Rad %(row)s har mer enn %(most)s kolonner. Slett dem som ikke trengs."),
                row=row.number,
                most=MOST_COLUMNS,
            )
        found.append(row)
        if len(found) > MOST_ROWS + 1:
            raise Unreadable(TOO_MANY, most=MOST_ROWS)
    if len(found) < 2:
        raise Unreadable(marked("Filen har ingen rader under overskriftene."))
    return Sheet(found[0], tuple(found[1:]))


def _decoded(content: bytes) -> str:
    if content.startswith(_WIDE):
        return _as(content, "utf-16")
    if b"\0" in content:
        raise Unreadable(marked("Filen er verken et regneark (.xlsx) eller en tekstfil (.csv)."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _as(content, "cp1252")


def _as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(marked("Tegnene i filen kan ikke leses. Lagre den som «CSV UTF-8» eller .xlsx.")) from None


def _separated(text: str) -> Iterator[Row]:
    """The rows of a text; a number counts rows, not lines, as a spreadsheet does."""
    told = _TOLD_SEPARATOR.match(text)
    body = text[told.end() :] if told else text
    separator = told.group(1) if told else _separator(body)
    lines = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    number = 1 if told else 0
    while True:
        number += 1
        try:
            cells = next(lines, None)
        except csv.Error:
            raise Unreadable(
                marked("Rad %(row)s kan ikke leses: se etter et anførselstegn som ikke er lukket."), row=number
            ) from None
        if cells is None:
            return
        yield row_of(number, map(cell, cells))


def _separator(text: str) -> str:
    """The one that the first line with anything in it has most of, outside quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_SEPARATORS, key=bare.count)
