"""Who is asking: a person with the roles that hold today, and what follows from them."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from samhandling.identity.permissions import Permission
from samhandling.identity.roles import Limits, Place, Role, strictest
from samhandling.kernel.scope import Scope


@dataclass(frozen=True, slots=True)
class Area:
    """What is said of an area on every page."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A grant in force. `areas`: where it counts – the area's own, or all that the organisation belongs to today."""

    role: Role
    areas: frozenset[Area]
    organisation: int | None = None
    body: int | None = None


@dataclass(frozen=True)
class User:
    """`session`: the id of the signed-in browser's row."""

    person: UUID
    name: str
    account: int
    session: int
    maalform: str
    roles: tuple[HeldRole, ...]

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """Where the person has any role, by name."""
        return tuple(sorted({area for held in self.roles for area in held.areas}, key=lambda area: area.name))

    @cached_property
    def limits(self) -> Limits:
        return strictest([held.role.limits for held in self.roles])

    @cached_property
    def scope(self) -> Scope:
        """Every role at once: a person sees in a transaction what any of the roles may see."""
        return Scope(
            areas=frozenset(area.id for held in self.roles if held.role.place is Place.AREA for area in held.areas),
            home=frozenset(area.id for area in self.areas),
            organisations=frozenset(held.organisation for held in self.roles if held.organisation is not None),
            bodies=frozenset(held.body for held in self.roles if held.body is not None),
            person=self.person,
        )

    def role_for(self, permission: Permission, area: Area | None = None) -> Role | None:
        """A role that gives the permission, in the area when one is named; None when no role does."""
        return next(
            (
                held.role
                for held in self.roles
                if permission in held.role.permissions and (area is None or area in held.areas)
            ),
            None,
        )
