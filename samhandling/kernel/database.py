"""The database: one engine, and the only two ways into it.

`reading(scope)` gives a session that is rolled back; `writing(scope)` one that is committed when the block ends without
an error, before any answer leaves. Nobody else commits. Both tell PostgreSQL's row-level security the scope.

SQLite: WAL with synchronous=FULL, every write transaction BEGIN IMMEDIATE behind one lock a process, deleted text
overwritten. Under 3.51.3 it is refused: its WAL can corrupt the file (WAL-reset fault of 3.7.0–3.51.2).
"""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any, Final

import pysqlite3
import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session as DbSession

from samhandling.kernel import collation
from samhandling.kernel.scope import SYSTEM, Scope

__all__ = ["WRITES", "Database", "DbSession", "UnsafeSQLite", "announce", "as_system", "scope_of"]

OLDEST_SQLITE: Final = (3, 51, 3)
# One connection for each of the 40 threads that answer requests, and one for the worker.
_CONNECTIONS: Final = 41
# A question is compiled once for each shape of scope that asks it: some 18 ms for one, so all are kept.
_POOL: Final[dict[str, Any]] = {
    "pool_size": _CONNECTIONS, "max_overflow": 0, "hide_parameters": True, "query_cache_size": 5_000,
}  # fmt: skip
_SETTINGS: Final = (
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    "busy_timeout = 10000",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "recursive_triggers = ON",  # INSERT OR REPLACE deletes, and is then refused as a DELETE is
)
WRITES: Final = "samhandling_writes"  # the execution option of a connection that will write


class UnsafeSQLite(RuntimeError):
    """The SQLite at hand has the WAL-reset fault."""


class Database:
    """`url`: sqlite:///path or postgresql+psycopg://…; anything else is refused with ValueError."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.engine = _engine(parsed)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self._one_writer: AbstractContextManager[Any] = threading.Lock() if self.is_sqlite else nullcontext()

    @contextmanager
    def reading(self, scope: Scope) -> Iterator[DbSession]:
        with self.engine.connect() as connection, connection.begin() as transaction:
            with self._session(connection, scope) as session:
                session.autoflush = False
                yield session
            transaction.rollback()

    @contextmanager
    def writing(self, scope: Scope) -> Iterator[DbSession]:
        with self._one_writer, self.engine.connect() as connection:
            connection = connection.execution_options(**{WRITES: True})
            with connection.begin(), self._session(connection, scope) as session:
                yield session
                session.flush()

    def empty_log(self) -> None:
        """SQLite: the write-ahead log goes into the file and is cut to nothing; no erased text is left in it."""
        if self.is_sqlite:
            with self._one_writer, self.engine.connect() as connection:
                driver: Any = connection.connection.driver_connection
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()

    def _session(self, connection: Connection, scope: Scope) -> DbSession:
        if not self.is_sqlite:
            announce(connection, scope)
        session = DbSession(connection, expire_on_commit=False)
        session.info["scope"] = scope
        return session


def announce(connection: Connection, scope: Scope) -> None:
    """Tells PostgreSQL's policies the scope, until the transaction ends."""
    ids = {"areas": scope.areas, "home": scope.home, "organisations": scope.organisations, "bodies": scope.bodies}
    values = {f"app.{name}": "{" + ",".join(map(str, sorted(members))) + "}" for name, members in ids.items()}
    values |= {"app.person": str(scope.person or ""), "app.everything": "on" if scope.everything else "off"}
    chosen = sa.select(*(sa.func.set_config(name, value, True) for name, value in values.items()))
    connection.execute(chosen)


def scope_of(session: DbSession) -> Scope:
    scope: Scope = session.info["scope"]
    return scope


@contextmanager
def as_system(session: DbSession) -> Iterator[None]:
    """What the application itself does in a person's transaction, such as telling others what the person did.

    What the person changed before is written first, under the person's own scope, which holds again afterwards.
    """
    own = scope_of(session)
    session.flush()
    _enter(session, SYSTEM)
    try:
        yield
        session.flush()
    finally:
        # In a transaction that failed nothing can be announced, and nothing more is asked.
        with suppress(sa.exc.SQLAlchemyError):
            _enter(session, own)


def _enter(session: DbSession, scope: Scope) -> None:
    session.info["scope"] = scope
    if session.get_bind().dialect.name == "postgresql":
        announce(session.connection(), scope)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return sa.create_engine(url, **_POOL, pool_pre_ping=True)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise ValueError(f"not a database this can use: {url.render_as_string()}")
    if pysqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise UnsafeSQLite(f"SQLite {pysqlite3.sqlite_version} can corrupt its file; 3.51.3 or newer is needed")
    engine = sa.create_engine(url, **_POOL, module=pysqlite3.dbapi2)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # SQLAlchemy's events say when a transaction begins; the driver's own guess would commit DDL at once.
    connection.isolation_level = None
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    connection.create_collation(collation.NAME, collation.compare)


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
