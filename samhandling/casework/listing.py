"""`/omrade/{omraade}/saker` and the PKO's queue."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas.answering import READ, go, here, made_of, may, number, trail_of
from samhandling.cases.kinds import CaseKind
from samhandling.cases.tables import Case
from samhandling.casework import repository, views
from samhandling.casework.addressing import case_path
from samhandling.casework.pages import Choice, Listed, ListPage, RuleCasesPage, ViewLink, with_query
from samhandling.casework.repository import MOST_COUNTED, PAGE, Wanted
from samhandling.casework.room import Room, crumbs
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound, Refused
from samhandling.web.fields import Filled, empty, read
from samhandling.web.forms import Submitted, submitted
from samhandling.web.i18n import gettext, marked
from samhandling.web.refused import with_refusal

Reader = Annotated[Visitor, needs(Permission.CASE_READ)]
Sent = Annotated[Submitted, Depends(submitted)]
_FILTERS: Final = ("slag", "status", "regel", "aar", "enhet", "mine")
_STATUS: Final = {"aapne": marked("Åpne"), "lukkede": marked("Lukkede")}
_WHOSE: Final = {"ja": marked("Meldt av meg")}
#: In the filter of rules: what the next revision of the recommendations is made from.
UNCOVERED: Final = "ingen"
_FIRST_YEAR: Final = 2018
_FEW: Final = 5
_FEW_OF_MANY: Final = 50
_DONE: Final = {
    "flyttet": marked("Saken er sendt videre, og du ser den ikke lenger."),
    "til-side": marked("Du har trådt til side i saken, og ser den ikke lenger."),
    "visning": marked("Visningen er lagret, og ligger øverst på siden."),
    "visning-fjernet": marked("Visningen er fjernet."),
}


def add(routes: APIRouter, room: Room) -> None:
    @routes.api_route("/saker", methods=READ)
    def cases(request: Request, who: Reader) -> Response:
        chosen = {name: request.query_params.get(name, "")[:20] for name in _FILTERS}
        return room.desk.show(request, "casework/list.html", _list_page(request, who, room, chosen))

    _views(routes, room)

    @routes.api_route("/regelsaker/{nummer}", methods=READ)
    def rule_cases(request: Request, who: Reader, nummer: str) -> Response:
        """From a rule to what cites it: the area's decisions and themes, and the cases that the reader sees."""
        known = room.cites.statements.get(nummer)
        if known is None:
            raise NotFound
        with made_of(request).database.reading(who.scope) as session:
            found = repository.listed(session, Wanted(who.here.id, rule=nummer))[:_FEW_OF_MANY]
            rows = listed(session, who, room, found)
        shared = {each.number for each in found if each.shared}
        page = RuleCasesPage(
            title=gettext(marked("Saker og vedtak etter regelen")),
            crumbs=crumbs(who),
            base=here(who),
            area=who.here.name,
            number=nummer,
            heading=str(known.heading),
            shared=tuple(each for each in rows if each.number in shared)[:_FEW],
            rows=tuple(each for each in rows if each.number not in shared)[:_FEW],
            may_report=may(who, Permission.CASE_REPORT),
        )
        return room.desk.show(request, "casework/rule_cases.html", page)


def _list_page(
    request: Request, who: Visitor, room: Room, chosen: Mapping[str, str], refused: Filled | None = None
) -> ListPage:
    """`refused`: the form that saves the view, as it was sent."""
    made = made_of(request)
    with made.database.reading(who.scope) as session:
        wanted = _wanted(who, room, chosen)
        before = _before(request.query_params.get("foer", ""))
        if before is None:
            found, count = repository.first_listed(session, wanted)
        else:
            found, count = repository.listed(session, replace(wanted, before=before)), 0
        rows = listed(session, who, room, found[:PAGE])
        year = made.clock().year
        saved = repository.saved_views(session, who.me.person, who.here.id)
    more = with_query(chosen, foer=f"{found[PAGE - 1].created_on}_{found[PAGE - 1].id}") if len(found) > PAGE else ""
    choices = _choices(room, chosen, year)
    kept = _meant(choices, chosen)
    unsaved = bool(kept) and with_query(kept) not in {each.query for each in saved}
    return ListPage(
        title=gettext(marked("Saker")),
        crumbs=trail_of(who),
        base=here(who),
        choices=choices,
        rows=rows,
        found=f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count) if before is None else "",
        next=more,
        first=before is None,
        filtered=any(chosen.values()),
        may_report=may(who, Permission.CASE_REPORT),
        may_steward=may(who, Permission.CASE_STEWARD),
        query=with_query(chosen),
        saved=tuple(ViewLink(key(each.id), each.name, here(who, f"/saker?{each.query}")) for each in saved),
        saving=refused or (empty((views.NAME,)) if unsaved else None),
        kept=kept,
        done=gettext(_DONE.get(request.query_params.get("gjort", ""), "")) or "",
        uncovered=wanted.uncovered,
    )


def _meant(choices: Iterable[Choice], chosen: Mapping[str, str]) -> dict[str, str]:
    """The filters without what is no choice of theirs: an address can say anything."""
    known = {each.name: each.options for each in choices}
    return {name: text for name, text in chosen.items() if text in known.get(name, ()) or _is_unit(name, text)}


def _is_unit(name: str, text: str) -> bool:
    return name == "enhet" and text.isascii() and text.isdigit() and len(text) < 10


def _views(routes: APIRouter, room: Room) -> None:
    @routes.post("/saker/visninger")
    def save_view(request: Request, who: Reader, sent: Sent) -> Response:
        made = made_of(request)
        chosen = {name: sent.text(name)[:20] for name in _FILTERS}
        kept = _meant(_choices(room, chosen, made.clock().year), chosen)
        filled = read((views.NAME,), sent, who.inspect)
        if not kept:
            filled = filled.with_problem(views.NAME.name, gettext(marked("Velg minst én avgrensning først.")))
        if not filled.problems:
            name, query = filled.text(views.NAME.name), with_query(kept)
            try:
                with made.database.writing(who.scope) as session:
                    views.save(session, who.me.person, who.here.id, name, query, made.clock())
                return go(here(who, f"/saker?{query}&gjort=visning"))
            except Refused as error:
                filled = with_refusal(filled, error, views.REFUSALS)
        return room.desk.show(request, "casework/list.html", _list_page(request, who, room, chosen, filled), 422)

    @routes.post("/saker/visninger/{visning}/fjern")
    def remove_view(request: Request, who: Reader, visning: str, sent: Sent) -> Response:
        with made_of(request).database.writing(who.scope) as session:
            views.remove(session, who.me.person, who.here.id, number(visning))
        return go(here(who, "/saker?gjort=visning-fjernet"))


def _wanted(who: Visitor, room: Room, chosen: Mapping[str, str]) -> Wanted:
    kind = CaseKind(chosen["slag"]) if chosen["slag"] in {each.value for each in room.slices} else None
    return Wanted(
        area=who.here.id,
        kind=kind,
        open={"aapne": True, "lukkede": False}.get(chosen["status"]),
        rule=chosen["regel"] if chosen["regel"] in room.cites.statements else "",
        uncovered=chosen["regel"] == UNCOVERED,
        unit=int(chosen["enhet"]) if _is_unit("enhet", chosen["enhet"]) else None,
        year=int(chosen["aar"])
        if chosen["aar"].isascii() and chosen["aar"].isdigit() and len(chosen["aar"]) == 4
        else None,
        mine=who.me.person if chosen["mine"] == "ja" else None,
    )


def _before(text: str) -> tuple[date, int] | None:
    """The place in the list that a page goes on from; None for what is none."""
    day, _, number = text.partition("_")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def _choices(room: Room, chosen: Mapping[str, str], year: int) -> tuple[Choice, ...]:
    kinds = {kind.value: gettext(each.plural) for kind, each in room.slices.items()}
    rules = {UNCOVERED: gettext(marked("Ikke dekket av en regel"))}
    rules |= {number: f"{number} {each.heading}"[:70] for number, each in room.cites.statements.items()}
    years = {str(each): str(each) for each in range(year, _FIRST_YEAR - 1, -1)}
    options = (
        ("slag", marked("Slag"), kinds, marked("Alle slag")),
        ("status", marked("Status"), {code: gettext(text) for code, text in _STATUS.items()}, marked("Alle")),
        ("regel", marked("Regel"), rules, marked("Alle regler")),
        ("aar", marked("År"), years, marked("Alle år")),
        ("mine", marked("Hvem"), {code: gettext(text) for code, text in _WHOSE.items()}, marked("Alle jeg ser")),
    )
    return tuple(
        Choice(name, gettext(label), each, chosen[name], gettext(everything))
        for name, label, each, everything in options
    )


def listed(session: DbSession, who: Visitor, room: Room, found: list[Case]) -> tuple[Listed, ...]:
    """Two queries more, whatever the number of cases."""
    owners = repository.areas(session, {each.area_id for each in found})
    rules = repository.main_rules(session, [key(each.id) for each in found])
    rows = []
    for each in found:
        kind = room.slices[CaseKind(each.kind)]
        rows.append(
            Listed(
                number=each.number,
                title=each.title or gettext(kind.label),
                href=case_path(who.here.slug, each, owners[each.area_id]),
                kind=gettext(kind.label),
                state=gettext(kind.machine.states.get(each.state, each.state)),
                open=each.state not in kind.machine.ends,
                on=each.created_on,
                rule=rules.get(key(each.id), ""),
            )
        )
    return tuple(rows)
