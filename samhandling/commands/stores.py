"""What the commands that work on the database share: where it is, its keys, the files outside it; and their answers.

Exit codes: 0 done, 1 something was found to be wrong, 2 it could not be read, 64 wrong use.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pysqlite3
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from samhandling.audit.chain import Trail
from samhandling.audit.heads import HeadKeeper, Kept
from samhandling.audit.heads import read as read_heads
from samhandling.kernel.database import Database, UnsafeSQLite
from samhandling.settings import Settings
from samhandling.starting import NotReady, secrets_of

WRONG, UNREADABLE, USAGE = 1, 2, 64


class Stopped(Exception):
    """Ends the command with `code`, saying `reason`, a finished sentence in bokmål."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True)
class Stores:
    settings: Settings
    database: Database
    trail: Trail
    keeper: HeadKeeper
    kept: Kept

    @property
    def file(self) -> Path:
        """SQLite only."""
        return Path(self.settings.database.removeprefix("sqlite:///"))


def run(name: str, work: Callable[[], int]) -> int:
    """The exit code of `work`; what stops it is said on standard error."""
    try:
        return work()
    except Stopped as stopped:
        code, reason = stopped.code, str(stopped)
    except ValidationError as error:
        code, reason = USAGE, " ".join(each["msg"] for each in error.errors())
    except NotReady as error:
        code, reason = USAGE, str(error)
    except UnsafeSQLite:
        code, reason = UNREADABLE, "SQLite på denne maskinen er for gammel og kan ødelegge databasen."
    except (DBAPIError, pysqlite3.DatabaseError) as error:
        fault = type(getattr(error, "orig", error)).__name__
        code, reason = UNREADABLE, f"Databasen svarer ikke, eller den nekter ({fault})."
    except OSError as error:
        code, reason = UNREADABLE, f"Filen «{error.filename}» kan ikke leses eller skrives ({error.strerror})."
    print(f"samhandling {name}: {reason}", file=sys.stderr)
    return code


@contextmanager
def opened() -> Iterator[Stores]:
    """Stopped when there is no SQLite file, rather than making one."""
    settings = Settings()
    if settings.database_url is None and not (settings.folder / "samhandling.db").exists():
        raise Stopped(UNREADABLE, f"Det er ingen database i mappen «{settings.folder}».")
    with closing(Database(settings.database)) as database:
        yield of(settings, database)


@contextmanager
def to_migrate() -> Iterator[Database]:
    """Without the keys: migrating asks for none, and makes none. A SQLite file that is not there is made."""
    settings = Settings()
    if settings.database_url is None:
        settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(Database(settings.database)) as database:
        yield database


@contextmanager
def to_fill() -> Iterator[Stores]:
    """For a SQLite database that is not there yet. Stopped for PostgreSQL, which has tools of its own."""
    settings = Settings()
    with closing(Database(settings.database)) as database:
        if not database.is_sqlite:
            raise Stopped(USAGE, "PostgreSQL legges tilbake med pg_restore; kjør så kommandoen uten fil.")
        yield of(settings, database)


def of(settings: Settings, database: Database) -> Stores:
    """Stopped when there is no secret: a new one would make a whole trail look touched."""
    if settings.secret is None and database.is_sqlite and not (settings.folder / "secret").exists():
        raise Stopped(
            UNREADABLE, f"Hemmeligheten mangler i mappen «{settings.folder}»: uten den kan loggen ikke leses."
        )
    secrets = secrets_of(settings, database)
    key = secrets.key("audit heads")
    return Stores(
        settings,
        database,
        Trail(secrets.key("audit")),
        HeadKeeper(settings.heads, key),
        read_heads(settings.heads, key),
    )
