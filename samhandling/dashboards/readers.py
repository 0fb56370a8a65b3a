"""For whom a visitor reads a dashboard here: the bodies and the organisations of the roles that are held today."""

from collections.abc import Iterable

from samhandling.identity.access import Visitor
from samhandling.identity.permissions import Permission
from samhandling.identity.users import HeldRole

_HEAD = "department_head"
_CHIEF = "chief_municipal_doctor"


def bodies(who: Visitor) -> tuple[int, ...]:
    return _ids(each.body for each in _here(who))


def places(who: Visitor) -> tuple[int, ...]:
    """Organisations."""
    return _ids(each.organisation for each in _here(who))


def headed(who: Visitor) -> frozenset[int]:
    """Departments that the visitor leads."""
    return frozenset(each.organisation or 0 for each in _here(who) if each.role.code == _HEAD)


def municipalities(who: Visitor) -> frozenset[int]:
    """That the visitor is chief doctor of."""
    return frozenset(each.organisation or 0 for each in _here(who) if each.role.code == _CHIEF)


def _here(who: Visitor) -> list[HeldRole]:
    return [each for each in who.me.roles if who.here in each.areas and Permission.CASE_READ in each.role.permissions]


def _ids(found: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(sorted({each for each in found if each is not None}))
