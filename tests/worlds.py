"""A small invented area over a real database, served for real: who is in it, and a browser for each of them."""

import html
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID, uuid4

import httpx
import pysqlite3
from sqlalchemy import event
from sqlmodel import SQLModel, select
from starlette.types import ASGIApp

from samhandling.app import create_app
from samhandling.areas.change import Change
from samhandling.areas.kinds import BodyKind, OrganisationKind
from samhandling.areas.use_cases import areas as area_deeds
from samhandling.areas.use_cases import bodies as body_deeds
from samhandling.areas.use_cases import organisations as organisation_deeds
from samhandling.audit.chain import MACHINE
from samhandling.audit.tables import AuditEvent
from samhandling.catalogue.content import Rulebook
from samhandling.checks.findings import Checked, Submission
from samhandling.identity import sessions
from samhandling.identity.roles import LIMITS
from samhandling.identity.tables import Account, Person, PersonName, RoleGrant
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.kernel.secrets import Secrets
from samhandling.naming import Names
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.starting import assembled
from tests.serving import served_once

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
START = date(2020, 1, 1)


T = TypeVar("T", bound=SQLModel)
#: Made once: reading the machine's certificates takes longer than most tests.
TRUST = ssl.create_default_context()


class MovingClock:
    """Tells the time it was last set to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class World:
    """`areas`, `units`, `bodies`, `persons`: by name, the ids of what was made."""

    database: Database
    clock: MovingClock = field(default_factory=MovingClock)
    secrets: Secrets = field(default_factory=lambda: Secrets("x" * 40))
    areas: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, int] = field(default_factory=dict)
    persons: dict[str, UUID] = field(default_factory=dict)

    @property
    def services(self) -> Services:
        return assembled(self.database, self.secrets, self.clock, cookies_are_host=False)

    @contextmanager
    def changing(self, area: str | None = "nord") -> Iterator[Change]:
        chain = self.areas[area] if area else None
        with self.database.writing(SYSTEM) as session:
            yield Change(session, self.services, MACHINE, self.clock(), chain)

    def add_area(self, slug: str, name: str) -> int:
        with self.changing(None) as change:
            self.areas[slug] = area_deeds.add(change, slug, name, "nb")
        return self.areas[slug]

    def add_unit(
        self, name: str, kind: str, parent: str | None = None, *, area: str = "nord", start: date = START
    ) -> int:
        wanted = organisation_deeds.NewOrganisation(
            OrganisationKind(kind),
            self.units[parent] if parent else None,
            "nb",
            start,
            organisation_deeds.Description(name),
        )
        with self.changing(area) as change:
            self.units[name] = organisation_deeds.add(change, self.areas[area], wanted)
        return self.units[name]

    def add_body(self, name: str, kind: str, *, area: str = "nord", owner: str | None = None) -> int:
        labels = {"nb": name, "nn": "", "se": ""}
        wanted = body_deeds.NewBody(BodyKind(kind), self.units[owner] if owner else None, START, labels)
        with self.changing(area) as change:
            self.bodies[name] = body_deeds.add(change, self.areas[area], wanted)
        return self.bodies[name]

    def add_person(self, name: str, *roles: RoleGrant, email: str | None = None, hpr: str | None = None) -> UUID:
        person = uuid4()
        with self.database.writing(SYSTEM) as session:
            session.add(Person(id=person, created_at=NOW))
            session.flush()
            session.add(PersonName(person_id=person, name=name, email=email, hpr_number=hpr))
            session.add(Account(person_id=person, login=name.lower().replace(" ", "."), created_at=NOW))
            for grant in roles:
                grant.person_id = person
                session.add(grant)
        self.persons[name] = person
        return person

    def role(
        self,
        role: str,
        *,
        area: str | None = None,
        unit: str | None = None,
        body: str | None = None,
        start: date = START,
        end: date | None = None,
    ) -> RoleGrant:
        """A grant without a holder yet. A body's grant names its area as well."""
        return RoleGrant(
            person_id=UUID(int=0),
            role=role,
            area_id=self.areas[area or "nord"] if area or body else None,
            organisation_id=self.units[unit] if unit else None,
            body_id=self.bodies[body] if body else None,
            valid_from=start,
            valid_to=end,
        )

    def grants(self) -> list[RoleGrant]:
        return self.rows(RoleGrant)

    def account(self, name: str) -> int:
        return next(key(each.id) for each in self.rows(Account) if each.person_id == self.persons[name])

    def queries(self, work: Callable[[], object]) -> int:
        """How many statements the database gets while `work` is done."""
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(self.database.engine, "before_cursor_execute", note)
        try:
            work()
        finally:
            event.remove(self.database.engine, "before_cursor_execute", note)
        return len(seen)

    def token(self, name: str) -> str:
        """A signed-in browser's cookie."""
        with self.database.writing(SYSTEM) as session:
            account = session.exec(select(Account).where(Account.person_id == self.persons[name])).one()
            return sessions.begin(
                session, key(account.id), LIMITS["reporter"], self.clock(), device="test", complete=True
            )

    def events(self, area: str | None = "nord") -> list[AuditEvent]:
        with self.database.reading(SYSTEM) as session:
            chain = self.areas[area] if area else 0
            found = select(AuditEvent).where(AuditEvent.chain == chain).order_by(AuditEvent.sequence)  # type: ignore[arg-type]
            return list(session.exec(found))

    def rows(self, table: type[T]) -> list[T]:
        with self.database.reading(SYSTEM) as session:
            return list(session.exec(select(table)))


@dataclass
class Site:
    """The world's pages over HTTP."""

    world: World
    address: str
    stack: ExitStack

    def browser(self, name: str | None) -> httpx.Client:
        """Signed in as somebody by name; None for nobody."""
        cookies = {"samhandling": self.world.token(name)} if name else {}
        return self.stack.enter_context(httpx.Client(base_url=self.address, cookies=cookies, verify=TRUST, timeout=60))


def post(client: httpx.Client, path: str, **form: object) -> httpx.Response:
    """As a browser sends a form; not following."""
    fields = {"versjon": 0} | form
    return client.post(path, files={name: (None, str(value)) for name, value in fields.items()})


def post_answering(client: httpx.Client, path: str, **form: object) -> httpx.Response:
    """As one who says, when the guard asks, that it is no patient."""
    answer = post(client, path, **form)
    asked = re.findall(r'name="(svar\.[^"]+)"', answer.text)
    return post(client, path, **form, **dict.fromkeys(asked, "ja")) if asked else answer


def nobody_checks(submission: Submission) -> Checked:
    raise NotImplementedError


@contextmanager
def site(world: World, names: Names, book: Rulebook) -> Iterator[Site]:
    with ExitStack() as stack:
        yield Site(world, address_of(world.services, names, book), stack)


def address_of(services: Services, names: Names, book: Rulebook, settings: Settings | None = None) -> str:
    """Where an application with these services answers."""
    chosen = settings or Settings()

    def create(first: Services) -> ASGIApp:
        return create_app(chosen, first, names, book, nobody_checks)

    return served_once((chosen.model_dump_json(), id(book)), create, services)


_BUILDER = Callable[[World], None]
#: By what was built on what: the database as it became, and the ids in it.
_BUILT: dict[object, tuple[pysqlite3.Connection, tuple[dict[str, Any], ...]]] = {}


def built_once(build: _BUILDER) -> _BUILDER:
    """On SQLite the first in a process is kept, and copied for those that come after: a few milliseconds for a second.

    PostgreSQL's are built each time.
    """

    @wraps(build)
    def built(world: World) -> None:
        if not world.database.is_sqlite:
            build(world)
            return
        ids = (world.areas, world.units, world.bodies, world.persons)
        before = (build, world.secrets, world.clock(), *(tuple(each.items()) for each in ids))
        with closing(world.database.engine.raw_connection()) as mine:
            if before in _BUILT:
                kept, names = _BUILT[before]
                kept.backup(mine.driver_connection)
                for each, found in zip(ids, names, strict=True):
                    each.update(found)
                return
        build(world)
        with closing(world.database.engine.raw_connection()) as mine:
            kept = pysqlite3.connect(":memory:", check_same_thread=False)
            mine.driver_connection.backup(kept)
        _BUILT[before] = kept, tuple(dict(each) for each in ids)

    return built


@built_once
def small_area(world: World) -> None:
    """«Nordmo»: a hospital with two departments, a municipality with an office, two bodies, an administrator, a PKO."""
    world.add_area("nord", "Nordmo")
    world.add_unit("Nordmo sykehus HF", "hospital_trust")
    world.add_unit("Medisinsk avdeling", "hospital_unit", "Nordmo sykehus HF")
    world.add_unit("Kirurgisk avdeling", "hospital_unit", "Nordmo sykehus HF")
    world.add_unit("Fjordvik kommune", "municipality")
    world.add_unit("Fjordvik legekontor", "gp_office", "Fjordvik kommune")
    world.add_body("Fastlegerådet", "gp_council")
    world.add_body("OSO Nordmo", "oso")
    world.add_person("Ada Admin", world.role("administrator", area="nord"))
    world.add_person("Pia Pko", world.role("pko", area="nord"))
    world.add_person("Gro Gp", world.role("gp", unit="Fjordvik legekontor"))


@built_once
def second_area(world: World) -> None:
    """«Sør», with an administrator and an office of its own, and a municipality that both areas share."""
    world.add_area("sor", "Sør")
    world.add_unit("Sør kommune", "municipality", area="sor")
    world.add_unit("Sør legekontor", "gp_office", "Sør kommune", area="sor")
    world.add_person("Siri Sør", world.role("administrator", area="sor"))
    world.add_person("Per Sør", world.role("gp", unit="Sør legekontor"), email="per@sor.example", hpr="1234567")


def version_in(page: str) -> str:
    """The version that a page's form carries."""
    found = re.search(r'name="versjon" value="(\d+)"', page)
    assert found is not None
    return found.group(1)


def told(page: str) -> str:
    """The words of a page's main part, without its marks."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())
