"""`/omrade/{omraade}/saker/{sak}/vedlegg`: the files of a case. A file is read before any transaction that writes."""

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from samhandling.attachments import attaching, forms, pages, repository
from samhandling.attachments.answers import MOST_BYTES
from samhandling.attachments.downloading import download
from samhandling.attachments.extracting import Extracted, Extractor
from samhandling.attachments.naming import tidied, with_ending
from samhandling.cases.opening import Deed
from samhandling.cases.tables import Case
from samhandling.casework.addressing import case_at
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotAllowed, NotFound, Refused
from samhandling.services import Services, services
from samhandling.web.fields import Filled
from samhandling.web.forms import Submitted, Upload, submitted, submitted_up_to
from samhandling.web.i18n import gettext
from samhandling.web.rendering import Pages
from samhandling.web.row_id import RowId

_READ: Final = ["GET", "HEAD"]
#: With room for the fields beside the file.
_MOST_SENT: Final = MOST_BYTES + 250_000
Reader = Annotated[Visitor, needs(Permission.CASE_READ)]
Steward = Annotated[Visitor, needs(Permission.CASE_STEWARD)]
Sent = Annotated[Submitted, Depends(submitted)]
SentFile = Annotated[Submitted, Depends(submitted_up_to(_MOST_SENT))]


def router(rendered: Pages, extract: Extractor) -> APIRouter:
    routes = APIRouter(prefix="/omrade/{omraade}/saker/{sak}/vedlegg")

    def page(
        request: Request,
        who: Visitor,
        sak: str,
        form: Filled,
        status: int = 200,
        *,
        statement: int | None = None,
    ) -> Response:
        made = services(request)
        with made.database.reading(who.scope) as session:
            shown = _page(session, made, who, case_at(session, who, sak), sak, form, statement)
        shown = replace(shown, done=_done(request))
        return rendered.response(request.scope, "attachments/list.html", shown, status)

    @routes.api_route("", methods=_READ)
    def show(request: Request, who: Reader, sak: str, uttalelse: int | None = None) -> Response:
        return page(request, who, sak, forms.blank(), statement=uttalelse)

    @routes.post("")
    def add(request: Request, who: Reader, sent: SentFile, sak: str) -> Response:
        form, statement = forms.typed(sent), _statement(sent)
        try:
            done = _added(services(request), extract, who, sak, sent, statement)
        except Refused as refusal:
            form = forms.refused(form, refusal)
            return page(request, who, sak, form, 413 if sent.cut_off else 422, statement=statement)
        if isinstance(done, Filled):
            return page(request, who, sak, done, 422, statement=statement)
        return _back(who, sak, done)

    @routes.api_route("/{vedlegg}", methods=_READ)
    def fetch(request: Request, who: Reader, sak: str, vedlegg: RowId) -> Response:
        with services(request).database.reading(who.scope) as session:
            case = case_at(session, who, sak)
            row = attaching.read(
                session, key(case.id), vedlegg, person=who.me.person, steward=pages.is_steward(who, case)
            )
            return download(row.name, row.media_type, row.content)

    @routes.post("/{vedlegg}/fjern")
    def remove(request: Request, who: Reader, sent: Sent, sak: str, vedlegg: RowId) -> Response:
        made = services(request)
        try:
            with made.database.writing(who.scope) as session:
                case = case_at(session, who, sak)
                attaching.remove(_deed(session, made, who), key(case.id), vedlegg)
        except Refused:
            return _back(who, sak, "for-sent")
        made.forget()
        return _back(who, sak, "fjernet")

    @routes.post("/{vedlegg}/klarer")
    def clear(request: Request, who: Steward, sent: Sent, sak: str, vedlegg: RowId) -> Response:
        made, refuses = services(request), sent.text("svar") == "avvis"
        try:
            with made.database.writing(who.scope) as session:
                case = case_at(session, who, sak)
                if not pages.is_steward(who, case):
                    raise NotAllowed("no_permission")
                act = attaching.refuse if refuses else attaching.clear
                act(_deed(session, made, who), key(case.id), vedlegg)
        except Refused:
            return _back(who, sak, "alt-klarert")
        if refuses:
            made.forget()
        return _back(who, sak, "avvist" if refuses else "klarert")

    return routes


def _added(
    made: Services, extract: Extractor, who: Visitor, sak: str, sent: Submitted, statement: int | None
) -> str | Filled:
    """What was done, by its code in the address, or the form with what the guard found."""
    with made.database.reading(who.scope) as session:
        case = case_at(session, who, sak)
        upload = _upload(sent)
        if statement is not None:
            repository.draft(session, key(case.id), statement, who.me.person)
        mark = attaching.fingerprint(session, case.area_id, upload.content)
        if attaching.room_for(session, key(case.id), mark) is not None:
            return "var-der"
        tesseract = attaching.picture_reader(session, case.area_id)
    # No transaction is open while the child reads: it may take its time.
    extracted = extract(upload.content, tesseract=tesseract)
    form, name = forms.typed(sent), tidied(sent.text(forms.NAME.name).strip() or upload.name)
    form = forms.inspected(who, form, name, extracted, sent)
    if form.problems:
        return form
    new = attaching.New(with_ending(name, extracted.kind), mark, extracted, statement, form.let_through)
    with made.database.writing(who.scope) as session:
        attaching.add(_deed(session, made, who), key(case.id), new)
    return _told(extracted)


def _told(extracted: Extracted) -> str:
    return "venter" if extracted.unread else "lagt-til"


def _upload(sent: Submitted) -> Upload:
    if sent.cut_off:
        raise Refused("too_large", field=forms.FILE.name)
    upload = sent.files.get(forms.FILE.name)
    if upload is None:
        raise Refused("missing", field=forms.FILE.name)
    return upload


def _page(
    session: DbSession, made: Services, who: Visitor, case: Case, sak: str, form: Filled, statement: int | None
) -> pages.AttachmentsPage:
    here = f"/omrade/{who.here.slug}"
    base = f"{here}/saker/{sak}/vedlegg"
    return pages.AttachmentsPage(
        title=gettext("Vedlegg"),
        crumbs=((who.here.name, here), (case.number, f"{here}/saker/{sak}")),
        number=case.number,
        base=base,
        attachments=pages.attachments_of(session, who, case, base, made.clock()),
        form=form,
        takes_pictures=attaching.picture_reader(session, case.area_id) is not None,
        area=who.here.slug,
        statement=statement,
    )


def _done(request: Request) -> str:
    code = request.query_params.get("gjort", "")
    return gettext(pages.DONE[code]) if code in pages.DONE else ""


def _statement(sent: Submitted) -> int | None:
    typed = sent.text("uttalelse")
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise NotFound
    return int(typed)


def _back(who: Visitor, sak: str, done: str) -> Response:
    return RedirectResponse(f"/omrade/{who.here.slug}/saker/{sak}/vedlegg?gjort={done}", 303)


def _deed(session: DbSession, made: Services, who: Visitor) -> Deed:
    return Deed(session, made.trail, who.actor, made.clock())
