"""`python -m tests.database.dying TEMPLATE FOLDER`: children that kill themselves in the middle of a migration.

One process forks them all, so that the imports are paid for once. Answers in JSON what each left behind.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path

import pysqlite3
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from samhandling.kernel.database import Database
from samhandling.migrations import running
from tests.database.schema import described

# The revision a child starts from, and after how many statements it dies. From the newest it goes down first.
_DEATHS = {None: (1, 8, 50, 100, 10_000), "0001": (1, 4), running.newest(): (1, 20, 90)}


def main(template: Path, folder: Path) -> None:
    schemas = _schemas(folder)
    found = []
    for before, deaths in _DEATHS.items():
        for statements in deaths:
            file = folder / f"{before}-{statements}.db"
            if before == running.newest():
                shutil.copy(template, file)
            elif before:
                _at(file, before)
            status = _child(file, statements, downwards=before == running.newest())
            found.append({"before": before, "signal": os.WTERMSIG(status)} | _left(file, schemas))
    print(json.dumps(found))


def _schemas(folder: Path) -> dict[str | None, str]:
    schemas = {}
    for revision in (each.revision for each in ScriptDirectory.from_config(running._config()).walk_revisions()):
        _at(folder / f"whole-{revision}.db", revision)
        schemas[revision] = _left(folder / f"whole-{revision}.db", {})["schema"]
    return {None: "\n"} | schemas


def _at(file: Path, revision: str) -> None:
    database = Database(f"sqlite:///{file}")
    running.upgrade(database, revision)
    database.close()


def _child(file: Path, statements: int, *, downwards: bool) -> int:
    child = os.fork()
    if child == 0:
        database = Database(f"sqlite:///{file}")
        left = iter(range(statements))

        @sa.event.listens_for(database.engine, "after_cursor_execute")
        def die(*_: object) -> None:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        if downwards:
            running.downgrade(database, "base")
        running.upgrade(database)
        # It came to the end: it dies with its work done.
        os.kill(os.getpid(), signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _left(file: Path, schemas: dict[str | None, str]) -> dict[str, object]:
    connection = pysqlite3.connect(file)
    integrity = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    database = Database(f"sqlite:///{file}")
    revision, schema = running.current(database), described(database)
    database.close()
    without = "\n\n".join(part for part in schema.strip().split("\n\n") if "alembic_version" not in part) + "\n"
    return {
        "revision": revision,
        "integrity": integrity,
        "schema": without,
        "schema_is_that_of_the_revision": schemas.get(revision) == without,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
