"""An invented report as a reader has it, for tests of what is made of it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from samhandling.reports.view import MARK, Cell, Chart, Column, Grid, Point, ReportView, Section

_COUNT = (
    Column("chapter", "Kapittel"),
    Column("cases", "Avvik", amount=True),
    Column("before", "Forrige periode", amount=True),
)
_PER_MONTH = {"januar": 3, "februar": 4, "mars": 2, "april": 5, "mai": 4, "juni": 1}


def number(value: int | None) -> Cell:
    return Cell(MARK if value is None else str(value), value)


def _row(name: str, *values: int | None) -> tuple[Cell, ...]:
    return (Cell(name), *map(number, values))


def _points(values: Mapping[str, int | None]) -> tuple[Point, ...]:
    return tuple(
        Point(name, None if value is None else float(value), number(value).text) for name, value in values.items()
    )


BY_CHAPTER = Grid(
    "by_chapter", "Avvik etter kapittel i anbefalingene", _COUNT,
    (
        _row("1 Henvisning", None, 6), (Cell("2 Utskrivning", code="2"), number(12), number(9)),
        _row('=HYPERLINK("x")', None, None), _row("I alt", 19, 21),
    ),
    ("Tall for få saker eller få kontorer vises ikke.",), total=True,
)  # fmt: skip
BY_MONTH = Grid(
    "by_month", "Avvik etter måneden de kom", (Column("month", "Måned"), Column("cases", "Avvik", amount=True)),
    tuple(_row(name, value) for name, value in _PER_MONTH.items()),
)  # fmt: skip
DROPPED = Grid("by_municipality", "Avvik etter kommune", (), (), ("Tabellen er utelatt: for få saker.",))
DATES = Grid(
    "indicators", "Epikrisetid, offisielle tall",
    (Column("indicator", "Mål"), Column("share", "Andel", amount=True), Column("on", "Hentet")),
    ((Cell("Sendt innen 1 dag"), Cell("78,5 %", 0.785), Cell("1. juli 2026", date(2026, 7, 1))),),
)  # fmt: skip
REPORT = ReportView(
    number="R-2026-H1",
    title="Samhandlingen i Nordfjell, første halvår 2026",
    area="Nordfjell",
    period="2026-H1",
    first=date(2026, 1, 1),
    last=date(2026, 6, 30),
    language="nb",
    counted_at=datetime(2026, 7, 2, 8, 30, tzinfo=UTC),
    facts=(("Område", "Nordfjell"), ("Periode", "1. januar – 30. juni 2026"), ("Regler", "NFA 2018")),
    sections=(
        Section(
            "deviations", "Avvik",
            ("Det kom 19 avvik, mot 21 i forrige periode.", "Utskrivning var det meste: 12 av 19."),
            (BY_CHAPTER, BY_MONTH, DROPPED),
            (
                Chart("by_month", "columns", "Avvik etter måned", "Flest i april (5), færrest i juni (1).", "avvik",
                      _points(_PER_MONTH), "by_month"),
                Chart("by_chapter", "bars", "Avvik etter kapittel", "Utskrivning har 12 av 19 avvik.", "avvik",
                      _points({"1 Henvisning": None, "2 Utskrivning": 12, "3 Pasienttransport": None}), "by_chapter"),
            ),
            "Sekretariatet ser at epikrisene kommer senere om sommeren.",
        ),
        Section("indicators", "Offisielle tall", (), (DATES,)),
    ),
    notes=("Tallene viser hva som er meldt, ikke hvor ofte det skjer.", "«·» står der et tall ikke vises."),
    digest="a" * 64,
    asked_of_oso="OSO bes om å ta rapporten til orientering.",
    published_on=date(2026, 7, 3),
)  # fmt: skip
