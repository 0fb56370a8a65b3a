"""`/omrade/{omraade}`, what roles are called there, and the routes below it."""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas import body_routes, forms, organisation_routes, pages, repository
from samhandling.areas.answering import READ, Deed, Desk, Sheet, day, done, here, made_of, may, today_of, trail_of
from samhandling.areas.change import Change
from samhandling.areas.names import LABEL_LANGUAGES
from samhandling.areas.periods import at
from samhandling.areas.tables import RoleLabel
from samhandling.areas.use_cases import areas as deeds
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.identity.roles import ROLES, Place
from samhandling.kernel.collation import key
from samhandling.kernel.errors import NotFound
from samhandling.people import repository as people
from samhandling.web.fields import Filled
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, marked
from samhandling.web.rendering import Pages

Reader = Annotated[Visitor, needs(Permission.AREA_READ)]
Administrator = Annotated[Visitor, needs(Permission.AREA_ADMINISTER)]
Sent = Annotated[Submitted, Depends(submitted)]
#: permission, title, what it is, path, icon
_CARDS: Final = (
    (
        Permission.CASE_READ,
        marked("Oversikten din"),
        marked("Det som venter på deg, fristene, og sakene over tid."),
        "/oversikt",
        "TrendUp",
    ),
    (
        Permission.CASE_READ,
        marked("Saker"),
        marked("Avvik, oppgaver, tvister og temaer du har adgang til."),
        "/saker",
        "Files",
    ),
    (
        Permission.CASE_READ,
        marked("Oppgaver mellom sykehus og fastleger"),
        marked("Hva som er avtalt, fra når og på hvilke vilkår, og hva som er foreslått."),
        "/oppgaver",
        "FileText",
    ),
    (
        Permission.CASE_READ,
        marked("Tvister"),
        marked("Uenigheter som er meldt, og hva rådet har svart før."),
        "/tvister",
        "Gavel",
    ),
    (
        Permission.CASE_STEWARD,
        marked("Køen"),
        marked("Det som venter på praksiskonsulenten, det eldste først."),
        "/ko",
        "FileSearch",
    ),
    (
        Permission.AREA_READ,
        marked("Rapporter til OSO"),
        marked("Hva som er meldt i en periode, hva som kom av det, og hva OSO bes om."),
        "/rapporter",
        "FileText",
    ),
    (
        Permission.CASE_READ,
        marked("Søk i saker og regler"),
        marked("Finn saker, temaer, vedtak og regler med ord på bokmål eller nynorsk."),
        "/sok",
        "FileSearch",
    ),
    (
        Permission.AREA_READ,
        marked("Virksomheter"),
        marked("Sykehus, kommuner, legekontor og hvordan du når dem."),
        "/virksomheter",
        "Files",
    ),
    (
        Permission.AREA_READ,
        marked("Organer"),
        marked("Råd og utvalg, og hvor en uenighet går videre."),
        "/organer",
        "Gavel",
    ),
    (
        Permission.PEOPLE_READ,
        marked("Personer og roller"),
        marked("Hvem som har hvilken rolle, og fra når."),
        "/personer",
        "PersonGroup",
    ),
    (
        Permission.AREA_ADMINISTER,
        marked("Hva rollene heter"),
        marked("Navn på rollene i dette området, for eksempel samhandlingslege."),
        "/rollenavn",
        "FileText",
    ),
    (
        Permission.AREA_ADMINISTER,
        marked("Frister og gang i sakene"),
        marked("Hvor lenge noen har på seg til å svare, og hva som går av seg selv."),
        "/frister",
        "FileText",
    ),
    (
        Permission.TRAIL_READ,
        marked("Loggen"),
        marked("Hva som er gjort i området, av hvem og når."),
        "/logg",
        "FileSearch",
    ),
    (
        Permission.SLIP_CONFIRM,
        marked("Vern av personopplysninger"),
        marked("Tekster som er skjult, og koder for tekster som ble stoppet ved en feil."),
        "/vern",
        "ShieldLock",
    ),
    (
        Permission.CASE_STEWARD,
        marked("E-post som trenger tilsyn"),
        marked("Det som ikke kom fram, eller som ingen vet om kom fram."),
        "/utsending",
        "Paperplane",
    ),
)


def router(pages_: Pages) -> APIRouter:
    desk = Desk(pages_, forms.REFUSALS)
    routes = APIRouter()
    routes.include_router(organisation_routes.router(desk))
    routes.include_router(body_routes.router(desk))
    _front(routes, desk)
    _role_labels(routes, desk)
    return routes


def _front(routes: APIRouter, desk: Desk) -> None:
    @routes.api_route("/omrade/{omraade}", methods=READ)
    def front(request: Request, who: Reader) -> Response:
        today, base, area = today_of(request), here(who), who.here.id
        made = made_of(request)
        with made.database.reading(who.scope) as session:
            known = repository.organisations(session, area)
            bodies = repository.bodies(session, area, today)
            labels = repository.role_labels(session, area)
            mine = people.grants_of(session, area, who.me.person)
            waiting = (
                people.waiting_resets(session, area, made.clock(), who.me.person)
                if may(who, Permission.PEOPLE_CONFIRM)
                else []
            )
        open_bodies = [each for each in bodies.values() if not each.is_closed(today)]
        ladder = sorted((each for each in open_bodies if each.step), key=lambda each: each.step or 0)
        rest = sorted((each for each in open_bodies if not each.step), key=lambda e: key(pages.body_name(e, today)))
        page = pages.FrontPage(
            title=who.here.name,
            cards=tuple(
                pages.Card(gettext(title), gettext(text), base + path, icon)
                for permission, title, text, path, icon in _CARDS
                if may(who, permission)
            ),
            roles=tuple(
                pages.MyRole(
                    pages.role_name(labels, grant.role, today),
                    pages.grant_place(grant, known, bodies, today),
                    str(ROLES[grant.role].means),
                    grant.valid_to,
                )
                for grant in mine
                if grant.role in ROLES and at([grant], today)
            ),
            ladder=tuple(pages.body_link(each, today, base) for each in ladder),
            bodies=tuple(pages.body_link(each, today, base) for each in rest),
            waiting=tuple(pages.Named(name, f"{base}/personer/{person}") for person, name in waiting),
            empty=not known,
            may_administer=may(who, Permission.AREA_ADMINISTER),
            base=base,
        )
        return desk.show(request, "areas/front.html", page)


def _role_labels(routes: APIRouter, desk: Desk) -> None:
    @routes.api_route("/omrade/{omraade}/rollenavn", methods=READ)
    def role_labels(request: Request, who: Administrator) -> Response:
        today = today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            labels = repository.role_labels(session, who.here.id)
        page = pages.RoleLabelsPage(
            title=gettext(marked("Hva rollene heter")),
            crumbs=trail_of(who),
            base=here(who),
            rows=tuple(
                pages.RoleRow(
                    code=role.code,
                    label=pages.role_name(labels, role.code, today),
                    usual=str(role.label),
                    means=str(role.means),
                    own=bool(_now(labels, role.code, today)),
                    spans=pages.spans(each for each in labels if each.role == role.code),
                )
                for role in ROLES.values()
                if role.place is not Place.SYSTEM
            ),
            may_administer=True,
            done=done(request),
        )
        return desk.show(request, "areas/role_labels.html", page)

    def sheet(request: Request, who: Visitor, rolle: str) -> Sheet:
        if rolle not in ROLES:
            raise NotFound
        today = today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            labels = repository.role_labels(session, who.here.id)
            version = repository.area(session, who.here.id).version
        held = _now(labels, rolle, today)
        return Sheet(
            title=gettext(marked("Navn på rollen")),
            crumbs=trail_of(who, (gettext(marked("Hva rollene heter")), "/rollenavn")),
            form=Filled(forms.role_label(), held | {"fra": today.isoformat()}, version=version),
            action=here(who, f"/rollenavn/{rolle}"),
            back=here(who, "/rollenavn"),
            button=gettext(marked("Lagre")),
            lead=gettext(marked("La alle feltene stå tomme for å bruke det vanlige navnet.")),
            over=pages.usual_name(rolle),
        )

    @routes.api_route("/omrade/{omraade}/rollenavn/{rolle}", methods=READ)
    def show_label(request: Request, who: Administrator, rolle: str) -> Response:
        return desk.sheet(request, sheet(request, who, rolle))

    @routes.post("/omrade/{omraade}/rollenavn/{rolle}")
    def label(request: Request, who: Administrator, rolle: str, sent: Sent) -> Response:
        shown = sheet(request, who, rolle)

        def act(change: Change, filled: Filled) -> None:
            labels = {code: filled.text(code) for code in LABEL_LANGUAGES}
            deeds.label_role(change, who.here.id, rolle, filled.version, labels, day(filled, "fra"))

        there = here(who, "/rollenavn?gjort=lagret")
        return desk.take(request, who, sent, shown, Deed(act, lambda _: there, lambda: shown.form))


def _now(labels: list[RoleLabel], role: str, today: date) -> dict[str, str]:
    """What the area itself calls it today, by language."""
    return {each.language: each.label for each in labels if each.role == role and at([each], today)}
