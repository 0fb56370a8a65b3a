"""Rows by the hundred thousand into tables: one statement a table and batch, past the objects that the pages use.

SQLite gets `executemany`; PostgreSQL one INSERT from arrays, since COPY does not know row-level security.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import SQLModel

from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM

_BATCH: Final = 100_000
_TYPES: Final = {
    "INTEGER": "bigint",
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "UUID": "uuid",
    "JSON": "json",
}


def stored(value: Any) -> Any:
    """As both databases take it without a type being asked: instants (of UTC) and dates as text, identifiers in hex."""
    as_stored = _STORED.get(type(value))
    return value if as_stored is None else as_stored(value)


_STORED: Final[dict[type, Callable[[Any], Any]]] = {
    datetime: lambda value: value.isoformat(" ", "microseconds")[:26],
    date: date.isoformat,
    UUID: attrgetter("hex"),
}


class Bulk:
    """`shapes`: the columns of each table's rows, in the order the tables depend on each other.

    What a shape leaves out gets the model's default; ValueError when a column has none.
    """

    def __init__(self, database: Database, shapes: Mapping[type[SQLModel], tuple[str, ...]]) -> None:
        self.rows: dict[type[SQLModel], list[tuple[Any, ...]]] = {model: [] for model in shapes}
        self.written = 0
        self._database = database
        self._rest = {model: _rest(model, columns) for model, columns in shapes.items()}
        self._statements = {
            model: _insert(model, (*columns, *self._rest[model]), sqlite=database.is_sqlite)
            for model, columns in shapes.items()
        }

    def full(self) -> bool:
        return sum(map(len, self.rows.values())) >= _BATCH

    def flush(self) -> None:
        """In one transaction."""
        with self._database.writing(SYSTEM) as session:
            connection = session.connection()
            if not self._database.is_sqlite:
                connection.exec_driver_sql("SET LOCAL timezone = 'UTC'")
            for model, rows in self.rows.items():
                if rows:
                    self._write(connection, model, rows)
                    self.written += len(rows)
                    rows.clear()

    def end(self) -> None:
        """PostgreSQL: its counters are used up to the ids that were given here; setting them is for their owner."""
        if self._database.is_sqlite:
            return
        with self._database.writing(SYSTEM) as session:
            for model in self.rows:
                table = sa.inspect(model).local_table
                if "id" in table.c:
                    last = sa.select(sa.func.coalesce(sa.func.max(table.c.id), 1)).scalar_subquery()
                    used = sa.func.nextval(sa.func.pg_get_serial_sequence(table.name, "id"))
                    session.execute(sa.select(sa.func.count(used)).select_from(sa.func.generate_series(1, last)))

    def _write(self, connection: sa.Connection, model: type[SQLModel], rows: list[tuple[Any, ...]]) -> None:
        rest = tuple(self._rest[model].values())
        whole = [row + rest for row in rows]
        if self._database.is_sqlite:
            connection.exec_driver_sql(self._statements[model], whole)
        else:
            connection.exec_driver_sql(self._statements[model], tuple(map(list, zip(*whole, strict=True))))


def _rest(model: type[SQLModel], columns: tuple[str, ...]) -> dict[str, Any]:
    table = sa.inspect(model).local_table
    if unknown := {*columns} - {*table.c.keys()}:
        raise ValueError(f"{table.name} has no {unknown}")
    left = [name for name in table.c.keys() if name not in columns and name != "id"]  # noqa: SIM118
    if required := [name for name in left if model.model_fields[name].is_required()]:
        raise ValueError(f"{table.name} needs {required}")
    return {name: _default(model, name) for name in left}


def _default(model: type[SQLModel], name: str) -> Any:
    value = model.model_fields[name].get_default(call_default_factory=True)
    return value.value if isinstance(value, Enum) else stored(value)


def _insert(model: type[SQLModel], columns: tuple[str, ...], *, sqlite: bool) -> str:
    table = sa.inspect(model).local_table
    names = ", ".join(f'"{name}"' for name in columns)
    if sqlite:
        return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    types = [table.c[name].type.compile(postgresql.dialect()) for name in columns]
    arrays = ", ".join(f"%s::text[]::{_array(each)}[]" if _as_text(each) else f"%s::{_array(each)}[]" for each in types)
    return f"INSERT INTO {table.name} ({names}) SELECT * FROM unnest({arrays})"  # noqa: S608


def _array(type_: str) -> str:
    return "timestamptz" if type_.startswith("TIMESTAMP") else _TYPES.get(type_, "text")


def _as_text(type_: str) -> bool:
    return _array(type_) not in ("bigint", "boolean")
