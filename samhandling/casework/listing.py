"""`/omrade/{omraade}/saker` and the PKO's queue."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from samhandling.areas.answering import READ, here, made_of, may, trail_of
from samhandling.cases.kinds import CaseKind
from samhandling.cases.tables import Case
from samhandling.casework import repository
from samhandling.casework.addressing import case_path
from samhandling.casework.pages import Choice, Listed, ListPage, RuleCasesPage, with_query
from samhandling.casework.repository import MOST_COUNTED, PAGE, Wanted
from samhandling.casework.room import Room, crumbs
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound
from samhandling.web.i18n import gettext, marked

Reader = Annotated[Visitor, needs(Permission.CASE_READ)]
_FILTERS: Final = ("slag", "status", "regel", "aar", "enhet", "mine")
_STATUS: Final = {"aapne": marked("Åpne"), "lukkede": marked("Lukkede")}
_WHOSE: Final = {"ja": marked("Meldt av meg")}
_FIRST_YEAR: Final = 2018
_FEW: Final = 5
_FEW_OF_MANY: Final = 50
_DONE: Final = {
    "flyttet": marked("Saken er sendt videre, og du ser den ikke lenger."),
    "til-side": marked("Du har trådt til side i saken, og ser den ikke lenger."),
}


def add(routes: APIRouter, room: Room) -> None:
    @routes.api_route("/saker", methods=READ)
    def cases(request: Request, who: Reader) -> Response:
        chosen = {name: request.query_params.get(name, "")[:20] for name in _FILTERS}
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
        more = (
            with_query(chosen, foer=f"{found[PAGE - 1].created_on}_{found[PAGE - 1].id}") if len(found) > PAGE else ""
        )
        page = ListPage(
            title=gettext(marked("Saker")),
            crumbs=trail_of(who),
            base=here(who),
            choices=_choices(room, chosen, year),
            rows=rows,
            found=f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count) if before is None else "",
            next=more,
            first=before is None,
            filtered=any(chosen.values()),
            may_report=may(who, Permission.CASE_REPORT),
            may_steward=may(who, Permission.CASE_STEWARD),
            query=with_query(chosen),
            done=gettext(_DONE.get(request.query_params.get("gjort", ""), "")) or "",
            rule=chosen["regel"],
        )
        return room.desk.show(request, "casework/list.html", page)

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


def _wanted(who: Visitor, room: Room, chosen: Mapping[str, str]) -> Wanted:
    kind = CaseKind(chosen["slag"]) if chosen["slag"] in {each.value for each in room.slices} else None
    return Wanted(
        area=who.here.id,
        kind=kind,
        open={"aapne": True, "lukkede": False}.get(chosen["status"]),
        rule=chosen["regel"] if chosen["regel"] in room.cites.statements else "",
        unit=int(chosen["enhet"]) if chosen["enhet"].isascii() and chosen["enhet"].isdigit() else None,
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
    rules = {number: f"{number} {each.heading}"[:70] for number, each in room.cites.statements.items()}
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
