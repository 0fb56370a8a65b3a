"""A case between an office and a department, on each engine, over HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from samhandling.audit.chain import Actor
from samhandling.cases.kinds import CaseKind, Part
from samhandling.cases.opening import Deed, add_participant, open_case
from samhandling.cases.tables import Attachment
from samhandling.catalogue.content import Rulebook
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.naming import Names
from tests.worlds import Site, World, second_area, site, small_area


@dataclass(frozen=True)
class Desk:
    """The served site, and the case in it: opened by Gro's office, to be answered by the department."""

    pages: Site
    case_id: int
    number: str

    @property
    def world(self) -> World:
        return self.pages.world

    @property
    def path(self) -> str:
        return f"/omrade/nord/saker/{self.number}/vedlegg"

    def browser(self, name: str) -> httpx.Client:
        return self.pages.browser(name)

    def send(
        self, client: httpx.Client, content: bytes, name: str = "rutine.pdf", path: str = "", **fields: str
    ) -> httpx.Response:
        """As a browser sends the form with the file."""
        files: dict[str, object] = {each: (None, value) for each, value in fields.items()}
        return client.post(path or self.path, files=files | {"fil": (name, content)}, timeout=60)  # type: ignore[arg-type]

    def rows(self) -> list[Attachment]:
        return self.world.rows(Attachment)


@pytest.fixture
def world(database: Database) -> World:
    made = World(database)
    small_area(made)
    second_area(made)
    made.add_person("Kai Kontakt", made.role("department_contact", unit="Medisinsk avdeling"))
    made.add_person("Kirsti Kirurg", made.role("hospital_doctor", unit="Kirurgisk avdeling"))
    return made


@pytest.fixture
def case(world: World) -> tuple[int, str]:
    with world.database.writing(SYSTEM) as session:
        by = Actor(world.persons["Gro Gp"], "gp")
        deed = Deed(session, world.services.trail, by, world.clock())
        made = open_case(
            deed, area=world.areas["nord"], kind=CaseKind.DEVIATION, title="Epikrise kom sent", state="received"
        )
        office, department = world.units["Fjordvik legekontor"], world.units["Medisinsk avdeling"]
        add_participant(deed, key(made.id), Part.REPORTER, organisation=office)
        add_participant(deed, key(made.id), Part.RESPONSIBLE, organisation=department)
        return key(made.id), made.number


@pytest.fixture
def desk(world: World, case: tuple[int, str], names: Names, book: Rulebook) -> Iterator[Desk]:
    with site(world, names, book) as served:
        yield Desk(served, *case)
