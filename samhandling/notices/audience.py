"""Who hears of a case: those with a role in force, on that day, in an organisation, a body, or as steward of an area.

Deputies have a grant of their own and are among them. Never a person who has stepped aside from the case, nor one whose
accounts are all disabled.
"""

from uuid import UUID

from samhandling.cases.opening import Deed
from samhandling.cases.tables import Case
from samhandling.identity.permissions import Permission
from samhandling.identity.roles import ROLES, Place
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.notices.repository import holders, stepped_aside_from


def of_organisation(
    deed: Deed, case: Case, organisation: int, holding: Permission = Permission.CASE_READ
) -> frozenset[UUID]:
    """`holding`: only those whose role there gives it, as when only some may answer."""
    return _of(deed, case, Place.ORGANISATION, organisation, holding)


def of_body(deed: Deed, case: Case, body: int, holding: Permission = Permission.CASE_READ) -> frozenset[UUID]:
    return _of(deed, case, Place.BODY, body, holding)


def of_stewards(deed: Deed, case: Case) -> frozenset[UUID]:
    """Those who look after cases in the area that owns this one."""
    return _of(deed, case, Place.AREA, case.area_id, Permission.CASE_STEWARD)


def _of(deed: Deed, case: Case, place: Place, where: int, holding: Permission) -> frozenset[UUID]:
    roles = [code for code, role in ROLES.items() if role.place is place and holding in role.permissions]
    found = holders(deed.session, place, where, roles, local_date(deed.at))
    return found - stepped_aside_from(deed.session, key(case.id))
