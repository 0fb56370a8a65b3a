"""An area with three offices that report, a department that answers and OSO's secretary, on both engines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest

from samhandling.catalogue.content import Rulebook
from samhandling.kernel.database import Database
from samhandling.naming import Names
from samhandling.reports.dimensions import Ruled
from samhandling.reports.making import Maker
from tests.deviations.acting import People
from tests.worlds import World, post, site, small_area

REPORTS = "/omrade/nord/rapporter"
#: After the first half of 2026, in which the world's cases come.
AFTER = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)


@dataclass
class Secretariat(People):
    """`count`: what the thread beside the pages does."""

    maker: Maker | None = None

    @property
    def secretary(self) -> httpx.Client:
        return self("Ove Oso")

    def deviations(self, *who: str) -> None:
        for name in who:
            self.case(name, kontor="")

    def count(self) -> bool:
        assert self.maker
        return self.maker.step()

    def draft(self, period: str = "2026-H1") -> str:
        """Asked for and counted: its page."""
        assert post(self.secretary, f"{REPORTS}/utkast", periode=period).status_code == 303
        assert self.count()
        return self.secretary.get(f"{REPORTS}/utkast/{period}").text

    def publish(self, period: str = "2026-H1", **form: object) -> httpx.Response:
        """As the form that is open now sends it."""
        page = self.secretary.get(f"{REPORTS}/utkast/{period}/publiser").text
        digest = page.split('name="avtrykk" value="')[1].split('"')[0]
        return post(self.secretary, f"{REPORTS}/utkast/{period}/publiser", avtrykk=digest, **form)


@pytest.fixture
def world(database: Database) -> World:
    made = World(database)
    small_area(made)
    made.add_person("Dag Avdeling", made.role("department_contact", unit="Medisinsk avdeling"))
    made.add_person("Ove Oso", made.role("oso_secretary", body="OSO Nordmo"))
    made.add_person("Olga Oso", made.role("oso_reader", body="OSO Nordmo"))
    for name, office in (("Siri Strand", "Strandgata legekontor"), ("Bo Brygga", "Brygga legekontor")):
        made.add_unit(office, "gp_office", "Fjordvik kommune")
        made.add_person(name, made.role("gp", unit=office))
    return made


@pytest.fixture
def house(world: World, names: Names, book: Rulebook) -> Iterator[Secretariat]:
    ruled = Ruled({each.number: "avvik" for each in book.statements}, book.checksum)
    with site(world, names, book) as served:
        yield Secretariat(served, maker=Maker(world.database, world.clock, ruled))
