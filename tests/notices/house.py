"""«Nordmo» and «Sør» with people who have addresses, and a case between an office and a department."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from samhandling.audit.chain import Actor
from samhandling.cases.kinds import CaseKind, Part
from samhandling.cases.opening import Deed, add_participant, open_case
from samhandling.cases.repository import case as stored_case
from samhandling.cases.tables import Case, Disqualification
from samhandling.identity.tables import Account, Person, PersonName
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM, Scope
from samhandling.notices.kinds import MailChoice
from samhandling.notices.notifying import notify
from samhandling.notices.planning import Planner
from samhandling.notices.sending import Sender
from samhandling.notices.smtp import Office
from samhandling.notices.tables import Mail, MailPreference, Notice
from tests.worlds import World, second_area, small_area


@dataclass
class House:
    """`cases`: by number, the ids. The first is Gro's office's, answered by the medical department."""

    world: World
    cases: dict[str, int] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return next(iter(self.cases.values()))

    def open(self, *, area: str = "nord", by: str = "Gro Gp") -> int:
        world = self.world
        person = world.persons[by]
        with world.database.writing(SYSTEM) as session:
            deed = Deed(session, world.services.trail, Actor(person, "gp"), world.clock())
            opened = open_case(deed, area=world.areas[area], kind=CaseKind.DEVIATION, title="Sak", state="open")
            for part, unit in ((Part.REPORTER, "Fjordvik legekontor"), (Part.RESPONSIBLE, "Medisinsk avdeling")):
                add_participant(deed, key(opened.id), part, organisation=world.units[unit])
        self.cases[opened.number + ("" if area == "nord" else f"@{area}")] = key(opened.id)
        return key(opened.id)

    def scope(self, name: str) -> Scope:
        """As the person's signed-in browser would have it, by the office or department."""
        unit = {"Gro Gp": "Fjordvik legekontor", "Geir Gp": "Fjordvik legekontor"}.get(name, "Medisinsk avdeling")
        world = self.world
        if name == "Pia Pko":
            return Scope(areas=frozenset({world.areas["nord"]}), person=world.persons[name])
        return Scope(
            home=frozenset({world.areas["nord"]}),
            organisations=frozenset({world.units[unit]}),
            person=world.persons[name],
        )

    @contextmanager
    def doing(self, name: str = "Dag Dept", case: int | None = None) -> Iterator[tuple[Deed, Case]]:
        """Somebody acting in a case, in a scope of one's own as row-level security sees it."""
        world = self.world
        with world.database.writing(self.scope(name)) as session:
            deed = Deed(session, world.services.trail, Actor(world.persons[name], "x"), world.clock())
            yield deed, stored_case(session, case or self.first)

    def tell(
        self, *names: str, code: str = "case_answered", by: str = "Dag Dept", case: int | None = None, **values: object
    ) -> None:
        with self.doing(by, case) as (deed, row):
            notify(deed, row, code, [self.world.persons[name] for name in names], **values)

    def notices(self, name: str | None = None) -> list[Notice]:
        found = sorted(self.world.rows(Notice), key=lambda row: key(row.id))
        return [row for row in found if name is None or row.person_id == self.world.persons[name]]

    def mails(self) -> list[Mail]:
        return sorted(self.world.rows(Mail), key=lambda row: key(row.id))

    def choose(self, name: str, choice: MailChoice) -> None:
        with self.world.database.writing(SYSTEM) as session:
            session.add(MailPreference(person_id=self.world.persons[name], choice=choice))

    def step_aside(self, name: str, case: int | None = None) -> None:
        with self.world.database.writing(SYSTEM) as session:
            person = self.world.persons[name]
            session.add(
                Disqualification(case_id=case or self.first, person_id=person, reason="party", since=self.world.clock())
            )

    def disable(self, name: str) -> None:
        with self.world.database.writing(SYSTEM) as session:
            person = self.world.persons[name]
            for account in session.exec(select(Account).where(col(Account.person_id) == person)):
                account.disabled_at = self.world.clock()
                session.add(account)

    def write_to(self, name: str, address: str | None, maalform: str = "nb") -> None:
        """Gives a person an address and a form of Norwegian."""
        with self.world.database.writing(SYSTEM) as session:
            named = session.get_one(PersonName, self.world.persons[name])
            person = session.get_one(Person, self.world.persons[name])
            named.email, person.maalform = address, maalform
            session.add_all([named, person])

    def post(self, office: Office | None) -> tuple[Planner, Sender]:
        clock, database = self.world.clock, self.world.database
        return Planner(database, clock, office), Sender(database, clock, office)

    def send(self, office: Office | None) -> None:
        """As the worker does, until there is nothing more to do now."""
        planner, sender = self.post(office)
        while planner.step():
            pass
        while sender.step():
            pass


def furnish(database: Database) -> House:
    world = World(database)
    small_area(world)
    second_area(world)
    dept, office = "Medisinsk avdeling", "Fjordvik legekontor"
    world.add_person("Dag Dept", world.role("department_contact", unit=dept), email="dag@nordmo.example")
    world.add_person("Lise Leder", world.role("department_head", unit=dept), email="lise@nordmo.example")
    world.add_person("Geir Gp", world.role("gp", unit=office), email="geir@fjordvik.example")
    world.add_person("Rita Råd", world.role("council_member", body="Fastlegerådet"), email="rita@fjordvik.example")
    house = House(world)
    house.write_to("Gro Gp", "gro@fjordvik.example")
    house.write_to("Pia Pko", "pia@nordmo.example")
    house.open()
    return house


def later(house: House, **delta: float) -> datetime:
    from datetime import timedelta

    house.world.clock.now += timedelta(**delta)
    return house.world.clock.now


def person(house: House, name: str) -> UUID:
    return house.world.persons[name]
