"""`/omrade/{omraade}/personer/{person}` and below: one person's roles, name and account."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas.answering import (
    READ,
    Crumbs,
    Deed,
    Desk,
    Sheet,
    chosen,
    day,
    done,
    here,
    made_of,
    number,
    today_of,
    trail_of,
)
from samhandling.areas.change import Change
from samhandling.areas.pages import grant_place, role_name
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.errors import NotFound
from samhandling.people import account_routes, forms, pages, repository
from samhandling.people.linking import LinkShower
from samhandling.people.showing import holders, known, person_id, person_page, role_of, role_places
from samhandling.people.use_cases import grants, persons
from samhandling.web.fields import Filled, empty
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, marked

Reader = Annotated[Visitor, needs(Permission.PEOPLE_READ)]
Administrator = Annotated[Visitor, needs(Permission.PEOPLE_ADMINISTER)]
Sent = Annotated[Submitted, Depends(submitted)]


def add(routes: APIRouter, desk: Desk, links: LinkShower) -> None:
    _reading(routes, desk)
    _naming(routes, desk)
    _roles(routes, desk)
    _dates(routes, desk)
    account_routes.add(routes, desk, links)


def _reading(routes: APIRouter, desk: Desk) -> None:
    @routes.api_route("/{person}", methods=READ)
    def person(request: Request, who: Reader, person: str) -> Response:
        page = person_page(request, who, person_id(person), crumbs(who), here(who), done(request))
        return desk.show(request, "people/person.html", page)


def _naming(routes: APIRouter, desk: Desk) -> None:
    def sheet(request: Request, who: Visitor, person: UUID) -> Sheet:
        with made_of(request).database.reading(who.scope) as session:
            version = repository.person(session, who.here.id, person).version
            stored = repository.name_of(session, person)
        if stored is None:
            raise NotFound
        values = {"navn": stored.name, "epost": stored.email or "", "hpr": stored.hpr_number or ""}
        return Sheet(
            title=gettext(marked("Endre navn og e-post")),
            crumbs=crumbs(who, person, stored.name),
            form=Filled(forms.named(), values, version=version),
            action=to(who, person, "/endre"),
            back=to(who, person),
            button=gettext(marked("Lagre")),
            over=stored.name,
        )

    @routes.api_route("/{person}/endre", methods=READ)
    def show_rename(request: Request, who: Administrator, person: str) -> Response:
        return desk.sheet(request, sheet(request, who, person_id(person)))

    @routes.post("/{person}/endre")
    def rename(request: Request, who: Administrator, person: str, sent: Sent) -> Response:
        named = person_id(person)
        shown = sheet(request, who, named)

        def act(change: Change, filled: Filled) -> None:
            naming = persons.Naming(filled.text("navn"), filled.text("epost"), filled.text("hpr"))
            persons.rename(change, who.here.id, named, filled.version, naming)

        deed = Deed(act, lambda _: to(who, named, "?gjort=lagret"), lambda: shown.form)
        return desk.take(request, who, sent, shown, deed)


def _roles(routes: APIRouter, desk: Desk) -> None:
    def sheet(request: Request, who: Visitor, person: UUID, rolle: str) -> Sheet:
        role, today = role_of(rolle), today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            repository.person(session, who.here.id, person)
            named = repository.name_of(session, person)
            everything = known(session, who.here.id, today)
            others = holders(session, who.here.id, role, everything, person)
        name = pages.shown_name(named.name if named else "")
        return Sheet(
            title=gettext(marked("Gi en rolle")),
            crumbs=crumbs(who, person, name),
            form=empty(forms.granted(role_places(role, everything), others), fra=today.isoformat()),
            action=to(who, person, f"/rolle?rolle={rolle}"),
            back=to(who, person),
            button=gettext(marked("Gi rollen")),
            over=f"{name} – {role_name(everything.labels, rolle, today)}",
        )

    @routes.api_route("/{person}/rolle", methods=READ)
    def show_give(request: Request, who: Administrator, person: str) -> Response:
        named, rolle = person_id(person), request.query_params.get("rolle", "")
        if rolle:
            return desk.sheet(request, sheet(request, who, named, rolle))
        today = today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            repository.person(session, who.here.id, named)
            stored = repository.name_of(session, named)
            labels = known(session, who.here.id, today).labels
        name = pages.shown_name(stored.name if stored else "")
        page = pages.RoleChoicePage(
            title=gettext(marked("Velg rolle")),
            crumbs=crumbs(who, named, name),
            lead=gettext(marked("Hvilken rolle skal %(name)s ha?")) % {"name": name},
            groups=pages.choices(labels, today, to(who, named, "/rolle?rolle=")),
            other=None,
        )
        return desk.show(request, "people/choose_role.html", page)

    @routes.post("/{person}/rolle")
    def give(request: Request, who: Administrator, person: str, sent: Sent) -> Response:
        named, rolle = person_id(person), request.query_params.get("rolle", "")

        def act(change: Change, filled: Filled) -> None:
            place, deputy_for = chosen(filled.text("sted")), chosen(filled.text("vara_for"))
            wanted = grants.NewGrant(rolle, place, day(filled, "fra"), filled.day("til"), deputy_for)
            grants.give(change, who.here.id, named, wanted)

        deed = Deed(act, lambda _: to(who, named, "?gjort=rolle"))
        return desk.take(request, who, sent, sheet(request, who, named, rolle), deed)


def _dates(routes: APIRouter, desk: Desk) -> None:
    def sheet(request: Request, who: Visitor, person: UUID, grant: int) -> Sheet:
        today = today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            row = repository.grant(session, who.here.id, person, grant)
            named = repository.name_of(session, person)
            everything = known(session, who.here.id, today)
        place = grant_place(row, everything.organisations, everything.bodies, today)
        values = {"fra": row.valid_from.isoformat(), "til": row.valid_to.isoformat() if row.valid_to else ""}
        return Sheet(
            title=gettext(marked("Avslutt rollen eller endre datoene")),
            crumbs=crumbs(who, person, pages.shown_name(named.name if named else "")),
            form=Filled(forms.dates(), values, version=row.version),
            action=to(who, person, f"/roller/{grant}"),
            back=to(who, person),
            button=gettext(marked("Lagre datoene")),
            lead=gettext(marked("Etter siste dag gir rollen ikke adgang lenger. Datoen kan endres igjen.")),
            over=f"{role_name(everything.labels, row.role, today)} {place}".strip(),
        )

    @routes.api_route("/{person}/roller/{rolle}", methods=READ)
    def show_dates(request: Request, who: Administrator, person: str, rolle: str) -> Response:
        shown = sheet(request, who, person_id(person), number(rolle))
        values = {**shown.form.values, "til": shown.form.text("til") or today_of(request).isoformat()}
        return desk.sheet(request, replace(shown, form=replace(shown.form, values=values)))

    @routes.post("/{person}/roller/{rolle}")
    def set_dates(request: Request, who: Administrator, person: str, rolle: str, sent: Sent) -> Response:
        named, grant = person_id(person), number(rolle)
        shown = sheet(request, who, named, grant)

        def act(change: Change, filled: Filled) -> None:
            opened, span = (grant, filled.version), (day(filled, "fra"), filled.day("til"))
            grants.set_dates(change, who.here.id, named, opened, *span)

        deed = Deed(act, lambda _: to(who, named, "?gjort=lagret"), lambda: shown.form)
        return desk.take(request, who, sent, shown, deed)

    @routes.post("/{person}/roller/{rolle}/trekk")
    def take_back(request: Request, who: Administrator, person: str, rolle: str, sent: Sent) -> Response:
        named, grant = person_id(person), number(rolle)
        shown = sheet(request, who, named, grant)

        def act(change: Change, filled: Filled) -> None:
            grants.take_back(change, who.here.id, named, (grant, filled.version))

        deed = Deed(act, lambda _: to(who, named, "?gjort=rolle-avsluttet"), lambda: shown.form)
        return desk.take(request, who, sent, replace(shown, form=replace(shown.form, fields=())), deed)


def to(who: Visitor, person: UUID, path: str = "") -> str:
    return here(who, f"/personer/{person}{path}")


def crumbs(who: Visitor, person: UUID | None = None, name: str = "") -> Crumbs:
    steps = [(gettext(marked("Personer og roller")), "/personer")]
    if person is not None:
        steps.append((name, f"/personer/{person}"))
    return trail_of(who, *steps)
