"""The case paper (saksframlegg) to the OSO, as the secretary gets it to finish in Word.

The template beside this file holds styles and order and no words; `python -m tools.word_template` writes it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from markupsafe import Markup, escape

from samhandling.reports.files import DRAFT, HOW_TO_READ, file_of, front
from samhandling.reports.view import Grid, ReportView
from samhandling.web.i18n import gettext, long_date, marked

if TYPE_CHECKING:
    from docx.document import Document

TEMPLATE: Final = Path(__file__).with_name("saksframlegg.docx")
#: The template's names for its own words.
_SAID: Final[Mapping[str, str]] = {
    "paper": marked("Saksframlegg"),
    "proposal": marked("Forslag til vedtak"),
    "background": marked("Bakgrunn"),
    "numbers": marked("Tallene"),
    "how_to_read": HOW_TO_READ,
    "assessment": marked("Vurdering"),
    "attachments": marked("Vedlegg"),
    "prompt_proposal": marked("[Skriv hva møtet bes om å vedta.]"),
    "prompt_background": marked("[Skriv det møtet trenger å vite om saken fra før, eller stryk linjen.]"),
    "prompt_assessment": marked("[Skriv sekretariatets vurdering, eller stryk avsnittet.]"),
    "prompt_attachments": marked("[Legg til andre vedlegg, eller stryk linjen.]"),
}
_TO_FILL_IN: Final = (marked("Sak"), marked("Møte"), marked("Saksbehandler"))
_ABOUT: Final = marked("Saken gjelder samhandlingen i %(area)s fra %(first)s til %(last)s, slik rapporten viser den.")
_ATTACHED: Final = marked("Rapport %(number)s: %(title)s")
#: So that nothing that was typed is taken for docxtpl's own marks, which it also looks for in what it has written.
_BRACES: Final = str.maketrans({"{": "&#123;", "}": "&#125;", "%": "&#37;"})
_LONGEST_PROPERTY: Final = 255
#: Of the page's lines, in twentieths of a point; the tool makes the page so.
TEXT_WIDTH: Final = 9071
#: In letters: a column is as wide as its longest text, but for these.
_NARROWEST, _WIDEST = 8, 40
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)


@file_of
def as_case_paper(view: ReportView) -> bytes:
    """The same view gives the same bytes."""
    from docxtpl import DocxTemplate  # 0.3 s, which no start of the program should wait for

    paper = DocxTemplate(TEMPLATE)
    paper.render(_typed(_values(view)), autoescape=True)
    _describe(paper.docx, view)
    out = BytesIO()
    paper.save(out)
    return same_bytes(out.getvalue())


def same_bytes(package: bytes) -> bytes:
    """The same files in the same order, without the time they were put together."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, _NO_DATE), old.read(name), ZIP_DEFLATED)
    return out.getvalue()


def _typed(value: Any) -> Any:
    """Every text as it was typed, wherever the template puts it."""
    if isinstance(value, str):
        return Markup(str(escape(value)).translate(_BRACES))  # noqa: S704 – escaped just now
    if isinstance(value, dict):
        return {key: _typed(each) for key, each in value.items()}
    return list(map(_typed, value)) if isinstance(value, list) else value


def _values(view: ReportView) -> dict[str, Any]:
    about = {"area": view.area, "first": long_date(view.first), "last": long_date(view.last)}
    attached = gettext(_ATTACHED) % {"number": view.number, "title": view.title}
    return {
        "say": {code: gettext(text) for code, text in _SAID.items()},
        "title": view.title,
        "footer": view.number or gettext(DRAFT),
        "to_fill_in": [{"label": f"{gettext(each)}:", "value": ""} for each in _TO_FILL_IN],
        "asked": _paragraphs(view.asked_of_oso),
        "background": [gettext(_ABOUT) % about],
        "facts": [{"label": label, "value": value} for label, value in front(replace(view, digest=""))],
        "notes": list(view.notes),
        "sections": [
            {
                "heading": section.heading,
                "sentences": list(section.sentences),
                "grids": list(map(_grid, section.grids)),
                "comment": _paragraphs(section.comment),
            }
            for section in view.sections
        ],
        "attachments": [attached] if view.number else [],
    }


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"\n\s*\n", text) if each.strip()]


def _grid(grid: Grid) -> dict[str, Any]:
    forms = [
        {"side": "right" if column.amount else "left", "width": width}
        for column, width in zip(grid.columns, _widths(grid), strict=True)
    ]
    return {
        "caption": grid.caption,
        "notes": list(grid.notes),
        "columns": [{"text": column.label, **form} for column, form in zip(grid.columns, forms, strict=True)],
        "rows": [
            {
                "bold": int(grid.total and row is grid.rows[-1]),
                "cells": [{"text": cell.text, **form} for cell, form in zip(row, forms, strict=True)],
            }
            for row in grid.rows
        ],
    }


def _widths(grid: Grid) -> list[int]:
    longest = [
        max(len(text) for text in (column.label, *(row[place].text for row in grid.rows)))
        for place, column in enumerate(grid.columns)
    ]
    letters = [min(max(each, _NARROWEST), _WIDEST) for each in longest]
    return [TEXT_WIDTH * each // sum(letters) for each in letters]


def _describe(paper: "Document", view: ReportView) -> None:
    from docx.oxml.ns import qn

    tongue = f"{view.language}-NO"
    for part in (paper.styles.element, paper.settings.element):
        for each in part.iter(qn("w:lang"), qn("w:themeFontLang")):
            each.set(qn("w:val"), tongue)
    for grid in paper.element.body.iter(qn("w:tblGrid")):  # docxtpl makes all columns of a table as wide
        first = grid.getnext().iter(qn("w:tcW"))
        for column, cell in zip(grid, first, strict=True):
            column.set(qn("w:w"), cell.get(qn("w:w")))
    about = paper.core_properties
    about.title, about.subject = view.title[:_LONGEST_PROPERTY], view.period
    about.language = tongue
    about.created = about.modified = view.counted_at.astimezone(UTC)
