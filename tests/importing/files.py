"""Files as people would upload them."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook

HEADING = ("Måned", "Situasjon", "Enhet", "Kontor", "Hva skjedde", "Minutter")
LATE = "Epikrise eller notat kom for sent"
GOOD = ("2026-03", LATE, "Medisinsk avdeling", "Fjordvik legekontor", "Epikrisen kom seksten dager etter.", 20)


def workbook(*rows: Iterable[Any], heading: Iterable[str] = HEADING, title: str = "Ark1") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in (heading, *rows):
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def separated(*rows: Iterable[Any], heading: Iterable[str] = HEADING, by: str = ";", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(by.join(map(str, row)) for row in (heading, *rows)).encode(encoding)
