"""The PKO's part: what waits, what falls due, and the minutes of the role beside its budget.

The minutes belong to the role, and the estimate is an average of all its work: neither says anything of a person.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from samhandling.areas.answering import here, may
from samhandling.cases.settings import STEWARD_MINUTES
from samhandling.casework import queue
from samhandling.casework.moving import settings_of
from samhandling.casework.room import Room
from samhandling.dashboards import repository
from samhandling.dashboards.pages import Hours, StewardPart, Week
from samhandling.dashboards.repository import over_the_limit, overdue, soon
from samhandling.dashboards.rows import behind, figure, rows
from samhandling.dashboards.tables import StewardHours
from samhandling.identity.access import Visitor
from samhandling.identity.permissions import Permission
from samhandling.kernel.database import DbSession
from samhandling.web.fields import Field, Filled, Kind
from samhandling.web.i18n import gettext, marked, ngettext

MINUTES: Final = Field(
    "minutter",
    marked("Minutter i alt"),
    Kind.NUMBER,
    hint=marked("For rollen, uansett hvem som hadde den. La feltet stå tomt for å ta bort det som er ført."),
    required=False,
    most=6_000,
)
_WEEK: Final = timedelta(days=7)
_WEEKS: Final = 8
#: The queue looks for at most so many of a kind.
_MOST_WAITING: Final = 100
_SHOWN: Final = 6
#: Fewer weeks or cases say nothing about the time of one.
_FEWEST_WEEKS: Final = 4
_FEWEST_CASES: Final = 10


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def part(session: DbSession, who: Visitor, room: Room, today: date) -> StewardPart:
    area = who.here.id
    waiting = len(queue.waiting(session, room, who, today))
    late, near, silent = repository.deadlines(session, area, [overdue(today), soon(today), over_the_limit(today)])
    reviews = repository.reviews_count(session, area, today)
    first = repository.owing(session, area, overdue(today), _SHOWN)
    first += repository.owing(session, area, soon(today), _SHOWN)
    entered = repository.hours(session, area, monday(today) - _WEEK * _WEEKS)
    return StewardPart(
        figures=(
            figure(gettext(marked("I køen")), waiting, here(who, "/ko"), most=_MOST_WAITING),
            figure(gettext(marked("Svarfristen er ute")), late, behind(who, "frist-ute"), "danger"),
            figure(gettext(marked("Frist de neste sju dagene")), near, behind(who, "sju-dager"), "warning"),
            figure(gettext(marked("Uten svar over rådets grense")), silent, behind(who, "over-grensen"), "danger"),
            figure(gettext(marked("Oppgaver å evaluere")), reviews, behind(who, "evaluering"), "warning"),
        ),
        next=rows(session, who, room, first[:_SHOWN], today),
        estimate=_estimate(session, area, entered, waiting, today),
        hours=_hours(session, who, entered, today),
    )


def form_of(row: StewardHours | None) -> Filled:
    minutes = "" if row is None or row.minutes is None else str(row.minutes)
    return Filled((MINUTES,), {MINUTES.name: minutes}, version=row.version if row else 0)


def week_name(week: date) -> str:
    return gettext(marked("uke %(week)s")) % {"week": week.isocalendar().week}


def week_path(who: Visitor, week: date) -> str:
    return here(who, f"/oversikt/timer/{week.isoformat()}")


def duration(minutes: int) -> str:
    """«3 t 30 min»."""
    whole, rest = divmod(minutes, 60)
    parts = [f"{whole} t"] if whole else []
    return " ".join([*parts, f"{rest} min"] if rest or not whole else parts)


def _hours(session: DbSession, who: Visitor, entered: Mapping[date, StewardHours], today: date) -> Hours:
    budget = settings_of(session, who.here.id)[STEWARD_MINUTES]
    this = monday(today)
    weeks = [this - _WEEK * n for n in range(1, _WEEKS + 1)]
    known = [each for each in (_minutes(entered, week) for week in weeks) if each is not None]
    lately = ngettext(
        "%(num)d uke ført: %(used)s av %(budget)s.", "%(num)d uker ført: %(used)s av %(budget)s.", len(known)
    ) % {"num": len(known), "used": duration(sum(known)), "budget": duration(budget * len(known))}
    return Hours(
        budget=duration(budget),
        form=form_of(entered.get(this)),
        action=week_path(who, this),
        week=week_name(this),
        weeks=tuple(_week(who, entered, week) for week in weeks),
        lately=lately if known else "",
        settings=here(who, "/frister") if may(who, Permission.AREA_ADMINISTER) else "",
    )


def _week(who: Visitor, entered: Mapping[date, StewardHours], week: date) -> Week:
    minutes = _minutes(entered, week)
    return Week(week_name(week), "–" if minutes is None else duration(minutes), week_path(who, week))


def _minutes(entered: Mapping[date, StewardHours], week: date) -> int | None:
    return entered[week].minutes if week in entered else None


def _estimate(
    session: DbSession, area: int, entered: Mapping[date, StewardHours], waiting: int, today: date
) -> str:
    """Of the weeks that are over and entered: all the role's time, on all the cases that came in in them."""
    known = {week: row.minutes for week, row in entered.items() if row.minutes is not None and week < monday(today)}
    if len(known) < _FEWEST_WEEKS or not waiting:
        return ""
    came = repository.came_in(session, area, min(known), max(known) + _WEEK - timedelta(days=1))
    cases = sum(count for day, count in came if monday(day) in known)
    if cases < _FEWEST_CASES:
        return ""
    each = Fraction(sum(known.values()), cases)
    text = ngettext(
        "Et grovt anslag: køen tar omtrent %(time)s. I %(num)d uke som er ført, gikk det i snitt %(each)s på hver sak som kom inn, alt arbeidet medregnet.",  # noqa: E501
        "Et grovt anslag: køen tar omtrent %(time)s. I de %(num)d ukene som er ført, gikk det i snitt %(each)s på hver sak som kom inn, alt arbeidet medregnet.",  # noqa: E501
        len(known),
    )
    # To the quarter of an hour: more would pretend to know.
    time = max(15, round(each * waiting / 15) * 15)
    return text % {"num": len(known), "time": duration(time), "each": duration(max(1, round(each)))}
