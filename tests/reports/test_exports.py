"""Every file of a report holds the numbers of the page, no more exact than read, and texts as they were typed."""

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from samhandling.reports.csv_export import as_csv, as_tidy_csv
from samhandling.reports.excel import as_workbook, sheet_names
from samhandling.reports.json_export import as_json
from samhandling.reports.view import MARK, Cell, Chart, Column, Grid, Point, ReportView, Section
from samhandling.reports.word import TEMPLATE, as_case_paper
from samhandling.web.csv_file import cell
from tests.reports.samples import BY_MONTH, REPORT, number
from tools import word_template

NYNORSK = replace(REPORT, language="nn")
CASES = Column("cases", "Avvik", amount=True)


def of(*grids: Grid, charts: Sequence[Chart] = ()) -> ReportView:
    return replace(REPORT, sections=(Section("x", "Avvik", grids=grids, charts=tuple(charts)),))


def one(text: str, value: float | date | None) -> ReportView:
    """With one number, in its second column."""
    return of(Grid("g", "Ett tall", (Column("unit", "Enhet"), CASES), ((Cell("A"), Cell(text, value)),)))


def spoken(grid: Grid, hidden: str | None) -> list[list[object]]:
    """A grid's cells as values."""
    return [[hidden if each.hidden else _spoken(each) for each in row] for row in grid.rows]


def _spoken(each: Cell) -> object:
    return each.text if each.value is None else each.value


def sheets(view: ReportView) -> list[list[list[object]]]:
    """The cells of each sheet after the first; none of them a formula."""
    book = load_workbook(BytesIO(as_workbook(view)))
    assert {each.data_type for sheet in book for row in sheet.iter_rows() for each in row} <= {"s", "n", "d"}
    return [
        [[each.date() if isinstance(each, datetime) else each for each in row] for row in sheet.values]
        for sheet in book.worksheets[1:]
    ]


def separated(content: bytes, by: str) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=by))


def tables(view: ReportView) -> list[list[list[str]]]:
    """Those of the case paper that have a heading, which is on each page."""
    paper = Document(BytesIO(as_case_paper(view)))
    headed = [each for each in paper.tables if each._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader")]
    return [[[each.text for each in row.cells] for row in table.rows] for table in headed]


def paragraphs(view: ReportView) -> list[str]:
    return [each.text for each in Document(BytesIO(as_case_paper(view))).paragraphs]


@pytest.mark.parametrize("view", [REPORT, NYNORSK], ids=["nb", "nn"])
def test_every_file_holds_the_same_numbers_headings_and_notes(view: ReportView) -> None:
    made, told = sheets(view), json.loads(json.dumps(as_json(view)))
    listed = iter(tables(view))
    lines = [[each.removeprefix("'") for each in line] for line in separated(as_csv(view), ";")]
    described = iter(each for section in told["sections"] for each in section["tables"])
    for grid, rows, table in zip(view.grids, made, described, strict=True):
        labels, high, wide = [each.label for each in grid.columns], len(grid.rows), len(grid.columns)
        texts = [[each.text for each in row] for row in grid.rows]
        at = lines.index([grid.caption]) + 1
        assert {grid.caption, *grid.notes} <= {row[0] for row in rows}
        assert [[note] for note in grid.notes] == lines[at + (1 + high if wide else 0) :][: len(grid.notes)]
        assert table["notes"] == list(grid.notes)
        assert [list(row.values()) for row in table["rows"]] == json.loads(json.dumps(spoken(grid, None), default=str))
        if wide:
            assert [row[:wide] for row in rows[1 : 2 + high]] == [labels, *spoken(grid, MARK)]
            assert next(listed) == [labels, *texts]
            days = [[each.replace("01.07.2026", "1. juli 2026") for each in line] for line in lines]
            assert days[at : at + 1 + high] == [labels, *texts]
    assert next(listed, None) is None


def test_the_file_for_machines_has_a_line_for_each_number() -> None:
    tidy = list(csv.DictReader(StringIO(as_tidy_csv(REPORT).decode(), newline="")))
    assert [(each["table"], each["measure"], each["value"], each["shown"]) for each in tidy] == [
        (grid.code, column.code, "" if each.hidden else str(each.value), "false" if each.hidden else "true")
        for grid in REPORT.grids
        for row in grid.rows
        for column, each in zip(grid.columns, row, strict=True)
        if column.amount
    ]
    assert {(each["table"], each["row"]) for each in tidy if each["is_total"] == "true"} == {("by_chapter", "4")}
    assert [each["code"] for each in tidy[:3]] == ["", "", "2"]
    assert (tidy[-1]["label_indicator"], tidy[-1]["label_on"]) == ("Sendt innen 1 dag", "2026-07-01")


def test_files_speak_the_language_of_the_report_and_name_nobody() -> None:
    paper, book = Document(BytesIO(as_case_paper(NYNORSK))), load_workbook(BytesIO(as_workbook(NYNORSK)))
    assert "Framlegg til vedtak" in [each.text for each in paper.paragraphs]
    assert set(paper.styles.element.xpath("//w:lang/@w:val")) == {"nn-NO"}
    assert "Kontrollsum for tala" in [each.value for each in book.worksheets[0]["A"]]
    assert (paper.core_properties.title, paper.core_properties.author) == (REPORT.title, "")
    assert (book.properties.title, book.properties.creator) == (REPORT.title, None)


def test_the_case_paper_leaves_to_the_secretary_what_nobody_has_written() -> None:
    draft = replace(REPORT, number="", asked_of_oso="", sections=REPORT.sections[1:])
    said = paragraphs(draft)
    assert "[Skriv hva møtet bes om å vedta.]" in said
    assert "[Skriv sekretariatets vurdering, eller stryk avsnittet.]" in said
    facts = Document(BytesIO(as_case_paper(draft))).tables[1]
    assert facts.rows[0].cells[1].text == "Utkast: tallene kan endre seg til rapporten er publisert."
    written = paragraphs(replace(REPORT, asked_of_oso="OSO bes om å\n\n1. ta rapporten til orientering"))
    assert written[written.index("Forslag til vedtak") + 1 :][:2] == ["OSO bes om å", "1. ta rapporten til orientering"]


@pytest.mark.parametrize(
    ("text", "value", "known", "excel", "shape"),
    [
        ("63 %", 12 / 19, 0.63, "63 %", "#,##0 %"),
        ("12 av 19 (63,2 %)", 12 / 19, 0.632, "63,2 %", "#,##0.0 %"),
        ("−3,1 timer", -3.1415, -3.1, "-3,1", "#,##0.0"),
        ("1 234", 1234, 1234, "1234", "#,##0"),
        ("63 %", 63.157, 63.0, "63", "#,##0"),
        ("5 t 30 min", 5.4999, 5.5, "5,50", "#,##0.00"),
        (MARK, None, None, MARK, "General"),
    ],
)
def test_no_file_tells_a_number_more_exactly_than_it_is_read(
    text: str, value: float | None, known: float | None, excel: str, shape: str
) -> None:
    view = one(text, value)
    written = load_workbook(BytesIO(as_workbook(view))).worksheets[1]["B3"]
    assert (written.value, written.number_format) == (known if known is not None else MARK, shape)
    assert as_json(view)["sections"][0]["tables"][0]["rows"][0]["cases"] == known
    assert separated(as_tidy_csv(view), ",")[1][-2] == ("" if known is None else str(known))
    assert separated(as_csv(view), ";")[-1][-1] == excel


def test_a_workbook_draws_the_charts_whose_every_point_is_shown_and_tells_what_they_show() -> None:
    apart = Chart(
        "x", "bars", "Obs!A1", "Mest i mai.", "avvik",
        (Point("mai", 4.0, "4"), Point("januar", 3.0, "3")), "by_month",
    )  # fmt: skip
    load = Grid(
        "load", "Belastning", (Column("day", "Ved utgangen av"), Column("hours", "Timer", amount=True)),
        ((Cell("31. desember 2025", date(2025, 12, 31)), Cell("3,1", 3.1)),
         (Cell("30. juni 2026", date(2026, 6, 30)), Cell("4", 4.0))),
    )  # fmt: skip
    points = (Point("2025", 3.1, "3,1"), Point("2026", 4.0, "4"))
    years = Chart("load", "columns", "Belastning", "Mer.", "timer", points, "load")
    for view, ranges, says in (
        (of(load, charts=[years]), "Belastning!$B$3:$B$4</c:f>", "Belastning. Mer."),
        (REPORT, "!$B$3:$B$8</c:f>", "Avvik etter måned. Flest i april (5), færrest i juni (1)."),
        (of(BY_MONTH, charts=[apart]), "!$B$7,'Avvik etter måneden de kom'!$B$3)</c:f>", "Obs!A1. Mest i mai."),
    ):
        with ZipFile(BytesIO(as_workbook(view))) as book:
            assert [name for name in book.namelist() if "/charts/" in name] == ["xl/charts/chart1.xml"]
            drawn = book.read("xl/charts/chart1.xml").decode()
            assert ranges in drawn
            upside_down = '<c:catAx><c:axId val="50010001"/><c:scaling><c:orientation val="maxMin"/>' in drawn
            assert upside_down is ("Obs" in says), "bars stand in the order of the table, the first on top"
            assert f'descr="{says}"' in book.read("xl/drawings/drawing1.xml").decode()


def test_the_same_report_gives_the_same_bytes_and_the_template_is_the_one_that_its_tool_writes() -> None:
    for make in (as_workbook, as_case_paper):
        assert make(REPORT) == make(REPORT)
    with ZipFile(TEMPLATE) as ours, ZipFile(BytesIO(word_template.build())) as made:
        assert ours.namelist() == made.namelist()
        assert [name for name in ours.namelist() if ours.read(name) != made.read(name)] == []


LETTERS = st.characters(codec="utf-8") | st.sampled_from("[]:*?/\\' aA\U0001f600")


@given(st.lists(st.text(LETTERS, max_size=45), max_size=4))
def test_a_sheet_has_a_name_that_excel_takes(captions: list[str]) -> None:
    names = sheet_names([Grid("code", each, ()) for each in [*captions, "Om rapporten", *captions]], "Om rapporten")
    assert len({each.casefold() for each in names} - {"om rapporten"}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) / 2 <= 31
        assert not re.search(r"[\[\]:*?/\\']", name)


HOSTILE = st.lists(
    st.sampled_from(
        ["=1+1", "+1", "@SUM(A1)", "mailto:x", "Ark!A1", "_x0041_", "{{ title }}", "{% if x %}", "{# x #}", "{_{",
         "%_}", "</w:t>", "]]>", "&amp;", "<", '"', "\x00\x0b\x1f", "\ud800", "\ufffe", "\a", "\f", "\r\n", "\t", " "]
    )
    | st.characters(exclude_categories=()),
    max_size=6,
).map("".join)  # fmt: skip


@settings(max_examples=10, deadline=None)
@given(HOSTILE)
def test_whatever_was_typed_the_files_open_and_hold_it(text: str) -> None:
    rows = ((Cell(text), number(7)), (Cell("I alt"), number(7)))
    grid = Grid("g", text, (Column("unit", text), CASES), rows, (text,), total=True)
    chart = Chart("g", "bars", text, text, text, (Point(text, 7.0, "7"),), "g")
    section = Section("x", text, (text,), (grid,), (chart,), text)
    view = replace(
        REPORT, number=text, title=text, area=text, facts=((text, text),), sections=(section,), notes=(text,),
        what_changed=text, asked_of_oso=text,
    )  # fmt: skip
    kept = re.sub("[\0-\b\v\f\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", re.sub("\r\n?", "\n", text))
    first = [[each or "" for each in row[:2]] for row in sheets(view)[0][:4]]
    assert first == [[kept, ""], [kept, "Avvik"], [kept, 7], ["I alt", 7]]
    assert tables(view) == [[[kept, "Avvik"], [kept, "7"], ["I alt", "7"]]]
    assert kept in paragraphs(view)
    assert [cell(kept), "7"] in separated(as_csv(view), ";")
    assert separated(as_tidy_csv(view), ",")[1][-4:] == [cell(kept), "cases", "7", "true"]
    assert json.loads(json.dumps(as_json(view)))["title"] == kept
