"""The bodies that advise in a case, and that one of them is told when an answer does not come.

A case that is told of is marked, and stays in its state (ruling A20); from then on the council takes part and sees it.
"""

from typing import Final

from samhandling.areas import repository as areas
from samhandling.areas.kinds import BodyKind
from samhandling.cases.kinds import Part
from samhandling.cases.opening import add_participant
from samhandling.casework import repository
from samhandling.casework.slices import Acting, Looking
from samhandling.kernel.columns import key
from samhandling.web.i18n import marked

COUNCILS: Final = (BodyKind.GP_COUNCIL, BodyKind.KSU, BodyKind.ALU, BodyKind.LSU)

TOLD: Final = marked("Rådet er varslet")


def join(acting: Acting, body: int) -> None:
    there = {each.body_id for each in acting.looking.participants if each.part is Part.COUNCIL}
    if body not in there:
        add_participant(acting.deed, key(acting.case.id), Part.COUNCIL, body=body)
    acting.details["body"] = body


def bring_in(acting: Acting) -> None:
    """The council that the area asks first. Nobody is brought in where one sits already, or where there is none."""
    if any(each.part is Part.COUNCIL for each in acting.looking.participants):
        return
    body = first_of(acting.looking)
    if body is not None:
        join(acting, body)


def first_of(looking: Looking) -> int | None:
    """The lowest step of the area's ladder that is a council; without a ladder, the oldest one."""
    known = repository.bodies(looking.session, looking.case.area_id, COUNCILS)
    steps = areas.ladder(looking.session, looking.case.area_id, looking.today)
    return next((each.body_id for each in steps if each.body_id in known), next(iter(known), None))
