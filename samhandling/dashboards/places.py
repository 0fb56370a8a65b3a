"""The part of a department, an office or a municipality: what to answer, measures, its own cases over two years.

Own cases only: those the place takes part in, which the reader may open one by one. So nothing here is kept back.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from samhandling.areas.answering import here
from samhandling.cases.tables import Case
from samhandling.casework import repository as common
from samhandling.casework.room import Room
from samhandling.dashboards import readers, repository
from samhandling.dashboards.pages import Figure, Half, MeasureRow, PlacePart, Row
from samhandling.dashboards.repository import Dated, Unfinished
from samhandling.dashboards.rows import behind, figure, rows
from samhandling.dashboards.tables import Acknowledgement
from samhandling.dashboards.trend import Counted, trend
from samhandling.identity.access import Visitor
from samhandling.kernel.clock import local_date
from samhandling.kernel.database import DbSession
from samhandling.reports.labels import half_name
from samhandling.reports.periods import Period, half_of
from samhandling.web.i18n import gettext, marked

_SHOWN: Final = 8


def parts(session: DbSession, who: Visitor, room: Room, places: Collection[int], today: date) -> tuple[PlacePart, ...]:
    """Some fifteen queries for all of them, and none when there are none."""
    if not places:
        return ()
    counts = repository.to_answer_counts(session, places, today)
    disputes = repository.disputes_to_answer(session, places)
    owed = _in_order([*repository.to_answer(session, places), *disputes])
    answers = _rows_by_place(session, who, room, owed, today)
    unfinished = repository.measures(session, places)
    measured = repository.measures_counts(session, places, today)
    in_measures = rows(session, who, room, [(each.case, each.due) for each in unfinished], today)
    counted = _counted(session, who, places, today)
    given = repository.acknowledged(session, readers.headed(who), who.here.id)
    names = common.named(session, places, (), today).organisations
    return tuple(
        PlacePart(
            id=place,
            name=names.get(place, ""),
            figures=_figures(who, place, counts, [due for of, _, due in disputes if of == place], measured, today),
            answers=tuple(answers[place][:_SHOWN]),
            measures=_measures(place, unfinished, in_measures),
            trend=trend(who, place, counted, room.cites.statements, today),
            halves=_halves(who, place, given, today) if place in readers.headed(who) else (),
            sheet=here(who, f"/oversikt/kommune/{place}") if place in readers.municipalities(who) else "",
        )
        for place in places
    )


def owed_by(session: DbSession, place: int) -> list[Dated]:
    """What one place is to answer: deviations and disputes together, in the order of their deadlines."""
    found = [*repository.to_answer(session, [place]), *repository.disputes_to_answer(session, [place])]
    return [each for _, each in _in_order(found)]


def _in_order(found: Iterable[tuple[int, Case, date | None]]) -> list[tuple[int, Dated]]:
    """The earliest deadline first, the undated last."""
    ordered = sorted(found, key=lambda each: (each[2] or date.max, each[1].id or 0))
    return [(place, (case, due)) for place, case, due in ordered]


def halves_over(today: date) -> tuple[Period, Period]:
    """The last two half-years that are over, which a department can have gone through; the newest first."""
    last = half_of(today).before
    return last, last.before


def _rows_by_place(
    session: DbSession, who: Visitor, room: Room, found: list[tuple[int, Dated]], today: date
) -> Mapping[int, list[Row]]:
    by_place: dict[int, list[Row]] = defaultdict(list)
    for row, (place, _) in zip(rows(session, who, room, [each for _, each in found], today), found, strict=True):
        by_place[place].append(row)
    return by_place


def _figures(
    who: Visitor,
    place: int,
    counts: Mapping[int, tuple[int, int, int]],
    disputes: list[date | None],
    measured: Mapping[int, tuple[int, int]],
    today: date,
) -> tuple[Figure, ...]:
    owed, late, near = counts.get(place, (0, 0, 0))
    late += sum(due is not None and due < today for due in disputes)
    near += sum(repository.is_soon(due, today) for due in disputes)
    unfinished, out = measured.get(place, (0, 0))
    return (
        figure(gettext(marked("Å svare på")), owed + len(disputes), behind(who, "svare", place)),
        figure(gettext(marked("Svarfristen er ute")), late, behind(who, "svare-ute", place), "danger"),
        figure(gettext(marked("Frist de neste sju dagene")), near, behind(who, "svare-snart", place), "warning"),
        figure(
            gettext(marked("Tiltak som ikke er ferdige")), unfinished, behind(who, "tiltak", place),
            "danger" if out else "accent",
        ),
    )  # fmt: skip


def _measures(place: int, found: list[Unfinished], shown: tuple[Row, ...]) -> tuple[MeasureRow, ...]:
    pairs = zip(found, shown, strict=True)
    return tuple(
        MeasureRow(each.text, row.case, each.due, row.late and not each.done, each.done)
        for each, row in pairs
        if each.place == place
    )[:_SHOWN]


def _counted(session: DbSession, who: Visitor, places: Collection[int], today: date) -> Counted:
    first = date(today.year - 1, 1, 1)
    until = repository.a_year_before(today)
    return Counted(
        repository.by_month(session, places, who.here.id, first, until),
        repository.by_rule(session, places, who.here.id, first),
    )


def _halves(who: Visitor, place: int, given: list[Acknowledgement], today: date) -> tuple[Half, ...]:
    by_period = {each.period: local_date(each.at) for each in given if each.organisation_id == place}
    found = []
    for half in halves_over(today):
        on, address = by_period.get(half.code), here(who, f"/oversikt/gjennomgang/{place}/{half.code}")
        found.append(
            Half(
                half_name(half),
                on,
                press=address if on is None else "",
                take_back=f"{address}/angre" if on == today else "",
            )
        )
    return tuple(found)
