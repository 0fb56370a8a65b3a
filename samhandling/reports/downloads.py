"""The files of a published report: each made of the same view as the page, when somebody asks for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from samhandling.areas.answering import READ, made_of
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.errors import NotFound, Refused
from samhandling.kernel.scope import SYSTEM
from samhandling.reports import pdf
from samhandling.reports.csv_export import as_csv, as_tidy_csv
from samhandling.reports.excel import as_workbook
from samhandling.reports.finding import found
from samhandling.reports.json_export import as_json
from samhandling.reports.room import ReportRoom
from samhandling.reports.view import ReportView
from samhandling.reports.word import as_case_paper
from samhandling.web.i18n import gettext, marked

Anyone = Annotated[Visitor, needs(Permission.PUBLIC)]
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Kind:
    """`label`: message id. `suffix`: of the name of the file, after the report's number."""

    label: str
    suffix: str
    media: str
    make: Callable[[ReportView], bytes]


def _json(view: ReportView) -> bytes:
    return msgspec.json.format(msgspec.json.encode(as_json(view)), indent=2)


#: By the last part of the address.
KINDS: Final[Mapping[str, Kind]] = {
    "rapport.pdf": Kind(marked("PDF"), ".pdf", "application/pdf", pdf.printed),
    "saksframlegg.docx": Kind(
        marked("Saksframlegg (Word)"), "-saksframlegg.docx", f"{_OFFICE}.wordprocessingml.document", as_case_paper
    ),
    "rapport.xlsx": Kind(marked("Excel"), ".xlsx", f"{_OFFICE}.spreadsheetml.sheet", as_workbook),
    "rapport.csv": Kind(marked("CSV"), ".csv", "text/csv; charset=utf-8", as_csv),
    "tall.csv": Kind(marked("CSV for maskiner"), "-tall.csv", "text/csv; charset=utf-8", as_tidy_csv),
    "rapport.json": Kind(marked("JSON"), ".json", "application/json", _json),
}
Refusing = Callable[..., Response]


def add(routes: APIRouter, room: ReportRoom, report_page: Refusing) -> None:
    """`report_page`: the report with what kept a file from being made."""

    @routes.api_route("/{rapport}/{fil}", methods=READ)
    def download(request: Request, who: Anyone, hvor: str, rapport: str, fil: str) -> Response:
        kind = KINDS.get(fil)
        if kind is None:
            raise NotFound
        with made_of(request).database.reading(SYSTEM) as session:
            view = room.published(session, found(session, hvor, rapport)[1])
        try:
            made = kind.make(view)
        except Refused as error:
            text, status = pdf.REFUSALS[error.code]
            return report_page(request, who, hvor, rapport, refused=gettext(text), status=status)
        return Response(made, media_type=kind.media, headers=_named(f"{hvor}-{view.number}{kind.suffix}"))


def _named(name: str) -> dict[str, Any]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def files(address: str) -> tuple[tuple[str, str], ...]:
    """What it is, and where."""
    return tuple((gettext(kind.label), f"{address}/{file}") for file, kind in KINDS.items())
