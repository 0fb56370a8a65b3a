"""`/omrade/{omraade}/vern`: texts that were hidden, and codes that let a wrongly stopped text pass."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from samhandling.attachments.downloading import download
from samhandling.attachments.naming import with_ending
from samhandling.attachments.sniffing import MEDIA_TYPES, sniffed
from samhandling.guarding.redacting import Ground
from samhandling.guarding.repository import redaction, redactions
from samhandling.guarding.tables import Redaction
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.identity.repository import persons_in
from samhandling.kernel.clock import local_date
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import DomainError, NotFound, Refused
from samhandling.protection.pages import (
    HIDE,
    PLACES,
    HidePage,
    ProtectionPage,
    ReadPage,
    ReleasePage,
    release_fields,
    waiting,
)
from samhandling.services import Services, services
from samhandling.web.fields import Field, Filled, empty, read
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext
from samhandling.web.rendering import Pages
from samhandling.web.row_id import RowId

_READ = ["GET", "HEAD"]
Sent = Annotated[Submitted, Depends(submitted)]
Hider = Annotated[Visitor, needs(Permission.SLIP_HIDE)]
Confirmer = Annotated[Visitor, needs(Permission.SLIP_CONFIRM)]
Releaser = Annotated[Visitor, needs(Permission.GUARD_RELEASE)]


def router(pages: Pages) -> APIRouter:
    routes = APIRouter(prefix="/omrade/{omraade}/vern")

    def hide_form(request: Request, who: Visitor, place: str, row: int, form: Filled, status: int = 200) -> Response:
        page = HidePage(gettext("Skjul en tekst"), who.here, form, place, row)
        return pages.response(request.scope, "protection/hide.html", page, status)

    def release_form(request: Request, who: Visitor, form: Filled, code: str = "", status: int = 200) -> Response:
        kinds = tuple(each.name for each in form.fields if each.name.startswith("slag."))
        page = ReleasePage(gettext("Frigi en stoppet tekst"), who.here, form, kinds, code)
        return pages.response(request.scope, "protection/release.html", page, status)

    @routes.api_route("", methods=_READ)
    def overview(request: Request, who: Hider) -> Response:
        with services(request).database.reading(who.scope) as session:
            rows = [each for each in redactions(session, who.here.id) if _may_read(who, each)]
        page = ProtectionPage(
            gettext("Vern av personopplysninger"),
            who.here,
            waiting(rows, who.me.person),
            may_confirm=who.me.role_for(Permission.SLIP_CONFIRM, who.here) is not None,
            may_release=who.me.role_for(Permission.GUARD_RELEASE, who.here) is not None,
        )
        return pages.response(request.scope, "protection/overview.html", page)

    @routes.api_route("/skjul/{sted}/{rad}", methods=_READ)
    def ask_to_hide(request: Request, who: Hider, sted: str, rad: int) -> Response:
        if sted not in PLACES:
            raise NotFound
        return hide_form(request, who, sted, rad, empty(HIDE))

    @routes.post("/skjul/{sted}/{rad}")
    def hide(request: Request, who: Hider, sent: Sent, sted: str, rad: int) -> Response:
        made = services(request)
        form = read(HIDE, sent, who.inspect)
        if form.problems:
            return hide_form(request, who, sted, rad, form, 422)
        try:
            with made.database.writing(who.scope) as session:
                made.redactor.hide(
                    session,
                    sted,
                    rad,
                    Ground(form.text("grunn")),
                    area=who.here.id,
                    by=who.actor,
                    now=made.clock(),
                )
        except Refused as refusal:
            return hide_form(request, who, sted, rad, form.with_problem("grunn", _refusal(refusal)), 422)
        return RedirectResponse(f"/omrade/{who.here.slug}/vern", 303)

    @routes.post("/{skjult}/vis")
    def show(request: Request, who: Confirmer, skjult: RowId) -> Response:
        made = services(request)
        with made.database.writing(who.scope) as session:
            found = _waiting_for(session, who, skjult)
            content = made.redactor.read(session, skjult, area=who.here.id, by=who.actor, now=made.clock())
        is_file = isinstance(content, bytes)
        title = gettext("Skjult fil") if is_file else gettext("Skjult tekst")
        text = "" if isinstance(content, bytes) else content
        page = ReadPage(title, who.here, skjult, text, is_file, found.ground != Ground.OTHER_CHANNEL)
        return pages.response(request.scope, "protection/read.html", page)

    @routes.post("/{skjult}/fil")
    def fetch(request: Request, who: Confirmer, skjult: RowId) -> Response:
        made = services(request)
        with made.database.writing(who.scope) as session:
            _waiting_for(session, who, skjult)
            content = made.redactor.read(session, skjult, area=who.here.id, by=who.actor, now=made.clock())
        if isinstance(content, str):
            raise NotFound
        kind = sniffed(content)
        return download(with_ending("skjult", kind), MEDIA_TYPES[kind], content)

    @routes.post("/{skjult}/slett")
    def erase(request: Request, who: Confirmer, skjult: RowId) -> Response:
        made = services(request)
        with made.database.writing(who.scope) as session:
            _waiting_for(session, who, skjult)
            made.redactor.erase(session, skjult, area=who.here.id, by=who.actor, now=made.clock())
        made.forget()
        return RedirectResponse(f"/omrade/{who.here.slug}/vern", 303)

    @routes.post("/{skjult}/gi-tilbake")
    def withdraw(request: Request, who: Confirmer, skjult: RowId) -> Response:
        made = services(request)
        with made.database.writing(who.scope) as session:
            made.redactor.withdraw(session, skjult, area=who.here.id, by=who.actor, now=made.clock())
        return RedirectResponse(f"/omrade/{who.here.slug}/vern", 303)

    @routes.api_route("/frigi", methods=_READ)
    def ask_for_release(request: Request, who: Releaser) -> Response:
        return release_form(request, who, empty(_fields(services(request), who)))

    @routes.post("/frigi")
    def give_release(request: Request, who: Releaser, sent: Sent) -> Response:
        made = services(request)
        form = read(_fields(made, who), sent, who.inspect)
        if form.problems:
            return release_form(request, who, form, status=422)
        kinds = frozenset(
            each.name.removeprefix("slag.")
            for each in form.fields
            if each.name.startswith("slag.") and form.ticked(each.name)
        )
        try:
            with made.database.writing(who.scope) as session:
                code = made.release_desk.give(
                    session,
                    made.trail,
                    by=who.actor,
                    area=who.here.id,
                    to=UUID(form.text("person")),
                    kinds=kinds,
                    now=made.clock(),
                )
        except Refused as refusal:
            name = "person" if refusal.code == "own_release" else next(iter(form.fields[1:])).name
            return release_form(request, who, form.with_problem(name, _refusal(refusal)), status=422)
        return release_form(request, who, empty(form.fields), code)

    return routes


def _may_read(who: Visitor, found: Redaction) -> bool:
    """All that was written of a case that was diverted: not read by who leads the unit it was about."""
    return found.ground != Ground.OTHER_CHANNEL or who.me.role_for(Permission.TRAIL_READ, who.here) is not None


def _waiting_for(session: DbSession, who: Visitor, redaction_id: int) -> Redaction:
    """Raises NotFound."""
    found = redaction(session, who.here.id, redaction_id)
    if not _may_read(who, found):
        raise NotFound
    return found


def _fields(made: Services, who: Visitor) -> tuple[Field, ...]:
    with made.database.reading(who.scope) as session:
        people = persons_in(session, who.here.id, local_date(made.clock()))
    others = [(person, name) for person, name in people if person != who.me.person]
    return release_fields(others, made.inspector.blocking_kinds())


def _refusal(refusal: DomainError) -> str:
    return {
        "already_hidden": gettext("Teksten er skjult allerede."),
        "nothing_to_hide": gettext("Det står ingen tekst her."),
        "own_release": gettext("Du kan ikke frigi din egen tekst. Be en annen om det."),
        "no_kinds": gettext("Velg hva teksten ble stoppet for."),
    }[refusal.code]
