"""The page that shows a one-time link, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from fastapi.responses import Response

from samhandling.areas.answering import Crumbs, Desk
from samhandling.identity.links import Purpose
from samhandling.people.pages import LinkPage
from samhandling.web.i18n import gettext, marked

_TITLES: Final[Mapping[Purpose, str]] = {
    Purpose.INVITATION: marked("Invitasjonen er klar"),
    Purpose.PASSWORD: marked("Lenken til nytt passord er klar"),
    Purpose.SECOND_FACTOR: marked("Lenken til ny engangskode er klar"),
}
_LIFETIMES: Final[Mapping[Purpose, str]] = {
    Purpose.INVITATION: marked("Den virker én gang, og i sju dager."),
    Purpose.PASSWORD: marked("Den virker én gang, og i én time."),
    Purpose.SECOND_FACTOR: marked("Den virker én gang, og i én time."),
}


@dataclass(frozen=True, slots=True)
class LinkShower:
    """`origin`: what users see; None = what the request asked for."""

    desk: Desk
    origin: str | None

    def show(
        self, request: Request, purpose: Purpose, path: str, person: str, crumbs: Crumbs, back: str, label: str = ""
    ) -> Response:
        page = LinkPage(
            title=gettext(_TITLES[purpose]),
            crumbs=crumbs,
            person=person,
            link=(self.origin or str(request.base_url).rstrip("/")) + path,
            lifetime=gettext(_LIFETIMES[purpose]),
            back=back,
            back_label=label or gettext(marked("Til personen")),
        )
        return self.desk.show(request, "people/link.html", page)
