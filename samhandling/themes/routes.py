"""`/omrade/{omraade}/temaer/ny`, themes that are like a report, and «det samme skjedde hos oss»."""

import secrets
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas import repository as areas
from samhandling.areas.answering import READ, Crumbs, go, here, made_of, today_of
from samhandling.cases.opening import Deed
from samhandling.casework import repository as common
from samhandling.casework.addressing import case_at, case_path
from samhandling.casework.choices import units
from samhandling.casework.listing import listed
from samhandling.casework.pages import Listed
from samhandling.casework.reporters import form_key_of
from samhandling.casework.room import Room, crumbs
from samhandling.casework.rulebook import parted
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound, Refused
from samhandling.themes import repository
from samhandling.themes.slice import SLICE
from samhandling.themes.use_cases import NewTheme, happened_here_too, make
from samhandling.web.fields import Field, Filled, Kind, empty, read
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, marked
from samhandling.web.refused import with_refusal

Steward = Annotated[Visitor, needs(Permission.CASE_STEWARD)]
Reporter = Annotated[Visitor, needs(Permission.CASE_REPORT)]
Sent = Annotated[Submitted, Depends(submitted)]
_KEY = "nokkel"
_FROM = "fra"


@dataclass(frozen=True, slots=True)
class ThemePage:
    title: str
    crumbs: Crumbs
    form: Filled
    action: str
    back: str
    button: str
    lead: str
    hidden: tuple[tuple[str, str], ...]
    over: str = ""
    warning: str = ""
    danger: bool = False


@dataclass(frozen=True, slots=True)
class LikePage:
    """Open themes on the same rule as a report that is being written."""

    title: str
    crumbs: Crumbs
    base: str
    rows: tuple[Listed, ...]


def router(room: Room) -> APIRouter:
    routes = APIRouter(prefix="/omrade/{omraade}")
    _making(routes, room)
    _saying_so(routes, room)
    return routes


def _making(routes: APIRouter, room: Room) -> None:
    def page_of(request: Request, who: Visitor, form_key: str, came_from: str) -> ThemePage:
        today = today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            known = areas.organisations(session, who.here.id)
            start = _start(session, who, room, came_from)
        rules = {number: f"{number} {each.heading}"[:90] for number, each in room.cites.statements.items()}
        fields = (
            Field("tittel", marked("Hva skal temaet hete?"), longest=120),
            Field("tekst", marked("Hva er det som går igjen?"), Kind.LONG, longest=2_000,
                  hint=marked("Alle i området leser dette. Skriv om rutinen, ikke om et kontor eller en person.")),
            Field("regel", marked("Hvilken regel?"), Kind.CHOICE, options=rules),
            Field("enhet", marked("Hvem gjelder det?"), Kind.CHOICE, required=False, options=units(known, today),
                  nothing=marked("Flere")),
        )  # fmt: skip
        return ThemePage(
            title=gettext(marked("Lag tema")),
            crumbs=crumbs(who),
            form=empty(fields, **start),
            action=here(who, "/temaer/ny"),
            back=here(who, f"/saker/{came_from}" if came_from else "/saker"),
            button=gettext(marked("Lag tema")),
            lead=gettext(marked("Et tema samler like avvik, og andre kan si at det samme har skjedd hos dem.")),
            hidden=((_KEY, form_key), (_FROM, came_from)),
        )

    @routes.api_route("/temaer/ny", methods=READ)
    def show_theme(request: Request, who: Steward) -> Response:
        came_from = request.query_params.get(_FROM, "")[:60]
        return room.desk.show(request, "areas/form.html", page_of(request, who, secrets.token_urlsafe(16), came_from))

    @routes.post("/temaer/ny")
    def make_theme(request: Request, who: Steward, sent: Sent) -> Response:
        came_from, form_key = sent.text(_FROM)[:60], sent.text(_KEY)[:40]
        page = page_of(request, who, form_key or secrets.token_urlsafe(16), came_from)
        filled = read(page.form.fields, sent, who.inspect)
        if filled.problems:
            return room.desk.show(request, "areas/form.html", replace(page, form=filled), 422)
        made = made_of(request)
        unit = int(filled.text("enhet")) if filled.text("enhet") else None
        new = NewTheme(
            filled.text("tittel"),
            filled.text("tekst"),
            filled.text("regel"),
            form_key_of(who.me.person, form_key),
            unit,
        )
        try:
            with made.database.writing(who.scope) as session:
                deed = Deed(session, made.trail, who.actor, made.clock())
                case = make(deed, who.me, who.here.id, new, room.cites, dict(filled.let_through))
                number = case.number
        except Refused as error:
            shown = with_refusal(filled, error, SLICE.refusals)
            return room.desk.show(request, "areas/form.html", replace(page, form=shown), 422)
        if came_from:
            return go(here(who, f"/saker/{came_from}/steg/merge"))
        return go(here(who, f"/saker/{number}?gjort=open"))


def _start(session: DbSession, who: Visitor, room: Room, came_from: str) -> dict[str, str]:
    """From the case that the theme is made of, when one is named."""
    if not came_from:
        return {}
    case = case_at(session, who, came_from)
    links = common.rule_links(session, key(case.id))
    rule = next((each.statement for each in links if each.main), "")
    return {"tittel": room.cites.heading(rule) if rule else "", "regel": rule}


def _saying_so(routes: APIRouter, room: Room) -> None:
    @routes.api_route("/temaer/lignende", methods=READ)
    def like(request: Request, who: Reporter) -> Response:
        """Asked for while somebody fills in a report: by the rule that the report will be about."""
        asked = request.query_params.get("regel", "")[:12]
        with made_of(request).database.reading(who.scope) as session:
            found = repository.on_rule(session, who.here.id, parted(asked)[0]) if asked else []
            rows = listed(session, who, room, found)
        page = LikePage(gettext(marked("Temaer som ligner")), crumbs(who), here(who), rows)
        return room.desk.show(request, "themes/like.html", page)

    @routes.post("/saker/{sak}/hos-oss")
    def here_too(request: Request, who: Reporter, sak: str, sent: Sent) -> Response:
        made, today = made_of(request), today_of(request)
        units_ = sorted(who.scope.organisations)
        if not units_:
            raise NotFound
        minutes = sent.text("minutter")
        with made.database.writing(who.scope) as session:
            looking = room.look(request, who, session, sak)
            deed = Deed(session, made.trail, who.actor, made.clock())
            happened_here_too(
                deed,
                looking.case,
                units_[0],
                month=sent.text("maaned")[:7] or f"{today:%Y-%m}",
                minutes=min(int(minutes), 6_000) if minutes.isascii() and minutes.isdigit() else None,
            )
            owner = areas.area(session, looking.case.area_id)
            there = case_path(who.here.slug, looking.case, owner)
        return go(f"{there}?gjort=hos-oss")
