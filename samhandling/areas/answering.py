"""How a form of the administration is shown, taken and answered: 422 with words, 409 with both versions, else 303.

`Desk` is what the routes share; `Sheet` is a form on a page of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from samhandling.areas.change import Change
from samhandling.areas.changing import changing
from samhandling.identity.access import Visitor
from samhandling.identity.permissions import Permission
from samhandling.kernel.clock import local_date
from samhandling.kernel.errors import NotFound, Refused, Stale
from samhandling.services import Services, services
from samhandling.web.fields import Filled, read
from samhandling.web.forms import Submitted
from samhandling.web.i18n import gettext, marked
from samhandling.web.refused import with_refusal
from samhandling.web.rendering import Pages
from samhandling.web.stale import stale_page

_LONGEST_SEARCH: Final = 100
READ: Final = ["GET", "HEAD"]
Crumbs = tuple[tuple[str, str], ...]
#: what a page says at the top after a deed, by the code in its address
DONE: Final[Mapping[str, str]] = {
    "lagret": marked("Endringen er lagret."),
    "lagt-til": marked("Det er lagt til."),
    "avsluttet": marked("Det er avsluttet."),
    "aapnet": marked("Det er åpnet igjen."),
    "rolle": marked("Rollen er gitt."),
    "rolle-avsluttet": marked("Rollen er avsluttet."),
    "sperret": marked("Kontoen er sperret, og alle innlogginger er avsluttet."),
    "opphevet": marked("Sperringen er opphevet."),
    "bedt": marked("En annen må nå bekrefte før det lages en lenke."),
    "trukket": marked("Forespørselen er trukket."),
    "slettet": marked("Navnet er slettet."),
    "publisert": marked("Rapporten er publisert. Adressen til denne siden kan deles med alle."),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """`form.version` travels with it. `danger`: what cannot be taken back, or hurts. `hidden`: further fields."""

    title: str
    crumbs: Crumbs
    form: Filled
    action: str
    back: str
    button: str
    lead: str = ""
    warning: str = ""
    danger: bool = False
    hidden: tuple[tuple[str, str], ...] = ()
    over: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What a form does, and where it leads: an address, or a page that is shown only this once.

    `stored`: the form as the stored row would fill it, asked for only when somebody came first.
    """

    act: Callable[[Change, Filled], Any]
    there: Callable[[Any], str | Response]
    stored: Callable[[], Filled] | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """`refusals`: code to message id."""

    pages: Pages
    refusals: Mapping[str, str]

    def show(self, request: Request, template: str, page: object, status: int = 200) -> Response:
        return self.pages.response(request.scope, template, page, status)

    def sheet(self, request: Request, sheet: Sheet, status: int = 200) -> Response:
        return self.show(request, "areas/form.html", sheet, status)

    def take(self, request: Request, who: Visitor, sent: Submitted, sheet: Sheet, deed: Deed) -> Response:
        """Fills the sheet's fields from what was sent, does the deed and answers."""
        made = services(request)
        filled = read(sheet.form.fields, sent, who.inspect)
        if filled.problems:
            return self.sheet(request, replace(sheet, form=filled), 422)
        try:
            with changing(made, who, filled.let_through) as change:
                result = deed.act(change, filled)
        except Refused as error:
            return self.sheet(request, replace(sheet, form=with_refusal(filled, error, self.refusals)), 422)
        except Stale:
            if deed.stored is None:
                raise
            what = sheet.over or sheet.crumbs[-1][0]
            page = stale_page(what, sheet.action, sheet.back, deed.stored(), filled, sent)
            return self.show(request, page.template, page, 409)
        there = deed.there(result)
        return go(there) if isinstance(there, str) else there


Asked = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What a list was asked for. `stopped`: the words look like a patient's, so nothing is searched (ruling B29)."""

    fields: Mapping[str, str]
    stopped: bool

    def text(self, name: str) -> str:
        return self.fields.get(name, "").strip()[:_LONGEST_SEARCH]

    @property
    def words(self) -> str:
        return self.text("q")


def looked_at(request: Request, fields: Mapping[str, str]) -> Search:
    words = fields.get("q", "").strip()
    return Search(fields, bool(words) and services(request).inspector.blocks(words))


def searched_list(request: Request, show: Callable[[Search], object], desk: Desk, template: str) -> Response:
    """The list as the address asks for it; the address follows along when it was asked for by script."""
    search = looked_at(request, request.query_params)
    response = desk.show(request, template, show(search), 422 if search.stopped else 200)
    if not search.stopped:
        response.headers["HX-Replace-Url"] = f"{request.scope['path']}?{request.url.query}".rstrip("?")
    return response


def sent_search(request: Request, sent: Asked, show: Callable[[Search], object], desk: Desk, template: str) -> Response:
    """A search comes by post, so that what was typed is looked at before it stands in an address."""
    search = looked_at(request, dict(sent))
    if search.stopped:
        return desk.show(request, template, show(search), 422)
    return go(f"{request.scope['path']}?{urlencode([pair for pair in sent if pair[1]])}".rstrip("?"))


def go(place: str) -> Response:
    return RedirectResponse(place, 303)


def done(request: Request) -> str:
    """What to say at the top after a deed; empty otherwise."""
    text = DONE.get(request.query_params.get("gjort", ""))
    return gettext(text) if text else ""


def number(text: str) -> int:
    """An id in an address. NotFound for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound
    return int(text)


def chosen(text: str) -> int | None:
    """An id among a form's choices; None when nothing was chosen."""
    return int(text) if text else None


def may(who: Visitor, permission: Permission) -> bool:
    return who.me.role_for(permission, who.area) is not None


def here(who: Visitor, path: str = "") -> str:
    return f"/omrade/{who.here.slug}{path}"


def trail_of(who: Visitor, *steps: tuple[str, str]) -> Crumbs:
    """The crumbs from the area on; `steps`: label and path within the area."""
    return ((who.here.name, here(who)), *((label, here(who, path)) for label, path in steps))


def day(filled: Filled, name: str) -> date:
    """The date in a field that the form requires."""
    value = filled.day(name)
    if value is None:
        raise ValueError(f"{name} is required")
    return value


def today_of(request: Request) -> date:
    return local_date(services(request).clock())


def made_of(request: Request) -> Services:
    return services(request)
