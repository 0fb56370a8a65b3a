"""Whoever touches the trail is found, on both engines: each tampering is done by hand, past the triggers."""

import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from samhandling.audit import heads
from samhandling.audit.chain import MACHINE, START, Subject, Trail
from samhandling.audit.dropping import drop_before
from samhandling.audit.heads import HeadKeeper, Kept
from samhandling.audit.tables import AuditChain, AuditEvent
from samhandling.audit.verifying import Fault, FaultKind, verify
from samhandling.commands.audit import _fault
from samhandling.kernel.database import Database
from samhandling.kernel.errors import Refused
from samhandling.kernel.scope import SYSTEM
from tests.database.schema import described
from tests.database.world import AT, HEADS_KEY, KEY, TRAIL

NOTHING_KEPT = Kept()
EVENTS = 12
_OTHER_ACTOR = "UPDATE audit_events SET actor = '11111111111111111111111111111111'"


def add(
    database: Database,
    count: int = EVENTS,
    *,
    area: int | None = None,
    at: datetime = AT,
    trail: Trail = TRAIL,
    **details,
) -> None:
    with database.writing(SYSTEM) as session:
        for number in range(count):
            trail.record(
                session,
                "something",
                Subject("thing", str(number)),
                by=MACHINE,
                at=at,
                area=area,
                number=number,
                **details,
            )


@contextmanager
def tampering(owner: Database):
    """A connection that nothing stops: the triggers are gone meanwhile, as for somebody who owns the database."""
    with owner.engine.begin() as connection:
        if owner.is_sqlite:
            triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
            for name, _ in triggers:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            yield connection
            for _, sql in triggers:
                connection.exec_driver_sql(sql)
        else:
            connection.exec_driver_sql("ALTER TABLE audit_events DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY")
            yield connection
            connection.exec_driver_sql("ALTER TABLE audit_events ENABLE TRIGGER USER, FORCE ROW LEVEL SECURITY")


@pytest.fixture
def keeper(tmp_path) -> HeadKeeper:
    return HeadKeeper(tmp_path / "heads", HEADS_KEY)


@pytest.fixture
def kept(tmp_path):
    return lambda: heads.read(tmp_path / "heads", HEADS_KEY)


def found(database: Database, kept: Kept = NOTHING_KEPT, key: bytes = KEY) -> list[tuple[str, int | None, int]]:
    return [(fault.kind.value, fault.chain, fault.sequence) for fault in verify(database, key, kept).faults]


def test_an_untouched_trail_is_whole(database, keeper, kept):
    add(database, details={"nested": [1, 2.5, None, True, "æøå \u0301 «»"]}, other="x")
    add(database, 3, area=7)
    keeper.write(database, AT)
    report = verify(database, KEY, kept())
    assert report.is_whole
    assert [(each.chain, each.first, each.last, each.events) for each in report.chains] == [
        (0, 1, 12, 12),
        (7, 1, 3, 3),
    ]


def test_an_empty_trail_is_whole(database):
    assert verify(database, KEY, NOTHING_KEPT).is_whole


def test_an_instant_in_another_zone_is_the_same_event(database):
    add(database, 1, at=datetime(2026, 7, 1, 12, 0, tzinfo=ZoneInfo("Europe/Oslo")))
    assert found(database) == []


@pytest.mark.parametrize(
    ("statements", "faults"),
    [
        (["UPDATE audit_events SET action = 'other' WHERE sequence = 5"], [("altered", 0, 5)]),
        (["UPDATE audit_events SET details = '{\"number\": 5}' WHERE sequence = 5"], [("altered", 0, 5)]),
        ([_OTHER_ACTOR], [("altered", 0, n) for n in range(1, 13)]),
        (["UPDATE audit_events SET subject_id = '99' WHERE sequence = 5"], [("altered", 0, 5)]),
        (["UPDATE audit_events SET happened_at = '2026-11-25 10:00:01+00:00' WHERE sequence = 5"], [("altered", 0, 5)]),
        (["UPDATE audit_events SET happened_on = '2026-11-26' WHERE sequence = 5"], [("altered", 0, 5)]),
        (["UPDATE audit_events SET hash = 'forged' WHERE sequence = 5"], [("altered", 0, 5), ("unlinked", 0, 6)]),
        (
            ["UPDATE audit_events SET previous_hash = 'forged' WHERE sequence = 5"],
            [("unlinked", 0, 5), ("altered", 0, 5)],
        ),
        (["DELETE FROM audit_events WHERE sequence = 5"], [("removed", 0, 5)]),
        (["DELETE FROM audit_events WHERE sequence < 4"], [("removed", 0, 3)]),
        (
            [
                "DELETE FROM audit_events WHERE sequence = 5",
                "UPDATE audit_events SET sequence = sequence - 1 WHERE sequence = 6",
                "UPDATE audit_events SET sequence = sequence - 1 WHERE sequence = 7",
            ],
            [("unlinked", 0, 5), ("altered", 0, 5), ("altered", 0, 6), ("removed", 0, 7)],
        ),
        (
            [
                "UPDATE audit_events SET sequence = 99 WHERE sequence = 5",
                "UPDATE audit_events SET sequence = 5 WHERE sequence = 6",
                "UPDATE audit_events SET sequence = 6 WHERE sequence = 99",
            ],
            [("unlinked", 0, 5), ("altered", 0, 5), ("unlinked", 0, 6), ("altered", 0, 6), ("unlinked", 0, 7)],
        ),
        (
            [
                "INSERT INTO audit_events SELECT chain, 13, happened_at, happened_on, actor, role, action,"
                " subject_kind, subject_id, details, hash, hash FROM audit_events WHERE sequence = 12"
            ],
            [("altered", 0, 13)],
        ),
        (["DELETE FROM audit_events WHERE sequence > 10"], [("cut_off", 0, 12)]),
        (["DELETE FROM audit_events"], [("cut_off", 0, 12)]),
        (["UPDATE audit_chains SET hash = 'forged'"], [("replaced", 0, 12)]),
    ],
    ids=[
        "action", "details", "actor", "subject", "instant",
        "date", "hash", "previous hash", "removed", "beginning removed",
        "removed and renumbered", "swapped", "added", "tail", "everything", "head",
    ],
)  # fmt: skip
def test_a_tampering_is_found_and_placed(database, owner, statements, faults):
    add(database)
    with tampering(owner) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement.replace("%", "%%"))
    assert found(database) == faults


def test_a_tail_cut_off_together_with_its_head_is_found_by_the_heads_outside(database, owner, keeper, kept):
    add(database)
    keeper.write(database, AT)
    with tampering(owner) as connection:
        last = connection.exec_driver_sql("SELECT hash FROM audit_events WHERE sequence = 9").scalar()
        connection.exec_driver_sql("DELETE FROM audit_events WHERE sequence > 9")
        connection.execute(sa.update(AuditChain).values(sequence=9, hash=last))
    assert found(database) == []
    assert found(database, kept()) == [("cut_off", 0, 12)]
    # The application goes on; now the chain is long enough again, but another one.
    add(database)
    assert found(database, kept()) == [("replaced", 0, 12)]


def test_a_whole_chain_removed_is_found_by_the_heads_outside(database, owner, keeper, kept):
    add(database, area=3)
    keeper.write(database, AT)
    with tampering(owner) as connection:
        connection.exec_driver_sql("DELETE FROM audit_events")
        connection.exec_driver_sql("DELETE FROM audit_chains")
    assert found(database, kept()) == [("cut_off", 3, 12)]


def test_an_older_database_put_in_its_place_is_found_by_the_heads_outside(database, owner, keeper, kept):
    add(database)
    with database.engine.connect() as connection:
        rows = connection.execute(sa.select(sa.inspect(AuditEvent).local_table)).all()
        head = connection.execute(sa.select(sa.inspect(AuditChain).local_table)).one()
    add(database, 5)
    keeper.write(database, AT)
    with tampering(owner) as connection:
        connection.execute(sa.delete(AuditEvent).where(col(AuditEvent.sequence) > len(rows)))
        connection.execute(sa.update(AuditChain).values(sequence=head.sequence, hash=head.hash))
    assert found(database, kept()) == ([("cut_off", 0, 17)])


def test_with_a_wrong_key_nothing_fits_and_that_is_said_instead(database):
    add(database)
    report = verify(database, b"w" * 32, NOTHING_KEPT)
    assert report.fits_nothing
    assert not report.is_whole
    assert not verify(database, KEY, NOTHING_KEPT).fits_nothing


def test_one_chain_touched_leaves_the_others_whole(database, owner):
    add(database, area=1)
    add(database, area=2)
    with tampering(owner) as connection:
        connection.exec_driver_sql("UPDATE audit_events SET role = 'x' WHERE chain = 1 AND sequence = 3")
    assert {each.chain: each.count for each in verify(database, KEY, NOTHING_KEPT).chains} == {1: 1, 2: 0}


@pytest.mark.parametrize("change", ["UPDATE audit_events SET role = 'x'", "DELETE FROM audit_events"])
def test_the_database_itself_refuses_to_change_the_trail_even_for_its_owner(owner, change):
    add(owner)
    if not owner.is_sqlite:
        # Forced row-level security hides the rows from the owner; without it the trigger refuses.
        with owner.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE audit_events NO FORCE ROW LEVEL SECURITY")
    with pytest.raises(DBAPIError, match="append-only"), owner.engine.begin() as connection:
        connection.exec_driver_sql(change)
    with pytest.raises(DBAPIError, match=r"append-only|permission"), owner.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO audit_events SELECT * FROM audit_events"
            if owner.is_sqlite
            else "TRUNCATE audit_events"
        )


# Adding at once.


def test_eight_threads_on_one_new_chain_never_fork_it(database):
    def work() -> None:
        for _ in range(5):
            add(database, 1, area=5)

    _in_threads(8, work)
    report = verify(database, KEY, NOTHING_KEPT)
    assert report.is_whole
    assert [(each.chain, each.events) for each in report.chains] == [(5, 40)]


def test_two_processes_on_one_chain_never_fork_it(place, database):
    children = [subprocess.Popen([sys.executable, "-c", _ADD, place.url, KEY.decode()]) for _ in range(2)]
    assert [child.wait() for child in children] == [0, 0]
    report = verify(database, KEY, NOTHING_KEPT)
    assert report.is_whole
    assert [(each.chain, each.events) for each in report.chains] == [(5, 60)]


_ADD = """
import sys
from datetime import UTC, datetime
from samhandling.audit.chain import MACHINE, Subject, Trail
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
database, trail = Database(sys.argv[1]), Trail(sys.argv[2].encode())
for number in range(30):
    with database.writing(SYSTEM) as session:
        trail.record(session, "x", Subject("y", "1"), by=MACHINE, at=datetime(2026, 1, 1, tzinfo=UTC), area=5)
"""


def test_the_first_event_of_a_chain_added_by_many_at_once_makes_one_head(postgresql_place, connect):
    """Each thread has its own connection, and all wait at the gate until every one has begun."""
    database = connect(postgresql_place.url)
    gate = threading.Barrier(6)

    def work() -> None:
        with database.writing(SYSTEM) as session:
            gate.wait()
            TRAIL.record(session, "x", Subject("y", "1"), by=MACHINE, at=AT, area=9)

    _in_threads(6, work)
    report = verify(database, KEY, NOTHING_KEPT)
    assert report.is_whole
    assert [(each.chain, each.events) for each in report.chains] == [(9, 6)]


# The heads outside.


def test_heads_are_written_at_once_after_a_start_then_every_hundred_events_or_minute(database, keeper, kept):
    def wrote(events: int, seconds: int) -> bool:
        add(database, events)
        return keeper.after_commit(database, AT + timedelta(seconds=seconds))

    assert wrote(1, 0)
    assert not wrote(99, 59)
    assert wrote(1, 59)
    assert not wrote(1, 118)
    assert wrote(1, 119)
    assert not keeper.after_commit(database, AT + timedelta(hours=1))
    assert sorted(kept().heads[0]) == [1, 101, 103]


def test_what_a_crash_kept_from_the_file_is_written_by_the_next_process(database, tmp_path, keeper, kept):
    add(database)
    keeper.after_commit(database, AT)
    add(database, 50)
    assert not keeper.after_commit(database, AT)
    # Here the process dies.
    HeadKeeper(tmp_path / "heads", HEADS_KEY).after_commit(database, AT)
    assert sorted(kept().heads[0]) == [12, 62]


def test_a_line_cut_short_by_a_crash_is_left_out_and_spoils_no_other(sqlite_place, connect, tmp_path, keeper, kept):
    database, file = connect(sqlite_place.url), tmp_path / "heads"
    add(database)
    keeper.write(database, AT)
    whole = file.read_bytes()
    add(database)
    keeper.write(database, AT)
    for length in range(len(whole), file.stat().st_size):
        torn = tmp_path / "torn"
        torn.write_bytes(file.read_bytes()[:length])
        read = heads.read(torn, HEADS_KEY)
        assert set(read.heads[0]) == {12}
        assert read.forged == ()
        HeadKeeper(torn, HEADS_KEY).write(database, AT)
        assert set(heads.read(torn, HEADS_KEY).heads[0]) == {12, 24}


def test_an_altered_line_is_named(sqlite_place, connect, tmp_path, keeper, kept):
    database, file = connect(sqlite_place.url), tmp_path / "heads"
    add(database)
    keeper.write(database, AT)
    text = file.read_text("ascii")
    file.write_text(text.replace(" 0 12 ", " 0 11 "), "ascii")
    assert found(database, kept()) == [("heads_forged", None, 2)]
    file.write_text(text, "ascii")
    assert heads.read(file, b"w" * 32).forged == (2,)


def test_two_hashes_for_one_event_are_found(sqlite_place, connect, keeper, kept, owner_of_sqlite):
    database = connect(sqlite_place.url)
    add(database, 3)
    keeper.write(database, AT)
    with tampering(owner_of_sqlite) as connection:
        connection.exec_driver_sql("DELETE FROM audit_events")
        connection.execute(sa.update(AuditChain).values(sequence=0, hash=START))
    add(database, 3, at=AT + timedelta(days=1))
    keeper._written = None
    keeper.write(database, AT)
    assert ("heads_disagree", 0, 3) in found(database, kept())


@pytest.fixture
def owner_of_sqlite(sqlite_place, connect) -> Database:
    return connect(sqlite_place.owner_url)


def test_no_file_of_heads_yet_is_no_fault(database, tmp_path):
    add(database)
    assert verify(database, KEY, heads.read(tmp_path / "absent", HEADS_KEY)).is_whole


# Old years.


@pytest.fixture
def three_years(database, keeper) -> None:
    for year, count in ((2024, 3), (2025, 4), (2026, 5)):
        add(database, count, area=1, at=datetime(year, 6, 1, tzinfo=UTC))
    add(database, 2, at=datetime(2024, 1, 1, tzinfo=UTC))
    keeper.write(database, AT)


@pytest.mark.usefixtures("three_years")
def test_old_years_are_dropped_and_what_stays_verifies(database, owner, kept):
    schema = described(owner)
    dropped = drop_before(owner, TRAIL, kept(), 2026, at=AT)
    assert [(each.chain, each.last, each.events) for each in dropped] == [(0, 2, 2), (1, 7, 7)]
    report = verify(database, KEY, kept())
    assert report.is_whole, report.faults
    assert [(each.chain, each.first, each.last) for each in report.chains] == [(0, 3, 3), (1, 8, 13)]
    assert described(owner) == schema
    # And once more, with the anchor itself among what is dropped a year later.
    add(database, 2, area=1, at=datetime(2027, 1, 5, tzinfo=UTC))
    drop_before(owner, TRAIL, kept(), 2027, at=datetime(2027, 2, 1, tzinfo=UTC))
    report = verify(database, KEY, kept())
    assert report.is_whole, report.faults
    assert [(each.chain, each.first, each.events) for each in report.chains] == [(0, 4, 1), (1, 14, 3)]


@pytest.mark.usefixtures("three_years")
def test_half_past_midnight_on_new_years_day_is_not_dropped_with_the_old_year(owner, kept):
    add(owner, 1, at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    drop_before(owner, TRAIL, kept(), 2026, at=AT)
    assert [each.events for each in verify(owner, KEY, kept()).chains if each.chain == 0] == [2]


@pytest.mark.usefixtures("three_years")
def test_more_removed_than_the_anchor_vouches_for_is_found(database, owner, kept):
    drop_before(owner, TRAIL, kept(), 2026, at=AT)
    with tampering(owner) as connection:
        connection.exec_driver_sql("DELETE FROM audit_events WHERE chain = 1 AND sequence = 8")
    assert found(database, kept()) == [("removed", 1, 8)]


@pytest.mark.usefixtures("three_years")
def test_a_trail_that_was_touched_keeps_its_old_years(owner, kept):
    with tampering(owner) as connection:
        connection.exec_driver_sql("UPDATE audit_events SET role = 'x' WHERE chain = 1 AND sequence = 9")
    with pytest.raises(Refused, match="trail_touched"):
        drop_before(owner, TRAIL, kept(), 2026, at=AT)


@pytest.mark.usefixtures("three_years")
def test_a_year_that_has_not_begun_is_refused(owner, kept):
    with pytest.raises(Refused, match="year_not_over"):
        drop_before(owner, TRAIL, kept(), 2027, at=AT)


@pytest.mark.usefixtures("three_years")
def test_a_drop_that_fails_leaves_events_and_triggers_as_they_were(owner, kept):
    """Another trigger, of the operator's own, refuses when ours is already set aside."""
    with owner.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER own BEFORE DELETE ON audit_events BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            if owner.is_sqlite
            else "CREATE TRIGGER own BEFORE DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    schema = described(owner)
    with pytest.raises(DBAPIError, match="append-only"):
        drop_before(owner, TRAIL, kept(), 2026, at=AT)
    assert described(owner) == schema
    assert verify(owner, KEY, kept()).is_whole


def test_the_application_cannot_drop(postgresql_place, connect):
    application = connect(postgresql_place.url)
    add(application, 2, at=datetime(2024, 1, 1, tzinfo=UTC))
    with pytest.raises(DBAPIError, match="must be owner"):
        drop_before(application, TRAIL, NOTHING_KEPT, 2026, at=AT)
    assert verify(application, KEY, NOTHING_KEPT).is_whole


def test_a_wrong_key_cannot_anchor(database, owner):
    """Somebody without the key drops a segment and writes an anchor of his own."""
    add(database, 5, area=1)
    with database.reading(SYSTEM) as session:
        last = session.get_one(AuditEvent, (1, 3)).hash
    with database.writing(SYSTEM) as session:
        forger = Trail(b"w" * 32)
        chain = Subject("audit_chain", "1")
        forger.record(
            session, "audit_segment_dropped", chain, by=MACHINE, at=AT, area=1, before=2026, sequence=3, hash=last
        )
    with tampering(owner) as connection:
        connection.exec_driver_sql("DELETE FROM audit_events WHERE sequence <= 3")
    assert found(database) == [("altered", 1, 6), ("removed", 1, 3)]


def test_every_kind_of_fault_has_a_sentence():
    assert all(_fault(Fault(kind, 1, 2)) for kind in FaultKind)


def _in_threads(count: int, work) -> None:
    failed: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 – handed to the test
            failed.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
