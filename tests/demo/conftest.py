"""The demo, built once on each engine; nobody here changes it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from shutil import copy

import pytest

from samhandling.areas.tables import Area
from samhandling.casework.rulebook import Cites
from samhandling.demo.building import build
from samhandling.identity.tables import Account
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database
from samhandling.services import Services
from samhandling.starting import assembled
from tests.databases import ENGINES
from tests.identity.people import CHEAP
from tests.worlds import MovingClock, World


@pytest.fixture(scope="module", params=ENGINES)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cites: Cites) -> Iterator[World]:
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        url = f"sqlite:///{copy(template, tmp_path_factory.mktemp('demo') / 'samhandling.db')}"
    else:
        server = request.getfixturevalue("postgresql")
        url = server.new(server.template).url
    with closing(Database(url)) as database:
        world = World(database, MovingClock())
        build(services_of(world), cites)
        world.areas = {each.slug: key(each.id) for each in world.rows(Area)}
        world.persons = {each.login or "": each.person_id for each in world.rows(Account)}
        yield world


def services_of(world: World) -> Services:
    return replace(assembled(world.database, world.secrets, world.clock, cookies_are_host=False), hasher=CHEAP)
