"""`/omrade/{omraade}/organer` and below, and the ladder of escalation."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas import forms, pages, repository
from samhandling.areas.answering import (
    READ,
    Crumbs,
    Deed,
    Desk,
    Sheet,
    chosen,
    day,
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
from samhandling.areas.domain import Body
from samhandling.areas.kinds import BodyKind, OrganisationKind
from samhandling.areas.names import BODY_KINDS, LABEL_LANGUAGES
from samhandling.areas.periods import at
from samhandling.areas.tables import RoleLabel
from samhandling.areas.use_cases import bodies as deeds
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.identity.tables import RoleGrant
from samhandling.kernel.collation import key
from samhandling.kernel.errors import NotFound, Stale
from samhandling.people import repository as people
from samhandling.web.fields import VERSION, Field, Filled, Kind, empty
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, marked
from samhandling.web.stale import stale_page

Reader = Annotated[Visitor, needs(Permission.AREA_READ)]
Administrator = Annotated[Visitor, needs(Permission.AREA_ADMINISTER)]
Sent = Annotated[Submitted, Depends(submitted)]
_EMPTY_LADDER = "ingen"


def router(desk: Desk) -> APIRouter:
    routes = APIRouter(prefix="/omrade/{omraade}/organer")
    _adding(routes, desk)  # before what has a number in its address
    _ladder(routes, desk)
    _reading(routes, desk)
    _changing(routes, desk)
    _closing(routes, desk)
    return routes


def _reading(routes: APIRouter, desk: Desk) -> None:
    @routes.api_route("", methods=READ)
    def bodies(request: Request, who: Reader) -> Response:
        today = today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            version = repository.area(session, who.here.id).version
            known = repository.organisations(session, who.here.id)
            found = repository.bodies(session, who.here.id, today)
        rows = sorted(found.values(), key=lambda each: (list(BODY_KINDS).index(each.kind), key(_name(each, today))))
        page = pages.BodiesPage(
            title=gettext(marked("Organer")),
            crumbs=trail_of(who),
            base=here(who),
            open=tuple(pages.body_row(each, known, today) for each in rows if not each.is_closed(today)),
            closed=tuple(pages.body_row(each, known, today) for each in rows if each.is_closed(today)),
            ladder=pages.ladder(found, today, here(who)),
            addable=pages.addable(found, today),
            version=version,
            may_administer=may(who, Permission.AREA_ADMINISTER),
            done=done(request),
        )
        return desk.show(request, "areas/bodies.html", page)

    @routes.api_route("/{organ}", methods=READ)
    def body(request: Request, who: Reader, organ: str) -> Response:
        today, reads_people = today_of(request), may(who, Permission.PEOPLE_READ)
        with made_of(request).database.reading(who.scope) as session:
            each = _one(repository.bodies(session, who.here.id, today), organ)
            known = repository.organisations(session, who.here.id)
            labels = repository.role_labels(session, who.here.id)
            grants = people.grants_in_body(session, each.id) if reads_people else []
        members = _members(grants, labels, today, here(who))
        page = pages.BodyPage(
            title=_name(each, today),
            crumbs=_crumbs(who),
            base=here(who),
            body=each,
            kind=str(BODY_KINDS[each.kind]),
            owner=pages.link(known.get(each.organisation or 0), today, here(who)),
            step=each.step,
            labels=pages.spans(each.labels),
            members=tuple(m for m in members if m.valid_to is None or m.valid_to >= today) if reads_people else None,
            former=tuple(m for m in members if m.valid_to is not None and m.valid_to < today),
            closed=each.valid_to,
            may_administer=may(who, Permission.AREA_ADMINISTER),
            may_administer_people=may(who, Permission.PEOPLE_ADMINISTER),
            done=done(request),
        )
        return desk.show(request, "areas/body.html", page)


def _adding(routes: APIRouter, desk: Desk) -> None:
    def new(request: Request, who: Visitor) -> Sheet:
        today = today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            known = repository.organisations(session, who.here.id)
        owners = pages.places(known, today, (OrganisationKind.MUNICIPALITY, OrganisationKind.HOSPITAL_TRUST))
        return Sheet(
            title=gettext(marked("Nytt organ")),
            crumbs=_crumbs(who),
            form=empty(forms.new_body(owners), fra=today.isoformat()),
            action=here(who, "/organer/ny"),
            back=here(who, "/organer"),
            button=gettext(marked("Legg til")),
        )

    @routes.api_route("/ny", methods=READ)
    def show_new(request: Request, who: Administrator) -> Response:
        return desk.sheet(request, new(request, who))

    @routes.post("/ny")
    def add(request: Request, who: Administrator, sent: Sent) -> Response:
        def act(change: Change, filled: Filled) -> int:
            owner = chosen(filled.text("virksomhet"))
            wanted = deeds.NewBody(BodyKind(filled.text("slag")), owner, day(filled, "fra"), _labels(filled))
            return deeds.add(change, who.here.id, wanted)

        deed = Deed(act, lambda made: here(who, f"/organer/{made}?gjort=lagt-til"))
        return desk.take(request, who, sent, new(request, who), deed)


def _ladder(routes: APIRouter, desk: Desk) -> None:
    @routes.post("/rekkefolge")
    def set_ladder(request: Request, who: Administrator, sent: Sent) -> Response:
        """`rekkefolge`: the whole order, so that the same button pressed twice moves once."""
        wanted = sent.text("rekkefolge")
        order = [] if wanted == _EMPTY_LADDER else [number(each) for each in wanted.split(",")]
        opened = number(sent.text(VERSION))
        try:
            with changing(made_of(request), who) as change:
                deeds.set_ladder(change, who.here.id, opened, order)
        except Stale:
            return _other_order(request, who, order, sent)
        return go(here(who, "/organer?gjort=lagret#rekkefolge"))

    def _other_order(request: Request, who: Visitor, order: list[int], sent: Submitted) -> Response:
        today = today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            version = repository.area(session, who.here.id).version
            known = repository.bodies(session, who.here.id, today)
        stored = [each.id for each in sorted((b for b in known.values() if b.step), key=lambda b: b.step or 0)]
        fields = (Field("rekkefolge", marked("Rekkefølgen ved uenighet"), Kind.LONG),)

        def shown(ids: list[int]) -> str:
            names = (_name(known[each], today) for each in ids if each in known)
            return "\n".join(f"{place}. {name}" for place, name in enumerate(names, start=1))

        page = stale_page(
            gettext(marked("Organer")),
            here(who, "/organer/rekkefolge"),
            here(who, "/organer"),
            Filled(fields, {"rekkefolge": shown(stored)}, version=version),
            Filled(fields, {"rekkefolge": shown(order)}),
            sent,
        )
        return desk.show(request, page.template, page, 409)


def _changing(routes: APIRouter, desk: Desk) -> None:
    def sheet(request: Request, who: Visitor, each: Body, *, correct: bool) -> Sheet:
        today = today_of(request)
        fields = forms.corrected_body() if correct else forms.renamed_body()
        return Sheet(
            title=gettext(marked("Rett en feil")) if correct else gettext(marked("Nytt navn fra en dag")),
            crumbs=_crumbs(who, each, today),
            form=_stored(each, fields, today),
            action=here(who, f"/organer/{each.id}/" + ("rett" if correct else "navn")),
            back=here(who, f"/organer/{each.id}"),
            button=gettext(marked("Lagre rettelsen")) if correct else gettext(marked("Lagre endringen")),
            lead=gettext(marked("Når et navn er skrevet feil: det gjeldende skrives om."))
            if correct
            else gettext(
                marked("Eldre saker beholder navnet fra sin tid. Et språk som står tomt, får navnet på bokmål.")
            ),
            over=_name(each, today),
        )

    @routes.api_route("/{organ}/navn", methods=READ)
    def show_label(request: Request, who: Administrator, organ: str) -> Response:
        shown = sheet(request, who, _body(request, who, organ), correct=False)
        values = {**shown.form.values, "fra": today_of(request).isoformat()}
        return desk.sheet(request, replace(shown, form=replace(shown.form, values=values)))

    @routes.post("/{organ}/navn")
    def label(request: Request, who: Administrator, organ: str, sent: Sent) -> Response:
        each = _body(request, who, organ)

        def act(change: Change, filled: Filled) -> None:
            deeds.label(change, who.here.id, (each.id, filled.version), _labels(filled), day(filled, "fra"))

        shown = sheet(request, who, each, correct=False)
        return desk.take(request, who, sent, shown, Deed(act, _saved(who, each), lambda: shown.form))

    @routes.api_route("/{organ}/rett", methods=READ)
    def show_correct(request: Request, who: Administrator, organ: str) -> Response:
        return desk.sheet(request, sheet(request, who, _body(request, who, organ), correct=True))

    @routes.post("/{organ}/rett")
    def correct(request: Request, who: Administrator, organ: str, sent: Sent) -> Response:
        each = _body(request, who, organ)

        def act(change: Change, filled: Filled) -> None:
            deeds.correct(change, who.here.id, (each.id, filled.version), _labels(filled))

        shown = sheet(request, who, each, correct=True)
        return desk.take(request, who, sent, shown, Deed(act, _saved(who, each), lambda: shown.form))


def _closing(routes: APIRouter, desk: Desk) -> None:
    def sheet(request: Request, who: Visitor, each: Body) -> Sheet:
        today = today_of(request)
        form = empty(forms.closed_body(), til=(each.valid_to or today).isoformat())
        return Sheet(
            title=gettext(marked("Avslutt organet")),
            crumbs=_crumbs(who, each, today),
            form=replace(form, version=each.version),
            action=here(who, f"/organer/{each.id}/avslutt"),
            back=here(who, f"/organer/{each.id}"),
            button=gettext(marked("Avslutt")),
            warning=gettext(marked("Medlemmenes roller her slutter samme dag. Historien og sakene blir stående.")),
            danger=True,
            over=_name(each, today),
        )

    @routes.api_route("/{organ}/avslutt", methods=READ)
    def show_close(request: Request, who: Administrator, organ: str) -> Response:
        return desk.sheet(request, sheet(request, who, _body(request, who, organ)))

    @routes.post("/{organ}/avslutt")
    def close(request: Request, who: Administrator, organ: str, sent: Sent) -> Response:
        each = _body(request, who, organ)

        def act(change: Change, filled: Filled) -> None:
            deeds.close(change, who.here.id, (each.id, filled.version), day(filled, "til"))

        shown = sheet(request, who, each)
        there = here(who, f"/organer/{each.id}?gjort=avsluttet")
        return desk.take(request, who, sent, shown, Deed(act, lambda _: there, lambda: shown.form))

    @routes.post("/{organ}/gjenaapne")
    def reopen(request: Request, who: Administrator, organ: str, sent: Sent) -> Response:
        each = _body(request, who, organ)
        form = replace(empty(()), version=each.version)
        shown = replace(sheet(request, who, each), form=form, action=here(who, f"/organer/{each.id}/gjenaapne"))

        def act(change: Change, filled: Filled) -> None:
            deeds.reopen(change, who.here.id, (each.id, filled.version))

        there = here(who, f"/organer/{each.id}?gjort=aapnet")
        return desk.take(request, who, sent, shown, Deed(act, lambda _: there, lambda: form))


def _body(request: Request, who: Visitor, organ: str) -> Body:
    with made_of(request).database.reading(who.scope) as session:
        return _one(repository.bodies(session, who.here.id, today_of(request)), organ)


def _one(known: dict[int, Body], text: str) -> Body:
    each = known.get(number(text))
    if each is None:
        raise NotFound
    return each


def _labels(filled: Filled) -> dict[str, str]:
    return {code: filled.text(code) for code in LABEL_LANGUAGES}


def _stored(each: Body, fields: tuple[Field, ...], today: date) -> Filled:
    moment = max(min(today, each.valid_to) if each.valid_to else today, each.valid_from)
    held = {code: at((row for row in each.labels if row.language == code), moment) for code in LABEL_LANGUAGES}
    values = {code: row.label if row else "" for code, row in held.items()}
    values["fra"] = held["nb"].valid_from.isoformat() if held["nb"] else each.valid_from.isoformat()
    return Filled(fields, values, version=each.version)


def _members(
    grants: list[tuple[RoleGrant, str]], labels: list[RoleLabel], today: date, base: str
) -> list[pages.Member]:
    names = {grant.id: name or gettext(marked("Navnet er slettet")) for grant, name in grants}
    members = [
        pages.Member(
            name=names[grant.id],
            href=f"{base}/personer/{grant.person_id}",
            role=pages.role_name(labels, grant.role, today),
            deputy_for=names.get(grant.deputy_for_id, ""),
            valid_from=grant.valid_from,
            valid_to=grant.valid_to,
        )
        for grant, _ in grants
    ]
    return sorted(members, key=lambda member: (bool(member.deputy_for), key(member.name)))


def _name(each: Body, today: date) -> str:
    return pages.body_name(each, today)


def _saved(who: Visitor, each: Body) -> Callable[[object], str]:
    return lambda _: here(who, f"/organer/{each.id}?gjort=lagret")


def _crumbs(who: Visitor, each: Body | None = None, today: date | None = None) -> Crumbs:
    steps = [(gettext(marked("Organer")), "/organer")]
    if each is not None and today is not None:
        steps.append((_name(each, today), f"/organer/{each.id}"))
    return trail_of(who, *steps)
