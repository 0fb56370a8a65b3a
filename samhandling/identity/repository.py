"""Every query about persons, accounts, roles and sessions."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from samhandling.areas import tables as areas
from samhandling.identity.roles import ROLES
from samhandling.identity.tables import Account, Person, PersonName, RoleGrant, UserSession
from samhandling.identity.users import Area, HeldRole
from samhandling.kernel import collation
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession


def open_session(session: DbSession, token_hash: str, now: datetime) -> tuple[UserSession, Account, Person, str] | None:
    """A browser's row with whom it belongs to and the name, unless it is ended, run out, or its account disabled."""
    row = session.exec(
        select(UserSession, Account, Person, PersonName.name)
        .join(Account, col(Account.id) == UserSession.account_id)
        .join(Person, col(Person.id) == Account.person_id)
        .outerjoin(PersonName, col(PersonName.person_id) == Person.id)
        .where(
            UserSession.token_hash == token_hash,
            col(UserSession.ended_at).is_(None),
            UserSession.ends_at > now,
            col(Account.disabled_at).is_(None),
        )
    ).first()
    return (row[0], row[1], row[2], row[3] or "") if row else None


def held_roles(session: DbSession, person: UUID, today: date) -> tuple[HeldRole, ...]:
    """The grants in force, each with the areas it counts in. A department belongs where its hospital does."""
    unit, parent, top = aliased(areas.Organisation), aliased(areas.Organisation), aliased(areas.Organisation)
    member, area = aliased(areas.AreaMembership), aliased(areas.Area)
    belongs = sa.and_(
        member.organisation_id.in_([unit.id, parent.id, top.id]),  # type: ignore[attr-defined]
        _in_force(member, today),
    )
    rows = session.exec(
        select(RoleGrant, area)
        .outerjoin(unit, col(unit.id) == RoleGrant.organisation_id)
        .outerjoin(parent, col(parent.id) == unit.parent_id)
        .outerjoin(top, col(top.id) == parent.parent_id)
        .outerjoin(member, belongs)
        .outerjoin(area, sa.or_(col(area.id) == RoleGrant.area_id, col(area.id) == member.area_id))
        .where(RoleGrant.person_id == person, _in_force(RoleGrant, today))
        .order_by(col(RoleGrant.id))
    ).all()
    held: dict[int, tuple[RoleGrant, set[Area]]] = {}
    for grant, place in rows:
        _, places = held.setdefault(key(grant.id), (grant, set()))
        if place is not None:
            places.add(Area(key(place.id), place.slug, place.name))
    return tuple(
        HeldRole(ROLES[grant.role], frozenset(places), grant.organisation_id, grant.body_id)
        for grant, places in held.values()
        if grant.role in ROLES
    )


def persons_in(session: DbSession, area: int, today: date) -> list[tuple[UUID, str]]:
    """Everybody with a role in the area today, by name in Norwegian order; those without a name are left out."""
    unit, parent, member = aliased(areas.Organisation), aliased(areas.Organisation), aliased(areas.AreaMembership)
    rows = session.exec(
        select(PersonName.person_id, PersonName.name)
        .join(RoleGrant, col(RoleGrant.person_id) == PersonName.person_id)
        .outerjoin(unit, col(unit.id) == RoleGrant.organisation_id)
        .outerjoin(parent, col(parent.id) == unit.parent_id)
        .outerjoin(
            member,
            sa.and_(col(member.organisation_id).in_([unit.id, parent.id, parent.parent_id]), _in_force(member, today)),
        )
        .where(_in_force(RoleGrant, today), sa.or_(col(RoleGrant.area_id) == area, col(member.area_id) == area))
        .distinct()
    ).all()
    return sorted(rows, key=lambda row: collation.key(row[1]))


def _in_force(table: type[RoleGrant] | type[areas.AreaMembership], today: date) -> sa.ColumnElement[bool]:
    return sa.and_(col(table.valid_from) <= today, sa.or_(col(table.valid_to).is_(None), col(table.valid_to) >= today))
