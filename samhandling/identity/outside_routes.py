"""`/logg-inn/{provider}`: to an outside provider and back.

It begins with a form, since a row is written. The answer comes back as a GET that writes: a named exception, as a form
posted from elsewhere would come without our cookies.
"""

from datetime import timedelta
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from samhandling.identity import outside
from samhandling.identity.access import needs
from samhandling.identity.browsers import browser_of
from samhandling.identity.delay import Wait
from samhandling.identity.links import LinkOver
from samhandling.identity.pace import Pace
from samhandling.identity.pages import departure_page, link_over_page, outside_refused_page, too_often_page
from samhandling.identity.permissions import Permission
from samhandling.identity.refusal import SIGN_IN
from samhandling.identity.routes import KNOCKS, Sent, answer, onward_path, proceed_to
from samhandling.identity.sessions import clear_cookie, cookie_name, set_cookie
from samhandling.kernel.errors import Refused
from samhandling.oidc.client import LONGEST_SIGN_IN
from samhandling.oidc.refusal import SignInRefused
from samhandling.services import services
from samhandling.web.rendering import Pages

_COOKIE: Final = "utenfra"
_UNREACHABLE: Final = frozenset({"network", "metadata", "par"})


def router(pages: Pages, public_origin: str | None) -> APIRouter:
    routes = APIRouter(prefix=SIGN_IN, dependencies=[needs(Permission.PUBLIC)])
    pace = Pace(KNOCKS, timedelta(minutes=1))

    @routes.post("/{provider}")
    def depart(request: Request, provider: str, sent: Sent) -> Response:
        made = services(request)
        back = (public_origin or str(request.base_url).rstrip("/")) + f"{SIGN_IN}/{provider}/svar"
        try:
            pace.admit(browser_of(request, made).address, made.clock())
            departure = outside.depart(made, provider, back, onward_path(request), sent.text("lenke"))
        except Wait as wait:
            return answer(pages, request, "plain", too_often_page(wait.seconds), wait)
        except SignInRefused as refused:
            return _refused(request, provider, refused)
        page = departure_page(departure.url, made.providers[provider].client.provider.label)
        response = pages.response(request.scope, "identity/departure.html", page)
        set_cookie(response, made, departure.cookie, name=_COOKIE, seconds=int(LONGEST_SIGN_IN.total_seconds()))
        return response

    @routes.get("/{provider}/svar")
    def arrive(request: Request, provider: str) -> Response:
        made = services(request)
        cookie = request.cookies.get(cookie_name(made, _COOKIE))
        try:
            pace.admit(browser_of(request, made).address, made.clock())
            arrival = outside.arrive(
                made, browser_of(request, made), provider, cookie, request.query_params.multi_items()
            )
        except Wait as wait:
            return answer(pages, request, "plain", too_often_page(wait.seconds), wait)
        except SignInRefused as refused:
            response = _refused(request, provider, refused)
        except LinkOver as over:
            response = pages.response(request.scope, "identity/plain.html", link_over_page(over.code), 410)
        except Refused as nobodys:
            page = outside_refused_page(nobodys.code, _label(request, provider))
            response = pages.response(request.scope, "identity/plain.html", page, 403)
        else:
            response = proceed_to(made, arrival.begun, arrival.onward)
        clear_cookie(response, made, name=_COOKIE)
        return response

    def _refused(request: Request, provider: str, refused: SignInRefused) -> Response:
        if refused.said == "access_denied":
            return RedirectResponse(f"{SIGN_IN}?etter=avbrutt", 303)
        unreachable = refused.code in _UNREACHABLE
        page = outside_refused_page("unreachable" if unreachable else "unfinished", _label(request, provider))
        return pages.response(request.scope, "identity/plain.html", page, 502 if unreachable else 400)

    return routes


def _label(request: Request, provider: str) -> str:
    return services(request).providers[provider].client.provider.label
