"""What ends with a place: the memberships of an organisation, and the roles held there."""

from collections.abc import Sequence
from datetime import date

from samhandling.areas.change import Change
from samhandling.areas.tables import AreaMembership
from samhandling.identity.tables import RoleGrant
from samhandling.kernel.columns import key
from samhandling.people.repository import deputies_of


def end_roles(change: Change, grants: Sequence[RoleGrant], last_day: date, reason: str) -> None:
    """Those that would begin later are taken back; their deputies stand in for nobody any more."""
    gone = [each for each in grants if each.valid_from > last_day]
    for deputy in deputies_of(change.session, [key(each.id) for each in gone]):
        deputy.deputy_for_id = None
        change.session.add(deputy)
    change.session.flush()
    for each in grants:
        end_row(change, each, last_day)
        change.record("role_ended", "person", each.person_id, grant=each.id, role=each.role, reason=reason)


def end_row(change: Change, row: AreaMembership | RoleGrant, last_day: date) -> None:
    """Ends it on the day; one that would begin later never holds, and leaves no row."""
    if row.valid_from > last_day:
        change.session.delete(row)
    elif row.valid_to is None or row.valid_to > last_day:
        row.valid_to = last_day
        change.session.add(row)
