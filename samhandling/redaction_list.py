"""What has been redacted, in a file outside the database, so that a restored backup is redacted again before use.

A line a text, added before the redaction is committed; another when a second person finds that it was no slip:

    2026-11-25T10:00:00+00:00 redacted statements 12 text
    2026-11-25T11:00:00+00:00 withdrawn statements 12 text

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
        ("measures", "text"): None,
        ("measures", "effect"): None,
        ("transfer_scores", "text"): None,
        ("transfer_conditions", "text"): None,
        ("disputes", "facts"): None,
        ("disputes", "legal_basis"): None,
        ("disputes", "contact"): None,
        ("report_texts", "text"): "redacted_at",
        ("indicators", "source"): None,
        ("organisation_versions", "contact_note"): None,
        ("person_names", "name"): None,
        ("person_names", "email"): None,
        ("person_names", "hpr_number"): None,
    }
)
_REDACTED: Final = "redacted"
_WITHDRAWN: Final = "withdrawn"


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

    @property
    def place(self) -> tuple[str, str, str]:
        return self.table, self.row, self.column


def add(path: Path, redacted: Redacted, *, withdrawn: bool = False) -> None:
    """On the disk when this returns. Call it before the transaction is committed: twice in the list does no harm."""
    verb = _WITHDRAWN if withdrawn else _REDACTED
    line = f"{redacted.at.isoformat(timespec='seconds')} {verb} {' '.join(redacted.place)}\n"
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        if file.seek(0, os.SEEK_END) and os.pread(descriptor, 1, file.tell() - 1) != b"\n":
            line = f"\n{line}"  # a crash cut the last line short; it is left to be seen
        file.write(line.encode("ascii"))
        os.fsync(descriptor)


def read(path: Path) -> tuple[Redacted, ...]:
    """What is redacted now. An absent file is an empty one; a last line cut short by a crash is left out.

    Raises OSError, and Unreadable for any other line that is not whole.
    """
    if not path.exists():
        return ()
    *lines, _cut_short = path.read_bytes().decode("ascii", "replace").split("\n")
    now: dict[tuple[str, str, str], Redacted] = {}
    for number, line in enumerate(lines, 1):
        verb, redacted = _parsed(number, line)
        if verb == _REDACTED:
            now.setdefault(redacted.place, redacted)
        else:
            now.pop(redacted.place, None)
    return tuple(now.values())


def apply(session: DbSession, redactions: Iterable[Redacted], mark: str) -> int:
    """Takes the texts out again, `mark` in their place, and says how many rows were found.

    Rows that the backup is too old to have are passed over; what may be empty is emptied.
    """
    return sum(_take_out(session, redacted, mark) for redacted in redactions)


def _parsed(number: int, line: str) -> tuple[str, Redacted]:
    try:
        at, verb, table, row, column = line.split(" ")
        if verb not in (_REDACTED, _WITHDRAWN):
            raise ValueError(verb)
        return verb, Redacted(datetime.fromisoformat(at), table, row, column)
    except ValueError:
        raise Unreadable(number) from None


def _take_out(session: DbSession, redacted: Redacted, mark: str) -> int:
    table = SQLModel.metadata.tables[redacted.table]
    (row_id,) = table.primary_key.columns
    column = table.c[redacted.column]
    instead: object = b"" if isinstance(column.type, sa.LargeBinary) else mark
    values = {column.name: None if column.nullable else instead}
    if stamp := COLUMNS[redacted.table, redacted.column]:
        values[stamp] = redacted.at
    identity = UUID(redacted.row) if isinstance(row_id.type, sa.Uuid) else int(redacted.row)
    changed = session.connection().execute(table.update().where(row_id == identity).values(values))
    return changed.rowcount
