"""What Alembic does not see, written out and reviewed as files: triggers, policies, functions, indexes, checks.

`python -m tests.database.schema` writes the files anew after a migration that means to change them.
"""

import tempfile
from pathlib import Path

from samhandling.kernel.database import Database
from samhandling.migrations import running
from tests.databases import PostgreSQL

FOLDER = Path(__file__).parent
_POSTGRESQL = (
    "SELECT pg_get_functiondef(p.oid) FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace ORDER BY p.proname",
    "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE NOT t.tgisinternal ORDER BY t.tgname",
    "SELECT format('%I: row-level security %s, forced %s', c.relname, c.relrowsecurity, c.relforcerowsecurity)"
    " FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
    " AND (c.relrowsecurity OR c.relforcerowsecurity) ORDER BY c.relname",
    "SELECT format(E'%I ON %I FOR %s TO %s%s%s', policyname, tablename, cmd, array_to_string(roles, ', '),"
    " E'\\n  USING ' || qual, E'\\n  WITH CHECK ' || with_check) FROM pg_policies ORDER BY tablename, policyname",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname",
    "SELECT format('%s: %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint"
    " WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace ORDER BY conname",
    "SELECT format('collation %I: %s %s', collname, collprovider, colllocale) FROM pg_collation"
    " WHERE collnamespace = 'public'::regnamespace ORDER BY collname",
)
_SQLITE = (
    "SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
    "SELECT sql FROM sqlite_master WHERE type = 'table' ORDER BY name",
)


def reviewed(engine: str) -> Path:
    return FOLDER / f"schema-{engine}.txt"


def described(database: Database) -> str:
    with database.engine.connect() as connection:
        parts = [
            row[0].strip()
            for query in (_SQLITE if database.is_sqlite else _POSTGRESQL)
            for row in connection.exec_driver_sql(query.replace("%", "%%") if not database.is_sqlite else query)
        ]
    return "\n\n".join(map(_in_order, parts)) + "\n"


def _in_order(part: str) -> str:
    """A table that SQLite built anew has its constraints in any order, and its name in quotes."""
    if not part.startswith("CREATE TABLE"):
        return part
    head, *lines = part.replace('"', "").removesuffix("\n)").split("\n")
    lines = [line.rstrip().removesuffix(",") for line in lines]
    constraints = sorted(line for line in lines if line.startswith("\tCONSTRAINT"))
    columns = [line for line in lines if not line.startswith("\tCONSTRAINT")]
    return "\n".join([head, ",\n".join([*columns, *constraints]), ")"])


def main() -> None:
    server = PostgreSQL(Path(tempfile.mkdtemp(prefix="samhandling-pg-")))
    try:
        with tempfile.TemporaryDirectory() as folder:
            for engine, url in (("sqlite", f"sqlite:///{folder}/new.db"), ("postgresql", server.new().owner_url)):
                database = Database(url)
                running.upgrade(database)
                reviewed(engine).write_text(described(database), encoding="utf-8")
                database.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
