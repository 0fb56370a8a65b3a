"""Areas, organisations and persons for a large synthetic database; all areas are built alike, and none is real.

They are put in without a trail of their own: what is measured is cases.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random
from typing import Final
from uuid import UUID

from sqlmodel import SQLModel

from samhandling.areas.kinds import OrganisationKind
from samhandling.areas.tables import Area, AreaMembership, Organisation, OrganisationVersion
from samhandling.identity.tables import Account, Person, PersonName, RoleGrant
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database, DbSession
from samhandling.kernel.scope import SYSTEM

START: Final = date(2018, 3, 1)
_BORN: Final = datetime(2018, 3, 1, tzinfo=UTC)
_UNITS: Final = (
    "Medisinsk avdeling", "Kirurgisk avdeling", "Ortopedisk avdeling", "Hjerteseksjonen", "Lungeseksjonen",
    "Akuttmottaket", "Nevrologisk poliklinikk", "Avdeling for bildediagnostikk", "Urologisk seksjon",
    "Revmatologisk poliklinikk", "Barneavdelingen", "Kvinneklinikken", "Øyeavdelingen", "Hudpoliklinikken", "DPS",
)  # fmt: skip
_MUNICIPALITIES: Final = 10
_OFFICES: Final = 3


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation that reports or answers, and the one person there who does. `parent`: hospital, municipality."""

    id: int
    name: str
    person: UUID
    role: str
    parent: int


@dataclass(frozen=True, slots=True)
class Place:
    """`slug`: o01 for the largest area. `pko`: the person."""

    area: int
    slug: str
    pko: UUID
    units: tuple[Member, ...]
    offices: tuple[Member, ...]


def build(database: Database, areas: int, random: Random) -> list[Place]:
    """The largest area first."""
    with database.writing(SYSTEM) as session:
        return [_area(session, number, random) for number in range(1, areas + 1)]


def _area(session: DbSession, number: int, random: Random) -> Place:
    slug = f"o{number:02}"
    area = _stored(session, Area(slug=slug, name=f"Område {number}", fingerprint_key=random.randbytes(32)))
    hospital = _organisation(session, area, OrganisationKind.HOSPITAL_TRUST, f"Sykehus {number} HF", None)
    units = tuple(
        _member(session, area, OrganisationKind.HOSPITAL_UNIT, f"{name} {number}", hospital, random) for name in _UNITS
    )
    offices = []
    for place in range(1, _MUNICIPALITIES + 1):
        above = _organisation(session, area, OrganisationKind.MUNICIPALITY, f"Kommune {number}.{place}", None)
        names = (f"Legekontor {number}.{place}.{each}" for each in range(1, _OFFICES + 1))
        offices += [_member(session, area, OrganisationKind.GP_OFFICE, name, above, random) for name in names]
    pko = _person(session, f"pko-{slug}", random)
    session.add(RoleGrant(person_id=pko, role="pko", area_id=area, valid_from=START))
    session.flush()
    return Place(area, slug, pko, units, tuple(offices))


def _organisation(session: DbSession, area: int, kind: OrganisationKind, name: str, parent: int | None) -> int:
    made = _stored(session, Organisation(kind=kind, parent_id=parent))
    session.add(OrganisationVersion(organisation_id=made, name=name, valid_from=START))
    if parent is None:
        session.add(AreaMembership(area_id=area, organisation_id=made, valid_from=START))
    return made


def _member(session: DbSession, area: int, kind: OrganisationKind, name: str, parent: int, random: Random) -> Member:
    made = _organisation(session, area, kind, name, parent)
    role = "department_contact" if kind is OrganisationKind.HOSPITAL_UNIT else "gp"
    person = _person(session, f"{role}-{made}", random)
    session.add(RoleGrant(person_id=person, role=role, organisation_id=made, valid_from=START))
    return Member(made, name, person, role, parent)


def _person(session: DbSession, login: str, random: Random) -> UUID:
    person = UUID(int=random.getrandbits(128), version=4)
    session.add(Person(id=person, created_at=_BORN))
    session.flush()
    session.add(PersonName(person_id=person, name=f"Person {login}"))
    session.add(Account(person_id=person, login=login, created_at=_BORN))
    return person


def _stored(session: DbSession, row: SQLModel) -> int:
    session.add(row)
    session.flush()
    return key(row.id)  # type: ignore[attr-defined]
