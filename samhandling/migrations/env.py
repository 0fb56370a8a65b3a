"""What Alembic runs: always on the connection that `running` opened, in its transaction."""

from typing import Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from samhandling.tables import metadata


def short_names(kind: str, item: object, _context: object) -> str | Literal[False]:
    """SQLModel's types by names that a migration imports."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return "UTCDateTime()" if kind == "type" and isinstance(item, UTCDateTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata(),
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=False,  # the transaction is the caller's, also on SQLite
    compare_type=True,
    render_item=short_names,
)
context.run_migrations()
