"""Every query about persons as an area administers them. What belongs to another area is never among the answers."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from samhandling.areas.repository import belonging, found
from samhandling.identity.links import Purpose
from samhandling.identity.tables import Account, OneTimeLink, Person, PersonName, RoleGrant
from samhandling.kernel.database import DbSession

#: The purpose of a row that is no link yet, by what it would be for: one asked, and a second person is to confirm.
ASKED: Final = {Purpose.PASSWORD: "ask_password", Purpose.SECOND_FACTOR: "ask_second_factor"}


def grants_in(session: DbSession, area_id: int) -> list[tuple[RoleGrant, str]]:
    """Every grant in the area, ended ones too, each with its holder's name; empty when the name is deleted."""
    rows = session.exec(
        select(RoleGrant, PersonName.name)
        .outerjoin(PersonName, col(PersonName.person_id) == RoleGrant.person_id)
        .where(_in_area(area_id))
        .order_by(col(RoleGrant.id))
    )
    return [(grant, name or "") for grant, name in rows]


def grants_of(session: DbSession, area_id: int, person: UUID) -> list[RoleGrant]:
    return list(
        session.exec(
            select(RoleGrant).where(RoleGrant.person_id == person, _in_area(area_id)).order_by(col(RoleGrant.id))
        )
    )


def grant(session: DbSession, area_id: int, person: UUID, grant_id: int) -> RoleGrant:
    """Raises NotFound, also for one in another area."""
    return found(
        session.exec(
            select(RoleGrant).where(RoleGrant.id == grant_id, RoleGrant.person_id == person, _in_area(area_id))
        ).first()
    )


def grants_in_body(session: DbSession, body_id: int) -> list[tuple[RoleGrant, str]]:
    """Members and deputies, former ones too, each with the name."""
    rows = session.exec(
        select(RoleGrant, PersonName.name)
        .outerjoin(PersonName, col(PersonName.person_id) == RoleGrant.person_id)
        .where(RoleGrant.body_id == body_id)
        .order_by(col(RoleGrant.id))
    )
    return [(grant, name or "") for grant, name in rows]


def grants_everywhere(session: DbSession, person: UUID) -> list[RoleGrant]:
    """For what concerns the whole person, e.g. which area looks after the account; never shown."""
    return list(session.exec(select(RoleGrant).where(RoleGrant.person_id == person).order_by(col(RoleGrant.id))))


def grants_at(
    session: DbSession, *, organisation: int | None = None, body: int | None = None, after: date
) -> list[RoleGrant]:
    """Grants held in a place that would hold after the day."""
    place = RoleGrant.organisation_id == organisation if body is None else RoleGrant.body_id == body
    return list(
        session.exec(
            select(RoleGrant)
            .where(place, sa.or_(col(RoleGrant.valid_to).is_(None), col(RoleGrant.valid_to) > after))
            .order_by(col(RoleGrant.id))
        )
    )


def grants_to(session: DbSession, role: str, area_id: int | None) -> list[RoleGrant]:
    """Everybody's grants of an area's (or the system's) role."""
    return list(session.exec(select(RoleGrant).where(RoleGrant.role == role, col(RoleGrant.area_id) == area_id)))


def deputies_of(session: DbSession, grant_ids: Sequence[int]) -> list[RoleGrant]:
    return list(session.exec(select(RoleGrant).where(col(RoleGrant.deputy_for_id).in_(grant_ids))))


def person(session: DbSession, area_id: int, person_id: UUID) -> Person:
    """Raises NotFound for one who has never held a role in the area."""
    row = session.exec(
        select(Person).where(
            Person.id == person_id,
            col(Person.id).in_(select(RoleGrant.person_id).where(_in_area(area_id))),
        )
    ).first()
    return found(row)


def any_person(session: DbSession, person_id: UUID) -> Person | None:
    return session.get(Person, person_id)


def name_of(session: DbSession, person_id: UUID) -> PersonName | None:
    return session.get(PersonName, person_id)


def names_of(session: DbSession, persons: Iterable[UUID]) -> dict[UUID, str]:
    rows = session.exec(select(PersonName).where(col(PersonName.person_id).in_(list(persons))))
    return {row.person_id: row.name for row in rows}


def known_by_email(session: DbSession, email: str) -> list[PersonName]:
    """Exactly this address, capitals aside."""
    return list(session.exec(select(PersonName).where(sa.func.lower(PersonName.email) == email.lower())))


def known_by_hpr(session: DbSession, number: str) -> PersonName | None:
    return session.exec(select(PersonName).where(PersonName.hpr_number == number)).first()


def accounts(session: DbSession, person_id: UUID) -> list[Account]:
    return list(session.exec(select(Account).where(Account.person_id == person_id).order_by(col(Account.id))))


def account(session: DbSession, person_id: UUID, account_id: int) -> Account:
    """Raises NotFound for another person's."""
    return found(session.exec(select(Account).where(Account.id == account_id, Account.person_id == person_id)).first())


def open_links(session: DbSession, purpose: str, now: datetime, persons: Iterable[UUID]) -> list[OneTimeLink]:
    """Neither used, withdrawn nor run out."""
    return list(
        session.exec(
            select(OneTimeLink)
            .where(
                OneTimeLink.purpose == purpose,
                col(OneTimeLink.person_id).in_(list(persons)),
                col(OneTimeLink.used_at).is_(None),
                col(OneTimeLink.withdrawn_at).is_(None),
                OneTimeLink.expires_at > now,
            )
            .order_by(col(OneTimeLink.id))
        )
    )


def waiting_resets(session: DbSession, area_id: int, now: datetime, reader: UUID) -> list[tuple[UUID, str]]:
    """Whose reset waits for a second person: asked for in this area, neither by the reader nor for the reader."""
    rows = session.exec(
        select(OneTimeLink.person_id, PersonName.name)
        .outerjoin(PersonName, col(PersonName.person_id) == OneTimeLink.person_id)
        .where(
            col(OneTimeLink.purpose).in_(ASKED.values()),
            col(OneTimeLink.person_id).in_(persons_in(area_id)),
            col(OneTimeLink.used_at).is_(None),
            col(OneTimeLink.withdrawn_at).is_(None),
            OneTimeLink.expires_at > now,
            OneTimeLink.made_by != reader,
            OneTimeLink.person_id != reader,
        )
    )
    return [(person_id, name or "") for person_id, name in rows]


def persons_in(area_id: int) -> Any:
    """A subquery of ids: whoever holds or held a role in the area."""
    return select(RoleGrant.person_id).where(_in_area(area_id))


def _in_area(area_id: int) -> sa.ColumnElement[bool]:
    return sa.or_(col(RoleGrant.area_id) == area_id, col(RoleGrant.organisation_id).in_(belonging(area_id)))
