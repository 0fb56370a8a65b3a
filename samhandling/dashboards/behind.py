"""The lists behind the numbers, where the list of all cases has no filter for them: each by the number's own query."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final

from babel.dates import format_date

from samhandling.areas.answering import Crumbs, here, may, trail_of
from samhandling.casework import repository as common
from samhandling.casework.room import Room
from samhandling.dashboards import places, readers, repository
from samhandling.dashboards.councils import STAGES
from samhandling.dashboards.pages import BehindPage
from samhandling.dashboards.repository import MOST, Dated
from samhandling.dashboards.rows import rows
from samhandling.identity.access import Visitor
from samhandling.identity.permissions import Permission
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound
from samhandling.web.i18n import gettext, language, marked

_MONTH: Final = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


class Of(Enum):
    """Whose numbers."""

    STEWARD = auto()
    BODY = auto()
    PLACE = auto()


@dataclass(frozen=True, slots=True)
class Selection:
    of: Of
    title: str
    lead: str
    find: Callable[[DbSession, "Asked"], list[Dated]]


@dataclass(frozen=True, slots=True)
class Asked:
    """`whose`: the area, the body or the organisation. `area`: where the visitor is. `month`: its first day."""

    whose: int
    area: int
    month: date | None
    today: date


def _stage(code: str) -> Callable[[DbSession, Asked], list[Dated]]:
    return lambda session, asked: [(case, None) for _, case in repository.at_stage(session, [asked.whose], code)]


def _month(session: DbSession, asked: Asked) -> list[Dated]:
    """Raises NotFound when no month was asked for."""
    if asked.month is None:
        raise NotFound
    return [(case, None) for case in repository.in_month(session, asked.whose, asked.area, asked.month)]


def month_in(text: str) -> date | None:
    """The first day of «2026-03»; None for what is no month of this century."""
    return date.fromisoformat(f"{text}-01") if _MONTH.fullmatch(text) else None


_EARLIEST: Final = marked("Den tidligste fristen først.")
SELECTIONS: Final[Mapping[str, Selection]] = {
    "frist-ute": Selection(
        Of.STEWARD, marked("Svarfristen er ute"), _EARLIEST,
        lambda session, asked: repository.owing(session, asked.whose, repository.overdue(asked.today)),
    ),
    "sju-dager": Selection(
        Of.STEWARD, marked("Frist de neste sju dagene"), _EARLIEST,
        lambda session, asked: repository.owing(session, asked.whose, repository.soon(asked.today)),
    ),
    "over-grensen": Selection(
        Of.STEWARD, marked("Uten svar over rådets grense"),
        marked("Ingen har svart innen den tiden området lar gå før rådet får vite det. Datoen er når den gikk ut."),
        lambda session, asked: repository.owing(session, asked.whose, repository.over_the_limit(asked.today)),
    ),
    "evaluering": Selection(
        Of.STEWARD, marked("Oppgaver å evaluere"),
        marked("Avtaler som evalueres nå, eller skal evalueres innen tretti dager."),
        lambda session, asked: repository.reviews(session, asked.whose, asked.today),
    ),
    **{code: Selection(Of.BODY, label, lead, _stage(code)) for code, (label, lead, _) in STAGES.items()},
    "svare": Selection(
        Of.PLACE, marked("Å svare på"), _EARLIEST, lambda session, asked: places.owed_by(session, asked.whose),
    ),
    "svare-ute": Selection(
        Of.PLACE, marked("Svarfristen er ute"), _EARLIEST,
        lambda session, asked: [
            each for each in places.owed_by(session, asked.whose) if each[1] is not None and each[1] < asked.today
        ],
    ),
    "svare-snart": Selection(
        Of.PLACE, marked("Frist de neste sju dagene"), _EARLIEST,
        lambda session, asked: [
            each for each in places.owed_by(session, asked.whose) if repository.is_soon(each[1], asked.today)
        ],
    ),
    "tiltak": Selection(
        Of.PLACE, marked("Tiltak som ikke er ferdige"),
        marked("Et tiltak er ferdig når noen har sett på virkningen. Datoen er tiltakets frist."),
        lambda session, asked: [(each.case, each.due) for each in repository.measures(session, [asked.whose])],
    ),
    "maaned": Selection(Of.PLACE, marked("Saker fra %(month)s"), marked("Den nyeste først."), _month),
}  # fmt: skip


def page(
    session: DbSession, who: Visitor, room: Room, code: str, place: int | None, month: date | None, today: date
) -> BehindPage:
    """Raises NotFound for a list that does not exist, or is not the visitor's."""
    selection = SELECTIONS.get(code)
    if selection is None:
        raise NotFound
    whose = _whose(who, selection.of, place)
    found = selection.find(session, Asked(whose, who.here.id, month, today))
    return BehindPage(
        title=gettext(selection.title) % {"month": format_date(month, "LLLL y", language.get()) if month else ""},
        crumbs=crumbs_of(who),
        over=_called(session, selection.of, whose, today),
        lead=gettext(selection.lead),
        rows=rows(session, who, room, found[:MOST], today),
        more=len(found) > MOST,
        back=here(who, "/oversikt"),
    )


def crumbs_of(who: Visitor) -> Crumbs:
    return trail_of(who, (gettext(marked("Oversikten din")), "/oversikt"))


def _whose(who: Visitor, of: Of, place: int | None) -> int:
    if of is Of.STEWARD and may(who, Permission.CASE_STEWARD):
        return who.here.id
    mine = {Of.STEWARD: (), Of.BODY: readers.bodies(who), Of.PLACE: readers.places(who)}[of]
    if place is None or place not in mine:
        raise NotFound
    return place


def _called(session: DbSession, of: Of, asked: int, today: date) -> str:
    if of is Of.STEWARD:
        return ""
    names = common.named(session, [asked] if of is Of.PLACE else (), [asked] if of is Of.BODY else (), today)
    return names.organisations.get(asked, "") or names.bodies.get(asked, "")
