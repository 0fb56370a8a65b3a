"""`/sjekk`: the form, the check, and the letters to try it with. The letter lives in the request and nowhere else."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from samhandling.checks.findings import Check
from samhandling.checks.form import FieldError, Values, errors, submission, unreadable, values
from samhandling.checks.letters import Letter
from samhandling.checks.pages import form_page, result_page
from samhandling.documents.canonical import Unreadable
from samhandling.identity.access import needs
from samhandling.identity.permissions import Permission
from samhandling.naming import Names
from samhandling.web.forms import Submitted, submitted_in_part
from samhandling.web.rendering import Pages

_READ = ["GET", "HEAD"]


def router(check: Check, letters: tuple[Letter, ...], names: Names, pages: Pages) -> APIRouter:
    routes = APIRouter(prefix="/sjekk", dependencies=[needs(Permission.PUBLIC)])

    def form(request: Request, given: Values, problems: tuple[FieldError, ...] = (), status: int = 200) -> Response:
        return pages.response(request.scope, "checks/form.html", form_page(given, letters, problems), status)

    def result(request: Request, given: Values) -> Response:
        try:
            checked = check(submission(given))
        except Unreadable as error:
            return form(request, given, (unreadable(given, error),), status=422)
        return pages.response(request.scope, "checks/result.html", result_page(checked, given, names))

    @routes.api_route("", methods=_READ)
    def show_form(request: Request) -> Response:
        return form(request, Values())

    @routes.post("")
    def check_letter(request: Request, sent: Annotated[Submitted, Depends(submitted_in_part)]) -> Response:
        given = values(sent)
        action = sent.text("handling")
        if action == "uten_fil":
            return form(request, replace(given, carried="", carried_name=""))
        if action in ("endre", "dato"):
            page = form_page(given, letters, asks_for_dates=action == "dato")
            return pages.response(request.scope, "checks/form.html", page)
        if problems := errors(sent, given):
            return form(request, given, problems, status=413 if sent.cut_off else 422)
        return result(request, given)

    @routes.api_route("/eksempel/{letter_id}", methods=_READ)
    def try_letter(request: Request, letter_id: str) -> Response:
        letter = next((each for each in letters if each.id == letter_id), None)
        if letter is None:
            raise HTTPException(404)
        return result(request, letter.values)

    return routes
