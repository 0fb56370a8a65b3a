"""`/omrade/{omraade}/oversikt`: what the visitor's roles call for, the lists behind it, the municipality's sheet."""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas.answering import (
    READ,
    Deed,
    Desk,
    Sheet,
    done,
    go,
    here,
    made_of,
    may,
    number,
    today_of,
    trail_of,
)
from samhandling.areas.change import Change
from samhandling.areas.changing import changing
from samhandling.casework.room import Room
from samhandling.dashboards import behind, councils, deeds, municipality, places, readers, repository, steward
from samhandling.dashboards.pages import OverviewPage
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.errors import NotFound
from samhandling.web.fields import Filled
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, long_date, marked

Reader = Annotated[Visitor, needs(Permission.CASE_READ)]
Steward = Annotated[Visitor, needs(Permission.CASE_STEWARD)]
Sent = Annotated[Submitted, Depends(submitted)]
_REFUSALS: Final = {
    "acknowledged_before": marked("Gjennomgangen kan bare tas tilbake samme dag som den ble ført."),
}


def router(room: Room) -> APIRouter:
    routes = APIRouter(prefix="/omrade/{omraade}/oversikt")
    _reading(routes, room)
    _entering_hours(routes, Desk(room.desk.pages, _REFUSALS))
    _going_through(routes, Desk(room.desk.pages, _REFUSALS))
    return routes


def _reading(routes: APIRouter, room: Room) -> None:
    @routes.api_route("", methods=READ)
    def overview(request: Request, who: Reader) -> Response:
        today = today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            page = OverviewPage(
                title=gettext(marked("Oversikten din")),
                crumbs=trail_of(who),
                base=here(who),
                steward=steward.part(session, who, room, today) if may(who, Permission.CASE_STEWARD) else None,
                bodies=councils.parts(session, who, room, readers.bodies(who), today),
                places=places.parts(session, who, room, readers.places(who), today),
                done=done(request),
            )
        return room.desk.show(request, "dashboards/overview.html", page)

    @routes.api_route("/saker/{utvalg}", methods=READ)
    def behind_a_number(request: Request, who: Reader, utvalg: str) -> Response:
        asked = request.query_params.get("hos", "")
        with made_of(request).database.reading(who.scope) as session:
            place, month = number(asked) if asked else None, behind.month_in(request.query_params.get("maaned", ""))
            page = behind.page(session, who, room, utvalg, place, month, today_of(request))
        return room.desk.show(request, "dashboards/behind.html", page)

    @routes.api_route("/kommune/{kommune}", methods=READ)
    def sheet(request: Request, who: Reader, kommune: str) -> Response:
        """For the municipality's own chief doctor alone."""
        asked = number(kommune)
        if asked not in readers.municipalities(who):
            raise NotFound
        with made_of(request).database.reading(who.scope) as session:
            page = municipality.page(session, who, room, asked, today_of(request))
        return room.desk.show(request, "dashboards/municipality.html", page)


def _entering_hours(routes: APIRouter, desk: Desk) -> None:
    def sheet(request: Request, who: Visitor, uke: str) -> tuple[date, Sheet]:
        week = _week(uke, today_of(request))
        with made_of(request).database.reading(who.scope) as session:
            row = repository.hours(session, who.here.id, week).get(week)
        name, first = steward.week_name(week), long_date(week)
        return week, Sheet(
            title=gettext(marked("Rollens tid, %(week)s")) % {"week": name},
            crumbs=behind.crumbs_of(who),
            form=steward.form_of(row),
            action=steward.week_path(who, week),
            back=here(who, "/oversikt"),
            button=gettext(marked("Lagre")),
            lead=gettext(marked("Uka begynner mandag %(day)s.")) % {"day": first},
        )

    @routes.api_route("/timer/{uke}", methods=READ)
    def show_hours(request: Request, who: Steward, uke: str) -> Response:
        return desk.sheet(request, sheet(request, who, uke)[1])

    @routes.post("/timer/{uke}")
    def enter_hours(request: Request, who: Steward, uke: str, sent: Sent) -> Response:
        week, shown = sheet(request, who, uke)

        def act(change: Change, filled: Filled) -> None:
            minutes = filled.number(steward.MINUTES.name)
            deeds.enter_hours(change, who.here.id, week, minutes, filled.version)

        def stored() -> Filled:
            return sheet(request, who, uke)[1].form

        there = here(who, "/oversikt?gjort=lagret#tid")
        return desk.take(request, who, sent, shown, Deed(act, lambda _: there, stored))


def _week(text: str, today: date) -> date:
    """Raises NotFound for what is no Monday, and for a week that has not begun."""
    try:
        week = date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    if week.weekday() or week > today or week.year < 2018:
        raise NotFound
    return week


def _going_through(routes: APIRouter, desk: Desk) -> None:
    def asked(request: Request, who: Visitor, avdeling: str, halvaar: str) -> int:
        """Raises NotFound for a department that is not the visitor's to lead, and for a half-year that is not over."""
        place, over = number(avdeling), {each.code for each in places.halves_over(today_of(request))}
        if place not in readers.headed(who) or halvaar not in over:
            raise NotFound
        return place

    @routes.post("/gjennomgang/{avdeling}/{halvaar}")
    def acknowledge(request: Request, who: Reader, avdeling: str, halvaar: str, _: Sent) -> Response:
        place = asked(request, who, avdeling, halvaar)
        with changing(made_of(request), who) as change:
            deeds.acknowledge(change, who.here.id, place, halvaar)
        return go(here(who, f"/oversikt?gjort=lagret#gjennomgang-{place}"))

    @routes.post("/gjennomgang/{avdeling}/{halvaar}/angre")
    def take_back(request: Request, who: Reader, avdeling: str, halvaar: str, sent: Sent) -> Response:
        place = asked(request, who, avdeling, halvaar)
        there = here(who, f"/oversikt?gjort=lagret#gjennomgang-{place}")
        shown = Sheet(
            title=gettext(marked("Ta tilbake gjennomgangen")),
            crumbs=behind.crumbs_of(who),
            form=Filled((), {}),
            action=here(who, f"/oversikt/gjennomgang/{place}/{halvaar}/angre"),
            back=here(who, "/oversikt"),
            button=gettext(marked("Ta tilbake")),
        )

        def act(change: Change, _: Filled) -> None:
            deeds.take_back(change, who.here.id, place, halvaar)

        return desk.take(request, who, sent, shown, Deed(act, lambda _: there))
