"""`/`, `/regler` and `/regler/<number>`."""

from collections.abc import Callable, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from samhandling.catalogue.pages import FACETS, Asked, Catalogue
from samhandling.identity.access import needs
from samhandling.identity.permissions import Permission
from samhandling.services import services
from samhandling.web.forms import searched
from samhandling.web.rendering import Pages

_LONGEST_QUERY = 200
_READ = ["GET", "HEAD"]


def router(catalogue: Catalogue, pages: Pages, public_origin: str | None) -> APIRouter:
    routes = APIRouter(dependencies=[needs(Permission.PUBLIC)])

    @routes.api_route("/", methods=_READ)
    def start(request: Request) -> Response:
        return pages.response(request.scope, "catalogue/start.html", catalogue.start_page())

    def stopped(request: Request, asked: Asked) -> Response:
        return pages.response(request.scope, "catalogue/rules.html", catalogue.stopped_page(asked), status=422)

    @routes.api_route("/regler", methods=_READ)
    def rules(request: Request) -> Response:
        asked = _asked(request.query_params.get, request.query_params.getlist)
        if services(request).inspector.blocks(asked.query):
            return stopped(request, asked)
        response = pages.response(request.scope, "catalogue/rules.html", catalogue.rules_page(asked))
        response.headers["HX-Replace-Url"] = f"/regler?{request.url.query}".rstrip("?")
        return response

    @routes.post("/regler")
    def search(request: Request, sent: Annotated[tuple[tuple[str, str], ...], Depends(searched)]) -> Response:
        asked = _asked(dict(sent).get, lambda name: [value for key, value in sent if key == name])
        if services(request).inspector.blocks(asked.query):
            return stopped(request, asked)
        return RedirectResponse(f"/regler?{urlencode([pair for pair in sent if pair[1]])}".rstrip("?"), status_code=303)

    @routes.api_route("/regler/{number}", methods=_READ)
    def statement(request: Request, number: str) -> Response:
        page = catalogue.statement_page(number, public_origin or str(request.base_url).rstrip("/"))
        if page is not None:
            return pages.response(request.scope, "catalogue/statement.html", page)
        if (holder := catalogue.rulebook.by_rule.get(number)) is not None:
            return RedirectResponse(f"/regler/{holder.number}#{number}", status_code=308)
        unknown = catalogue.unknown_number_page(number)
        return pages.response(request.scope, "catalogue/unknown_number.html", unknown, status=404)

    return routes


def _asked(get: Callable[[str, str], str], every: Callable[[str], Sequence[str]]) -> Asked:
    chosen = tuple((name, tuple(c for c in every(name) if c in codes)) for name, codes in FACETS.items())
    return Asked(get("q", "")[:_LONGEST_QUERY], get("situasjon", ""), chosen)
