"""`/omrade/{omraade}/virksomheter` and below."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas import forms, pages, repository
from samhandling.areas.answering import (
    READ,
    Asked,
    Crumbs,
    Deed,
    Desk,
    Search,
    Sheet,
    chosen,
    day,
    done,
    go,
    here,
    made_of,
    may,
    number,
    searched_list,
    sent_search,
    today_of,
    trail_of,
)
from samhandling.areas.change import Change
from samhandling.areas.changing import changing
from samhandling.areas.domain import Organisation
from samhandling.areas.kinds import OrganisationKind
from samhandling.areas.names import ORGANISATION_KINDS, PARENTS
from samhandling.areas.use_cases import organisations as deeds
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.errors import NotFound
from samhandling.web.fields import Field, Filled, empty
from samhandling.web.forms import Submitted, searched, submitted
from samhandling.web.i18n import gettext, marked

Reader = Annotated[Visitor, needs(Permission.AREA_READ)]
Administrator = Annotated[Visitor, needs(Permission.AREA_ADMINISTER)]
Sent = Annotated[Submitted, Depends(submitted)]
Searched = Annotated[Asked, Depends(searched)]
_LIST = (marked("Virksomheter"), "/virksomheter")


def router(desk: Desk) -> APIRouter:
    routes = APIRouter(prefix="/omrade/{omraade}/virksomheter")
    _adding(routes, desk)  # before what has a number in its address
    _reading(routes, desk)
    _changing(routes, desk)
    _closing(routes, desk)
    return routes


def _reading(routes: APIRouter, desk: Desk) -> None:
    def listed(request: Request, who: Visitor, search: Search) -> pages.OrganisationsPage:
        known, today = _known(request, who), today_of(request)
        kind = search.text("slag") if search.text("slag") in {each.value for each in OrganisationKind} else ""
        with_closed = search.text("avsluttede") == "ja"
        tree = pages.tree(known, today, here(who), query=search.words, kind=kind, with_closed=with_closed)
        return pages.OrganisationsPage(
            title=gettext(marked("Virksomheter")),
            crumbs=trail_of(who),
            base=here(who),
            query=search.words,
            kind=kind,
            with_closed=with_closed,
            kinds={each.value: str(text) for each, text in ORGANISATION_KINDS.items()},
            tree=() if search.stopped else tree,
            found=0 if search.stopped else sum(node.size for node in tree),
            may_administer=may(who, Permission.AREA_ADMINISTER),
            stopped=search.stopped,
            done=done(request),
        )

    @routes.api_route("", methods=READ)
    def organisations(request: Request, who: Reader) -> Response:
        return searched_list(request, lambda search: listed(request, who, search), desk, "areas/organisations.html")

    @routes.post("")
    def search(request: Request, who: Reader, sent: Searched) -> Response:
        return sent_search(request, sent, lambda search: listed(request, who, search), desk, "areas/organisations.html")

    @routes.api_route("/{virksomhet}", methods=READ)
    def organisation(request: Request, who: Reader, virksomhet: str) -> Response:
        today = today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            known = repository.organisations(session, who.here.id)
            bodies = repository.bodies(session, who.here.id, today)
        each = _one(known, virksomhet)
        page = pages.OrganisationPage(
            title=each.name(today),
            crumbs=_crumbs(who),
            base=here(who),
            organisation=each,
            kind=str(ORGANISATION_KINDS[each.kind]),
            now=each.on(today),
            parent=pages.link(known.get(each.parent or 0), today, here(who)),
            successor=pages.link(known.get(each.successor or 0), today, here(who)),
            predecessors=pages.links((o for o in known.values() if o.successor == each.id), today, here(who)),
            inside=pages.links(
                (o for o in known.values() if o.parent == each.id and not o.is_closed(today)), today, here(who)
            ),
            bodies=tuple(
                pages.body_link(body, today, here(who))
                for body in bodies.values()
                if body.organisation == each.id and not body.is_closed(today)
            ),
            memberships=each.memberships,
            history=tuple(reversed(each.versions)),
            closed=each.last_day(),
            today=today,
            may_administer=may(who, Permission.AREA_ADMINISTER),
            may_read_people=may(who, Permission.PEOPLE_READ),
            done=done(request),
        )
        return desk.show(request, "areas/organisation.html", page)


def _adding(routes: APIRouter, desk: Desk) -> None:
    def new(request: Request, who: Visitor) -> Sheet:
        today = today_of(request)
        parents = {kind for above in PARENTS.values() for kind in above}
        fields = forms.new_organisation(pages.places(_known(request, who), today, parents))
        return Sheet(
            title=gettext(marked("Ny virksomhet")),
            crumbs=_crumbs(who),
            form=empty(
                fields,
                fra=today.isoformat(),
                maalform="nb",
                slag=request.query_params.get("slag", ""),
                over=request.query_params.get("over", ""),
            ),
            action=here(who, "/virksomheter/ny"),
            back=here(who, "/virksomheter"),
            button=gettext(marked("Legg til")),
            lead=gettext(marked("Finnes den i et annet område fra før, legger du til den som finnes i stedet.")),
        )

    @routes.api_route("/ny", methods=READ)
    def show_new(request: Request, who: Administrator) -> Response:
        return desk.sheet(request, new(request, who))

    @routes.post("/ny")
    def add(request: Request, who: Administrator, sent: Sent) -> Response:
        def act(change: Change, filled: Filled) -> int:
            wanted = deeds.NewOrganisation(
                OrganisationKind(filled.text("slag")),
                chosen(filled.text("over")),
                filled.text("maalform"),
                day(filled, "fra"),
                _description(filled),
            )
            return deeds.add(change, who.here.id, wanted)

        deed = Deed(act, lambda made: here(who, f"/virksomheter/{made}?gjort=lagt-til"))
        return desk.take(request, who, sent, new(request, who), deed)

    def outside(request: Request, who: Visitor, search: Search) -> pages.JoinPage:
        with made_of(request).database.reading(who.scope) as session:
            asked = search.words and not search.stopped
            found = repository.outside(session, who.here.id, search.words) if asked else {}
        return pages.JoinPage(
            title=gettext(marked("Legg til en som finnes")),
            crumbs=_crumbs(who),
            base=here(who),
            query=search.words,
            found=pages.choices(found.values(), today_of(request)),
            stopped=search.stopped,
        )

    @routes.api_route("/utenfor", methods=READ)
    def show_join(request: Request, who: Administrator) -> Response:
        return searched_list(request, lambda search: outside(request, who, search), desk, "areas/join.html")

    @routes.post("/utenfor")
    def search_outside(request: Request, who: Administrator, sent: Searched) -> Response:
        return sent_search(request, sent, lambda search: outside(request, who, search), desk, "areas/join.html")

    @routes.post("/legg-til")
    def join(request: Request, who: Administrator, sent: Sent) -> Response:
        organisation = number(sent.text("virksomhet"))
        with changing(made_of(request), who) as change:
            deeds.join(change, who.here.id, organisation, change.today)
        return go(here(who, f"/virksomheter/{organisation}?gjort=lagt-til"))


def _changing(routes: APIRouter, desk: Desk) -> None:
    def change_sheet(request: Request, who: Visitor, each: Organisation) -> Sheet:
        return Sheet(
            title=gettext(marked("Endre fra en dag")),
            crumbs=_crumbs(who, each, today_of(request)),
            form=_stored(each, forms.changed_organisation(), today_of(request)),
            action=here(who, f"/virksomheter/{each.id}/endre"),
            back=here(who, f"/virksomheter/{each.id}"),
            button=gettext(marked("Lagre endringen")),
            lead=gettext(
                marked(
                    "Når noe er blitt annerledes: det nye gjelder fra en dag, og det gamle blir stående i historien."
                )
            ),
            over=each.name(today_of(request)),
        )

    def correct_sheet(request: Request, who: Visitor, each: Organisation) -> Sheet:
        return Sheet(
            title=gettext(marked("Rett en feil")),
            crumbs=_crumbs(who, each, today_of(request)),
            form=_stored(each, forms.corrected_organisation(), today_of(request)),
            action=here(who, f"/virksomheter/{each.id}/rett"),
            back=here(who, f"/virksomheter/{each.id}"),
            button=gettext(marked("Lagre rettelsen")),
            lead=gettext(
                marked("Når noe er skrevet feil: det gjeldende skrives om, og feilen blir ikke stående i historien.")
            ),
            over=each.name(today_of(request)),
        )

    @routes.api_route("/{virksomhet}/endre", methods=READ)
    def show_change(request: Request, who: Administrator, virksomhet: str) -> Response:
        sheet = change_sheet(request, who, _one(_known(request, who), virksomhet))
        values = {**sheet.form.values, "fra": today_of(request).isoformat()}
        return desk.sheet(request, replace(sheet, form=replace(sheet.form, values=values)))

    @routes.post("/{virksomhet}/endre")
    def change(request: Request, who: Administrator, virksomhet: str, sent: Sent) -> Response:
        each = _one(_known(request, who), virksomhet)

        def act(change: Change, filled: Filled) -> None:
            opened = (each.id, filled.version)
            deeds.change_from(change, who.here.id, opened, _description(filled), day(filled, "fra"))

        sheet = change_sheet(request, who, each)
        return desk.take(request, who, sent, sheet, Deed(act, _saved(who, each), lambda: sheet.form))

    @routes.api_route("/{virksomhet}/rett", methods=READ)
    def show_correct(request: Request, who: Administrator, virksomhet: str) -> Response:
        return desk.sheet(request, correct_sheet(request, who, _one(_known(request, who), virksomhet)))

    @routes.post("/{virksomhet}/rett")
    def correct(request: Request, who: Administrator, virksomhet: str, sent: Sent) -> Response:
        each = _one(_known(request, who), virksomhet)

        def act(change: Change, filled: Filled) -> None:
            opened = (each.id, filled.version)
            deeds.correct(change, who.here.id, opened, _description(filled), filled.text("maalform"))

        sheet = correct_sheet(request, who, each)
        return desk.take(request, who, sent, sheet, Deed(act, _saved(who, each), lambda: sheet.form))


def _closing(routes: APIRouter, desk: Desk) -> None:
    def close_sheet(request: Request, who: Visitor, virksomhet: str) -> tuple[Organisation, Sheet]:
        known, today = _known(request, who), today_of(request)
        each = _one(known, virksomhet)
        others = pages.places({i: o for i, o in known.items() if i != each.id}, today, [each.kind])
        last = each.last_day()
        form = empty(
            forms.closed_organisation(others),
            til=last.isoformat() if last else "",
            etterfolger=str(each.successor or ""),
        )
        return each, Sheet(
            title=gettext(marked("Avslutt virksomheten")),
            crumbs=_crumbs(who, each, today),
            form=replace(form, version=each.version),
            action=here(who, f"/virksomheter/{each.id}/avslutt"),
            back=here(who, f"/virksomheter/{each.id}"),
            button=gettext(marked("Avslutt")),
            warning=gettext(marked("Roller som holdes her, slutter samme dag. Historien og sakene blir stående.")),
            danger=True,
            over=each.name(today),
        )

    @routes.api_route("/{virksomhet}/avslutt", methods=READ)
    def show_close(request: Request, who: Administrator, virksomhet: str) -> Response:
        _, sheet = close_sheet(request, who, virksomhet)
        values = {"til": today_of(request).isoformat()} | {n: v for n, v in sheet.form.values.items() if v}
        return desk.sheet(request, replace(sheet, form=replace(sheet.form, values=values)))

    @routes.post("/{virksomhet}/avslutt")
    def close(request: Request, who: Administrator, virksomhet: str, sent: Sent) -> Response:
        each, sheet = close_sheet(request, who, virksomhet)

        def act(change: Change, filled: Filled) -> None:
            opened = (each.id, filled.version)
            deeds.close(change, who.here.id, opened, day(filled, "til"), chosen(filled.text("etterfolger")))

        there = here(who, f"/virksomheter/{each.id}?gjort=avsluttet")
        return desk.take(request, who, sent, sheet, Deed(act, lambda _: there, lambda: sheet.form))

    @routes.post("/{virksomhet}/gjenaapne")
    def reopen(request: Request, who: Administrator, virksomhet: str, sent: Sent) -> Response:
        each = _one(_known(request, who), virksomhet)
        sheet = Sheet(
            title=gettext(marked("Åpne igjen")),
            crumbs=_crumbs(who, each, today_of(request)),
            form=replace(empty(()), version=each.version),
            action=here(who, f"/virksomheter/{each.id}/gjenaapne"),
            back=here(who, f"/virksomheter/{each.id}"),
            button=gettext(marked("Åpne igjen")),
            over=each.name(today_of(request)),
        )

        def act(change: Change, filled: Filled) -> None:
            deeds.reopen(change, who.here.id, (each.id, filled.version))

        there = here(who, f"/virksomheter/{each.id}?gjort=aapnet")
        return desk.take(request, who, sent, sheet, Deed(act, lambda _: there, lambda: sheet.form))

    def membership_sheet(
        request: Request, who: Visitor, virksomhet: str, medlemskap: str
    ) -> tuple[Organisation, int, Sheet]:
        each = _one(_known(request, who), virksomhet)
        mine = next((row for row in each.memberships if row.id == number(medlemskap)), None)
        if mine is None:
            raise NotFound
        form = empty(
            forms.membership(),
            fra=mine.valid_from.isoformat(),
            til=mine.valid_to.isoformat() if mine.valid_to else "",
        )
        return (
            each,
            number(medlemskap),
            Sheet(
                title=gettext(marked("Med i området")),
                crumbs=_crumbs(who, each, today_of(request)),
                form=replace(form, version=each.version),
                action=here(who, f"/virksomheter/{each.id}/medlemskap/{mine.id}"),
                back=here(who, f"/virksomheter/{each.id}"),
                button=gettext(marked("Lagre")),
                lead=gettext(
                    marked("Når virksomheten går ut av området, gjelder rollene der ikke lenger i dette området.")
                ),
                over=each.name(today_of(request)),
            ),
        )

    @routes.api_route("/{virksomhet}/medlemskap/{medlemskap}", methods=READ)
    def show_membership(request: Request, who: Administrator, virksomhet: str, medlemskap: str) -> Response:
        return desk.sheet(request, membership_sheet(request, who, virksomhet, medlemskap)[2])

    @routes.post("/{virksomhet}/medlemskap/{medlemskap}")
    def set_membership(request: Request, who: Administrator, virksomhet: str, medlemskap: str, sent: Sent) -> Response:
        each, row, sheet = membership_sheet(request, who, virksomhet, medlemskap)

        def act(change: Change, filled: Filled) -> None:
            opened, span = (each.id, filled.version), (day(filled, "fra"), filled.day("til"))
            deeds.set_membership(change, who.here.id, opened, row, *span)

        return desk.take(request, who, sent, sheet, Deed(act, _saved(who, each), lambda: sheet.form))


def _known(request: Request, who: Visitor) -> dict[int, Organisation]:
    with made_of(request).database.reading(who.scope) as session:
        return repository.organisations(session, who.here.id)


def _one(known: dict[int, Organisation], text: str) -> Organisation:
    each = known.get(number(text))
    if each is None:
        raise NotFound
    return each


def _stored(each: Organisation, fields: tuple[Field, ...], today: date) -> Filled:
    now = each.on(today)
    values = {
        "navn": now.name,
        "kontakt": now.contact_note,
        "enkeltperson": "ja" if now.single_person else "",
        "maalform": each.maalform,
        "fra": now.valid_from.isoformat(),
    }
    return Filled(fields, values, version=each.version)


def _description(filled: Filled) -> deeds.Description:
    return deeds.Description(filled.text("navn"), filled.text("kontakt"), filled.ticked("enkeltperson"))


def _saved(who: Visitor, each: Organisation) -> Callable[[object], str]:
    return lambda _: here(who, f"/virksomheter/{each.id}?gjort=lagret")


def _crumbs(who: Visitor, each: Organisation | None = None, today: date | None = None) -> Crumbs:
    label, path = _LIST
    steps = [(gettext(label), path)]
    if each is not None and today is not None:
        steps.append((each.name(today), f"{path}/{each.id}"))
    return trail_of(who, *steps)
