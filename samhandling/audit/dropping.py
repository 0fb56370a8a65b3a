"""Old years leave the trail when their time of storage is over; what stays still verifies.

A chain has a segment a year. Before a segment goes, an event is added that says which event was the last of it, and its
hash: that event is sealed as any other, and is the anchor the rest of the chain hangs in. Only the owner of the tables
can do this: the triggers that refuse deletion are set aside and put back within the one transaction, which PostgreSQL
allows nobody else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from samhandling.audit import trail_repository
from samhandling.audit.chain import MACHINE, Subject, Trail
from samhandling.audit.heads import Kept
from samhandling.audit.tables import SYSTEM_CHAIN
from samhandling.audit.verifying import DROPPED, verify
from samhandling.kernel.clock import local_date
from samhandling.kernel.database import Database, DbSession
from samhandling.kernel.errors import Refused
from samhandling.kernel.scope import SYSTEM


@dataclass(frozen=True, slots=True)
class Segment:
    """What was dropped of a chain."""

    chain: int
    last: int
    events: int


def drop_before(database: Database, trail: Trail, kept: Kept, year: int, *, at: datetime) -> tuple[Segment, ...]:
    """All events before the first one of `year` in each chain, as the owner of the tables.

    Refused («year_not_over») for what belongs to this year or later; («trail_touched») for a trail that does not
    verify: what could show who touched it must stay.
    """
    if year > local_date(at).year:
        raise Refused("year_not_over", year=year)
    if not verify(database, trail.key, kept).is_whole:
        raise Refused("trail_touched")
    with database.writing(SYSTEM) as session:
        last = {
            head.chain: event
            for head in trail_repository.heads_now(session)
            if (event := trail_repository.last_before(session, head.chain, date(year, 1, 1)))
        }
        for chain, event in last.items():
            trail.record(
                session,
                DROPPED,
                Subject("audit_chain", str(chain)),
                by=MACHINE,
                at=at,
                area=None if chain == SYSTEM_CHAIN else chain,
                before=year,
                sequence=event.sequence,
                hash=event.hash,
            )
        with _deletable(database, session):
            return tuple(
                Segment(chain, event.sequence, trail_repository.drop_until(session, chain, event.sequence))
                for chain, event in last.items()
            )


@contextmanager
def _deletable(database: Database, session: DbSession) -> Iterator[None]:
    """Schema changes belong to the transaction on both engines: after an error everything is as it was."""
    connection = session.connection()
    if database.is_sqlite:
        definition = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'audit_events_no_delete'"
        ).scalar_one()
        before, after = ["DROP TRIGGER audit_events_no_delete"], [definition]
    else:
        before = [
            "ALTER TABLE audit_events DISABLE TRIGGER audit_events_append_only",
            "ALTER TABLE audit_events NO FORCE ROW LEVEL SECURITY",
        ]
        after = [
            "ALTER TABLE audit_events ENABLE TRIGGER audit_events_append_only",
            "ALTER TABLE audit_events FORCE ROW LEVEL SECURITY",
        ]
    for statement in before:
        connection.exec_driver_sql(statement)
    yield
    for statement in after:
        connection.exec_driver_sql(statement)
