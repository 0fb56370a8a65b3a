"""A small world to open cases in: three areas, three organisations and a body in each, and eight persons."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from samhandling.areas.kinds import BodyKind, OrganisationKind
from samhandling.areas.tables import Area, Body, Organisation
from samhandling.audit.chain import Actor, Trail
from samhandling.cases.opening import Deed
from samhandling.cases.tables import Ruleset
from samhandling.identity.tables import Person
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database, DbSession
from samhandling.kernel.scope import SYSTEM, Scope

AT = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
KEY = b"k" * 32
HEADS_KEY = b"h" * 32
TRAIL = Trail(KEY)
RULESET = "r" * 64


@dataclass(frozen=True, slots=True)
class World:
    areas: tuple[int, ...]
    organisations: tuple[int, ...]
    bodies: tuple[int, ...]
    persons: tuple[UUID, ...]

    def worker(self, number: int = 0) -> Scope:
        """A person who works for the whole of an area."""
        return Scope(areas=frozenset({self.areas[number]}), person=self.persons[number])


def populate(database: Database) -> World:
    with database.writing(SYSTEM) as session:
        areas = [Area(slug=f"omraade-{n}", name=f"Område {n}", fingerprint_key=b"f" * 32) for n in range(3)]
        units = [Organisation(kind=OrganisationKind.GP_OFFICE) for _ in range(9)]
        persons = [Person(id=UUID(int=n + 1), created_at=AT) for n in range(8)]
        session.add_all([*areas, *units, *persons, Ruleset(hash=RULESET, body="{}", stored_at=AT)])
        session.flush()
        bodies = [Body(area_id=key(area.id), kind=BodyKind.KSU, valid_from=date(2018, 3, 1)) for area in areas]
        session.add_all(bodies)
        session.flush()
        return World(
            areas=tuple(key(area.id) for area in areas),
            organisations=tuple(key(unit.id) for unit in units),
            bodies=tuple(key(body.id) for body in bodies),
            persons=tuple(person.id for person in persons),
        )


def deed(session: DbSession, person: UUID, at: datetime = AT) -> Deed:
    return Deed(session, TRAIL, Actor(person, "tester"), at)
