"""`/omrade/{omraade}/frister`: what an area decides about its cases."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas import repository as areas
from samhandling.areas.answering import READ, Crumbs, done, go, here, made_of, trail_of
from samhandling.areas.change import fresh
from samhandling.areas.changing import changing
from samhandling.cases.settings import PICTURES, SETTINGS
from samhandling.cases.tables import CaseSetting
from samhandling.casework.moving import settings_of
from samhandling.casework.room import Room
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel import tesseract
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import Stale
from samhandling.web.fields import Field, Filled, Kind, Problem, empty, read
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, marked
from samhandling.web.stale import stale_page

Administrator = Annotated[Visitor, needs(Permission.AREA_ADMINISTER)]
Sent = Annotated[Submitted, Depends(submitted)]
_NO_READER: Final = marked("Serveren mangler programmet som leser tekst i bilder, så vernet kan ikke se hva som står der. Be den som drifter serveren installere tesseract-ocr og tesseract-ocr-nor (Debian).")  # noqa: E501
_NOT_ON: Final = marked("Bilder kan ikke slås på før serveren kan lese teksten i dem.")


@dataclass(frozen=True, slots=True)
class SettingsPage:
    title: str
    crumbs: Crumbs
    form: Filled
    action: str
    back: str
    button: str
    lead: str
    done: str = ""
    over: str = ""
    warning: str = ""
    danger: bool = False
    hidden: tuple[tuple[str, str], ...] = ()


def add(routes: APIRouter, room: Room) -> None:
    def page_of(request: Request, who: Visitor) -> SettingsPage:
        with made_of(request).database.reading(who.scope) as session:
            held = settings_of(session, who.here.id)
            version = areas.area(session, who.here.id).version
        shown = {
            name: ("ja" if held[name] else "") if setting.is_choice else str(held[name])
            for name, setting in SETTINGS.items()
        }
        return SettingsPage(
            title=gettext(marked("Frister og gang i sakene")),
            crumbs=trail_of(who),
            form=replace(empty(_fields(), **shown), version=version),
            action=here(who, "/frister"),
            back=here(who),
            button=gettext(marked("Lagre")),
            lead=gettext(marked("Endringer gjelder frister som begynner å løpe fra nå. De som løper, blir stående.")),
            done=done(request),
        )

    @routes.api_route("/frister", methods=READ)
    def show_settings(request: Request, who: Administrator) -> Response:
        return room.desk.show(request, "areas/form.html", page_of(request, who))

    @routes.post("/frister")
    def save_settings(request: Request, who: Administrator, sent: Sent) -> Response:
        page = page_of(request, who)
        with made_of(request).database.reading(who.scope) as session:
            held = settings_of(session, who.here.id)
        filled = _possible(_within(read(page.form.fields, sent, who.inspect)), held)
        if filled.problems:
            return room.desk.show(request, "areas/form.html", replace(page, form=filled), 422)
        try:
            with changing(made_of(request), who) as change:
                area = areas.locked(change.session, who.here.id)
                fresh(filled.version, area.version)
                area.version += 1
                change.session.add(area)
                changed = _store(change.session, who.here.id, filled)
                change.record("case_settings_set", "area", who.here.id, fields=changed)
        except Stale:
            both = stale_page(page.title, page.action, page.back, page_of(request, who).form, filled, sent)
            return room.desk.show(request, both.template, both, 409)
        return go(here(who, "/frister?gjort=lagret"))


def _fields() -> tuple[Field, ...]:
    hints = {} if tesseract.found() else {PICTURES: _NO_READER}
    return tuple(
        Field(
            name,
            setting.label,
            Kind.TICK if setting.is_choice else Kind.NUMBER,
            hint=hints.get(name, setting.hint),
            required=not setting.is_choice,
            most=setting.most,
        )
        for name, setting in SETTINGS.items()
    )


def _within(filled: Filled) -> Filled:
    """Numbers below what is sensible are refused too."""
    low = [
        name
        for name, setting in SETTINGS.items()
        if not setting.is_choice and filled.text(name).isdigit() and int(filled.text(name)) < setting.least
    ]
    message = gettext(marked("Tallet er for lavt: minst %(least)s."))
    problems = tuple(Problem(name, message % {"least": SETTINGS[name].least}) for name in low)
    return replace(filled, problems=(*filled.problems, *problems))


def _possible(filled: Filled, held: Mapping[str, int]) -> Filled:
    """Pictures are not switched on where nothing reads them; where they are on already, the rest may be saved."""
    if held[PICTURES] or not filled.ticked(PICTURES) or tesseract.found():
        return filled
    return replace(filled, problems=(*filled.problems, Problem(PICTURES, gettext(_NOT_ON))))


def _store(session: DbSession, area: int, filled: Filled) -> list[str]:
    """The names of those that changed."""
    held = settings_of(session, area)
    wanted = {
        name: int(filled.ticked(name)) if setting.is_choice else filled.number(name) or setting.default
        for name, setting in SETTINGS.items()
    }
    changed = [name for name, value in wanted.items() if value != held[name]]
    for name in changed:
        session.merge(CaseSetting(area_id=area, name=name, value=wanted[name]))
    session.flush()
    return changed
