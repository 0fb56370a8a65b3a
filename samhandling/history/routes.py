"""`/omrade/{omraade}/logg`, `/min-side/logg`, `/system/logg`: what happened, for those it concerns."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from samhandling.audit.repository import Asked, concerning, of_chain
from samhandling.audit.tables import SYSTEM_CHAIN
from samhandling.cases.repository import stepped_aside
from samhandling.history.pages import TrailPage, lines, older
from samhandling.history.rendering import SENTENCES, Reader
from samhandling.history.repository import names, things
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.scope import SYSTEM
from samhandling.services import services
from samhandling.web.i18n import gettext
from samhandling.web.rendering import Pages

_READ = ["GET", "HEAD"]


def router(pages: Pages) -> APIRouter:
    routes = APIRouter()

    @routes.api_route("/omrade/{omraade}/logg", methods=_READ)
    def area_trail(request: Request, who: Annotated[Visitor, needs(Permission.TRAIL_READ)]) -> Response:
        asked = _asked(request)
        with services(request).database.reading(who.scope) as session:
            events = of_chain(session, who.here.id, asked, stepped_aside(session, who.me.person))
            reader = Reader(who.me.person, names(session, events), things(session, events))
        page = TrailPage(
            gettext("Logg for %(area)s") % {"area": who.here.name},
            gettext("Alt som er gjort i området, nyeste først. Loggen kan ikke endres og viser ingen tekst fra saker."),
            lines(events, reader),
            who.here,
            older(events),
            filtered=asked != Asked(before=asked.before),
        )
        return pages.response(request.scope, "history/trail.html", page)

    @routes.api_route("/min-side/logg", methods=_READ)
    def own_trail(request: Request, who: Annotated[Visitor, needs(Permission.SIGNED_IN)]) -> Response:
        with services(request).database.reading(who.scope) as session:
            events = concerning(session, who.me.person)
            reader = Reader(who.me.person, {}, things(session, events))
        page = TrailPage(
            gettext("Min logg"),
            gettext("Det du har gjort, og det andre har gjort med kontoen og rollene dine. De siste 50 hendelsene."),
            lines(events, reader),
            None,
        )
        return pages.response(request.scope, "history/trail.html", page)

    @routes.api_route("/system/logg", methods=_READ)
    def system_trail(request: Request, who: Annotated[Visitor, needs(Permission.SYSTEM_ADMINISTER)]) -> Response:
        asked = _asked(request)
        # The system's own chain belongs to no area, so no scope of a person reaches it.
        with services(request).database.reading(SYSTEM) as session:
            events = of_chain(session, SYSTEM_CHAIN, asked)
            reader = Reader(who.me.person, {}, things(session, events))
        page = TrailPage(
            gettext("Systemets logg"),
            gettext("Innlogginger, kontoer og områder. Personer vises med rolle, ikke med navn."),
            lines(events, reader),
            None,
            older(events),
            filtered=asked != Asked(before=asked.before),
        )
        return pages.response(request.scope, "history/trail.html", page)

    return routes


def _asked(request: Request) -> Asked:
    """What the address asks for; what cannot be understood is left out."""
    query = request.query_params
    action, before = query.get("handling", ""), query.get("for", "")
    return Asked(
        action=action if action in SENTENCES else "",
        since=_day(query.get("fra", "")),
        until=_day(query.get("til", "")),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
