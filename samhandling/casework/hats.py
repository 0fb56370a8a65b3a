"""In what capacity somebody acts in a case: from the roles held today and from who takes part."""

from collections.abc import Iterable, Mapping
from typing import Final

from samhandling.cases.kinds import Part
from samhandling.cases.moves import Hat
from samhandling.cases.tables import Case, Participant
from samhandling.identity.permissions import Permission
from samhandling.identity.users import User

_OF_PART: Final[Mapping[Part, Hat]] = {
    Part.REPORTER: Hat.REPORTER,
    Part.RESPONSIBLE: Hat.RESPONSIBLE,
    Part.PARTY: Hat.PARTY,
}
_OF_ROLE_IN_BODY: Final[Mapping[str, Hat]] = {
    "council_member": Hat.COUNCIL,
    "body_secretary": Hat.SECRETARY,
    "oso_secretary": Hat.OSO,
}


def hats_of(user: User, case: Case, participants: Iterable[Participant]) -> frozenset[Hat]:
    """`participants`: those who take part now. None for one who only sees a case that is shared with the area.

    A PKO who opened a case on nobody's behalf has no side in it.
    """
    found: set[Hat] = set()
    for held in user.roles:
        if Permission.CASE_STEWARD in held.role.permissions and any(a.id == case.area_id for a in held.areas):
            found.add(Hat.STEWARD)
        for each in participants:
            if each.organisation_id is not None and each.organisation_id == held.organisation:
                found.update(hat for part, hat in _OF_PART.items() if part == each.part)
            if each.body_id is not None and each.body_id == held.body:
                party = each.part == Part.PARTY
                found.add(Hat.PARTY if party else _OF_ROLE_IN_BODY.get(held.role.code, Hat.COUNCIL))
    if case.created_by == user.person and Hat.STEWARD not in found:
        found.add(Hat.REPORTER)
    return frozenset(found)


def participant_for(user: User, hat: Hat, participants: Iterable[Participant]) -> Participant | None:
    """On whose behalf somebody with the hat speaks; None for the PKO, and for one who reports without an office."""
    parts = {part for part, each in _OF_PART.items() if each is hat} or {Part.COUNCIL}
    if hat in (Hat.STEWARD, Hat.MACHINE):
        return None
    mine = (user.scope.organisations, user.scope.bodies)
    return next(
        (
            each
            for each in participants
            if each.part in parts and (each.organisation_id in mine[0] or each.body_id in mine[1])
        ),
        None,
    )
