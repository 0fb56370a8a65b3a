"""The charts of a report: what is drawn, and the finding in a sentence. Each repeats a table."""

from samhandling.reports.content import Report
from samhandling.reports.grids import grouped, in_order
from samhandling.reports.labels import Labels
from samhandling.reports.view import MARK, Chart, Point
from samhandling.transfers.load import hours_a_week, rounded
from samhandling.transfers.telling import decimal
from samhandling.web.i18n import gettext, marked


def _point(label: str, value: int | None) -> Point:
    return Point(label, None if value is None else float(value), MARK if value is None else grouped(value))


def months_chart(points: tuple[tuple[str, int | None], ...]) -> tuple[Chart, ...]:
    """`points`: the months by name, in order. None when nothing came."""
    shown = [(value, name) for name, value in points if value is not None]
    if not any(value for value, _ in shown):
        return ()
    most, when = max(shown, key=lambda each: each[0])
    least, then = min(shown, key=lambda each: each[0])
    says = gettext(marked("Flest avvik kom i %(most)s (%(n)s), færrest i %(least)s (%(m)s).")) % {
        "most": when, "n": grouped(most), "least": then, "m": grouped(least),
    }  # fmt: skip
    return (
        Chart(
            "by_month", "columns", gettext(marked("Avvik etter måned")), says, gettext(marked("avvik")),
            tuple(_point(name, value) for name, value in points), "by_month",
        ),
    )  # fmt: skip


def chapters_chart(report: Report, labels: Labels) -> tuple[Chart, ...]:
    table = report.table("by_chapter")
    if table is None or table.dropped:
        return ()
    level = table.by[0]
    points = tuple(
        _point(labels.of(level, row.codes[0] or ""), row.value) for row in in_order(table.rows) if row.value != 0
    )
    says = gettext(marked("Hvor mange avvik som gjelder hvert kapittel i anbefalingene."))
    title = gettext(marked("Avvik etter kapittel"))
    return (Chart("by_chapter", "bars", title, says, gettext(marked("avvik")), points, "by_chapter"),) if points else ()


def days_chart(report: Report, names: tuple[str, ...]) -> tuple[Chart, ...]:
    if not any(report.answer_days):
        return ()
    points = tuple(_point(name, value) for name, value in zip(names, report.answer_days, strict=True))
    says = gettext(marked("Dager fra spørsmål til svar, og hvor mange som ikke er besvart."))
    title = gettext(marked("Svartid"))
    return (Chart("answer_days", "bars", title, says, gettext(marked("svar")), points, "answer_days"),)


def load_chart(report: Report) -> tuple[Chart, ...]:
    if not report.load:
        return ()
    points = tuple(
        Point(str(each.day.year), float(rounded(hours_a_week(each.minutes))), decimal(hours_a_week(each.minutes)))
        for each in report.load
    )
    says = gettext(marked("Fra %(first)s til %(last)s timer i uka ved utgangen av %(year)s.")) % {
        "first": points[0].text, "last": points[-1].text, "year": points[-1].label,
    }  # fmt: skip
    title = gettext(marked("Belastningen på fastlegene"))
    return (Chart("load", "columns", title, says, gettext(marked("timer i uka")), points, "load"),)
