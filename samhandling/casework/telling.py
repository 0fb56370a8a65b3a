"""Who is told of a move, by its slice's table: a code of the notices, and to which groups of the case's people."""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from samhandling.cases.kinds import Part
from samhandling.casework import repository
from samhandling.casework.slices import Acting, Telling
from samhandling.kernel.columns import key
from samhandling.kernel.database import as_system
from samhandling.notices.audience import of_body, of_organisation, of_stewards
from samhandling.notices.notifying import notify


def _of_part(*parts: Part) -> Callable[[Acting], frozenset[UUID]]:
    def found(acting: Acting) -> frozenset[UUID]:
        persons: frozenset[UUID] = frozenset()
        for each in repository.taking_part(acting.session, key(acting.case.id)):
            if each.part not in parts:
                continue
            if each.organisation_id is not None:
                persons |= of_organisation(acting.deed, acting.case, each.organisation_id)
            elif each.body_id is not None:
                persons |= of_body(acting.deed, acting.case, each.body_id)
        return persons

    return found


def _named(acting: Acting) -> frozenset[UUID]:
    """The organisation that the move's event names."""
    organisation = acting.details.get("organisation")
    return of_organisation(acting.deed, acting.case, int(organisation)) if organisation else frozenset()


GROUPS: Final[Mapping[str, Callable[[Acting], frozenset[UUID]]]] = {
    "reporter": lambda acting: frozenset({acting.case.created_by}),
    "responsible": _of_part(Part.RESPONSIBLE),
    "parties": _of_part(Part.PARTY),
    "council": _of_part(Part.COUNCIL),
    "stewards": lambda acting: of_stewards(acting.deed, acting.case),
    "named": _named,
}


def tell(acting: Acting, told: Mapping[str, tuple[Telling, ...]]) -> None:
    """After the event, and before the actor may have lost sight of the case."""
    for each in told.get(acting.move.code, ()):
        if each.only_in and acting.case.state not in each.only_in:
            continue
        with as_system(acting.session):
            persons = frozenset[UUID]().union(*(GROUPS[group](acting) for group in each.to))
        notify(acting.deed, acting.case, each.code, persons)
