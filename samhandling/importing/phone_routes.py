"""`/omrade/{omraade}/avvik/telefonliste`: notes from the phone become cases, and no line is lost on the way."""

from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas.answering import READ, Crumbs, go, here, made_of
from samhandling.cases.opening import Deed
from samhandling.casework import drafts
from samhandling.casework.room import Room, crumbs
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.importing import making, phone_forms
from samhandling.importing.checking import Known
from samhandling.importing.known import known_here, told_of, told_so_far
from samhandling.importing.phone_forms import AT_ONCE, LINES, MOST, PhoneForm
from samhandling.kernel.errors import Refused
from samhandling.web.fields import Filled
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, marked, ngettext
from samhandling.web.refused import WHOLE_FORM

Steward = Annotated[Visitor, needs(Permission.CASE_STEWARD)]
Sent = Annotated[Submitted, Depends(submitted)]
_STEP, _MAKE = "steg", "lag"
_DRAFT: Final = "telefonliste"


@dataclass(frozen=True, slots=True)
class PhonePage:
    """`rows`: number and original line of each. `noted`: how much has just been understood."""

    title: str
    crumbs: Crumbs
    form: Filled
    action: str
    back: str
    draft: str
    saver: str
    rows: tuple[tuple[int, str], ...] = ()
    noted: str = ""
    done: str = ""
    restored: str = ""


def add(routes: APIRouter, room: Room) -> None:
    @routes.api_route("/telefonliste", methods=READ)
    def show_list(request: Request, who: Steward) -> Response:
        with made_of(request).database.reading(who.scope) as session:
            kept = drafts.saved(session, who.me.person, _draft(who))
        if kept is None:
            return _shown(request, who, room, phone_forms.only_lines(""), done=told_so_far(request))
        form = phone_forms.read_form(Submitted(kept.values), known_here(request, who, room))
        form = replace(form, filled=replace(form.filled, problems=()))
        return _shown(request, who, room, form, done=told_so_far(request), restored=drafts.clock(kept.saved_at))

    @routes.post("/telefonliste")
    def take_list(request: Request, who: Steward, sent: Sent) -> Response:
        known = known_here(request, who, room)
        form = phone_forms.read_form(sent, known)
        if sent.text(_STEP) == _MAKE:
            return _make(request, who, room, form, known)
        return _understand(request, who, room, form, known)


def _draft(who: Visitor) -> str:
    return f"{who.here.slug}/{_DRAFT}"


def _shown(request: Request, who: Visitor, room: Room, form: PhoneForm, **more: str) -> Response:
    page = PhonePage(
        title=gettext(marked("Telefonliste")),
        crumbs=crumbs(who),
        form=form.filled,
        action=here(who, "/avvik/telefonliste"),
        back=here(who, "/ko"),
        draft=_draft(who),
        saver=here(who, "/utkast"),
        rows=tuple(form.rows.items()),
        **more,
    )
    return room.desk.show(request, "importing/phone_list.html", page, 422 if form.filled.problems else 200)


def _understand(request: Request, who: Visitor, room: Room, form: PhoneForm, known: Known) -> Response:
    """Lines become rows; what was chosen in the rows before stays."""
    if form.filled.problem(LINES):
        return _shown(request, who, room, form)
    found = phone_forms.parted(form.filled.text(LINES), known, MOST - len(form.rows))
    noted = _noted(len(found.calls), len(found.left))
    return _shown(request, who, room, phone_forms.with_calls(form, found, known), noted=noted)


def _noted(understood: int, left: int) -> str:
    told = ngettext("%(num)d linje er tolket.", "%(num)d linjer er tolket.", understood) % {"num": understood}
    if left:
        more = ngettext("%(num)d linje står igjen i feltet.", "%(num)d linjer står igjen i feltet.", left)
        told += " " + more % {"num": left}
    return told


def _make(request: Request, who: Visitor, room: Room, form: PhoneForm, known: Known) -> Response:
    form = phone_forms.with_sense(form, known)
    if not phone_forms.chosen(form):
        form = form.with_problem(WHOLE_FORM, gettext(marked("Kryss av for minst én linje.")))
    if form.filled.problems:
        return _shown(request, who, room, form)
    made, at_once = made_of(request), form.filled.ticked(AT_ONCE)
    try:
        with made.database.writing(who.scope) as session:
            deed = Deed(session, made.trail, who.actor, made.clock())
            ready = phone_forms.ready(form, known, room.cites)
            done = making.make(deed, who.me, who.here.id, ready, room.cites, at_once=at_once)
            drafts.discard(session, who.me.person, _draft(who))
    except Refused as error:
        return _shown(request, who, room, form.with_problem(f"med-{error.values['row']}", str(error.values["why"])))
    left = phone_forms.lines_left(form)
    if not left:
        return go(here(who, f"/avvik/telefonliste?laget={done.opened}&fantes={done.already}"))
    # Lines that are left cannot travel in an address: the page itself is the answer; sent again it makes nothing more.
    return _shown(request, who, room, phone_forms.only_lines(left), done=told_of(done))
