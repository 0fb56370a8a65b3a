"""`/varsler`: one's own notices and which mails one wants; `/omrade/{omraade}/utsending`: mails to look at."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.errors import Stale
from samhandling.notices import deeds, links, repository
from samhandling.notices.kinds import MailChoice
from samhandling.notices.pages import CHOICE, SIZE, ChoicePage, MailsPage, NoticesPage, entries, troubled
from samhandling.services import Services, services
from samhandling.web.fields import Filled, read
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext
from samhandling.web.rendering import Pages
from samhandling.web.stale import stale_page

_READ = ["GET", "HEAD"]
_MAILS = "/omrade/{omraade}/utsending"
_MOST_MAILS = 500
Sent = Annotated[Submitted, Depends(submitted)]
Id = Annotated[int, Path(ge=1, lt=2**31)]  # more than the column holds would be a fault of the database
Me = Annotated[Visitor, needs(Permission.SIGNED_IN)]
Steward = Annotated[Visitor, needs(Permission.CASE_STEWARD)]


def router(pages: Pages, *, sends_mail: bool) -> APIRouter:
    """`sends_mail`: whether there is a mail server; without one the page of choices says so."""
    routes = APIRouter()

    def choice_form(request: Request, who: Visitor, form: Filled | None = None, status: int = 200) -> Response:
        page = _choice_page(services(request), who, form, sends_mail, request.query_params.get("etter") == "valg")
        return pages.response(request.scope, "notices/choice.html", page, status)

    @routes.api_route(links.ALL, methods=_READ)
    def show(request: Request, who: Me) -> Response:
        page = _notices_page(services(request), who, _number(request.query_params.get("side", "")))
        return pages.response(request.scope, "notices/notices.html", page)

    @routes.post(links.ALL + "/lest")
    def mark_all(request: Request, who: Me, sent: Sent) -> Response:
        return _marked(services(request), who, sent, None)

    @routes.post(links.ALL + "/{varsel}/lest")
    def mark_one(request: Request, who: Me, sent: Sent, varsel: Id) -> Response:
        return _marked(services(request), who, sent, varsel)

    @routes.api_route(links.CHOICE, methods=_READ)
    def ask(request: Request, who: Me) -> Response:
        return choice_form(request, who)

    @routes.post(links.CHOICE)
    def choose(request: Request, who: Me, sent: Sent) -> Response:
        form = read(CHOICE, sent, who.inspect)
        if form.problems:
            return choice_form(request, who, form, 422)
        try:
            deeds.choose(services(request), who, MailChoice(form.text("epost")), form.version)
        except Stale:
            stored = _stored(services(request), who)
            page = stale_page(gettext("E-post om sakene dine"), links.CHOICE, links.CHOICE, stored, form, sent)
            return pages.response(request.scope, page.template, page, 409)
        return RedirectResponse(f"{links.CHOICE}?etter=valg", 303)

    @routes.api_route(_MAILS, methods=_READ)
    def mails(request: Request, who: Steward) -> Response:
        with services(request).database.reading(who.scope) as session:
            rows = repository.troubled(session, who.here.id, _MOST_MAILS)
        page = MailsPage(gettext("E-post som trenger tilsyn"), who.here, troubled(rows))
        return pages.response(request.scope, "notices/mails.html", page)

    @routes.post(_MAILS + "/{epost}/send")
    def send_again(request: Request, who: Steward, epost: Id) -> Response:
        deeds.send_again(services(request), who, epost)
        return RedirectResponse(f"/omrade/{who.here.slug}/utsending", 303)

    @routes.post(_MAILS + "/{epost}/avklar")
    def settle(request: Request, who: Steward, epost: Id) -> Response:
        deeds.settle(services(request), who, epost)
        return RedirectResponse(f"/omrade/{who.here.slug}/utsending", 303)

    return routes


def _notices_page(made: Services, who: Visitor, side: int) -> NoticesPage:
    with made.database.reading(who.scope) as session:
        rows = repository.page(session, who.me.person, (side - 1) * SIZE, SIZE + 1)
        unread = repository.unread(session, who.me.person)
    shown = rows[:SIZE]
    return NoticesPage(
        title=gettext("Varsler"),
        entries=entries(shown, who.me),
        unread=unread,
        until=max((notice.made_at for notice, _, _ in shown), default=made.clock()).isoformat(),
        newer=side - 1,
        older=side + 1 if len(rows) > SIZE else 0,
        steward_of=tuple(area for area in who.me.areas if who.me.role_for(Permission.CASE_STEWARD, area)),
    )


def _marked(made: Services, who: Visitor, sent: Submitted, notice: int | None) -> Response:
    """The form says what was seen: something newer stays unread."""
    try:
        until = datetime.fromisoformat(sent.text("til"))
    except ValueError:
        raise HTTPException(400) from None
    if until.tzinfo is None:
        raise HTTPException(400)
    with made.database.writing(who.scope) as session:
        repository.mark_read(session, who.me.person, made.clock(), notice=notice, until=until)
    return RedirectResponse(links.ALL, 303)


def _choice_page(made: Services, who: Visitor, form: Filled | None, sends_mail: bool, saved: bool) -> ChoicePage:
    stored = form or _stored(made, who)
    with made.database.reading(who.scope) as session:
        address = repository.address_of(session, who.me.person)
        lost = repository.not_arrived(session, who.me.person, repository.lately(made.clock()))
    return ChoicePage(gettext("E-post om sakene dine"), stored, sends_mail, address or "", lost, saved)


def _stored(made: Services, who: Visitor) -> Filled:
    with made.database.reading(who.scope) as session:
        stored = repository.preference(session, who.me.person)
    return Filled(CHOICE, {"epost": MailChoice(stored.choice).value}, version=stored.version)


def _number(typed: str) -> int:
    """A page; the first for what is none."""
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1
