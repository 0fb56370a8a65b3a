"""`/omrade/{omraade}/avvik/importer`: a file is checked first, and imported by a second press."""

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas import repository as areas
from samhandling.areas.answering import READ, go, here, made_of, number, today_of
from samhandling.cases.opening import Deed
from samhandling.casework.room import Room, crumbs
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.importing import making, phone_routes, repository, template
from samhandling.importing.carrying import seal, unseal
from samhandling.importing.checking import Checked, check
from samhandling.importing.columns import BY_FIELD
from samhandling.importing.directory import Directory, directory
from samhandling.importing.known import known_here, told_so_far
from samhandling.importing.pages import DryRun, ImportPage, ProgressPage, dry_run
from samhandling.importing.reading import read
from samhandling.importing.rows import MOST_ROWS, Unreadable
from samhandling.importing.tables import ImportState
from samhandling.kernel.columns import key
from samhandling.kernel.errors import NotFound, Refused
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, marked

Steward = Annotated[Visitor, needs(Permission.CASE_STEWARD)]
Sent = Annotated[Submitted, Depends(submitted)]
_FILE, _ROWS, _AT_ONCE = "fil", "rader", "straks"
_STATES: Final = {
    ImportState.RUNNING: marked("Importeres nå"),
    ImportState.DONE: marked("Ferdig"),
    ImportState.CANCELLED: marked("Avbrutt"),
    ImportState.STOPPED: marked("Stanset: du er ikke praksiskonsulent i området lenger"),
}
_REFUSALS: Final = {
    "rows_altered": marked("Prøvekjøringen gjelder ikke lenger. Last opp filen på nytt."),
    "row_gone": marked("Rad %(row)s kan ikke importeres lenger. %(why)s Ingenting er importert. Rett filen, og last "
                       "den opp på nytt."),
}  # fmt: skip
_TYPES: Final = {
    "mal.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "mal.csv": "text/csv; charset=utf-8",
    "lister.csv": "text/csv; charset=utf-8",
}


def router(room: Room) -> APIRouter:
    routes = APIRouter(prefix="/omrade/{omraade}/avvik")
    _importing(routes, room)
    _following(routes, room)
    _templates(routes, room)
    phone_routes.add(routes, room)
    return routes


def _organisations(request: Request, who: Visitor) -> Directory:
    with made_of(request).database.reading(who.scope) as session:
        return directory(areas.organisations(session, who.here.id), today_of(request))


def _lists(room: Room, found: Directory) -> dict[str, list[str]]:
    rules = {code: str(each.heading) for code, each in room.cites.statements.items()}
    return template.lists(list(found.shown.values()), rules)


def _page(request: Request, who: Visitor, room: Room) -> ImportPage:
    lists = _lists(room, _organisations(request, who))
    return ImportPage(
        title=gettext(marked("Importer avvik")),
        crumbs=crumbs(who),
        base=here(who),
        action=here(who, "/avvik/importer"),
        most=MOST_ROWS,
        lists={code: (str(BY_FIELD[code].name), texts) for code, texts in lists.items()},
    )


def _importing(routes: APIRouter, room: Room) -> None:
    @routes.api_route("/importer", methods=READ)
    def show_import(request: Request, who: Steward) -> Response:
        page = replace(_page(request, who, room), done=told_so_far(request))
        return room.desk.show(request, "importing/import.html", page)

    @routes.post("/importer")
    def take_import(request: Request, who: Steward, sent: Sent) -> Response:
        """A file: the dry run. The rows of one: the import."""
        page = _page(request, who, room)
        try:
            if sent.text(_ROWS) and _FILE not in sent.files:
                return go(_imported(request, who, room, sent))
            tried = _tried(request, who, room, sent)
        except Unreadable as error:
            page = replace(page, refused=gettext(error.text) % error.values)
            return room.desk.show(request, "importing/import.html", page, 422)
        except Refused as error:
            page = replace(page, refused=gettext(_REFUSALS[error.code]) % dict(error.values))
            return room.desk.show(request, "importing/import.html", page, 422)
        status = 422 if tried.wrong else 200
        return room.desk.show(request, "importing/import.html", replace(page, dry_run=tried), status)


def _tried(request: Request, who: Visitor, room: Room, sent: Submitted) -> DryRun:
    """Nothing is stored. Raises Unreadable."""
    made = made_of(request)
    if _FILE not in sent.files:
        raise Unreadable(marked("Velg en fil."))
    known = known_here(request, who, room)
    checked = check(read(sent.files[_FILE].content), known)
    if not checked.ready and not checked.faults:
        raise Unreadable(marked("Filen har ingen rader å importere."))
    with made.database.reading(who.scope) as session:
        there = repository.made_already(session, [each.report.form_key for each in checked.ready])
    sealed = "" if checked.faults else _sealed(request, who, checked)
    return dry_run(checked, there, known.directory, sealed=sealed, most_at_once=making.AT_ONCE)


def _sealed(request: Request, who: Visitor, checked: Checked) -> str:
    return seal(made_of(request).secrets, who.here.id, who.me.person, checked.ready)


def _imported(request: Request, who: Visitor, room: Room, sent: Submitted) -> str:
    """Where to see what it led to. Refused as `_REFUSALS` says."""
    made, sealed, at_once = made_of(request), sent.text(_ROWS), sent.text(_AT_ONCE) == "ja"
    ready = unseal(made.secrets, who.here.id, who.me.person, sealed)
    with made.database.writing(who.scope) as session:
        deed = Deed(session, made.trail, who.actor, made.clock())
        if len(ready) > making.AT_ONCE:
            token = made.secrets.keyed_hash("import", sealed)
            begun = making.begin(deed, who.here.id, token, sealed, len(ready), at_once=at_once)
            return here(who, f"/avvik/importer/{key(begun.id)}")
        done = making.make(deed, who.me, who.here.id, ready, room.cites, at_once=at_once)
    return here(who, f"/avvik/importer?laget={done.opened}&fantes={done.already}")


def _following(routes: APIRouter, room: Room) -> None:
    @routes.api_route("/importer/{nummer}", methods=READ)
    def show_progress(request: Request, who: Steward, nummer: str) -> Response:
        with made_of(request).database.reading(who.scope) as session:
            row = repository.case_import(session, number(nummer), area=who.here.id, person=who.me.person)
        page = ProgressPage(
            title=gettext(marked("Import av avvik")),
            crumbs=crumbs(who, (gettext(marked("Importer avvik")), "/avvik/importer")),
            base=here(who),
            action=here(who, f"/avvik/importer/{nummer}"),
            state=gettext(_STATES[row.state]),
            running=row.state is ImportState.RUNNING,
            done=row.done,
            total=row.total,
            made=row.made,
            already=row.done - row.made - len(row.left_out),
            left_out=tuple(row.left_out),
        )
        return room.desk.show(request, "importing/progress.html", page)

    @routes.post("/importer/{nummer}/avbryt")
    def cancel_import(request: Request, who: Steward, nummer: str, sent: Sent) -> Response:
        made = made_of(request)
        with made.database.writing(who.scope) as session:
            row = repository.case_import(
                session, number(nummer), area=who.here.id, person=who.me.person, to_change=True
            )
            making.cancel(row, made.clock())
            session.add(row)
        return go(here(who, f"/avvik/importer/{nummer}"))


def _templates(routes: APIRouter, room: Room) -> None:
    @routes.api_route("/importer/fil/{navn}", methods=READ)
    def template_file(request: Request, who: Steward, navn: str) -> Response:
        lists = _lists(room, _organisations(request, who))
        month = f"{today_of(request):%Y-%m}"
        makers = {
            "mal.xlsx": lambda: template.as_workbook(month, lists),
            "mal.csv": lambda: template.as_csv(month, lists),
            "lister.csv": lambda: template.lists_as_csv(lists),
        }
        if navn not in makers:
            raise NotFound
        name = {"Content-Disposition": f'attachment; filename="avvik-{navn}"'}
        return Response(makers[navn](), media_type=_TYPES[navn], headers=name)
