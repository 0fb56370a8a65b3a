"""A report on paper says what the page says, to anybody's reader, and lays out whatever a report may hold."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import msgspec
import pdfua
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from samhandling.printing import child
from samhandling.printing.making import MOST_ROWS
from samhandling.reports.pdf import printed, values
from samhandling.reports.view import Cell, Column, Grid, ReportView, Section
from samhandling.web.i18n import language
from tests.reports.samples import REPORT, number

NAME = "2.3.3 Den som rekvirerer en prøve, har ansvaret for å følge opp svaret"


def table(rows: int, amounts: int = 1) -> Section:
    columns = (Column("rule", "Regel"), *(Column(f"n{each}", "Saksbehandlingstid", True) for each in range(amounts)))
    lines = tuple((Cell(f"{NAME} ({row})"), *[number(row)] * amounts) for row in range(rows))
    return Section("rules", "Regler", (), (Grid("rules", "Avvik etter regel", columns, lines, total=True),))


def made(view: ReportView) -> PdfReader:
    """In this process, which has typst's fonts already."""
    return PdfReader(BytesIO(raw(view)))


def raw(view: ReportView) -> bytes:
    return child.made(child.source("report"), msgspec.json.decode(msgspec.json.encode(values(view))))


def pages(read: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in read.pages]


def alternatives(node: object) -> Iterator[str]:
    """The alternative texts below a node of the structure."""
    if isinstance(node, IndirectObject):
        yield from alternatives(node.get_object())
    elif isinstance(node, list):
        for each in node:
            yield from alternatives(each)
    elif isinstance(node, dict):
        if "/Alt" in node:
            yield str(node["/Alt"])
        yield from alternatives(node.get("/K"))


def test_every_part_of_the_report_stands_on_paper() -> None:
    found = " ".join(pages(PdfReader(BytesIO(printed(REPORT)))))

    for words in (
        "Rapport R-2026-H1", "Samhandlingen i Nordfjell", "1. januar – 30. juni 2026", "NFA 2018",
        "Publisert 3. juli 2026", "Tallene er hentet 2. juli 2026", "Dette bes OSO om OSO bes om å ta rapporten",
        "a" * 16, "Det kom 19 avvik, mot 21 i forrige periode.", "Figur 1. Avvik etter kapittel (avvik)",
        "Tabell 1. Avvik etter kapittel i anbefalingene Kapittel Avvik Forrige periode 1 Henvisning · 6",
        '=HYPERLINK("x") · ·', "I alt 19 21 «·»: tallet vises ikke Tall for få saker",
        "Avvik etter kommune Tabellen er utelatt", "Sekretariatets kommentar Skrevet av sekretariatet",
        "kommer senere om sommeren", "Sendt innen 1 dag 78,5 % 1. juli 2026", "Slik leses tallene",
        "ikke hvor ofte det skjer", "R-2026-H1 · Nordfjell Side 1 av 3",
    ):  # fmt: skip
        assert words in found


def test_a_checker_of_pdf_ua_finds_nothing_to_say(tmp_path: Path) -> None:
    """Of a report with contents, boxes, figures, long and wide tables."""
    sections = (*REPORT.sections, table(60), table(9, amounts=8))
    path = tmp_path / "rapport.pdf"
    path.write_bytes(raw(replace(REPORT, sections=sections, what_changed="x", corrected_by="R-2026-H1-2")))

    assert pdfua.validate(str(path)).findings == ()


def test_each_figure_has_its_finding_as_alternative_text() -> None:
    found = list(alternatives(made(REPORT).trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]

    assert sorted(found) == sorted(chart.describes for section in REPORT.sections for chart in section.charts)


def test_a_long_table_has_its_heading_on_every_page_and_one_longer_than_a_pdf_takes_is_told_of() -> None:
    view = replace(REPORT, sections=(table(120),))
    found = [page for page in pages(made(view)) if NAME in page]
    too_long = values(replace(REPORT, sections=(table(MOST_ROWS + 1),)))["sections"][0]["parts"][0]

    assert len(found) >= 3
    assert all("Regel Saksbe" in page for page in found)
    assert too_long["rows"] == []
    assert too_long["notes"] == [f"Tabellen har {MOST_ROWS + 1} linjer og står bare i regnearket."]


def test_a_draft_says_that_it_is_one_and_a_corrected_report_which_is_right() -> None:
    draft = pages(made(replace(REPORT, number="", published_on=None, digest="")))[0]
    corrected = pages(made(replace(REPORT, corrected_by="R-2026-H1-2", what_changed="Tre avvik er flyttet.")))[0]

    assert "Tallene kan endre seg til rapporten er publisert." in draft
    assert "Utkast · Nordfjell" in draft
    assert "Publisert" not in draft
    assert "Den gjeldende versjonen er R-2026-H1-2." in corrected
    assert "Endret siden forrige versjon Tre avvik er flyttet." in corrected


def test_it_speaks_its_own_language_whoever_asks() -> None:
    found = values(replace(REPORT, language="nn"))

    assert found["labels"]["contents"] == "Innhald"
    assert language.get() == "nb"
    assert made(replace(REPORT, language="nn")).trailer["/Root"]["/Lang"] == "nn"  # type: ignore[index]


def test_markup_and_signs_that_cannot_be_set_are_only_text() -> None:
    hostile = '#panic("x") *a* = b $c$ </svg><script> & \x07 <x> "]'
    points = tuple(replace(point, label=hostile) for point in REPORT.sections[0].charts[1].points)
    charts = (replace(REPORT.sections[0].charts[1], points=points, title=hostile, describes=hostile, grid=""),)
    section = replace(REPORT.sections[0], sentences=(hostile,), charts=charts, comment=hostile)
    found = " ".join(pages(made(replace(REPORT, sections=(section,), asked_of_oso=hostile))))

    assert found.count('#panic("x") *a* = b $c$ </svg><script> & □ <x> "]') >= 4
