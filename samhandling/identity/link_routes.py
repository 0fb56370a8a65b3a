"""`/lenke/{token}`: what a one-time link opens. Opening it uses nothing up; the form behind it does."""

from collections.abc import Callable
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from samhandling.identity import forms, link_uses
from samhandling.identity.access import needs
from samhandling.identity.browsers import browser_of
from samhandling.identity.delay import Wait
from samhandling.identity.forms import Notice
from samhandling.identity.links import PATH, Link, LinkOver, Purpose
from samhandling.identity.pace import Pace
from samhandling.identity.pages import LINK_FIELDS, link_over_page, link_page, too_often_page
from samhandling.identity.permissions import Permission
from samhandling.identity.refusal import SIGN_IN
from samhandling.identity.routes import KNOCKS, Sent, answer, proceed
from samhandling.kernel.errors import DomainError, Refused
from samhandling.services import Services, services
from samhandling.web.fields import Filled
from samhandling.web.rendering import Pages


def router(pages: Pages) -> APIRouter:
    routes = APIRouter(dependencies=[needs(Permission.PUBLIC)])
    pace = Pace(KNOCKS, timedelta(minutes=1))

    def opened(request: Request, token: str, then: Callable[[Link], Response]) -> Response:
        """What is the same for all links: not too often, and only while they are open."""
        made = services(request)
        try:
            pace.admit(browser_of(request, made).address, made.clock())
            return then(link_uses.open_link(made, token))
        except Wait as wait:
            return answer(pages, request, "plain", too_often_page(wait.seconds), wait)
        except LinkOver as over:
            return pages.response(request.scope, "identity/plain.html", link_over_page(over.code), 410)

    def form_page(
        request: Request,
        link: Link,
        form: Filled | None = None,
        said: Notice | None = None,
        error: DomainError | None = None,
    ) -> Response:
        token = request.path_params["token"]
        page = link_page(link, token, services(request).providers, form, said)
        return answer(pages, request, "link", page, error)

    @routes.api_route(PATH + "{token}", methods=["GET", "HEAD"])
    def open_link(request: Request, token: str) -> Response:
        return opened(request, token, lambda link: form_page(request, link))

    @routes.post(PATH + "{token}")
    def use_link(request: Request, token: str, sent: Sent) -> Response:
        def used(link: Link) -> Response:
            form = forms.read(LINK_FIELDS[link.purpose], sent, services(request).inspector.for_person(link.person))
            if form.problems:
                return form_page(request, link, form, error=Refused("incomplete"))
            try:
                return _USES[link.purpose](services(request), request, token, form)
            except (Refused, Wait) as error:
                return form_page(request, link, *forms.refused(form, error), error=error)

        return opened(request, token, used)

    return routes


def _invited(made: Services, request: Request, token: str, form: Filled) -> Response:
    browser = browser_of(request, made)
    begun = link_uses.accept_invitation(made, browser, token, form.text("brukernavn"), form.text("passord"))
    return proceed(request, made, begun)


def _reset(made: Services, request: Request, token: str, form: Filled) -> Response:
    link_uses.new_password(made, token, form.text("passord"))
    return RedirectResponse(f"{SIGN_IN}?etter=nytt-passord", 303)


def _anew(made: Services, request: Request, token: str, form: Filled) -> Response:
    begun = link_uses.new_second_factor(made, browser_of(request, made), token, form.text("passord"))
    return proceed(request, made, begun)


_USES = {Purpose.INVITATION: _invited, Purpose.PASSWORD: _reset, Purpose.SECOND_FACTOR: _anew}
