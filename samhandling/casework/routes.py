"""`/omrade/{omraade}/saker` and below: lists, a case, its moves, the rule as it stood, drafts."""

from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from samhandling.areas.answering import READ, Crumbs, go, here, made_of, may
from samhandling.attachments.pages import attachments_of
from samhandling.cases.kinds import STUB
from samhandling.cases.moves import Move
from samhandling.cases.opening import Deed
from samhandling.cases.tables import Disqualification
from samhandling.casework import drafts, listing, moving, printout, queue, repository, settings_routes
from samhandling.casework.addressing import case_at
from samhandling.casework.exporting import as_json
from samhandling.casework.grounds import DECLARED
from samhandling.casework.pages import CasePage, MovePage
from samhandling.casework.room import Room, crumbs
from samhandling.casework.rulebook import as_it_stood, parted
from samhandling.casework.showing import view_of
from samhandling.casework.slices import Looking, Slice
from samhandling.casework.texts import REFUSALS
from samhandling.casework.view import JUDGES
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound, Refused, Stale
from samhandling.notices.deeds import seen
from samhandling.web.fields import Filled, empty, read
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, marked
from samhandling.web.refused import with_refusal
from samhandling.web.rendering import UNREAD
from samhandling.web.stale import stale_page

Reader = Annotated[Visitor, needs(Permission.CASE_READ)]
Steward = Annotated[Visitor, needs(Permission.CASE_STEWARD)]
Sent = Annotated[Submitted, Depends(submitted)]
_SPOKEN: Final = {"nb": marked("bokmål"), "nn": marked("nynorsk")}


def router(room: Room) -> APIRouter:
    routes = APIRouter(prefix="/omrade/{omraade}")
    listing.add(routes, room)
    queue.add(routes, room)
    settings_routes.add(routes, room)
    _drafting(routes)
    _reading(routes, room)
    printout.add(routes, room, case_page)
    _moving(routes, room)
    _replying(routes, room)
    _stepping_aside(routes, room)
    return routes


def _reading(routes: APIRouter, room: Room) -> None:
    @routes.api_route("/saker/{sak}", methods=READ)
    def show_case(request: Request, who: Reader, sak: str) -> Response:
        _take_as_read(request, who, sak)
        return case_page(request, who, room, sak)

    @routes.api_route("/saker/{sak}/sak.json", methods=READ)
    def export(request: Request, who: Reader, sak: str) -> Response:
        """For the hospital's own quality system; what this reader sees, and nothing else."""
        with made_of(request).database.reading(who.scope) as session:
            view = view_of(room.look(request, who, session, sak), room.slices, here=who.here.slug)
        name = {"Content-Disposition": f'attachment; filename="{view.number}.json"'}
        return JSONResponse(as_json(view), headers=name)

    @routes.api_route("/saker/{sak}/regel/{nummer}", methods=READ)
    def rule_then(request: Request, who: Reader, sak: str, nummer: str) -> Response:
        with made_of(request).database.reading(who.scope) as session:
            looking = room.look(request, who, session, sak)
            links = repository.rule_links(session, key(looking.case.id))
            link = next((each for each in links if (each.statement, each.letter) == parted(nummer)), None)
            if link is None:
                raise NotFound
            stood = as_it_stood(session, link)
        now = room.cites.statements.get(link.statement)
        page = RuleThenPage(
            title=f"{nummer} {stood.heading}",
            crumbs=crumbs(who, (sak, f"/saker/{sak}")),
            text=str(stood.text),
            month=link.month,
            href=f"/regler/{link.statement}" if now else "",
            same=now is not None and now.text == stood.text,
        )
        return room.desk.show(request, "casework/rule_then.html", page)

    @routes.post("/saker/{sak}/melder")
    def name_reporter(request: Request, who: Steward, sak: str) -> Response:
        """Shown this once, to the PKO of the area that owns the case; that it was shown stands in the trail."""
        made = made_of(request)
        with made.database.writing(who.scope) as session:
            looking = room.look(request, who, session, sak, to_change=True)
            if looking.case.area_id not in who.scope.areas:
                raise NotFound
            named = repository.person_name(session, looking.case.created_by)
            Deed(session, made.trail, who.actor, made.clock()).record(looking.case, "reporter_named", hat="steward")
        return case_page(request, who, room, sak, named=named or gettext(marked("Navnet er slettet")))


def _stepping_aside(routes: APIRouter, room: Room) -> None:
    @routes.post("/saker/{sak}/tre-til-side")
    def step_aside(request: Request, who: Reader, sak: str) -> Response:
        """Habilitet: from now on the person does not see the case. For those who might have judged it."""
        made = made_of(request)
        with made.database.writing(who.scope) as session:
            looking = room.look(request, who, session, sak, to_change=True)
            if not looking.hats & JUDGES:
                raise NotFound
            deed = Deed(session, made.trail, who.actor, made.clock())
            deed.record(looking.case, "participant_stepped_aside", hat="steward")
            session.add(
                Disqualification(
                    case_id=key(looking.case.id), person_id=who.me.person, reason=DECLARED, since=deed.at
                )
            )
        return go(here(who, "/saker?gjort=til-side"))


def _take_as_read(request: Request, who: Visitor, sak: str) -> None:
    """What the person was told of the case is read by opening it: a named exception to «no GET writes» (ruling B28)."""
    if not request.scope.get(UNREAD):
        return
    made = made_of(request)
    with made.database.writing(who.scope) as session:
        seen(session, who.me.person, key(case_at(session, who, sak).id), made.clock())


@dataclass(frozen=True, slots=True)
class RuleThenPage:
    """A rule as it stood when the case cited it. `same`: it stands so still."""

    title: str
    crumbs: Crumbs
    text: str
    month: str
    href: str
    same: bool


def case_page(
    request: Request, who: Visitor, room: Room, sak: str, *, refused: str = "", named: str = "", status: int = 200
) -> Response:
    with made_of(request).database.reading(who.scope) as session:
        looking = room.look(request, who, session, sak)
        view = view_of(looking, room.slices, here=who.here.slug)
        owner = repository.areas(session, [looking.case.area_id])[looking.case.area_id]
        files = attachments_of(session, who, looking.case, f"{looking.base}/vedlegg", looking.now)
    page = CasePage(
        title=f"{view.number} {view.title}",
        crumbs=crumbs(who),
        base=here(who, f"/saker/{sak}"),
        view=view,
        owner="" if owner.id == who.here.id else owner.name,
        said=_said(request, room.kind_of(looking.case)),
        refused=refused,
        may_step_aside=bool(looking.hats & JUDGES) and view.open,
        may_name=looking.case.area_id in who.scope.areas and may(who, Permission.CASE_STEWARD),
        named=named,
        files=files,
        takes_files=looking.case.retention_class != STUB,
        next=here(who, f"/ko/etter/{sak}") if who.me.role_for(Permission.CASE_STEWARD, who.here) else "",
    )
    return room.desk.show(request, "casework/case.html", page, status)


def _said(request: Request, kind: Slice) -> str:
    code = request.query_params.get("gjort", "")
    made = kind.machine.by_code.get(code)
    return gettext(made.done if made else kind.said.get(code, "")) if code else ""


def _moving(routes: APIRouter, room: Room) -> None:
    @routes.api_route("/saker/{sak}/steg/{steg}", methods=READ)
    def show_step(request: Request, who: Reader, sak: str, steg: str) -> Response:
        with made_of(request).database.reading(who.scope) as session:
            looking = room.look(request, who, session, sak)
            kind, move = room.kind_of(looking.case), _known(room, looking, steg)
            try:
                kind.machine.step(looking.case.state, steg, looking.hats, kind.facts(looking))
            except Refused as error:
                return case_page(request, who, room, sak, refused=said_of(error, kind), status=422)
            kept = drafts.saved(session, who.me.person, draft_name(sak, steg))
            page = _move_page(who, looking, kind, move, sak, kept.values if kept else None)
        if kept is not None:
            page = replace(page, restored=drafts.clock(kept.saved_at))
        return room.desk.show(request, "casework/move.html", page)

    @routes.post("/saker/{sak}/steg/{steg}")
    def make_step(request: Request, who: Reader, sak: str, steg: str, sent: Sent) -> Response:
        made = made_of(request)
        with made.database.reading(who.scope) as session:
            looking = room.look(request, who, session, sak)
            kind, move = room.kind_of(looking.case), _known(room, looking, steg)
            page = _move_page(who, looking, kind, move, sak, None)
        filled = read(page.form.fields, sent, who.inspect)
        if not move.hats & looking.hats:
            # Before it is locked: PostgreSQL finds no row to lock for one who may only see it.
            return _refused(request, who, room, sak, page, filled, Refused("move_not_yours", move=steg), kind)
        if filled.problems:
            return room.desk.show(request, "casework/move.html", replace(page, form=filled), 422)
        try:
            with made.database.writing(who.scope) as session:
                changing = room.look(request, who, session, sak, to_change=True)
                deed = Deed(session, made.trail, who.actor, made.clock())
                moving.move(deed, kind, changing, steg, filled, made.redactor)
                drafts.discard(session, who.me.person, draft_name(sak, steg))
                there = _still_seen(room, request, who, session, sak)
        except Refused as error:
            if not page.form.fields or error.code.startswith("move_"):
                return _refused(request, who, room, sak, page, filled, error, kind)
            shown = with_refusal(filled, error, kind.refusals)
            return room.desk.show(request, "casework/move.html", replace(page, form=shown), 422)
        except Stale as error:
            stored = Filled(page.form.fields, page.form.values, version=int(str(error.values["version"])))
            both = stale_page(sak, page.action, page.back, stored, filled, sent)
            return room.desk.show(request, both.template, both, 409)
        return go(here(who, f"/saker/{sak}?gjort={steg}") if there else here(who, "/saker?gjort=flyttet"))


def _replying(routes: APIRouter, room: Room) -> None:
    @routes.post("/saker/{sak}/steg/{steg}/svartekst")
    def add_reply(request: Request, who: Reader, sak: str, steg: str, sent: Sent) -> Response:
        """The form again, with a ready text after what was typed. Nothing is stored, so the guard waits."""
        with made_of(request).database.reading(who.scope) as session:
            looking = room.look(request, who, session, sak)
            kind, move = room.kind_of(looking.case), _known(room, looking, steg)
            step, code = kind.steps.get(move.code), sent.text("svartekst")
            if step is None or code not in step.replies:
                raise NotFound
            page = _move_page(who, looking, kind, move, sak, None)
            typed = replace(read(page.form.fields, sent, who.inspect), problems=())
            try:
                kind.machine.step(looking.case.state, steg, looking.hats, kind.facts(looking))
            except Refused as error:
                return _refused(request, who, room, sak, page, typed, error, kind)
            form = step.reply(looking, code, typed)
        status = 422 if form.problems else 200
        return room.desk.show(request, "casework/move.html", replace(page, form=form), status)


def _still_seen(room: Room, request: Request, who: Visitor, session: DbSession, sak: str) -> bool:
    """One who says «ikke oss» does not see the case any more."""
    session.flush()
    try:
        case_at(session, who, sak)
    except NotFound:
        return False
    return True


def _refused(
    request: Request, who: Visitor, room: Room, sak: str, page: MovePage, filled: Filled, error: Refused, kind: Slice
) -> Response:
    """With what was typed, when something was."""
    message = said_of(error, kind)
    if not page.form.fields:
        return case_page(request, who, room, sak, refused=message, status=422)
    return room.desk.show(
        request, "casework/move.html", replace(page, form=filled.with_problem("skjema", message)), 422
    )


def said_of(error: Refused, kind: Slice) -> str:
    if error.code == "move_needs":
        return gettext(kind.machine.facts[str(error.values["fact"])])
    texts = {**kind.refusals, **REFUSALS}
    values = dict(error.values)
    if "state" in values:
        values["state"] = gettext(kind.machine.states.get(str(values["state"]), str(values["state"])))
    return gettext(texts[error.code]) % values


def _known(room: Room, looking: Looking, steg: str) -> Move:
    move = room.kind_of(looking.case).machine.by_code.get(steg)
    if move is None or not move.label:
        raise NotFound
    return move


def _move_page(
    who: Visitor, looking: Looking, kind: Slice, move: Move, sak: str, kept: dict[str, str] | None
) -> MovePage:
    step = kind.steps.get(move.code)
    fields = step.fields(looking) if step else ()
    start = dict(step.start(looking)) if step else {}
    form = replace(empty(fields, **{**start, **(kept or {})}), version=looking.case.version)
    return MovePage(
        title=gettext(move.label),
        crumbs=crumbs(who, (f"{looking.case.number}", f"/saker/{sak}")),
        form=form,
        action=here(who, f"/saker/{sak}/steg/{move.code}"),
        back=here(who, f"/saker/{sak}"),
        over=looking.case.title,
        lead=gettext(step.lead) if step and step.lead else "",
        warning=gettext(step.warn) if step and step.warn else "",
        danger=move.weight == "danger",
        draft=draft_name(sak, move.code),
        saver=here(who, "/utkast"),
        replies=tuple((code, gettext(text)) for code, text in step.replies.items()) if step else (),
        spoken=gettext(_SPOKEN.get(looking.case.maalform, _SPOKEN["nb"])),
    )


def _drafting(routes: APIRouter) -> None:
    @routes.post("/utkast")
    def save_draft(request: Request, who: Reader, sent: Sent) -> Response:
        """Asked for by script while somebody types, and by «Lagre utkast» without. Answers in a line of text."""
        made = made_of(request)
        if not sent.text(drafts.FORM):
            raise NotFound
        with made.database.writing(who.scope) as session:
            found = drafts.save(session, who.me.person, who.here.id, sent, who.inspect, made.clock())
        back = sent.text("tilbake")
        if "HX-Request" not in request.headers and back.startswith(here(who)):
            return go(back)
        return Response(_told(found), media_type="text/plain; charset=utf-8")

    @routes.post("/utkast/forkast")
    def discard_draft(request: Request, who: Reader, sent: Sent) -> Response:
        with made_of(request).database.writing(who.scope) as session:
            drafts.discard(session, who.me.person, sent.text(drafts.FORM))
        back = sent.text("tilbake")
        return go(back if back.startswith(here(who)) else here(who, "/saker"))


def _told(found: drafts.Saved) -> str:
    told = gettext(marked("Utkastet er lagret kl. %(time)s.")) % {"time": drafts.clock(found.at)}
    if not found.left_out:
        return told
    return told + " " + gettext(marked("Ett felt er ikke med, fordi det kan inneholde personopplysninger."))


def draft_name(sak: str, steg: str) -> str:
    return f"{sak}/{steg}"[:80]
