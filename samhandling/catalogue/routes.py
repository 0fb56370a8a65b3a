"""`/`, `/regler` and `/regler/<number>`."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from samhandling.catalogue.pages import FACETS, Asked, Catalogue
from samhandling.identity.access import needs
from samhandling.identity.permissions import Permission
from samhandling.web.rendering import Pages

_LONGEST_QUERY = 200
_READ = ["GET", "HEAD"]


def router(catalogue: Catalogue, pages: Pages, public_origin: str | None) -> APIRouter:
    routes = APIRouter(dependencies=[needs(Permission.PUBLIC)])

    @routes.api_route("/", methods=_READ)
    def start(request: Request) -> Response:
        return pages.response(request.scope, "catalogue/start.html", catalogue.start_page())

    @routes.api_route("/regler", methods=_READ)
    def rules(request: Request) -> Response:
        return pages.response(request.scope, "catalogue/rules.html", catalogue.rules_page(_asked(request)))

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


def _asked(request: Request) -> Asked:
    query = request.query_params
    chosen = tuple((name, tuple(c for c in query.getlist(name) if c in codes)) for name, codes in FACETS.items())
    return Asked(query.get("q", "")[:_LONGEST_QUERY], query.get("situasjon", ""), chosen)
