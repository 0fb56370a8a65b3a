"""Which GP offices a transfer reaches, and when that is so few that its hours would be one doctor's (ruling A3)."""

from collections.abc import Collection, Mapping
from typing import Final

from samhandling.areas.domain import Organisation
from samhandling.areas.kinds import OrganisationKind
from samhandling.transfers.codes import Group

#: Hours of a task that fewer offices than this share are told only to them, to those in the case and to the PKO.
FEWEST: Final = 3
#: Tasks that come to the GPs: only these make up the load.
TO_GPS: Final = frozenset({Group.GPS, Group.GPS_AND_MUNICIPAL})


def reached(places: Collection[int], known: Mapping[int, Organisation]) -> frozenset[int]:
    """`places`: municipalities and units; none means the whole area."""
    offices = {each.id: each for each in known.values() if each.kind is OrganisationKind.GP_OFFICE}
    if not places:
        return frozenset(offices)
    return frozenset(office for office, each in offices.items() if office in places or each.parent in places)


def is_narrow(places: Collection[int], known: Mapping[int, Organisation]) -> bool:
    """Whether the hours would say what one or two offices have to do."""
    return bool(places) and len(reached(places, known)) < FEWEST
