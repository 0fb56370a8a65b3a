"""`/logg-inn`, its steps, and `/logg-ut`."""

from datetime import timedelta
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from samhandling.identity import forms, signing_in, totp
from samhandling.identity.access import needs
from samhandling.identity.browsers import browser_of, remember
from samhandling.identity.delay import Wait
from samhandling.identity.pace import Pace
from samhandling.identity.pages import (
    code_page,
    codes_page,
    enrol_page,
    notice,
    sign_in_page,
    too_often_page,
)
from samhandling.identity.permissions import Permission
from samhandling.identity.refusal import SIGN_IN
from samhandling.identity.sessions import clear_cookie, set_cookie
from samhandling.identity.signing_in import Begun, HalfOpen, Step
from samhandling.kernel.errors import DomainError, Refused
from samhandling.services import Services, services
from samhandling.web.fields import Filled
from samhandling.web.forms import Submitted, submitted
from samhandling.web.rendering import USER, Pages

_READ = ["GET", "HEAD"]
CODE = SIGN_IN + "/kode"
ENROL = SIGN_IN + "/ny-kode"
OWN = "/min-side"
_INCOMPLETE: DomainError = Refused("incomplete")
_PAGES = {Step.CODE: CODE, Step.ENROL: ENROL}
#: Requests from one address to what anybody may knock on.
KNOCKS = 60
Sent = Annotated[Submitted, Depends(submitted)]


def router(pages: Pages) -> APIRouter:
    routes = APIRouter(dependencies=[needs(Permission.PUBLIC)])
    pace = Pace(KNOCKS, timedelta(minutes=1))

    def show(request: Request, template: str, page: object, error: DomainError | None = None) -> Response:
        return answer(pages, request, template, page, error)

    @routes.api_route(SIGN_IN, methods=_READ)
    def sign_in(request: Request) -> Response:
        if request.scope[USER] is not None:
            return RedirectResponse(onward_path(request), 303)
        made, said = services(request), notice(request.query_params.get("etter", ""))
        return show(request, "sign_in", sign_in_page(onward(request), made.providers, said=said))

    @routes.post(SIGN_IN)
    def give_password(request: Request, sent: Sent) -> Response:
        made = services(request)
        browser, form = browser_of(request, made), forms.read(forms.SIGN_IN, sent)
        try:
            pace.admit(browser.address, made.clock())
        except Wait as wait:
            return show(request, "plain", too_often_page(wait.seconds), wait)
        if form.problems:
            return show(request, "sign_in", sign_in_page(onward(request), made.providers, form), _INCOMPLETE)
        try:
            begun = signing_in.with_password(made, browser, form.text("brukernavn"), form.text("passord"))
        except (Refused, Wait) as error:
            page = sign_in_page(onward(request), made.providers, *forms.refused(form, error))
            return show(request, "sign_in", page, error)
        return proceed(request, made, begun)

    @routes.api_route(CODE, methods=_READ)
    def second_factor(request: Request) -> Response:
        half = _half_open(request)
        if half is None or not half.enrolled:
            return _elsewhere(request, half)
        return show(request, "code", code_page(half, onward(request)))

    @routes.post(CODE)
    def give_code(request: Request, sent: Sent) -> Response:
        half, made = _half_open(request), services(request)
        if half is None or not half.enrolled:
            return _elsewhere(request, half)
        on_paper = bool(sent.text(forms.RECOVERY.name))
        form = forms.read((forms.RECOVERY,) if on_paper else forms.SECOND, sent)
        error, said = _INCOMPLETE, None
        if not form.problems:
            try:
                return proceed(request, made, _second(made, request, half, form, on_paper))
            except (Refused, Wait) as found:
                (form, said), error = forms.refused(form, found), found
        on_page, on_phone = (form, None) if on_paper else (None, form)
        return show(request, "code", code_page(half, onward(request), on_phone, on_page, said), error)

    @routes.api_route(ENROL, methods=_READ)
    def enrolment(request: Request) -> Response:
        half = _half_open(request)
        if half is None or half.enrolled:
            return _elsewhere(request, half)
        seed = totp.seed_for(services(request).secrets, half.token)
        return show(request, "enrol", enrol_page(seed, half.login, onward(request)))

    @routes.post(ENROL)
    def enrol(request: Request, sent: Sent) -> Response:
        half, made = _half_open(request), services(request)
        if half is None or half.enrolled:
            return _elsewhere(request, half)
        form, seed = forms.read((forms.CODE,), sent), totp.seed_for(made.secrets, half.token)
        error, said = _INCOMPLETE, None
        if not form.problems:
            try:
                begun, codes = signing_in.enrol(made, browser_of(request, made), half, form.text("kode"))
            except Refused as found:
                (form, said), error = forms.refused(form, found), found
            else:
                response = show(request, "codes", codes_page(codes, onward_path(request)))
                set_cookie(response, made, begun.token)
                return response
        return show(request, "enrol", enrol_page(seed, half.login, onward(request), form, said), error)

    @routes.post("/logg-ut")
    def sign_out(request: Request) -> Response:
        made = services(request)
        signing_in.sign_out(made, browser_of(request, made))
        return signed_out(made, "ut")

    return routes


def answer(pages: Pages, request: Request, template: str, page: object, error: DomainError | None = None) -> Response:
    """The page with the status of what was refused: 429 with the time to wait, else 422; 200 when nothing was."""
    status = 200 if error is None else 429 if isinstance(error, Wait) else 422
    response = pages.response(request.scope, f"identity/{template}.html", page, status)
    if isinstance(error, Wait):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def proceed(request: Request, made: Services, begun: Begun) -> Response:
    """To the next step, with the new session's cookie."""
    return proceed_to(made, begun, onward_path(request))


def proceed_to(made: Services, begun: Begun, path: str) -> Response:
    place = path if begun.step is Step.DONE else _PAGES[begun.step] + _query(path)
    response = RedirectResponse(place, 303)
    set_cookie(response, made, begun.token)
    if begun.device is not None:
        remember(response, made, begun.device, int(begun.device_for.total_seconds()))
    return response


def signed_out(made: Services, after: str) -> Response:
    response = RedirectResponse(f"{SIGN_IN}?etter={after}", 303)
    clear_cookie(response, made)
    return response


def onward_path(request: Request) -> str:
    """Where the address asks to go afterwards, when that is one of our own pages; else the front page."""
    asked = request.query_params.get("til", "")
    try:
        parts = urlsplit(asked)
    except ValueError:
        return "/"
    ours = asked.startswith("/") and not parts.scheme and not parts.netloc
    # Browsers read a backslash as a slash, and leave out tabs and line breaks.
    plain = asked.isprintable() and "\\" not in asked and not asked.startswith("//") and len(asked) <= 500
    return asked if ours and plain and not parts.path.startswith((SIGN_IN, "/logg-ut", "/lenke")) else "/"


def onward(request: Request) -> str:
    return _query(onward_path(request))


def _query(path: str) -> str:
    return "" if path == "/" else "?til=" + quote(path, safe="/")


def _half_open(request: Request) -> HalfOpen | None:
    made = services(request)
    return signing_in.half_open(made, browser_of(request, made))


def _elsewhere(request: Request, half: HalfOpen | None) -> Response:
    """To the step the browser is at."""
    at = SIGN_IN if half is None else CODE if half.enrolled else ENROL
    return RedirectResponse(at + onward(request), 303)


def _second(made: Services, request: Request, half: HalfOpen, form: Filled, on_paper: bool) -> Begun:
    browser = browser_of(request, made)
    if on_paper:
        return signing_in.with_recovery_code(made, browser, half, form.text(forms.RECOVERY.name))
    remembered = half.may_be_remembered and form.ticked("husk")
    return signing_in.with_code(made, browser, half, form.text("kode"), remember=remembered)
