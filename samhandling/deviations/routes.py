"""`/omrade/{omraade}/avvik/ny`, the measures of a case, and the way in from a finding."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas import repository as areas
from samhandling.areas.answering import READ, Crumbs, go, here, made_of, number, today_of
from samhandling.areas.kinds import OrganisationKind
from samhandling.cases.moves import Hat
from samhandling.cases.opening import Deed
from samhandling.casework import drafts
from samhandling.casework.addressing import case_path
from samhandling.casework.choices import units
from samhandling.casework.moving import worn_of
from samhandling.casework.reporters import form_key_of, reporter_of
from samhandling.casework.room import Room, crumbs
from samhandling.deviations import measures, repository
from samhandling.deviations.codes import CHANNELS, Frequency, Identification, Label
from samhandling.deviations.forms import NONE, measure_fields, report_fields
from samhandling.deviations.labels import label_for, place_of
from samhandling.deviations.reporting import Report, report, suggested_title
from samhandling.deviations.situations import OTHER, SITUATIONS, for_side, with_rule
from samhandling.deviations.steps import REFUSALS
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.identity.roles import ROLES
from samhandling.kernel.columns import key
from samhandling.kernel.errors import NotAllowed, NotFound, Refused, Stale
from samhandling.web.fields import Filled, empty, read
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, language, marked
from samhandling.web.refused import with_refusal
from samhandling.web.stale import stale_page

Reporter = Annotated[Visitor, needs(Permission.CASE_REPORT)]
Reader = Annotated[Visitor, needs(Permission.CASE_READ)]
Sent = Annotated[Submitted, Depends(submitted)]
_KEY = "nokkel"
_DRAFT = "avvik"
_HOSPITAL = {OrganisationKind.HOSPITAL_TRUST, OrganisationKind.HOSPITAL_UNIT}


@dataclass(frozen=True, slots=True)
class ReportPage:
    """`channels`: code to what to do. `told`: what the other side is told of the reporter, by office."""

    title: str
    crumbs: Crumbs
    form: Filled
    action: str
    back: str
    channels: Mapping[str, str]
    told: str
    form_key: str
    offices: int
    draft: str
    saver: str
    restored: str = ""


def router(room: Room) -> APIRouter:
    routes = APIRouter()
    _way_in(routes)
    _reporting(routes, room)
    _measures(routes, room)
    _finding(routes, room)
    return routes


def _way_in(routes: APIRouter) -> None:
    @routes.api_route("/saker", methods=READ)
    def own_cases(request: Request, who: Reader) -> Response:
        """To the cases of the first area one has a role in; the others stand in the heading."""
        area = next((each for each in who.me.areas if who.me.role_for(Permission.CASE_READ, each) is not None), None)
        if area is None:
            raise NotAllowed("no_permission")
        return go(f"/omrade/{area.slug}/saker")

    @routes.api_route("/avvik/ny", methods=READ)
    def into_own_area(request: Request, who: Reporter) -> Response:
        """From a finding on the check's page, which stands in no area."""
        area = next((each for each in who.me.areas if who.me.role_for(Permission.CASE_REPORT, each) is not None), None)
        if area is None:
            raise NotAllowed("no_permission")
        query = f"?{request.url.query}" if request.url.query else ""
        return go(f"/omrade/{area.slug}/avvik/ny{query}")


def _reporting(routes: APIRouter, room: Room) -> None:
    def page_of(request: Request, who: Visitor, form_key: str) -> ReportPage:
        today = today_of(request)
        offices = reporter_of(who.me, who.here.id)
        with made_of(request).database.reading(who.scope) as session:
            known = areas.organisations(session, who.here.id)
            hospital = any(known[each].kind in _HOSPITAL for each in offices if each in known)
            own = {*offices} if len(offices) == 1 else set()
            told = _told(request, who, room, offices)
        names = {str(each): known[each].name(today) for each in offices if each in known}
        rules = {code: f"{code} {each.heading}"[:90] for code, each in room.cites.statements.items()}
        fields = report_fields(for_side(hospital), units(known, today, without=own), rules, names, today)
        asked = request.query_params.get("regel", "")[:12]
        known_situation = with_rule(asked) if asked else None
        start = {"maaned": f"{today:%Y-%m}", "kontor": next(iter(names), "")}
        if known_situation is not None:
            start["situasjon"] = known_situation.id
        elif asked.rstrip("abcdefgh") in rules:
            start |= {"situasjon": OTHER, "regel": asked.rstrip("abcdefgh")}
        return ReportPage(
            title=gettext(marked("Meld avvik")),
            crumbs=crumbs(who),
            form=empty(fields, **start),
            action=here(who, "/avvik/ny"),
            back=here(who, "/saker"),
            channels={code: gettext(text) for code, (_, text) in CHANNELS.items()},
            told=told,
            form_key=form_key,
            offices=len(names),
            draft=_DRAFT,
            saver=here(who, "/utkast"),
        )

    @routes.api_route("/omrade/{omraade}/avvik/ny", methods=READ)
    def show_report(request: Request, who: Reporter) -> Response:
        page = page_of(request, who, secrets.token_urlsafe(16))
        with made_of(request).database.reading(who.scope) as session:
            kept = drafts.saved(session, who.me.person, _DRAFT)
        if kept is not None and not request.query_params.get("regel"):
            values = {**page.form.values, **kept.values}
            page = replace(page, form=replace(page.form, values=values), restored=drafts.clock(kept.saved_at))
        return room.desk.show(request, "deviations/report.html", page)

    @routes.api_route("/omrade/{omraade}/avvik/ny/lignende", methods=READ)
    def alike(request: Request, who: Reporter) -> Response:
        """Themes on the rule of the situation that was chosen."""
        situation = SITUATIONS.get(request.query_params.get("situasjon", ""))
        return go(here(who, f"/temaer/lignende?regel={situation.rule if situation else ''}"))

    @routes.post("/omrade/{omraade}/avvik/ny")
    def send_report(request: Request, who: Reporter, sent: Sent) -> Response:
        page = page_of(request, who, sent.text(_KEY)[:40] or secrets.token_urlsafe(16))
        filled = read(page.form.fields, sent, who.inspect)
        if not filled.problems and filled.text("port") == NONE and not _says_what(filled):
            filled = filled.with_problem("situasjon", gettext("Velg det som ligner mest, eller «Noe annet»."))
        if filled.problems:
            return room.desk.show(request, "deviations/report.html", replace(page, form=filled), 422)
        made = made_of(request)
        try:
            with made.database.writing(who.scope) as session:
                deed = Deed(session, made.trail, who.actor, made.clock())
                case = report(
                    deed, who.me, who.here.id, _report(who, filled, page), room.cites, dict(filled.let_through)
                )
                drafts.discard(session, who.me.person, _DRAFT)
                owner = areas.area(session, case.area_id)
                there = case_path(who.here.slug, case, owner)
                done = "divert" if filled.text("port") != NONE else "thank" if filled.ticked("godt") else "send"
        except Refused as error:
            shown = with_refusal(filled, error, REFUSALS)
            return room.desk.show(request, "deviations/report.html", replace(page, form=shown), 422)
        return go(f"{there}?gjort={done}")

    def _report(who: Visitor, filled: Filled, page: ReportPage) -> Report:
        offices = reporter_of(who.me, who.here.id)
        office = int(filled.text("kontor")) if filled.text("kontor") else next(iter(offices), None)
        situation = filled.text("situasjon")
        rule = SITUATIONS[situation].rule if situation in SITUATIONS else filled.text("regel")
        unit = int(filled.text("enhet")) if filled.text("enhet") else None
        name = filled.field("enhet").options.get(filled.text("enhet"), "")
        texts = {"account": filled.text("hva"), "immediate_action": filled.text("straks"),
                 "proposal": filled.text("forslag")}  # fmt: skip
        return Report(
            title=filled.text("tittel") or suggested_title(situation, rule, name, room.cites),
            month=filled.text("maaned"),
            form_key=form_key_of(who.me.person, page.form_key),
            rule=rule,
            unit=unit,
            office=office,
            role=offices.get(office, "") if office else "",
            situation=situation if situation in SITUATIONS else "",
            category=filled.text("kategori"),
            channel="" if filled.text("port") == NONE else filled.text("port"),
            good=filled.ticked("godt"),
            consequence=filled.number("folge"),
            minutes=filled.number("minutter"),
            frequency=Frequency(filled.text("hyppighet") or Frequency.UNKNOWN),
            identification=Identification(filled.text("pasient") or Identification.UNKNOWN),
            texts=texts,
            maalform=language.get(),
        )


def _says_what(filled: Filled) -> bool:
    return bool(filled.text("situasjon") or filled.text("regel") or filled.text("hva") or filled.ticked("godt"))


def _told(request: Request, who: Visitor, room: Room, offices: dict[int, str]) -> str:
    """What the other side will be told, said before anything is sent."""
    if not offices:
        return gettext(marked("Melder"))
    organisation, role = next(iter(offices.items()))
    with made_of(request).database.reading(who.scope) as session:
        label = label_for(session, role, organisation, area=who.here.id, day=today_of(request))
        place = areas.organisation_name(session, place_of(session, organisation), today_of(request))
    named = str(ROLES[role].label)
    if label is Label.ROLE_AND_MUNICIPALITY:
        return f"{named}, {place}"
    if label is Label.ROLE_AND_AREA:
        return gettext(marked("%(role)s i området")) % {"role": named}
    return gettext(marked("Melder"))


def _finding(routes: APIRouter, room: Room) -> None:
    @routes.post("/omrade/{omraade}/saker/{sak}/pasienten-funnet")
    def found_patient(request: Request, who: Reader, sak: str) -> Response:
        """That it is done, outside the system, and when; never who it is."""
        made = made_of(request)
        with made.database.writing(who.scope) as session:
            looking = room.look(request, who, session, sak, to_change=True)
            hat = worn_of(looking.hats, frozenset({Hat.REPORTER, Hat.RESPONSIBLE, Hat.STEWARD}))
            row = repository.deviation(session, key(looking.case.id))
            if hat is None or row.channel:
                raise NotFound
            if row.identified_on is None:
                row.identified_on = looking.today
                session.add(row)
                deed = Deed(session, made.trail, who.actor, made.clock())
                deed.record(looking.case, "patient_found", hat=hat.value)
        return go(here(who, f"/saker/{sak}?gjort=funnet"))


def _measures(routes: APIRouter, room: Room) -> None:
    def form(request: Request, who: Visitor, sak: str, tiltak: str) -> MeasurePage:
        with made_of(request).database.reading(who.scope) as session:
            looking = room.look(request, who, session, sak)
            if not looking.hats & {Hat.RESPONSIBLE, Hat.STEWARD}:
                raise NotFound
            row = None if tiltak == "ny" else repository.measure(session, key(looking.case.id), number(tiltak))
        stored = measures.as_form(row) if row else {}
        return MeasurePage(
            title=gettext(marked("Nytt tiltak")) if row is None else gettext(marked("Tiltaket")),
            crumbs=crumbs(who, (looking.case.number, f"/saker/{sak}")),
            form=replace(empty(measure_fields(), **stored), version=row.version if row else 0),
            action=here(who, f"/saker/{sak}/tiltak/{tiltak}"),
            back=here(who, f"/saker/{sak}#tiltak"),
            button=gettext(marked("Lagre")),
            over=looking.case.title,
        )

    @routes.api_route("/omrade/{omraade}/saker/{sak}/tiltak/{tiltak}", methods=READ)
    def show_measure(request: Request, who: Reader, sak: str, tiltak: str) -> Response:
        return room.desk.show(request, "areas/form.html", form(request, who, sak, tiltak))

    @routes.post("/omrade/{omraade}/saker/{sak}/tiltak/{tiltak}")
    def save_measure(request: Request, who: Reader, sak: str, tiltak: str, sent: Sent) -> Response:
        page, made = form(request, who, sak, tiltak), made_of(request)
        filled = read(page.form.fields, sent, who.inspect)
        if filled.problems:
            return room.desk.show(request, "areas/form.html", replace(page, form=filled), 422)
        try:
            with made.database.writing(who.scope) as session:
                looking = room.look(request, who, session, sak, to_change=True)
                deed = Deed(session, made.trail, who.actor, made.clock())
                measures.save(deed, looking, None if tiltak == "ny" else number(tiltak), filled)
        except Refused as error:
            shown = with_refusal(filled, error, measures.REFUSALS)
            return room.desk.show(request, "areas/form.html", replace(page, form=shown), 422)
        except Stale:
            fresh = form(request, who, sak, tiltak)
            both = stale_page(page.over, page.action, page.back, fresh.form, filled, sent)
            return room.desk.show(request, both.template, both, 409)
        return go(page.back)


@dataclass(frozen=True, slots=True)
class MeasurePage:
    title: str
    crumbs: Crumbs
    form: Filled
    action: str
    back: str
    button: str
    over: str
    lead: str = ""
    warning: str = ""
    danger: bool = False
    hidden: tuple[tuple[str, str], ...] = ()
