"""Copies of a SQLite database that are known to be whole, and the way back from one.

Copying the file is not a backup: under writing it lacks what stands in the WAL. PostgreSQL has its own tools.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy.exc import DBAPIError

from samhandling import redaction_list
from samhandling.audit.chain import MACHINE, Subject, Trail
from samhandling.audit.heads import HeadKeeper, Kept
from samhandling.audit.verifying import FaultKind, Report, verify
from samhandling.guarding.redacting import MARK
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.migrations import running
from samhandling.redaction_list import Redacted
from samhandling.search.index_repository import rewrite
from samhandling.search.refreshing import redacted_again


class Exists(RuntimeError):
    """There is something where the copy was to be."""


class Damaged(RuntimeError):
    """The copy is not whole; `report` is None when SQLite itself says so."""

    def __init__(self, report: Report | None = None) -> None:
        super().__init__("the copy is damaged")
        self.report = report


@dataclass(frozen=True, slots=True)
class Restorer:
    """`redactions` are applied before anybody can read what comes back."""

    trail: Trail
    keeper: HeadKeeper
    kept: Kept
    redactions: tuple[Redacted, ...]

    def put_back(self, backup: Path, target: Path, *, at: datetime) -> int:
        """How many rows were redacted again. Raises Exists, Damaged and OSError; then there is nothing at `target`."""
        for beside in ("", "-wal", "-shm"):
            if Path(f"{target}{beside}").exists():
                raise Exists
        with _made_whole(target) as unfinished:
            shutil.copyfile(backup, unfinished)
            with closing(Database(f"sqlite:///{unfinished}")) as database:
                _check(database, self.trail.key, self.kept, may_be_older=True)
                running.upgrade(database)
                count = self._redact(database)
        with closing(Database(f"sqlite:///{target}")) as database:
            self._tell(database, at, count)
        return count

    def in_place(self, database: Database, *, at: datetime) -> int:
        """For a database that was brought back by other tools, before the application is started on it."""
        count = self._redact(database)
        self._tell(database, at, count)
        return count

    def _redact(self, database: Database) -> int:
        with database.writing(SYSTEM) as session:
            count = redaction_list.apply(session, self.redactions, MARK)
            redacted_again(session, self.redactions)
        rewrite(database)
        if database.is_sqlite:
            with _driver(database) as driver:
                driver.execute("VACUUM")
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return count

    def _tell(self, database: Database, at: datetime, count: int) -> None:
        # The heads come first: what follows them in the file outside belongs to the database that was lost.
        self.keeper.restored(database, at)
        with database.writing(SYSTEM) as session:
            self.trail.record(session, "database_restored", Subject("database", ""), by=MACHINE, at=at, redacted=count)


def back_up(database: Database, target: Path, key: bytes, kept: Kept) -> Report:
    """`kept`: read before this is called. Raises Exists and Damaged; then there is nothing at `target`."""
    if target.exists():
        raise Exists
    with _made_whole(target) as unfinished:
        with _driver(database) as driver:
            driver.execute("VACUUM INTO ?", (str(unfinished),))
        with closing(Database(f"sqlite:///{unfinished}")) as copy:
            return _check(copy, key, kept)


def _check(database: Database, key: bytes, kept: Kept, *, may_be_older: bool = False) -> Report:
    try:
        with _driver(database) as driver:
            found = driver.execute("PRAGMA integrity_check").fetchall()
            orphans = driver.execute("PRAGMA foreign_key_check").fetchall()
    except (pysqlite3.DatabaseError, DBAPIError):
        raise Damaged from None
    if found != [("ok",)] or orphans:
        raise Damaged
    report = verify(database, key, kept)
    allowed = {FaultKind.CUT_OFF} if may_be_older else set()
    if any(fault.kind not in allowed for fault in report.faults):
        raise Damaged(report)
    return report


@contextmanager
def _made_whole(target: Path) -> Iterator[Path]:
    """A file beside `target` that only its owner reads, and that takes its name when all went well."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield unfinished
        _to_disk(unfinished)
        unfinished.rename(target)
        _to_disk(target.parent)
    finally:
        for beside in ("", "-wal", "-shm"):
            Path(f"{unfinished}{beside}").unlink(missing_ok=True)


@contextmanager
def _driver(database: Database) -> Iterator[Any]:
    """Outside any transaction, as VACUUM asks for."""
    with database.engine.connect() as connection:
        yield connection.connection.driver_connection


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
