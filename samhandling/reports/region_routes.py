"""`/rapporter`: the published reports of all areas side by side, and every number of a period in one file."""

from typing import Annotated, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from samhandling.areas.answering import READ, made_of
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.errors import NotFound
from samhandling.kernel.scope import SYSTEM
from samhandling.reports import repository
from samhandling.reports.addresses import address_of
from samhandling.reports.content import Report, thawed
from samhandling.reports.labels import half_name
from samhandling.reports.pages import RegionPage
from samhandling.reports.periods import period
from samhandling.reports.region import SIDE_BY_SIDE, Line, as_file, total, values_of
from samhandling.reports.room import ReportRoom
from samhandling.web.i18n import gettext, marked

Anyone = Annotated[Visitor, needs(Permission.PUBLIC)]
_PERIOD: Final = "periode"


def router(room: ReportRoom) -> APIRouter:
    routes = APIRouter(prefix="/rapporter")

    @routes.api_route("", methods=READ)
    def show_all(request: Request, who: Anyone) -> Response:
        return room.desk.show(request, "reports/region.html", _page(request))

    @routes.api_route(".csv", methods=READ)
    def all_numbers(request: Request, who: Anyone) -> Response:
        """Of the period that is asked for, else the newest. Raises NotFound when nobody has reported it."""
        _codes, wanted, found = _asked(request)
        if not found or request.query_params.get(_PERIOD, wanted) != wanted:
            raise NotFound
        numbers = as_file([(slug, number, report) for slug, _name, number, report in found])
        name = {"Content-Disposition": f'attachment; filename="rapporter-{wanted}.csv"'}
        return Response(numbers, media_type="text/csv; charset=utf-8", headers=name)

    return routes


#: (slug, name of the area, number, report).
Found = tuple[str, str, str, Report]


def _asked(request: Request) -> tuple[list[str], str, list[Found]]:
    """The codes of the periods that are reported, the newest first; the one that is asked for, or the newest; its
    reports, an area each."""
    with made_of(request).database.reading(SYSTEM) as session:
        codes = sorted(repository.periods_published(session), key=lambda code: period(code).last, reverse=True)
        asked = request.query_params.get(_PERIOD, "")
        wanted = asked if asked in codes else next(iter(codes), "")
        rows = repository.newest_of_all(session, wanted)
        return codes, wanted, [(slug, name, row.number, thawed(row.body)) for slug, name, row in rows]


def _page(request: Request) -> RegionPage:
    codes, chosen, found = _asked(request)
    lines = tuple(
        Line(name, number, address_of(slug, number), values_of(report))
        for slug, name, number, report in found
    )
    return RegionPage(
        title=gettext(marked("Publiserte rapporter om samhandlingen")),
        period=chosen,
        name=half_name(period(chosen)) if found else "",
        periods=tuple((code, half_name(period(code))) for code in codes),
        headings=tuple(map(gettext, SIDE_BY_SIDE.values())),
        lines=lines,
        total=total(lines),
        file=f"/rapporter.csv?{_PERIOD}={chosen}",
    )
