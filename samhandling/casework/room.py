"""What the routes of cases share: the pages, the kinds of cases, the rulebook that is cited."""

from dataclasses import dataclass

from fastapi import Request

from samhandling.areas.answering import Crumbs, Desk, here, made_of, trail_of
from samhandling.cases.kinds import CaseKind
from samhandling.cases.tables import Case
from samhandling.casework import moving
from samhandling.casework.addressing import case_at
from samhandling.casework.rulebook import Cites
from samhandling.casework.showing import Slices
from samhandling.casework.slices import Looking, Slice
from samhandling.identity.access import Visitor
from samhandling.kernel.database import DbSession
from samhandling.web.i18n import gettext, marked


@dataclass(frozen=True, slots=True)
class Room:
    """What the routes of cases share."""

    desk: Desk
    slices: Slices
    cites: Cites

    def look(self, request: Request, who: Visitor, session: DbSession, sak: str, *, to_change: bool = False) -> Looking:
        """Raises NotFound."""
        case = case_at(session, who, sak, to_change=to_change)
        now, base = made_of(request).clock(), here(who, f"/saker/{sak}")
        return moving.looking(session, case, who.me, now=now, cites=self.cites, base=base)

    def kind_of(self, case: Case) -> Slice:
        return self.slices[CaseKind(case.kind)]


def crumbs(who: Visitor, *steps: tuple[str, str]) -> Crumbs:
    return trail_of(who, (gettext(marked("Saker")), "/saker"), *steps)
