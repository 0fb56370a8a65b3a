"""What Alembic runs: always on the connection that `running` opened, in its transaction."""

from typing import Any, Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from samhandling.tables import metadata


def short_names(kind: str, item: object, _context: object) -> str | Literal[False]:
    """SQLModel's types by names that a migration imports."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return "UTCDateTime()" if kind == "type" and isinstance(item, UTCDateTime) else False


def known_here(item: Any, name: str | None, kind: str, reflected: bool, _compared: object) -> bool:
    """Not what 0004 makes for the search of one engine only: the tables say nothing of it, the reviewed schema does."""
    if not reflected or name is None:
        return True
    if kind == "table":
        return not name.startswith("search_words")
    return item.table.name != "search_entries" or name not in ("terms", "ix_search_entries_terms")


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata(),
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=False,  # the transaction is the caller's, also on SQLite
    compare_type=True,
    render_item=short_names,
    include_object=known_here,
)
context.run_migrations()
