"""Every query that changes the index. It is the system's own: a case may be out of the sight of the one who leaves it,
and its entry must be right all the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlmodel import col

from samhandling.kernel.database import Database, DbSession, announce, scope_of
from samhandling.kernel.inserting import insert_into
from samhandling.kernel.scope import SYSTEM
from samhandling.search.tables import SearchEntry


def put(session: DbSession, entry: SearchEntry) -> None:
    """In place of the one there was; nothing is written when it is the same."""
    new = insert_into(session, SearchEntry).values(entry.model_dump())
    changed = {name: new.excluded[name] for name in ("place", "words", "facets")}
    differs = sa.or_(*(getattr(SearchEntry, name) != value for name, value in changed.items()))
    with _as_the_system(session):
        session.execute(new.on_conflict_do_update(index_elements=["case_id", "subject"], set_=changed, where=differs))


def drop(session: DbSession, case_id: int) -> None:
    with _as_the_system(session):
        session.execute(sa.delete(SearchEntry).where(col(SearchEntry.case_id) == case_id))


def rewrite(database: Database) -> None:
    """SQLite: builds the index anew. What was deleted is out of it already, but for beginnings of words that part one
    page of it from the next; these go only so.
    """
    if not database.is_sqlite:
        return
    index = sa.table("search_words", sa.column("search_words"))
    with database.writing(SYSTEM) as session:
        session.execute(sa.insert(index).values(search_words="rebuild"))


@contextmanager
def _as_the_system(session: DbSession) -> Iterator[None]:
    session.flush()
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        yield
        return
    announce(connection, SYSTEM)
    yield
    # Not after a fault: the transaction takes nothing more, and ends.
    announce(connection, scope_of(session))
