"""A chart of a report as plain numbers, and those as SVG on paper; pages draw them by templates/reports/charts.html.

Across, numbers are per cent of the width; down, they are em. So a drawing fits a telephone and a screen with its words
at the size of the text around it. Every value stands in words at its mark: neither colour nor length alone says it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor, log10
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape

from samhandling.reports.view import Chart, Point

_STEPS: Final = (1, 2, 5, 10)
_INTERVALS: Final = 4
#: The narrowest page has room for so many em beside each other, in columns and in a label above a bar.
_ROOM: Final = 24.0
_LINE: Final = 40
_DIGIT: Final = 0.62
_LETTER: Final = 0.58
_COMMA: Final = 0.3
_LEADING: Final = 1.3
_PLOT: Final = 11.0
_THICK: Final = 1.3
_MONTHS: Final = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "desember",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """`x`, `width`: per cent. `y`, `height`: em."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """`role`: «grid» or «base», the line of nought."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str = "grid"


@dataclass(frozen=True, slots=True)
class Words:
    """`shift`: em to the right of `x`. `anchor`: start, middle or end. `role`: label, value, hidden or tick."""

    x: float
    y: float
    text: str
    role: str
    anchor: str = "start"
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One point: `name` says it in full, also where the label was shortened. No box: nought, or not shown."""

    name: str
    words: tuple[Words, ...]
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """`kind`: as drawn; columns whose words have no room beside each other are bars. `height`: em."""

    code: str
    kind: str
    title: str
    describes: str
    unit: str
    hidden: bool
    height: float
    lines: tuple[Line, ...]
    ticks: tuple[Words, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Values to per cent of the axis; `ticks` round, the lowest and highest of them its ends."""

    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return (value - low) / (high - low) if high > low else 0.0


@lru_cache(maxsize=256)
def drawing(chart: Chart, line: int = _LINE) -> Drawing:
    """`line`: the letters that have room above a bar."""
    scale = _Scale(tuple(_ticks([point.value for point in chart.points if point.value is not None])))
    labels = _beside(chart.points, scale) if chart.kind == "columns" else None
    height, lines, ticks, marks = _columns(chart, scale, labels) if labels else _bars(chart, scale, line)
    return Drawing(
        chart.code,
        "columns" if labels else "bars",
        chart.title,
        chart.describes,
        chart.unit,
        any(point.value is None for point in chart.points),
        round(height, 2),
        tuple(lines),
        tuple(ticks),
        tuple(marks),
    )


_Drawn = tuple[float, Iterable[Line], Iterable[Words], Iterable[Mark]]


def _columns(chart: Chart, scale: _Scale, labels: list[tuple[str, ...]]) -> _Drawn:
    left, top = _gutter(scale), _LEADING + 0.4
    high = _PLOT if len(scale.ticks) > 1 else 0.4
    slot = (100 - left) / len(chart.points)
    wide = min(slot * 0.66, 11.0)

    def down(value: float) -> float:
        return top + high * (1 - scale.at(value))

    def mark(number: int, point: Point) -> Mark:
        centre = left + slot * (number + 0.5)
        upper, lower = min(down(point.value or 0), down(0)), max(down(point.value or 0), down(0))
        said = Words(_rounded(centre), _rounded(upper - 0.4), point.text, _weight(point), "middle")
        below = (
            Words(_rounded(centre), _rounded(top + high + _LEADING * (line + 1)), text, "label", "middle")
            for line, text in enumerate(labels[number])
        )
        box = Box(_rounded(centre - wide / 2), _rounded(upper), _rounded(wide), _rounded(lower - upper))
        return Mark(_name(chart, point), (said, *below), box if point.value else None)

    lines = [Line(_rounded(left), _rounded(down(tick)), 100, _rounded(down(tick)), _role(tick)) for tick in scale.ticks]
    ticks = [
        Words(_rounded(left), _rounded(down(tick) + 0.35), _number(tick), "tick", "end", -0.5) for tick in scale.ticks
    ]
    rows = max(map(len, labels), default=1)
    marks = [mark(number, point) for number, point in enumerate(chart.points)]
    return top + high + _LEADING * rows + 0.4, lines, ticks, marks


def _bars(chart: Chart, scale: _Scale, line: int) -> _Drawn:
    longest = max((len(point.text) for point in chart.points), default=0)
    room = max(100 - max(3 + 2.6 * longest, 6), 30)
    marks, lines, y = [], [], 0.0

    def across(value: float) -> float:
        return _rounded(room * scale.at(value))

    for point in chart.points:
        label = [
            Words(0, _rounded(y + _LEADING * (number + 1) - 0.3), text, "label")
            for number, text in enumerate(wrap(point.label, line) or [""])
        ]
        y += _LEADING * len(label) + 0.1
        start, end = min(across(point.value or 0), across(0)), max(across(point.value or 0), across(0))
        said = Words(end, _rounded(y + _THICK / 2 + 0.35), point.text, _weight(point), "start", 0.4)
        box = Box(start, _rounded(y), _rounded(end - start), _THICK) if point.value else None
        marks.append(Mark(_name(chart, point), (*label, said), box))
        lines.append(Line(across(0), _rounded(y - 0.15), across(0), _rounded(y + _THICK + 0.15), "base"))
        y += _THICK + 0.7
    lines.append(Line(0, _rounded(y), _rounded(room), _rounded(y)))
    lines += [Line(across(tick), _rounded(y), across(tick), _rounded(y + 0.35)) for tick in scale.ticks]
    ticks = [
        Words(across(tick), _rounded(y + 1.4), _number(tick), "tick", "middle" if across(tick) else "start")
        for tick in scale.ticks
    ]
    return y + 1.8, lines, ticks, marks


def _ticks(values: list[float]) -> Iterator[float]:
    """Round numbers from nought or below to the largest value or above; nought alone when there is nothing to draw."""
    low, high = min([0.0, *values]), max([0.0, *values])
    if low == high:
        return iter((0.0,))
    rough = (high - low) / _INTERVALS
    power = 10.0 ** floor(log10(rough))
    step = next(step * power for step in _STEPS if step * power >= rough * 0.999)
    if all(value == int(value) for value in values):
        step = max(step, 1.0)
    return (number * step for number in range(floor(low / step), ceil(high / step) + 1))


def _beside(points: tuple[Point, ...], scale: _Scale) -> list[tuple[str, ...]] | None:
    """What stands below each column, months shortened where it takes that; None when there is no room for it."""
    room = _ROOM * (1 - _gutter(scale) / 100)
    values = max((_wide(point.text) for point in points), default=0.0)
    whole: list[tuple[str, ...]] = [(point.label,) for point in points]
    for labels in (whole, _short(points)):
        widest = max((_wide(lines[0]) for lines in labels), default=0.0)
        if len(points) * (max(widest, values) + 0.05) <= room:
            return labels
    return None


def _short(points: tuple[Point, ...]) -> list[tuple[str, ...]]:
    """«september 2026» as «sep» over the year, which stands only where it is another than before."""
    split = [_month(point.label) for point in points]
    years = ["", *(year for _, year in split)]
    return [
        (month, year) if year and year != before else (month,)
        for (month, year), (before, _) in zip(split, pairwise(years), strict=True)
    ]


def _month(label: str) -> tuple[str, str]:
    first, _, rest = label.partition(" ")
    known = first.lower().rstrip(".")
    is_month = len(known) >= 3 and any(month.startswith(known) for month in _MONTHS)
    return (first[:3], rest) if is_month else (label, "")


def _gutter(scale: _Scale) -> float:
    """Per cent to the left of columns, for the numbers of the axis."""
    return 2.5 + 2.4 * max(len(_number(tick)) for tick in scale.ticks)


def _wide(text: str) -> float:
    """About how many em a short text takes."""
    return sum(_DIGIT if sign.isdigit() else _LETTER if sign.isalpha() else _COMMA for sign in text)


def _weight(point: Point) -> str:
    return "hidden" if point.value is None else "value"


def _role(tick: float) -> str:
    return "grid" if tick else "base"


def _name(chart: Chart, point: Point) -> str:
    return f"{point.label}: {point.text} {chart.unit}" if point.value is not None else f"{point.label}: {point.text}"


def _number(value: float) -> str:
    return f"{value:,.10g}".replace(",", "\u00a0").replace(".", ",").replace("-", "−")


def _rounded(value: float) -> float:
    """Two decimals are finer than any eye, and short in a page."""
    return round(value, 2)


#: On paper: points across, and those of an em.
_WIDTH: Final = 470
_EM: Final = 9.5
_PAPER_LINE: Final = 90
_DARK: Final = "#1e2b34"
_MILD: Final = "#55636b"
_INK: Final = {"label": _DARK, "value": _DARK, "hidden": _DARK, "tick": _MILD, "grid": "#c9d2d7", "base": _MILD}
_BAR: Final = "#0a5c7a"


def as_svg(chart: Chart) -> str:
    """By itself, dark on white, with numbers for coordinates: for paper, where the alternative text stands outside."""
    drawn = drawing(chart, _PAPER_LINE)
    high = drawn.height * _EM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{high:g}" viewBox="0 0 {_WIDTH} {high:g}"'
        f' font-family="Libertinus Serif" font-size="{_EM}">'
    ]
    parts += [_line(line) for line in drawn.lines]
    for mark in drawn.marks:
        if mark.box:
            parts.append(_box(mark.box))
        parts += [_words(words) for words in mark.words]
    parts += [_words(words) for words in drawn.ticks]
    return "".join((*parts, "</svg>"))


def _line(line: Line) -> str:
    x1, x2, y1, y2 = _across(line.x1), _across(line.x2), line.y1 * _EM, line.y2 * _EM
    return f'<path d="M{x1:g} {y1:g}L{x2:g} {y2:g}" stroke="{_INK[line.role]}" stroke-width="0.6"/>'


def _box(box: Box) -> str:
    x, y, width, height = _across(box.x), box.y * _EM, _across(box.width), box.height * _EM
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{_BAR}"/>'


def _words(words: Words) -> str:
    x, y = _across(words.x) + words.shift * _EM, words.y * _EM
    weight = {"value": ' font-weight="bold"', "hidden": f' stroke="{_INK["hidden"]}"'}.get(words.role, "")
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{words.anchor}" fill="{_INK[words.role]}"{weight}>'
        f"{escape(words.text)}</text>"
    )


def _across(per_cent: float) -> float:
    return per_cent / 100 * _WIDTH
