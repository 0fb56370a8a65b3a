"""A table as the Norwegian Excel opens it by a double click: semicolons, a byte-order mark, CRLF, decimal commas.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, and is then text.
"""

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO
from typing import Final

#: What a formula can begin with, also in the wide forms some spreadsheets accept.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Number(str):
    """Written by us as the Norwegian Excel reads a number, so that it needs no apostrophe: −3 begins no formula."""


def cell(text: str) -> str:
    if isinstance(text, Number):
        return text
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def day(value: date | None) -> str:
    """As the Norwegian Excel reads a date."""
    return f"{value:%d.%m.%Y}" if value else ""


def csv_of(rows: Iterable[Iterable[str]]) -> bytes:
    """The first row is the heading."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([cell(text) for text in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
