"""`/omrade/{omraade}/tvister`: reporting one, precedents, and the package for the national board."""

import secrets
from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas import repository as areas
from samhandling.areas.answering import (
    READ,
    Asked,
    Crumbs,
    Search,
    go,
    here,
    made_of,
    may,
    searched_list,
    sent_search,
    today_of,
)
from samhandling.cases.opening import Deed
from samhandling.casework import drafts
from samhandling.casework.choices import units
from samhandling.casework.listing import listed
from samhandling.casework.pages import Listed
from samhandling.casework.printout import REFUSALS as CANNOT_PRINT
from samhandling.casework.reporters import form_key_of
from samhandling.casework.room import Room, crumbs
from samhandling.disputes import repository
from samhandling.disputes.opening import NewDispute, report
from samhandling.disputes.package import Package, package_of
from samhandling.disputes.printout import copied, printed, stopped
from samhandling.disputes.showing import SENDERS
from samhandling.disputes.steps import REFUSALS
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.errors import NotFound, Refused
from samhandling.printing.making import Template, pdf
from samhandling.web.fields import Field, Filled, Kind, empty, read
from samhandling.web.forms import Submitted, searched, submitted
from samhandling.web.i18n import gettext, language, marked
from samhandling.web.refused import with_refusal

Reader = Annotated[Visitor, needs(Permission.CASE_READ)]
Reporter = Annotated[Visitor, needs(Permission.CASE_REPORT)]
Sent = Annotated[Submitted, Depends(submitted)]
Searched = Annotated[Asked, Depends(searched)]
_KEY: Final = "nokkel"
_DRAFT: Final = "tvist"
_MOST_PARTIES: Final = 4


@dataclass(frozen=True, slots=True)
class DisputePage:
    title: str
    crumbs: Crumbs
    form: Filled
    action: str
    back: str
    lead: str
    draft: str
    saver: str
    form_key: str
    restored: str = ""


@dataclass(frozen=True, slots=True)
class PrecedentsPage:
    title: str
    crumbs: Crumbs
    base: str
    query: str
    rule: str
    rules: dict[str, str]
    rows: tuple[Listed, ...]
    stopped: bool
    may_report: bool


@dataclass(frozen=True, slots=True)
class PackagePage:
    title: str
    crumbs: Crumbs
    base: str
    package: Package
    copied: str
    stopped: str
    refused: str = ""


def router(room: Room) -> APIRouter:
    routes = APIRouter(prefix="/omrade/{omraade}")
    _reporting(routes, room)
    _precedents(routes, room)
    _package(routes, room)
    return routes


def _reporting(routes: APIRouter, room: Room) -> None:
    def page_of(request: Request, who: Visitor, form_key: str) -> DisputePage:
        today = today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            known = areas.organisations(session, who.here.id)
        rules = {number: f"{number} {each.heading}"[:90] for number, each in room.cites.statements.items()}
        parties = units(known, today)
        fields = (
            Field("sporsmal", marked("Hva er spørsmålet?"), longest=120,
                  hint=marked("Én setning som kan besvares: «Hvem henviser videre når …?»")),
            *(
                Field(f"part{n}", marked("Part"), Kind.CHOICE, required=n <= 2, options=parties)
                for n in range(1, _MOST_PARTIES + 1)
            ),
            Field("regel", marked("Hvilken regel gjelder det?"), Kind.CHOICE, options=rules),
            Field("regler", marked("Andre regler"), required=False, longest=80,
                  hint=marked("Numre med komma mellom, for eksempel 5.2, 5.3.")),
            Field("kilder", marked("Saker den bygger på"), required=False, longest=200,
                  hint=marked("Saksnumre med komma mellom, for eksempel AV-2026-003.")),
            Field("bakgrunn", marked("Bakgrunn"), Kind.LONG, required=False, longest=4_000),
            Field("mellomtiden", marked("Hva gjelder til saken er avgjort?"), Kind.LONG, required=False, longest=2_000,
                  hint=marked("Skriv det slik at ingen pasient rammes mens dere er uenige.")),
        )  # fmt: skip
        return DisputePage(
            title=gettext(marked("Meld tvist")),
            crumbs=crumbs(who, (gettext(marked("Tvister")), "/tvister")),
            form=empty(fields),
            action=here(who, "/tvister/ny"),
            back=here(who, "/tvister"),
            lead=gettext(marked("Partene skriver hver sin fremstilling, og ser de andres først når alle har sendt.")),
            draft=_DRAFT,
            saver=here(who, "/utkast"),
            form_key=form_key,
        )

    @routes.api_route("/tvister/ny", methods=READ)
    def show_new(request: Request, who: Reporter) -> Response:
        page = page_of(request, who, secrets.token_urlsafe(16))
        with made_of(request).database.reading(who.scope) as session:
            kept = drafts.saved(session, who.me.person, _DRAFT)
        asked = {name: request.query_params.get(name, "")[:60] for name in ("kilder", "regel")}
        values = {**(kept.values if kept else {}), **{name: text for name, text in asked.items() if text}}
        page = replace(page, form=replace(page.form, values={**page.form.values, **values}))
        if kept is not None:
            page = replace(page, restored=drafts.clock(kept.saved_at))
        return room.desk.show(request, "disputes/new.html", page)

    @routes.post("/tvister/ny")
    def send_new(request: Request, who: Reporter, sent: Sent) -> Response:
        page = page_of(request, who, sent.text(_KEY)[:40] or secrets.token_urlsafe(16))
        filled = read(page.form.fields, sent, who.inspect)
        if filled.problems:
            return room.desk.show(request, "disputes/new.html", replace(page, form=filled), 422)
        made = made_of(request)
        try:
            with made.database.writing(who.scope) as session:
                deed = Deed(session, made.trail, who.actor, made.clock())
                new = _new(who, filled, page.form_key)
                case = report(deed, who.me, who.here.id, new, room.cites, dict(filled.let_through))
                drafts.discard(session, who.me.person, _DRAFT)
                there = here(who, f"/saker/{case.number}?gjort=report")
        except Refused as error:
            shown = with_refusal(filled, error, REFUSALS)
            return room.desk.show(request, "disputes/new.html", replace(page, form=shown), 422)
        return go(there)


def _new(who: Visitor, filled: Filled, form_key: str) -> NewDispute:
    parties = (filled.text(f"part{n}") for n in range(1, _MOST_PARTIES + 1))
    return NewDispute(
        question=filled.text("sporsmal"),
        parties=tuple(int(each) for each in parties if each),
        rules=(filled.text("regel"), *_parts(filled.text("regler"))),
        sources=_parts(filled.text("kilder").upper()),
        form_key=form_key_of(who.me.person, form_key),
        background=filled.text("bakgrunn"),
        arrangement=filled.text("mellomtiden"),
        maalform=language.get(),
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.replace(";", ",").split(",") if each.strip())


def _precedents(routes: APIRouter, room: Room) -> None:
    def found(request: Request, who: Visitor, search: Search) -> PrecedentsPage:
        rule = search.text("regel") if search.text("regel") in room.cites.statements else ""
        with made_of(request).database.reading(who.scope) as session:
            cases = [] if search.stopped else repository.precedents(session, who.here.id, rule=rule, words=search.words)
            rows = listed(session, who, room, cases)
        return PrecedentsPage(
            title=gettext(marked("Tvister og hva de endte med")),
            crumbs=crumbs(who),
            base=here(who),
            query=search.words,
            rule=rule,
            rules={number: f"{number} {each.heading}"[:70] for number, each in room.cites.statements.items()},
            rows=rows,
            stopped=search.stopped,
            may_report=may(who, Permission.CASE_REPORT),
        )

    @routes.api_route("/tvister", methods=READ)
    def precedents(request: Request, who: Reader) -> Response:
        return searched_list(request, lambda search: found(request, who, search), room.desk, "disputes/precedents.html")

    @routes.post("/tvister")
    def search(request: Request, who: Reader, sent: Searched) -> Response:
        return sent_search(
            request, sent, lambda search: found(request, who, search), room.desk, "disputes/precedents.html"
        )


def _package(routes: APIRouter, room: Room) -> None:
    def page_of(request: Request, who: Visitor, sak: str) -> PackagePage:
        """For those who judge; a party reads the case itself. NotFound for others, and for what is no dispute."""
        made = made_of(request)
        with made.database.reading(who.scope) as session:
            looking = room.look(request, who, session, sak)
            if not looking.hats & SENDERS:
                raise NotFound
            found = package_of(looking, made.inspector)
        return PackagePage(
            title=gettext(marked("Pakke til den nasjonale nemnda")),
            crumbs=crumbs(who, (sak, f"/saker/{sak}")),
            base=here(who, f"/saker/{sak}"),
            package=found,
            copied=copied(found),
            stopped=stopped(found),
        )

    @routes.api_route("/saker/{sak}/nemndpakke", methods=READ)
    def package(request: Request, who: Reader, sak: str) -> Response:
        return room.desk.show(request, "disputes/package.html", page_of(request, who, sak))

    @routes.api_route("/saker/{sak}/nemndpakke.pdf", methods=READ)
    def package_on_paper(request: Request, who: Reader, sak: str) -> Response:
        """What the page holds. When there is no PDF, the page says why."""
        page = page_of(request, who, sak)
        try:
            made = pdf(Template.PACKAGE, printed(page.package, page.title, on=today_of(request)))
        except Refused as error:
            text, status = CANNOT_PRINT[error.code]
            refused = gettext(text) % dict(error.values)
            return room.desk.show(request, "disputes/package.html", replace(page, refused=refused), status)
        name = {"Content-Disposition": f'attachment; filename="{page.package.number}-nemnd.pdf"'}
        return Response(made, media_type="application/pdf", headers=name)
