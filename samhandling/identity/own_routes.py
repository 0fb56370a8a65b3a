"""`/min-side`: one's own name, roles, signed-in browsers and secrets."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from samhandling.identity import forms, own_account
from samhandling.identity.access import Visitor, needs
from samhandling.identity.browsers import browser_of
from samhandling.identity.delay import Wait
from samhandling.identity.pages import about, codes_page, new_codes_page, notice, own_page, password_page
from samhandling.identity.permissions import Permission
from samhandling.identity.routes import OWN, Sent, answer, signed_out
from samhandling.identity.sessions import set_cookie
from samhandling.kernel.errors import DomainError, NotFound, Refused, Stale
from samhandling.services import services
from samhandling.web.fields import Filled
from samhandling.web.i18n import gettext, marked
from samhandling.web.rendering import Pages
from samhandling.web.stale import stale_page

_READ = ["GET", "HEAD"]
_PASSWORD = OWN + "/passord"
_CODES = OWN + "/gjenopprettingskoder"
Me = Annotated[Visitor, needs(Permission.SIGNED_IN)]


def router(pages: Pages) -> APIRouter:
    routes = APIRouter()

    def own(request: Request, who: Visitor, form: Filled | None = None, error: DomainError | None = None) -> Response:
        said = notice(request.query_params.get("etter", ""))
        found = own_account.own_account(services(request), who.me)
        return answer(pages, request, "own", own_page(who.me, found, said, form), error)

    @routes.api_route(OWN, methods=_READ)
    def show(request: Request, who: Me) -> Response:
        return own(request, who)

    @routes.post(OWN + "/om-deg")
    def change(request: Request, who: Me, sent: Sent) -> Response:
        form = forms.read(forms.ABOUT, sent, who.inspect)
        if form.problems:
            return own(request, who, form, Refused("incomplete"))
        chosen = form.text("maalform")
        try:
            own_account.change(services(request), who.me, form.text("navn"), chosen, form.version)
        except Stale:
            stored = about(own_account.own_account(services(request), who.me))
            page = stale_page(gettext(marked("Opplysningene om deg")), OWN + "/om-deg", OWN, stored, form, sent)
            return pages.response(request.scope, page.template, page, 409)
        # The parameter makes this browser follow, also where the other form was chosen before.
        follows = f"&maalform={chosen}" if chosen != who.me.maalform else ""
        return RedirectResponse(f"{OWN}?etter=om-deg{follows}", 303)

    @routes.post(OWN + "/nettlesere/{browser}/logg-ut")
    def end_browser(request: Request, who: Me, browser: int) -> Response:
        if own_account.end_browser(services(request), who.me, browser):
            return signed_out(services(request), "ut")
        return _back("nettleser")

    @routes.post(OWN + "/logg-ut-overalt")
    def end_everywhere(request: Request, who: Me) -> Response:
        own_account.end_everywhere(services(request), who.me)
        return signed_out(services(request), "overalt")

    @routes.api_route(_PASSWORD, methods=_READ)
    def password(request: Request, who: Me) -> Response:
        return answer(pages, request, "own_form", password_page(_login(request, who)))

    @routes.post(_PASSWORD)
    def change_password(request: Request, who: Me, sent: Sent) -> Response:
        form, login = forms.read(forms.CHANGED, sent), _login(request, who)
        if form.problems:
            return answer(pages, request, "own_form", password_page(login, form), Refused("incomplete"))
        made = services(request)
        try:
            token = own_account.change_password(
                made, who.me, browser_of(request, made), form.text("passord_na"), form.text("passord")
            )
        except (Refused, Wait) as error:
            return answer(pages, request, "own_form", password_page(login, *forms.refused(form, error)), error)
        response = _back("passord")
        set_cookie(response, made, token)
        return response

    @routes.api_route(_CODES, methods=_READ)
    def codes(request: Request, who: Me) -> Response:
        return answer(pages, request, "own_form", new_codes_page(_login(request, who)))

    @routes.post(_CODES)
    def make_codes(request: Request, who: Me, sent: Sent) -> Response:
        form, login, made = forms.read((forms.OLD_PASSWORD,), sent), _login(request, who), services(request)
        error: DomainError = Refused("incomplete")
        said = None
        if not form.problems:
            try:
                made_now = own_account.fresh_recovery_codes(
                    made, who.me, browser_of(request, made), form.text("passord_na")
                )
            except (Refused, Wait) as found:
                (form, said), error = forms.refused(form, found), found
            else:
                return answer(pages, request, "codes", codes_page(made_now, OWN))
        return answer(pages, request, "own_form", new_codes_page(login, form, said), error)

    return routes


def _login(request: Request, who: Visitor) -> str:
    """The local account's; NotFound for one who signs in elsewhere and has no password here."""
    login = own_account.own_account(services(request), who.me).login
    if login is None:
        raise NotFound
    return login


def _back(after: str) -> RedirectResponse:
    return RedirectResponse(f"{OWN}?etter={after}", 303)
