"""`/rapporter/{hvor}/{rapport}`: a published report, for everybody with the link, and its files (ruling C).

Whoever has an account in the area leaves a receipt by opening it (ruling B28).
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from samhandling.areas.answering import READ, done, made_of
from samhandling.areas.change import Change
from samhandling.areas.tables import Area
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.clock import NORWAY
from samhandling.kernel.columns import key
from samhandling.kernel.scope import SYSTEM
from samhandling.reports import downloads, publishing, repository
from samhandling.reports.addresses import address_of
from samhandling.reports.finding import found
from samhandling.reports.pages import PublishedPage
from samhandling.reports.room import ReportRoom, drawings
from samhandling.reports.tables import ReportText
from samhandling.services import Services
from samhandling.web.i18n import gettext, marked, moment

Anyone = Annotated[Visitor, needs(Permission.PUBLIC)]


def router(room: ReportRoom) -> APIRouter:
    routes = APIRouter(prefix="/rapporter/{hvor}")
    _reading(routes, room)
    downloads.add(routes, room, partial(_with_refusal, room))
    return routes


def _reading(routes: APIRouter, room: ReportRoom) -> None:
    @routes.api_route("/{rapport}", methods=READ)
    def show_report(request: Request, who: Anyone, hvor: str, rapport: str) -> Response:
        if who.user is not None and request.method == "GET":
            _leave_receipt(made_of(request), who, hvor, rapport)
        page = published_page(request, who, room, hvor, rapport)
        return room.desk.show(request, "reports/published.html", page)


def _leave_receipt(made: Services, who: Visitor, slug: str, number: str) -> None:
    with made.database.reading(SYSTEM) as session:
        area, row = found(session, slug, number)
        first_time = _belongs(who, area) and not repository.has_read(session, key(row.id), who.me.person)
    if first_time:
        with made.database.writing(SYSTEM) as session:
            publishing.read(Change(session, made, who.actor, made.clock(), key(area.id)), row)


def _with_refusal(
    room: ReportRoom, request: Request, who: Visitor, slug: str, number: str, *, refused: str, status: int
) -> Response:
    page = replace(published_page(request, who, room, slug, number), refused=refused)
    return room.desk.show(request, "reports/published.html", page, status)


def _belongs(who: Visitor, area: Area) -> bool:
    return who.user is not None and any(each.id == area.id for each in who.user.areas)


def published_page(request: Request, who: Visitor, room: ReportRoom, slug: str, number: str) -> PublishedPage:
    with made_of(request).database.reading(SYSTEM) as session:
        area, row = found(session, slug, number)
        view = room.published(session, row)
        makes = _may(who, area, Permission.REPORT_MAKE)
        hides = _may(who, area, Permission.SLIP_HIDE)
        texts = repository.texts(session, row.area_id, row.period, key(row.id)) if hides else {}
        receipts = repository.receipts(session, key(row.id)) if makes else []
    address = address_of(slug, number)
    own = (
        ((area.name, f"/omrade/{slug}"), (gettext(marked("Rapporter til OSO")), f"/omrade/{slug}/rapporter"))
        if _belongs(who, area)
        else ()
    )
    return PublishedPage(
        title=view.title,
        crumbs=own,
        view=view,
        drawings=drawings(view),
        files=downloads.files(address),
        hides=_hides(texts, slug),
        receipts=tuple((name, moment(at.astimezone(NORWAY))) for name, at in receipts),
        receipts_shown=makes,
        correct=f"/omrade/{slug}/rapporter/utkast/{view.period}" if makes else "",
        newer=address_of(slug, view.corrected_by) if view.corrected_by else "",
        done=done(request),
    )


def _may(who: Visitor, area: Area, permission: Permission) -> bool:
    mine = [each for each in (who.user.areas if who.user else ()) if each.id == area.id]
    return bool(mine) and who.me.role_for(permission, mine[0]) is not None


def _hides(texts: Mapping[str, ReportText], slug: str) -> dict[str, str]:
    return {section: f"/omrade/{slug}/vern/skjul/report_text/{each.id}" for section, each in texts.items()}
