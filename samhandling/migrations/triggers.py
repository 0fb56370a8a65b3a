"""SQLite changes a column by building the table anew, and silently drops the table's triggers on the way."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op

_OF_TABLE = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? ORDER BY name"


@contextmanager
def kept(table: str) -> Iterator[None]:
    """The table's triggers are as before when the block ends; on PostgreSQL they always are."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    triggers = list(op.get_bind().exec_driver_sql(_OF_TABLE, (table,)).scalars())
    yield
    for trigger in triggers:
        op.execute(trigger)
