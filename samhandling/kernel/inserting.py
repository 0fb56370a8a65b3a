"""INSERT … ON CONFLICT, which both databases have and SQLAlchemy keeps in two places."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from samhandling.kernel.database import DbSession


def insert_into(session: DbSession, table: type[SQLModel]) -> Any:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    of_dialect = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return of_dialect(table)
