"""What the files of a report share, so that none tells another thing, or more, than the page.

Texts that every format can hold, what stands first in each file, and numbers as exact as they are read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import wraps
from typing import Any, Final, TypeVar

from samhandling.reports.view import Cell, Column, ReportView
from samhandling.web.i18n import gettext, marked, speaking

Made = TypeVar("Made")

DRAFT: Final = marked("Utkast: tallene kan endre seg til rapporten er publisert.")
HOW_TO_READ: Final = marked("Slik leses tallene")
_NUMBER: Final = marked("Rapport")
_CORRECTED_BY: Final = marked("Rettet i en senere utgave")
_WHAT_CHANGED: Final = marked("Endret siden forrige utgave")
_DIGEST: Final = marked("Kontrollsum for tallene")
#: What XML 1.0 has no way to write.
_UNWRITABLE: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_READ: Final = re.compile(r"([-−]?)(\d[\d\s]*)(?:,(\d+))?(\s*%)?")


def file_of(make: Callable[[ReportView], Made]) -> Callable[[ReportView], Made]:
    """Makes a file in the report's own language, of texts that it can hold."""

    @wraps(make)
    def made(view: ReportView) -> Made:
        with speaking(view.language):
            return make(_writable(view))

    return made


def _writable(value: Any) -> Any:
    if isinstance(value, str):
        return _UNWRITABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, tuple):
        return tuple(map(_writable, value))
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{each.name: _writable(getattr(value, each.name)) for each in fields(value)})
    return value


def front(view: ReportView) -> tuple[tuple[str, str], ...]:
    """What the report is: labels and values, none of them empty."""
    more = ((_CORRECTED_BY, view.corrected_by), (_WHAT_CHANGED, view.what_changed), (_DIGEST, view.digest))
    number = (gettext(_NUMBER), view.number or gettext(DRAFT))
    return (number, *view.facts, *((gettext(label), value) for label, value in more if value))


@dataclass(frozen=True, slots=True)
class Figure:
    """`decimals`: as many as are read, of the percentage where `percent`."""

    value: int | float
    decimals: int = 0
    percent: bool = False


def said(column: Column, cell: Cell) -> Figure | date | str | None:
    """What a cell says: a number, a day or words; None for a number that is not shown."""
    if cell.hidden:
        return None
    if isinstance(cell.value, date):
        return cell.value
    return cell.text if cell.value is None or not column.amount else _figure(cell.text, cell.value)


def _figure(text: str, value: int | float) -> Figure:
    """The number of the text where it is this one: 0.6315… beside «63 %» would tell that it was 12 of 19."""
    if isinstance(value, int):
        return Figure(value)
    numbers = [read.groups(default="") for read in _READ.finditer(text)]
    shares = [each for each in numbers if each[-1]]
    for sign, whole, part, _ in shares or (numbers if len(numbers) == 1 else []):
        number, decimals = float(f"{sign and '-'}{''.join(whole.split())}.{part or 0}"), len(part)
        for scale in (100, 1) if shares else (1,):
            if abs(number - value * scale) <= 0.5 / 10**decimals + 1e-9:
                return Figure(round(number / scale, decimals + 2), decimals, scale == 100)
    return Figure(round(value, 2), 2)
