"""`/system`: the areas, and a new one with its first administrator. Nothing of what is in an area is seen here."""

import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas import repository as areas
from samhandling.areas.answering import READ, Crumbs, Deed, Desk, Sheet, done, made_of
from samhandling.areas.change import Change
from samhandling.identity.access import Visitor, needs
from samhandling.identity.links import Purpose
from samhandling.identity.permissions import Permission
from samhandling.kernel.collation import key
from samhandling.people import forms
from samhandling.people.linking import LinkShower
from samhandling.people.use_cases import system as deeds
from samhandling.people.use_cases.persons import Naming, pseudonym
from samhandling.web.fields import Filled, empty
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, marked

SystemAdministrator = Annotated[Visitor, needs(Permission.SYSTEM_ADMINISTER)]
Sent = Annotated[Submitted, Depends(submitted)]
_KEY = "nokkel"


@dataclass(frozen=True, slots=True)
class AreaRow:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class SystemPage:
    title: str
    areas: tuple[AreaRow, ...]
    done: str


def add(routes: APIRouter, desk: Desk, links: LinkShower) -> None:
    @routes.api_route("/system", methods=READ)
    def system(request: Request, who: SystemAdministrator) -> Response:
        with made_of(request).database.reading(who.scope) as session:
            found = [AreaRow(each.slug, each.name) for each in areas.areas(session)]
        page = SystemPage(
            gettext(marked("Områder")), tuple(sorted(found, key=lambda each: key(each.name))), done(request)
        )
        return desk.show(request, "people/system.html", page)

    @routes.api_route("/system/omrader/ny", methods=READ)
    def show_new(request: Request, who: SystemAdministrator) -> Response:
        return desk.sheet(request, _sheet(secrets.token_urlsafe(16)))

    @routes.post("/system/omrader/ny")
    def new(request: Request, who: SystemAdministrator, sent: Sent) -> Response:
        def act(change: Change, filled: Filled) -> str:
            wanted = deeds.NewArea(filled.text("adresse"), filled.text("omraadenavn"), filled.text("maalform"))
            first = Naming(filled.text("navn"), filled.text("epost"), filled.text("hpr"))
            return deeds.add_area(change, wanted, pseudonym(change, sent.text(_KEY)), first)

        def there(path: str) -> Response:
            back = gettext(marked("Til områdene"))
            return links.show(request, Purpose.INVITATION, path, sent.text("navn"), _crumbs(), "/system", back)

        sheet = _sheet(sent.text(_KEY) or secrets.token_urlsafe(16))
        return desk.take(request, who, sent, sheet, Deed(act, there))


def _sheet(form_key: str) -> Sheet:
    return Sheet(
        title=gettext(marked("Nytt område")),
        crumbs=_crumbs(),
        form=empty(forms.area(), maalform="nb"),
        action="/system/omrader/ny",
        back="/system",
        button=gettext(marked("Opprett området")),
        lead=gettext(marked("Den første administratoren legger inn resten. Du får en lenke som du gir videre.")),
        hidden=((_KEY, form_key),),
    )


def _crumbs() -> Crumbs:
    return ((gettext(marked("Områder")), "/system"),)
