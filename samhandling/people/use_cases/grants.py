"""Roles: given, given other dates, ended, taken back.

Naturally unique: nobody holds the same role in the same place twice at the same time. The same form sent twice gives
one grant; the second time gives the id of the first.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from samhandling.areas.change import Change, fresh
from samhandling.areas.periods import in_order, overlap
from samhandling.areas.repository import bodies, locked, organisations
from samhandling.areas.use_cases.ending import end_roles
from samhandling.identity.roles import ROLES, Place, Role
from samhandling.identity.tables import RoleGrant
from samhandling.kernel.columns import key
from samhandling.kernel.errors import Refused
from samhandling.people import repository

ADMINISTRATOR: Final = "administrator"


@dataclass(frozen=True, slots=True)
class NewGrant:
    """`place`: the organisation's or the body's id, as the role asks for; None for a role in the area as a whole."""

    role: str
    place: int | None
    start: date
    end: date | None = None
    deputy_for: int | None = None


def give(change: Change, area: int, person: UUID, new: NewGrant) -> int:
    """To somebody who has or had a role in the area. The id.

    Refused: «role_unfit», «place_unfit», «place_closed», «ends_before_start», «grant_overlaps», «deputy_unfit».
    """
    repository.person(change.session, area, person)
    return give_anyone(change, area, person, new)


def give_anyone(change: Change, area: int, person: UUID, new: NewGrant) -> int:
    """As `give`, without asking whether the area knows the person: for those who are invited or found by number."""
    locked(change.session, area)
    row = _placed(change, area, person, new)
    in_order(new.start, new.end)
    for each in repository.grants_of(change.session, area, person):
        if _place(each) == _place(row) and each.role == row.role and overlap(each, new.start, new.end):
            if (each.valid_from, each.valid_to, each.deputy_for_id) == (new.start, new.end, new.deputy_for):
                return key(each.id)
            raise Refused("grant_overlaps", field="fra")
    if new.deputy_for is not None:
        _stands_in(change, area, row, new.deputy_for)
    change.session.add(row)
    change.session.flush()
    change.record(
        "role_given",
        "person",
        person,
        grant=row.id,
        role=row.role,
        organisation=row.organisation_id,
        body=row.body_id,
        since=new.start.isoformat(),
        last_day=new.end.isoformat() if new.end else None,
        deputy_for=new.deputy_for,
    )
    return key(row.id)


def set_dates(change: Change, area: int, person: UUID, opened: tuple[int, int], start: date, end: date | None) -> None:
    """When a role began and ends. Refused: «ends_before_start», «grant_overlaps», «last_administrator»."""
    locked(change.session, area)
    row = repository.grant(change.session, area, person, opened[0])
    if (row.valid_from, row.valid_to) == (start, end):
        return
    fresh(opened[1], row.version)
    in_order(start, end)
    for each in repository.grants_of(change.session, area, person):
        same = each.id != row.id and _place(each) == _place(row) and each.role == row.role
        if same and overlap(each, start, end):
            raise Refused("grant_overlaps", field="fra")
    if end is not None and row.valid_to is None:
        _keep_an_administrator(change, area, row)
    row.valid_from, row.valid_to = start, end
    row.version += 1
    change.session.add(row)
    change.record(
        "role_dates_set",
        "person",
        person,
        grant=row.id,
        role=row.role,
        since=start.isoformat(),
        last_day=end.isoformat() if end else None,
    )


def take_back(change: Change, area: int, person: UUID, opened: tuple[int, int]) -> None:
    """A role that has not begun leaves no row. Refused: «begun» for one that has."""
    locked(change.session, area)
    row = repository.grant(change.session, area, person, opened[0])
    fresh(opened[1], row.version)
    if row.valid_from <= change.today:
        raise Refused("begun")
    _keep_an_administrator(change, area, row)
    end_roles(change, [row], change.today, "taken_back")


def fits(role: Role, kind: str) -> bool:
    return kind in role.kinds


def _placed(change: Change, area: int, person: UUID, new: NewGrant) -> RoleGrant:
    role = ROLES.get(new.role)
    if role is None or role.place is Place.SYSTEM:
        raise Refused("role_unfit")
    row = RoleGrant(person_id=person, role=role.code, valid_from=new.start, valid_to=new.end)
    row.deputy_for_id = new.deputy_for
    if role.place is Place.AREA:
        row.area_id = area
    elif role.place is Place.ORGANISATION:
        unit = organisations(change.session, area).get(new.place or 0)
        if unit is None or not fits(role, unit.kind.value):
            raise Refused("place_unfit", field="sted")
        if unit.is_closed(new.start):
            raise Refused("place_closed", field="sted")
        row.organisation_id = unit.id
    else:
        body = bodies(change.session, area, change.today).get(new.place or 0)
        if body is None or not fits(role, body.kind.value):
            raise Refused("place_unfit", field="sted")
        if body.is_closed(new.start):
            raise Refused("place_closed", field="sted")
        row.body_id, row.area_id = body.id, area
    return row


def _place(row: RoleGrant) -> tuple[int | None, int | None, int | None]:
    return row.area_id, row.organisation_id, row.body_id


def _stands_in(change: Change, area: int, row: RoleGrant, deputy_for: int) -> None:
    held = next((g for g, _ in repository.grants_in(change.session, area) if g.id == deputy_for), None)
    if held is None or held.person_id == row.person_id or (held.role, _place(held)) != (row.role, _place(row)):
        raise Refused("deputy_unfit", field="vara_for")


def _keep_an_administrator(change: Change, area: int, row: RoleGrant) -> None:
    """Refused when nobody would be left who can give the role again."""
    if row.role != ADMINISTRATOR:
        return
    others = repository.grants_to(change.session, ADMINISTRATOR, area)
    if not any(each.id != row.id and each.valid_to is None and each.valid_from <= change.today for each in others):
        raise Refused("last_administrator", field="til")
