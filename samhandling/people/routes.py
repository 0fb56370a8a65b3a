"""`/omrade/{omraade}/personer`: the list, and the ways in: an invitation, and a role to somebody who is known."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

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
    here,
    made_of,
    may,
    searched_list,
    sent_search,
    today_of,
    trail_of,
)
from samhandling.areas.change import Change
from samhandling.areas.pages import body_name, places, role_name
from samhandling.identity.access import Visitor, needs
from samhandling.identity.links import Purpose
from samhandling.identity.permissions import Permission
from samhandling.people import forms, pages, person_routes, repository, system_routes
from samhandling.people.linking import LinkShower
from samhandling.people.showing import fits, holders, known, role_filter, role_of, role_places
from samhandling.people.use_cases import persons as deeds
from samhandling.people.use_cases.grants import NewGrant
from samhandling.web.fields import Filled, empty
from samhandling.web.forms import Submitted, searched, submitted
from samhandling.web.i18n import gettext, marked
from samhandling.web.rendering import Pages

Reader = Annotated[Visitor, needs(Permission.PEOPLE_READ)]
Administrator = Annotated[Visitor, needs(Permission.PEOPLE_ADMINISTER)]
Sent = Annotated[Submitted, Depends(submitted)]
Searched = Annotated[Asked, Depends(searched)]
_KEY = "nokkel"


def router(pages_: Pages, public_origin: str | None) -> APIRouter:
    desk = Desk(pages_, forms.REFUSALS)
    links = LinkShower(desk, public_origin)
    routes = APIRouter()
    inside = APIRouter(prefix="/omrade/{omraade}/personer")
    _list(inside, desk)
    _inviting(inside, desk, links)
    _giving_known(inside, desk)
    person_routes.add(inside, desk, links)  # after what has no person in its address
    routes.include_router(inside)
    system_routes.add(routes, desk, links)
    return routes


def _list(routes: APIRouter, desk: Desk) -> None:
    def listed(request: Request, who: Visitor, search: Search) -> pages.PeoplePage:
        today = today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            everything = known(session, who.here.id, today)
            grants = repository.grants_in(session, who.here.id)
        with_former = search.text("tidligere") == "ja"
        wanted = (search.text("rolle"), search.text("virksomhet"), search.text("organ"))
        fit = [
            (grant, name)
            for grant, name in grants
            if fits(grant, *wanted) and (with_former or grant.valid_to is None or grant.valid_to >= today)
        ]
        units = everything.organisations
        return pages.PeoplePage(
            title=gettext(marked("Personer og roller")),
            crumbs=trail_of(who),
            base=here(who),
            query=search.words,
            role=wanted[0],
            organisation=wanted[1],
            body=wanted[2],
            with_former=with_former,
            roles=role_filter(everything),
            organisations=places(units, today, {each.kind for each in units.values()}),
            bodies={str(b.id): body_name(b, today) for b in everything.bodies.values()},
            rows=() if search.stopped else pages.rows(fit, everything, search.words),
            may_administer=may(who, Permission.PEOPLE_ADMINISTER),
            stopped=search.stopped,
            done=done(request),
        )

    @routes.api_route("", methods=READ)
    def people(request: Request, who: Reader) -> Response:
        return searched_list(request, lambda search: listed(request, who, search), desk, "people/people.html")

    @routes.post("")
    def search(request: Request, who: Reader, sent: Searched) -> Response:
        return sent_search(request, sent, lambda search: listed(request, who, search), desk, "people/people.html")


def _inviting(routes: APIRouter, desk: Desk, links: LinkShower) -> None:
    def sheet(request: Request, who: Visitor, rolle: str, form_key: str) -> Sheet:
        role, today = role_of(rolle), today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            everything = known(session, who.here.id, today)
            others = holders(session, who.here.id, role, everything, None)
        places_ = role_places(role, everything)
        fields = forms.invited(places_, others)
        return Sheet(
            title=gettext(marked("Inviter en ny person")),
            crumbs=_crumbs(who),
            form=empty(fields, fra=today.isoformat(), sted=request.query_params.get("sted", "")),
            action=here(who, f"/personer/ny?rolle={rolle}"),
            back=here(who, "/personer"),
            button=gettext(marked("Lag invitasjon")),
            lead=gettext(marked("Du får en lenke som du selv gir videre. Den virker én gang.")),
            warning=_no_place(places_),
            hidden=((_KEY, form_key),),
            over=role_name(everything.labels, rolle, today),
        )

    @routes.api_route("/ny", methods=READ)
    def show_invite(request: Request, who: Administrator) -> Response:
        rolle = request.query_params.get("rolle", "")
        if rolle:
            return desk.sheet(request, sheet(request, who, rolle, secrets.token_urlsafe(16)))
        lead = gettext(marked("Velg først rollen personen skal ha. Flere roller kan gis etterpå."))
        other = (gettext(marked("Gi rolle til en som finnes")), here(who, "/personer/kjent"))
        return _choose(request, who, desk, lead, "/personer/ny", other)

    @routes.post("/ny")
    def invite(request: Request, who: Administrator, sent: Sent) -> Response:
        rolle, form_key = request.query_params.get("rolle", ""), sent.text(_KEY)

        def act(change: Change, filled: Filled) -> tuple[str, str]:
            person = deeds.pseudonym(change, form_key)
            return deeds.invite(change, who.here.id, person, naming(filled), new_grant(rolle, filled)), str(person)

        def there(made: tuple[str, str]) -> Response:
            return links.show(request, Purpose.INVITATION, made[0], sent.text("navn"), _crumbs(who), _to(who, made[1]))

        shown = sheet(request, who, rolle, form_key or secrets.token_urlsafe(16))
        return desk.take(request, who, sent, shown, Deed(act, there))


def _giving_known(routes: APIRouter, desk: Desk) -> None:
    def sheet(request: Request, who: Visitor, rolle: str) -> Sheet:
        role, today = role_of(rolle), today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            everything = known(session, who.here.id, today)
            others = holders(session, who.here.id, role, everything, None)
        places_ = role_places(role, everything)
        return Sheet(
            title=gettext(marked("Gi rolle til en som finnes")),
            crumbs=_crumbs(who),
            form=empty(forms.known(places_, others), fra=today.isoformat()),
            action=here(who, f"/personer/kjent?rolle={rolle}"),
            back=here(who, "/personer"),
            button=gettext(marked("Gi rollen")),
            lead=gettext(marked("Skriv hele e-postadressen eller HPR-numret, slik personen selv har oppgitt det.")),
            warning=_no_place(places_),
            over=role_name(everything.labels, rolle, today),
        )

    @routes.api_route("/kjent", methods=READ)
    def show_known(request: Request, who: Administrator) -> Response:
        rolle = request.query_params.get("rolle", "")
        if rolle:
            return desk.sheet(request, sheet(request, who, rolle))
        lead = gettext(marked("For en som har konto fra før, også fra et annet sted. Velg først rollen."))
        other = (gettext(marked("Inviter en ny person")), here(who, "/personer/ny"))
        return _choose(request, who, desk, lead, "/personer/kjent", other)

    @routes.post("/kjent")
    def give_known(request: Request, who: Administrator, sent: Sent) -> Response:
        rolle = request.query_params.get("rolle", "")

        def act(change: Change, filled: Filled) -> str:
            email, hpr = filled.text("epost"), filled.text("hpr")
            return str(deeds.give_known(change, who.here.id, email, hpr, new_grant(rolle, filled)))

        deed = Deed(act, lambda person: f"{_to(who, person)}?gjort=rolle")
        return desk.take(request, who, sent, sheet(request, who, rolle), deed)


def new_grant(role: str, filled: Filled) -> NewGrant:
    return NewGrant(
        role, chosen(filled.text("sted")), day(filled, "fra"), filled.day("til"), chosen(filled.text("vara_for"))
    )


def naming(filled: Filled) -> deeds.Naming:
    return deeds.Naming(filled.text("navn"), filled.text("epost"), filled.text("hpr"))


def _choose(
    request: Request, who: Visitor, desk: Desk, lead: str, path: str, other: tuple[str, str] | None
) -> Response:
    today = today_of(request)
    with made_of(request).database.reading(who.scope) as session:
        labels = known(session, who.here.id, today).labels
    page = pages.RoleChoicePage(
        title=gettext(marked("Velg rolle")),
        crumbs=_crumbs(who),
        lead=lead,
        groups=pages.choices(labels, today, here(who, f"{path}?rolle=")),
        other=other,
    )
    return desk.show(request, "people/choose_role.html", page)


def _no_place(found: dict[str, str] | None) -> str:
    if found or found is None:
        return ""
    return gettext(marked("Området har ikke noe sted der denne rollen kan holdes ennå. Legg det til først."))


def _to(who: Visitor, person: str) -> str:
    return here(who, f"/personer/{person}")


def _crumbs(who: Visitor) -> Crumbs:
    return trail_of(who, (gettext(marked("Personer og roller")), "/personer"))
