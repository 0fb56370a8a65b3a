"""The index follows the cases: an entry is written anew from what a case holds now."""

from collections.abc import Iterable

from samhandling.kernel.database import Database, DbSession
from samhandling.kernel.scope import SYSTEM
from samhandling.redaction_list import Redacted
from samhandling.search import indexing, repository

_AT_ONCE = 200


def refresh(session: DbSession, case_id: int) -> None:
    """Nothing happens to a case that the session does not see."""
    known = repository.about(session, case_id)
    if known is None:
        return
    title, about = known
    texts = repository.open_texts(session, [case_id]).get(case_id, [])
    indexing.index_case(session, case_id, [title, *texts], about)


def text_changed(session: DbSession, table: str, row: int) -> None:
    """For who writes to a column behind the use cases: a redaction, or one that is withdrawn. A trigger has taken the
    entry out; here it comes back with what is left.
    """
    case_id = row if table == "cases" else repository.case_of_statement(session, row) if table == "statements" else None
    if case_id is not None:
        refresh(session, case_id)


def redacted_again(session: DbSession, redactions: Iterable[Redacted]) -> None:
    """For a restored database."""
    for redacted in redactions:
        if redacted.table in ("cases", "statements"):
            text_changed(session, redacted.table, int(redacted.row))


def rebuild(database: Database) -> int:
    """Every entry of every case, some at a time, so that others can write between. Says how many cases there are."""
    done, last = 0, 0
    while True:
        with database.writing(SYSTEM) as session:
            ids = repository.case_ids(session, last, _AT_ONCE)
            for case_id in ids:
                refresh(session, case_id)
        if not ids:
            return done
        done, last = done + len(ids), ids[-1]
