"""`/omrade/{omraade}/saker/{sak}/sak.pdf`: a case as its reader sees it; made of what the export is made of."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Request
from fastapi.responses import Response

from samhandling.areas.answering import READ, made_of, today_of
from samhandling.casework.exporting import as_json
from samhandling.casework.room import Room
from samhandling.casework.showing import view_of
from samhandling.casework.view import CaseView
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.errors import Refused
from samhandling.printing.making import Template, pdf
from samhandling.web.i18n import gettext, language, long_date, marked, moment

Reader = Annotated[Visitor, needs(Permission.CASE_READ)]
#: Code to text and status.
REFUSALS: Final[Mapping[str, tuple[str, int]]] = {
    "print_too_many_rows": (
        marked("Saken har en liste på mer enn %(most)s linjer, og får ikke plass i en PDF. Bruk «Skriv ut»."),
        422,
    ),
    "print_too_large": (marked("Saken er for lang til en PDF. Bruk «Skriv ut»."), 422),
    "print_busy": (marked("Andre lager PDF akkurat nå. Prøv igjen om et øyeblikk."), 503),
    "print_too_long": (marked("Det tok for lang tid å lage PDF-en. Prøv igjen, eller bruk «Skriv ut»."), 503),
    "print_failed": (marked("PDF-en ble ikke laget. Bruk «Skriv ut» så lenge."), 503),
}


class CasePage(Protocol):
    def __call__(
        self, request: Request, who: Visitor, room: Room, sak: str, *, refused: str, status: int
    ) -> Response: ...


def add(routes: APIRouter, room: Room, case_page: CasePage) -> None:
    @routes.api_route("/saker/{sak}/sak.pdf", methods=READ)
    def print_case(request: Request, who: Reader, sak: str) -> Response:
        """What this reader sees, and nothing else. When there is no PDF, the case says why."""
        with made_of(request).database.reading(who.scope) as session:
            view = view_of(room.look(request, who, session, sak), room.slices, here=who.here.slug)
        values = printed(view, area=str(who.here.name), on=today_of(request))
        try:
            made = pdf(Template.CASE, values)
        except Refused as error:
            text, status = REFUSALS[error.code]
            return case_page(request, who, room, sak, refused=gettext(text) % dict(error.values), status=status)
        name = {"Content-Disposition": f'attachment; filename="{view.number}.pdf"'}
        return Response(made, media_type="application/pdf", headers=name)


def printed(view: CaseView, *, area: str, on: date) -> dict[str, Any]:
    """The values of `printing/case.typ`: the export, days as they are read, and the headings."""
    values = as_json(view)
    steps = [dict(each, at=moment(step.at)) for each, step in zip(values["timeline"], view.timeline, strict=True)]
    return values | {
        "timeline": steps,
        "heading": view.title,
        "language": language.get(),
        "printed": on.isoformat(),
        "over": f"{view.kind} {view.number} · {area} · {_printed_on(on)}",
        "labels": {
            "rules": gettext(marked("Regler")),
            "related": gettext(marked("Henger sammen med")),
            "timeline": gettext(marked("Hva som har skjedd")),
            "pages": gettext(marked("Side {page} av {pages}")),
            "only": gettext(marked("Utskriften viser det du selv ser i saken. Andre kan se mer eller mindre.")),
        },
    }


def _printed_on(day: date) -> str:
    return gettext(marked("skrevet ut %(day)s")) % {"day": long_date(day)}
