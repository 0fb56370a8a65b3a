"""`/omrade/{omraade}/ko`: what waits for the PKO, one list for all kinds, the oldest first; and the way to the next."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from samhandling.areas.answering import READ, Crumbs, go, here, made_of, today_of
from samhandling.cases.tables import Case
from samhandling.cases.working_days import between
from samhandling.casework.addressing import case_at
from samhandling.casework.listing import listed
from samhandling.casework.pages import Listed
from samhandling.casework.room import Room, crumbs
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.database import DbSession
from samhandling.web.i18n import gettext, marked

Steward = Annotated[Visitor, needs(Permission.CASE_STEWARD)]


@dataclass(frozen=True, slots=True)
class Waiting:
    """`days`: working days since it came."""

    case: Listed
    why: str
    days: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    title: str
    crumbs: Crumbs
    base: str
    rows: tuple[Waiting, ...]


def add(routes: APIRouter, room: Room) -> None:
    @routes.api_route("/ko", methods=READ)
    def queue(request: Request, who: Steward) -> Response:
        today = today_of(request)
        with made_of(request).database.reading(who.scope) as session:
            found = waiting(session, room, who, today)
            rows = listed(session, who, room, [case for _, case in found])
        page = QueuePage(
            title=gettext(marked("Køen")),
            crumbs=crumbs(who),
            base=here(who),
            rows=tuple(
                Waiting(row, gettext(why), between(row.on, today)) for row, (why, _) in zip(rows, found, strict=True)
            ),
        )
        return room.desk.show(request, "casework/queue.html", page)

    @routes.api_route("/ko/etter/{sak}", methods=READ)
    def next_case(request: Request, who: Steward, sak: str) -> Response:
        """The one after this in the queue, or the first; the queue itself when it is empty."""
        with made_of(request).database.reading(who.scope) as session:
            case = case_at(session, who, sak)
            found = [each for _, each in waiting(session, room, who, today_of(request)) if each.id != case.id]
        after = [each for each in found if (each.created_on, each.id) > (case.created_on, case.id)] or found
        return go(here(who, f"/saker/{after[0].number}" if after else "/ko"))


def waiting(session: DbSession, room: Room, who: Visitor, today: date) -> list[tuple[str, Case]]:
    found = [each for kind in room.slices.values() for each in kind.waiting(session, who.here.id, today)]
    return sorted(found, key=lambda each: (each[1].created_on, each[1].id or 0))
