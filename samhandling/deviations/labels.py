"""What the other side is told of the reporter: the finest label that at least five accounts share (ruling A4).

Settled when the report is sent and stored, so that it does not change because somebody quits.
"""

from datetime import date
from typing import Final

from samhandling.deviations import repository
from samhandling.deviations.codes import Label
from samhandling.kernel.database import DbSession

SHARED_BY: Final = 5


def label_for(session: DbSession, role: str, organisation: int | None, *, area: int, day: date) -> Label:
    if not role or organisation is None:
        return Label.REPORTER
    place = place_of(session, organisation)
    if repository.accounts_with_role(session, role, day, area=area, place=place) >= SHARED_BY:
        return Label.ROLE_AND_MUNICIPALITY
    if repository.accounts_with_role(session, role, day, area=area) >= SHARED_BY:
        return Label.ROLE_AND_AREA
    return Label.REPORTER


def place_of(session: DbSession, organisation: int) -> int:
    """The municipality of an office, the hospital of a department; what stands alone is its own place."""
    return repository.parent_of(session, organisation) or organisation
