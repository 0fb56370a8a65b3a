"""What a chart says is in its words; its lengths say the same, and what is not shown is not drawn."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from samhandling.paths import data
from samhandling.reports.charts import Drawing, as_svg, drawing
from samhandling.reports.view import MARK, Chart, Point
from samhandling.web.assets import Assets
from samhandling.web.rendering import Pages

MONTHS = ("september 2025", "oktober 2025", "november 2025", "desember 2025", "januar 2026", "februar 2026",
          "mars 2026", "april 2026", "mai 2026", "juni 2026", "juli 2026", "august 2026")  # fmt: skip
CHART = Chart(
    "by_month", "columns", "Avvik etter måned", "Flest i mars.", "avvik",
    (Point("januar", 6.0, "6"), Point("februar", None, MARK), Point("mars", 12.0, "12"), Point("april", 0.0, "0")),
    "by_month",
)  # fmt: skip
VALUES = st.lists(st.none() | st.floats(-1e6, 1e6).map(lambda value: round(value, 1)), min_size=1, max_size=12)


def of(values: dict[str, float | None], **changed: str) -> Chart:
    points = tuple(Point(name, value, MARK if value is None else f"{value:g}") for name, value in values.items())
    return replace(CHART, points=points, **changed)


def said(drawn: Drawing, *roles: str) -> list[str]:
    return [words.text for mark in drawn.marks for words in mark.words if words.role in roles]


def test_lengths_are_as_the_values_and_every_value_stands_in_words() -> None:
    for kind, length in (("columns", "height"), ("bars", "width")):
        drawn = drawing(replace(CHART, kind=kind))
        six, hidden, twelve, nought = (mark.box for mark in drawn.marks)

        assert drawn.kind == kind
        assert six is not None
        assert twelve is not None
        assert getattr(twelve, length) == pytest.approx(2 * getattr(six, length), abs=0.02)
        assert (hidden, nought) == (None, None)
        assert said(drawn, "value", "hidden") == ["6", MARK, "12", "0"]
        assert said(drawn, "hidden") == [MARK]
        assert drawn.hidden


@settings(max_examples=60, deadline=None)
@given(values=VALUES, kind=st.sampled_from(["columns", "bars"]))
def test_the_axis_has_few_round_numbers_and_holds_every_value(values: list[float | None], kind: str) -> None:
    drawn = drawing(of({f"{number}": value for number, value in enumerate(values)}, kind=kind))
    ticks = [float(words.text.replace("\u00a0", "").replace(",", ".").replace("−", "-")) for words in drawn.ticks]
    shown = [0.0, *(value for value in values if value is not None)]

    assert min(ticks) <= min(shown) <= max(shown) <= max(ticks)
    assert 0.0 in ticks
    assert len(ticks) <= 7
    if len(ticks) > 1:
        step = ticks[1] - ticks[0]
        assert f"{step:.3e}"[:5] in ("1.000", "2.000", "5.000")
    for mark in drawn.marks:
        if mark.box:
            assert mark.box.x >= 0
            assert mark.box.x + mark.box.width <= 100.01
            assert 0 <= mark.box.y <= mark.box.y + mark.box.height <= drawn.height


def test_the_axis_of_counts_has_no_half_cases() -> None:
    assert [words.text for words in drawing(of({"a": 1.0, "b": 2.0})).ticks] == ["0", "1", "2"]


def test_twelve_months_are_shortened_and_named_in_full_and_the_year_stands_where_it_changes() -> None:
    drawn = drawing(of(dict.fromkeys(MONTHS, 10.0)))

    assert drawn.kind == "columns"
    assert said(drawn, "label") == [
        "sep", "2025", "okt", "nov", "des", "jan", "2026", "feb", "mar", "apr", "mai", "jun", "jul", "aug"
    ]  # fmt: skip
    assert drawn.marks[0].name == "september 2025: 10 avvik"


def test_columns_without_room_for_their_words_on_a_telephone_are_laid_down() -> None:
    assert drawing(of(dict.fromkeys(MONTHS, 1234.0))).kind == "bars"
    assert drawing(of({str(year): 31.5 for year in range(2019, 2027)})).kind == "columns"


def test_a_long_name_is_broken_and_not_shortened() -> None:
    name = "2.3 Legemidler, multidose og reseptfornyelse ved utskrivning"
    lines = said(drawing(of({name: 3.0}, kind="bars")), "label")

    assert len(lines) == 2
    assert " ".join(lines) == name


def test_a_page_gets_a_picture_with_a_name_and_a_finding_and_no_style_of_its_own() -> None:
    chart = of({'<b>"x"</b> & y': 3.0, "z": None}, kind="bars")
    pages = Pages(data("templates"), Assets(data("static")))
    made = str(pages.environment.get_template("reports/charts.html").module.chart(drawing(chart)))  # type: ignore[attr-defined]
    figure = etree.fromstring(made)
    svg = figure.find("svg")
    assert svg is not None
    named = [svg.xpath(f"string(*[@id='{each}'])") for each in svg.get("aria-labelledby", "").split()]

    assert svg.get("role") == "img"
    assert named == [chart.title, chart.describes]
    assert "«·»: tallet vises ikke" in "".join(figure.itertext())
    assert [each.text for each in svg.iter("text")] == ['<b>"x"</b> & y', "3", "z", MARK, "0", "1", "2", "3"]
    assert svg.get("viewBox") is None
    assert "style" not in made


def test_on_paper_it_stands_by_itself_with_the_same_words() -> None:
    chart = of({"a < b": 3.0, "z": None}, kind="bars")
    svg = etree.fromstring(as_svg(chart))
    drawn = drawing(chart)

    assert sorted(each.text or "" for each in svg.iter("{*}text")) == sorted(
        [words.text for mark in drawn.marks for words in mark.words] + [words.text for words in drawn.ticks]
    )
    assert len(svg.findall("{*}rect")) == 1


def test_a_chart_with_nothing_to_show_is_drawn_all_the_same() -> None:
    assert drawing(replace(CHART, points=())).marks == ()
    assert [words.text for words in drawing(of({"mai": None})).ticks] == ["0"]
