"""Every query about areas, organisations and bodies. Lists take the same few queries whatever their length."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from samhandling.areas import domain
from samhandling.areas.tables import (
    Area,
    AreaMembership,
    Body,
    BodyLabel,
    LadderStep,
    Organisation,
    OrganisationVersion,
    RoleLabel,
)
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound

R = TypeVar("R")


def found(row: R | None) -> R:
    """Raises NotFound for None."""
    if row is None:
        raise NotFound
    return row


def areas(session: DbSession) -> list[Area]:
    return list(session.exec(select(Area).order_by(col(Area.id))))


def area(session: DbSession, area_id: int) -> Area:
    """Raises NotFound."""
    return found(session.get(Area, area_id))


def area_by_slug(session: DbSession, slug: str) -> Area | None:
    return session.exec(select(Area).where(Area.slug == slug)).first()


def locked(session: DbSession, area_id: int) -> Area:
    """The area, held until the transaction ends, so that two changes in it come one after the other."""
    return found(session.exec(select(Area).where(Area.id == area_id).with_for_update()).first())


def belonging(area_id: int, day: date | None = None) -> Any:
    """A subquery of ids: the area's members, on the day or ever, and what stands under them, two levels down."""
    members = select(AreaMembership.organisation_id).where(AreaMembership.area_id == area_id)
    if day is not None:
        members = members.where(_in_force(AreaMembership, day))
    unit, parent = aliased(Organisation), aliased(Organisation)
    return (
        select(unit.id)
        .outerjoin(parent, col(parent.id) == unit.parent_id)
        .where(sa.or_(col(unit.id).in_(members), col(unit.parent_id).in_(members), col(parent.parent_id).in_(members)))
    )


def organisations(session: DbSession, area_id: int) -> dict[int, domain.Organisation]:
    """All that belong to the area or did; three queries."""
    rows = session.exec(
        select(Organisation).where(col(Organisation.id).in_(belonging(area_id))).order_by(col(Organisation.id))
    )
    return _with_history(session, list(rows), area_id)


def organisation(session: DbSession, area_id: int, organisation_id: int) -> domain.Organisation:
    """Raises NotFound, also for one that never belonged to the area."""
    row = session.exec(
        select(Organisation).where(Organisation.id == organisation_id, col(Organisation.id).in_(belonging(area_id)))
    ).first()
    return _with_history(session, [found(row)], area_id)[organisation_id]


def organisation_row(session: DbSession, organisation_id: int) -> Organisation:
    return found(session.get(Organisation, organisation_id))


def outside(session: DbSession, area_id: int, words: str, most: int = 20) -> dict[int, domain.Organisation]:
    """Organisations that stand by themselves and never were in the area, by number or a part of any name."""
    # SQLite knows no capitals beyond ASCII, so the word is also looked for as it is usually written.
    spellings = {words, words.lower(), words.capitalize(), words.upper()}
    named = select(OrganisationVersion.organisation_id).where(
        sa.or_(*(col(OrganisationVersion.name).icontains(each, autoescape=True) for each in spellings))
    )
    asked: sa.ColumnElement[bool] = col(Organisation.id).in_(named)
    if words.isascii() and words.isdigit() and len(words) < 10:
        asked = sa.or_(asked, col(Organisation.id) == int(words))
    rows = session.exec(
        select(Organisation)
        .where(asked, col(Organisation.parent_id).is_(None), col(Organisation.id).not_in(belonging(area_id)))
        .order_by(col(Organisation.id))
        .limit(most)
    )
    return _with_history(session, list(rows), area_id)


def areas_of(session: DbSession, organisation_id: int, day: date) -> set[int]:
    """The areas it belongs to on the day in its own right or through the one above it."""
    return set(session.exec(_areas(organisation_id).where(_in_force(AreaMembership, day))))


def areas_ever(session: DbSession, organisation_id: int) -> frozenset[int]:
    """As `areas_of`, on any day."""
    return frozenset(session.exec(_areas(organisation_id)))


def _areas(organisation_id: int) -> SelectOfScalar[int]:
    unit, parent = aliased(Organisation), aliased(Organisation)
    return (
        select(AreaMembership.area_id)
        .join(unit, col(unit.id) == organisation_id)
        .outerjoin(parent, col(parent.id) == unit.parent_id)
        .where(col(AreaMembership.organisation_id).in_([unit.id, unit.parent_id, parent.parent_id]))
    )


def memberships(session: DbSession, area_id: int, organisation_id: int) -> list[AreaMembership]:
    return list(
        session.exec(
            select(AreaMembership)
            .where(AreaMembership.area_id == area_id, AreaMembership.organisation_id == organisation_id)
            .order_by(col(AreaMembership.valid_from))
        )
    )


def all_memberships(session: DbSession, organisation_id: int) -> list[AreaMembership]:
    return list(session.exec(select(AreaMembership).where(AreaMembership.organisation_id == organisation_id)))


def versions(session: DbSession, organisation_id: int) -> list[OrganisationVersion]:
    return list(
        session.exec(
            select(OrganisationVersion)
            .where(OrganisationVersion.organisation_id == organisation_id)
            .order_by(col(OrganisationVersion.valid_from))
        )
    )


def organisation_name(session: DbSession, organisation_id: int, day: date) -> str:
    """On the day, of an organisation of any area; empty for one that is not there."""
    newest = col(OrganisationVersion.valid_from).desc()
    query = select(OrganisationVersion.name).where(
        OrganisationVersion.organisation_id == organisation_id, OrganisationVersion.valid_from <= day
    )
    return session.exec(query.order_by(newest)).first() or ""


def children(session: DbSession, organisation_id: int) -> list[int]:
    rows = session.exec(select(Organisation.id).where(Organisation.parent_id == organisation_id))
    return [key(row) for row in rows]


def bodies(session: DbSession, area_id: int, day: date) -> dict[int, domain.Body]:
    """The area's bodies with their names and places in the ladder; three queries."""
    rows = session.exec(select(Body).where(Body.area_id == area_id).order_by(col(Body.id))).all()
    steps = {each.body_id: each.step for each in ladder(session, area_id, day)}
    labels = body_labels(session, [key(row.id) for row in rows])
    return {key(row.id): _body(row, labels.get(key(row.id), ()), steps) for row in rows}


def body_row(session: DbSession, area_id: int, body_id: int) -> Body:
    """Raises NotFound, also for another area's."""
    return found(session.exec(select(Body).where(Body.id == body_id, Body.area_id == area_id)).first())


def body_labels(session: DbSession, ids: Sequence[int]) -> dict[int, tuple[BodyLabel, ...]]:
    rows = session.exec(
        select(BodyLabel)
        .where(col(BodyLabel.body_id).in_(ids))
        .order_by(col(BodyLabel.body_id), col(BodyLabel.valid_from), col(BodyLabel.language))
    ).all()
    return _grouped(rows, "body_id")


def ladder(session: DbSession, area_id: int, day: date) -> list[LadderStep]:
    """The steps in force, the first tried first."""
    return list(
        session.exec(
            select(LadderStep)
            .where(LadderStep.area_id == area_id, _in_force(LadderStep, day))
            .order_by(col(LadderStep.step))
        )
    )


def role_labels(session: DbSession, area_id: int) -> list[RoleLabel]:
    return list(session.exec(select(RoleLabel).where(RoleLabel.area_id == area_id).order_by(col(RoleLabel.valid_from))))


def _body(row: Body, labels: tuple[BodyLabel, ...], steps: dict[int, int]) -> domain.Body:
    return domain.Body(
        id=key(row.id),
        kind=row.kind,
        organisation=row.organisation_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        version=row.version,
        labels=labels,
        step=steps.get(key(row.id)),
    )


def _with_history(session: DbSession, rows: list[Organisation], area_id: int) -> dict[int, domain.Organisation]:
    ids = [key(row.id) for row in rows]
    history = session.exec(
        select(OrganisationVersion)
        .where(col(OrganisationVersion.organisation_id).in_(ids))
        .order_by(col(OrganisationVersion.organisation_id), col(OrganisationVersion.valid_from))
    ).all()
    places = session.exec(
        select(AreaMembership)
        .where(AreaMembership.area_id == area_id, col(AreaMembership.organisation_id).in_(ids))
        .order_by(col(AreaMembership.organisation_id), col(AreaMembership.valid_from))
    ).all()
    by_id: dict[int, tuple[OrganisationVersion, ...]] = _grouped(history, "organisation_id")
    member: dict[int, tuple[AreaMembership, ...]] = _grouped(places, "organisation_id")
    return {
        key(row.id): domain.Organisation(
            id=key(row.id),
            kind=row.kind,
            parent=row.parent_id,
            successor=row.successor_id,
            maalform=row.maalform,
            version=row.version,
            versions=by_id[key(row.id)],
            memberships=member.get(key(row.id), ()),
        )
        for row in rows
    }


def _grouped(rows: Iterable[Any], column: str) -> dict[int, tuple[Any, ...]]:
    """`rows`: in the order of the column."""
    return {owner: tuple(owned) for owner, owned in groupby(rows, key=attrgetter(column))}


def _in_force(table: type[AreaMembership] | type[LadderStep], day: date) -> sa.ColumnElement[bool]:
    return sa.and_(col(table.valid_from) <= day, sa.or_(col(table.valid_to).is_(None), col(table.valid_to) >= day))
