"""`/omrade/{omraade}/oppgaver`: the register, the proposal, the load ledger, and an office's own number."""

import secrets
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas import repository as areas
from samhandling.areas.answering import READ, go, here, made_of, may, today_of
from samhandling.areas.domain import Organisation
from samhandling.areas.kinds import OrganisationKind
from samhandling.cases.kinds import CaseKind
from samhandling.cases.opening import Deed
from samhandling.casework import drafts
from samhandling.casework.choices import units
from samhandling.casework.reporters import form_key_of, reporter_of
from samhandling.casework.room import Room, crumbs
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.errors import NotFound, Refused, Stale
from samhandling.transfers import forms, own_load
from samhandling.transfers.codes import QUESTIONS, Group, InUse, Reply
from samhandling.transfers.counting import balance_of
from samhandling.transfers.ledger_page import ledger_page
from samhandling.transfers.offices import reached
from samhandling.transfers.pages import OwnLoadPage, ProposalPage, RegisterPage
from samhandling.transfers.proposing import Proposal, propose
from samhandling.transfers.register import Reader, as_csv, register
from samhandling.transfers.repository import places
from samhandling.transfers.steps import REFUSALS
from samhandling.transfers.telling import hours
from samhandling.web.fields import Filled, empty, read
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, language, marked, ngettext
from samhandling.web.refused import with_refusal
from samhandling.web.stale import stale_page

Proposer = Annotated[Visitor, needs(Permission.CASE_REPORT)]
Visiting = Annotated[Visitor, needs(Permission.CASE_READ)]
Sent = Annotated[Submitted, Depends(submitted)]
_KEY = "nokkel"
_DRAFT = "oppgave"
_CSV = {"Content-Disposition": 'attachment; filename="oppgaver.csv"'}


def router(room: Room) -> APIRouter:
    routes = APIRouter(prefix="/omrade/{omraade}")
    _registering(routes, room)
    _proposing(routes, room)
    _own_load(routes, room)
    return routes


def _registering(routes: APIRouter, room: Room) -> None:
    @routes.api_route("/oppgaver", methods=READ)
    def show_register(request: Request, who: Visiting) -> Response:
        with made_of(request).database.reading(who.scope) as session:
            known = areas.organisations(session, who.here.id)
            found = register(session, who.here.id, known, _reader(who), today_of(request), here(who))
        page = RegisterPage(
            title=gettext(marked("Oppgaver mellom sykehus og fastleger")),
            crumbs=crumbs(who),
            base=here(who),
            register=found,
            may_propose=may(who, Permission.CASE_REPORT),
        )
        return room.desk.show(request, "transfers/register.html", page)

    @routes.api_route("/oppgaver.csv", methods=READ)
    def register_file(request: Request, who: Visiting) -> Response:
        with made_of(request).database.reading(who.scope) as session:
            known = areas.organisations(session, who.here.id)
            found = register(session, who.here.id, known, _reader(who), today_of(request), here(who))
        return Response(as_csv(found), media_type="text/csv; charset=utf-8", headers=_CSV)

    @routes.api_route("/oppgaver/belastning", methods=READ)
    def show_ledger(request: Request, who: Visiting) -> Response:
        with made_of(request).database.reading(who.scope) as session:
            known = areas.organisations(session, who.here.id)
            way = crumbs(who, (gettext(marked("Oppgaver")), "/oppgaver"))
            page = ledger_page(session, who.here.id, known, _reader(who), today_of(request), base=here(who), crumbs=way)
        return room.desk.show(request, "transfers/ledger.html", page)


def _reader(who: Visitor) -> Reader:
    return Reader(may(who, Permission.CASE_STEWARD), who.scope.organisations)


def _proposing(routes: APIRouter, room: Room) -> None:
    @routes.api_route("/oppgaver/ny", methods=READ)
    def show_proposal(request: Request, who: Proposer) -> Response:
        page = _proposal_page(request, who, secrets.token_urlsafe(16))
        with made_of(request).database.reading(who.scope) as session:
            kept = drafts.saved(session, who.me.person, _DRAFT)
        builds_on = request.query_params.get("fra", "")[:20]
        if builds_on:
            page = replace(page, form=replace(page.form, values={**page.form.values, "bygger": builds_on}))
        elif kept is not None:
            values = {**page.form.values, **kept.values}
            page = replace(page, form=replace(page.form, values=values), restored=drafts.clock(kept.saved_at))
        return room.desk.show(request, "transfers/propose.html", page)

    @routes.post("/oppgaver/ny")
    def send_proposal(request: Request, who: Proposer, sent: Sent) -> Response:
        page = _proposal_page(request, who, sent.text(_KEY)[:40] or secrets.token_urlsafe(16))
        filled = read(page.form.fields, sent, who.inspect)
        if filled.problems:
            return room.desk.show(request, "transfers/propose.html", replace(page, form=filled), 422)
        made = made_of(request)
        try:
            with made.database.writing(who.scope) as session:
                deed = Deed(session, made.trail, who.actor, made.clock())
                known = areas.organisations(session, who.here.id)
                what = _proposal(who, filled, page, known)
                case = propose(deed, who.me, who.here.id, what, room.cites, filled.let_through)
                drafts.discard(session, who.me.person, _DRAFT)
                number = case.number
        except Refused as error:
            shown = with_refusal(filled, error, REFUSALS)
            return room.desk.show(request, "transfers/propose.html", replace(page, form=shown), 422)
        return go(here(who, f"/saker/{number}?gjort=propose"))


def _proposal_page(request: Request, who: Visitor, form_key: str) -> ProposalPage:
    today = today_of(request)
    with made_of(request).database.reading(who.scope) as session:
        known = areas.organisations(session, who.here.id)
        total = balance_of(session, who.here.id, known).on(today)
    municipalities = units(known, today, kinds=(OrganisationKind.MUNICIPALITY,))
    offices = {str(each): known[each].name(today) for each in reporter_of(who.me, who.here.id) if each in known}
    fields = forms.proposal_fields(units(known, today), municipalities, offices)
    on_top = ngettext(
        "Dette kommer på toppen av %(hours)s fra %(num)d oppgave som alt er flyttet til fastlegene.",
        "Dette kommer på toppen av %(hours)s fra %(num)d oppgaver som alt er flyttet til fastlegene.",
        total.tasks,
    )
    return ProposalPage(
        title=gettext(marked("Ta opp en oppgave")),
        crumbs=crumbs(who, (gettext(marked("Oppgaver")), "/oppgaver")),
        form=empty(fields, kontor=next(iter(offices), "")),
        action=here(who, "/oppgaver/ny"),
        back=here(who, "/oppgaver"),
        on_top=on_top % {"hours": hours(total.hours), "num": total.tasks} if total.tasks else "",
        base=here(who),
        places=tuple(each.name for each in fields if each.name.startswith("kommune_")),
        questions=tuple(each.name for each in fields if each.name.startswith("svar_")),
        form_key=form_key,
        offices=len(offices),
        draft=_DRAFT,
        saver=here(who, "/utkast"),
    )


def _proposal(who: Visitor, filled: Filled, page: ProposalPage, known: dict[int, Organisation]) -> Proposal:
    offices = reporter_of(who.me, who.here.id)
    unit = int(filled.text("fra"))
    return Proposal(
        title=filled.text("tittel"),
        text=filled.text("hva"),
        task=filled.text("slag"),
        from_unit=unit,
        from_kind=known[unit].kind,
        to_group=Group(filled.text("til")),
        form_key=form_key_of(who.me.person, page.form_key),
        office=int(filled.text("kontor")) if filled.text("kontor") else next(iter(offices), None),
        places=tuple(int(name.removeprefix("kommune_")) for name in page.places if filled.ticked(name)),
        in_use=InUse(filled.text("i_bruk")),
        since=filled.day("siden"),
        replies={question: Reply(filled.text(f"svar_{question}")) for question in QUESTIONS},
        rules=tuple(filter(None, (each.strip() for each in filled.text("regler").split(",")))),
        builds_on=filled.text("bygger"),
        maalform=language.get(),
    )


def _own_load(routes: APIRouter, room: Room) -> None:
    def page_of(request: Request, who: Visitor, sak: str) -> OwnLoadPage:
        """Raises NotFound for a case the area does not know of, and for an office that the task does not reach."""
        with made_of(request).database.reading(who.scope) as session:
            looking = room.look(request, who, session, sak)
            if looking.case.kind is not CaseKind.TRANSFER or not looking.case.shared:
                raise NotFound
            case_id = looking.case.id or 0
            known = areas.organisations(session, looking.case.area_id)
            mine = reached(places(session, [case_id]).get(case_id, ()), known) & who.scope.organisations
            if not mine:
                raise NotFound
            stored = {office: own_load.told_by(session, looking.case, office) for office in sorted(mine)}
        today = today_of(request)
        fields = forms.own_load_fields({str(office): known[office].name(today) for office in stored})
        first = next(iter(stored.values()))
        start = {"pasienter": str(first.patients)} if first else {}
        return OwnLoadPage(
            title=gettext(marked("Det gjelder hos oss")),
            crumbs=crumbs(who, (looking.case.number, f"/saker/{sak}")),
            form=replace(empty(fields, kontor=str(next(iter(stored))), **start), version=first.version if first else 0),
            action=here(who, f"/oppgaver/{sak}/hos-oss"),
            back=here(who, f"/saker/{sak}"),
            button=gettext(marked("Lagre")),
            over=looking.case.title,
            lead=gettext(marked("Tallet går inn i deres egen belastning. Bare dere og praksiskonsulenten ser det.")),
            hidden=(("kontor", str(next(iter(stored)))),) if len(stored) == 1 else (),
        )

    @routes.api_route("/oppgaver/{sak}/hos-oss", methods=READ)
    def show_own(request: Request, who: Proposer, sak: str) -> Response:
        return room.desk.show(request, "areas/form.html", page_of(request, who, sak))

    @routes.post("/oppgaver/{sak}/hos-oss")
    def tell_own(request: Request, who: Proposer, sak: str, sent: Sent) -> Response:
        page, made = page_of(request, who, sak), made_of(request)
        filled = read(page.form.fields, sent, who.inspect)
        if filled.problems:
            return room.desk.show(request, "areas/form.html", replace(page, form=filled), 422)
        office = int(filled.text("kontor") or page.form.text("kontor"))
        try:
            with made.database.writing(who.scope) as session:
                looking = room.look(request, who, session, sak)
                deed = Deed(session, made.trail, who.actor, made.clock())
                version = filled.version if page.hidden else None  # with several offices the form is of none of them
                own_load.tell(deed, looking.case, office, filled.number("pasienter") or 0, version=version)
        except Stale:
            fresh = page_of(request, who, sak)
            both = stale_page(page.over, page.action, page.back, fresh.form, filled, sent)
            return room.desk.show(request, both.template, both, 409)
        return go(here(who, "/oppgaver/belastning"))
