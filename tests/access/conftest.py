"""Two areas, and in the first one person for every role there is."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from samhandling.catalogue.content import Rulebook
from samhandling.identity.roles import ROLES, Place, Role
from samhandling.identity.tables import RoleGrant
from samhandling.kernel.database import Database
from samhandling.naming import Names
from tests.worlds import Site, World, site


def grant(world: World, role: Role, area: str) -> RoleGrant:
    """The role where it can be held in an area."""
    if role.place is Place.SYSTEM:
        return world.role(role.code)
    if role.place is Place.AREA:
        return world.role(role.code, area=area)
    kind = sorted(role.kinds)[0]
    if role.place is Place.BODY:
        return world.role(role.code, area=area, body=f"{kind} {area}")
    return world.role(role.code, unit=f"{kind} {area}")


PARENTS = {
    "hospital_unit": "hospital_trust",
    "gp_office": "municipality",
    "municipal_service": "municipality",
    "emergency_clinic": "municipality",
}


def furnish(world: World, area: str) -> None:
    """One organisation and one body of each kind that a role asks for, parents first."""
    world.add_area(area, area.capitalize())
    kinds = {kind for role in ROLES.values() if role.place is Place.ORGANISATION for kind in role.kinds}
    for kind in sorted(kinds | set(PARENTS.values()), key=lambda kind: kind in PARENTS):
        parent = f"{PARENTS[kind]} {area}" if kind in PARENTS else None
        world.add_unit(f"{kind} {area}", kind, parent, area=area)
    for kind in sorted({kind for role in ROLES.values() if role.place is Place.BODY for kind in role.kinds}):
        world.add_body(f"{kind} {area}", kind, area=area)


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Shared by a module's tests: none of them changes it."""
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("access") / "samhandling.db")
    database = Database(f"sqlite:///{file}")
    world = World(database)
    for area in ("nord", "sor"):
        furnish(world, area)
    for role in ROLES.values():
        world.add_person(f"nord {role.code}", grant(world, role, "nord"))
    for code in ("administrator", "pko", "gp"):
        world.add_person(f"sor {code}", grant(world, ROLES[code], "sor"))
    yield world
    database.close()


@pytest.fixture(scope="module")
def pages(world: World, names: Names, book: Rulebook) -> Iterator[Site]:
    with site(world, names, book) as open_site:
        yield open_site
