"""What has been redacted, in a file outside the database, so that a restored backup is redacted again before use.

A line a text, added before the redaction is committed:

    2026-11-25T10:00:00+00:00 statements 12 text

Neither the text nor who redacted it stands here. The file is only added to.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from samhandling.kernel.database import DbSession

# What can be redacted, and the column that says when it was, where the table has one.
COLUMNS: Final[Mapping[tuple[str, str], str | None]] = MappingProxyType(
    {
        ("cases", "title"): None,
        ("statements", "text"): "redacted_at",
        ("attachments", "content"): "redacted_at",
        ("attachments", "name"): "redacted_at",
        ("organisation_versions", "contact_note"): None,
        ("person_names", "name"): None,
        ("person_names", "email"): None,
        ("person_names", "hpr_number"): None,
    }
)


class Unreadable(ValueError):
    """`line`: its number. Nothing may be restored before somebody has seen to it."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} of the redaction list cannot be read")
        self.line = line


@dataclass(frozen=True, slots=True)
class Redacted:
    """`row`: the primary key as text. ValueError for a column that cannot be redacted."""

    at: datetime
    table: str
    row: str
    column: str

    def __post_init__(self) -> None:
        if (self.table, self.column) not in COLUMNS:
            raise ValueError(f"{self.table}.{self.column} cannot be redacted")


def add(path: Path, redacted: Redacted) -> None:
    """On the disk when this returns. Call it before the transaction is committed: twice in the list does no harm."""
    line = f"{redacted.at.isoformat(timespec='seconds')} {redacted.table} {redacted.row} {redacted.column}\n"
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        if file.seek(0, os.SEEK_END) and os.pread(descriptor, 1, file.tell() - 1) != b"\n":
            line = f"\n{line}"  # a crash cut the last line short; it is left to be seen
        file.write(line.encode("ascii"))
        os.fsync(descriptor)


def read(path: Path) -> tuple[Redacted, ...]:
    """An absent file is an empty one. A last line without its end was cut short by a crash, and is left out.

    Raises OSError, and Unreadable for any other line that is not whole.
    """
    if not path.exists():
        return ()
    *lines, _cut_short = path.read_bytes().decode("ascii", "replace").split("\n")
    return tuple(_parsed(number, line) for number, line in enumerate(lines, 1))


def apply(session: DbSession, redactions: Iterable[Redacted]) -> int:
    """Empties them again, and says how many rows were found; those the backup is too old to have are passed over."""
    return sum(_empty(session, redacted) for redacted in redactions)


def _parsed(number: int, line: str) -> Redacted:
    try:
        at, table, row, column = line.split(" ")
        return Redacted(datetime.fromisoformat(at), table, row, column)
    except ValueError:
        raise Unreadable(number) from None


def _empty(session: DbSession, redacted: Redacted) -> int:
    table = SQLModel.metadata.tables[redacted.table]
    (row_id,) = table.primary_key.columns
    column = table.c[redacted.column]
    values: dict[str, object] = {column.name: None if column.nullable else column.type.python_type()}
    if mark := COLUMNS[redacted.table, redacted.column]:
        values[mark] = redacted.at
    identity = UUID(redacted.row) if isinstance(row_id.type, sa.Uuid) else int(redacted.row)
    changed = session.connection().execute(table.update().where(row_id == identity).values(values))
    return changed.rowcount
