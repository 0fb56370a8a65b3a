"""A backup is known to be whole; what was redacted after it was taken is redacted again before anybody reads it."""

import shutil
import threading
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from samhandling import backups, redaction_list
from samhandling.audit import heads
from samhandling.audit.heads import HeadKeeper
from samhandling.audit.tables import AuditEvent
from samhandling.audit.verifying import verify
from samhandling.backups import Damaged, Exists, Restorer
from samhandling.cases.tables import Case, Statement
from samhandling.guarding.redacting import MARK
from samhandling.identity.tables import PersonName
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.redaction_list import Redacted, Unreadable
from tests.database.test_audit import add, found, tampering
from tests.database.test_cases import draft, open_one, send
from tests.database.world import AT, HEADS_KEY, KEY, TRAIL, populate

CANARY = "Kanarifugl-9c41"


@pytest.fixture
def database(sqlite_place, connect) -> Database:
    return connect(sqlite_place.url)


@pytest.fixture
def world(database):
    return populate(database)


@pytest.fixture
def listed(tmp_path) -> Path:
    return tmp_path / "redactions"


def kept(tmp_path):
    return heads.read(tmp_path / "heads", HEADS_KEY)


def restorer(tmp_path, listed) -> Restorer:
    keeper = HeadKeeper(tmp_path / "heads", HEADS_KEY)
    return Restorer(TRAIL, keeper, kept(tmp_path), redaction_list.read(listed))


def back_up(database, target, tmp_path):
    return backups.back_up(database, target, KEY, kept(tmp_path))


def test_a_backup_taken_while_others_write_is_whole(database, tmp_path):
    going = threading.Event()

    def work() -> None:
        while not going.is_set():
            add(database, 3)

    thread = threading.Thread(target=work)
    thread.start()
    reports = [back_up(database, tmp_path / f"copy-{number}.db", tmp_path) for number in range(5)]
    going.set()
    thread.join()
    assert all(report.is_whole for report in reports)
    copied = Database(f"sqlite:///{tmp_path}/copy-4.db")
    assert verify(copied, KEY, kept(tmp_path)).is_whole
    copied.close()


def test_only_its_owner_reads_a_backup_and_nothing_is_overwritten(database, tmp_path):
    target = tmp_path / "copy.db"
    back_up(database, target, tmp_path)
    assert target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Exists):
        back_up(database, target, tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*copy*")) == ["copy.db"]


def test_a_database_that_was_touched_gives_no_backup(database, tmp_path):
    add(database)
    with tampering(database) as connection:
        connection.exec_driver_sql("UPDATE audit_events SET role = 'x' WHERE sequence = 4")
    with pytest.raises(Damaged) as damaged:
        back_up(database, tmp_path / "copy.db", tmp_path)
    assert [fault.sequence for fault in damaged.value.report.faults] == [4]
    assert list(tmp_path.glob("*copy*")) == []


@pytest.mark.parametrize("harm", ["cut", "zeroed", "not a database"])
def test_a_backup_that_was_damaged_on_its_way_is_not_put_back(database, world, tmp_path, listed, harm):
    add(database, 400)
    copy = tmp_path / "copy.db"
    back_up(database, copy, tmp_path)
    whole = copy.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    harmed = {
        "cut": whole[:middle],
        "zeroed": whole[:middle] + bytes(8192) + whole[middle + 8192 :],
        "not a database": b"x" * 9000,
    }
    copy.write_bytes(harmed[harm])
    target = tmp_path / "back.db"
    with pytest.raises(Damaged):
        restorer(tmp_path, listed).put_back(copy, target, at=AT)
    assert list(tmp_path.glob("*back*")) == []


def test_what_was_redacted_after_the_backup_is_redacted_again(database, world, tmp_path, listed):
    case = open_one(database, world)
    statement = draft(database, world, case)
    with database.writing(SYSTEM) as session:
        session.get_one(Statement, statement).text = CANARY * 30
        session.get_one(Case, case).title = CANARY
        session.add(PersonName(person_id=world.persons[2], name=CANARY, email=f"{CANARY}@example.no"))
    send(database, world, case, statement, version=1)
    copy, target = tmp_path / "copy.db", tmp_path / "back.db"
    back_up(database, copy, tmp_path)
    assert CANARY.encode() in copy.read_bytes()
    for place in (
        ("statements", str(statement), "text"),
        ("cases", str(case), "title"),
        ("person_names", str(world.persons[2]), "name"),
        ("person_names", str(world.persons[2]), "email"),
        ("statements", "9999", "text"),
    ):
        redaction_list.add(listed, Redacted(AT, *place))
    assert restorer(tmp_path, listed).put_back(copy, target, at=AT + timedelta(hours=1)) == 4
    for beside in tmp_path.glob("back.db*"):
        assert CANARY.encode() not in beside.read_bytes()
    restored = Database(f"sqlite:///{target}")
    with restored.reading(SYSTEM) as session:
        told = session.get_one(Statement, statement)
        name = session.get_one(PersonName, world.persons[2])
        assert (told.text, told.redacted_at, told.sent_at) == (MARK, AT, AT)
        assert session.get_one(Case, case).title == MARK
        assert (name.name, name.email) == (MARK, None)
    restored.close()


def test_a_redaction_that_was_withdrawn_is_not_made_again(listed):
    one, other = Redacted(AT, "cases", "1", "title"), Redacted(AT, "cases", "2", "title")
    redaction_list.add(listed, one)
    redaction_list.add(listed, other)
    redaction_list.add(listed, one)
    redaction_list.add(listed, one, withdrawn=True)
    assert redaction_list.read(listed) == (other,)
    redaction_list.add(listed, one)
    assert redaction_list.read(listed) == (other, one)


def test_a_redaction_cut_short_by_a_crash_at_the_end_is_left_out_and_elsewhere_stops_the_restore(listed):
    one = Redacted(AT, "statements", "12", "text")
    redaction_list.add(listed, one)
    whole = listed.read_bytes()
    for length in range(len(whole)):
        listed.write_bytes(whole + whole[:length])
        assert redaction_list.read(listed) == (one,)
    listed.write_bytes(whole + whole[:40])
    redaction_list.add(listed, one)
    with pytest.raises(Unreadable) as unreadable:
        redaction_list.read(listed)
    assert unreadable.value.line == 2


@pytest.mark.parametrize(
    "place", [("cases", "1", "number"), ("audit_events", "1", "details"), ("nothing", "1", "text")]
)
def test_only_free_text_and_names_can_be_redacted(place):
    with pytest.raises(ValueError, match="cannot be redacted"):
        Redacted(AT, *place)


def test_every_column_that_can_be_redacted_is_in_the_database(database):
    with database.writing(SYSTEM) as session:
        places = [
            Redacted(AT, table, str(UUID(int=9)) if table == "person_names" else "9", column)
            for table, column in redaction_list.COLUMNS
        ]
        assert redaction_list.apply(session, places, MARK) == 0


def test_a_restore_is_told_and_the_heads_outside_go_on_from_there(database, world, tmp_path, listed):
    keeper = HeadKeeper(tmp_path / "heads", HEADS_KEY)
    add(database)
    keeper.write(database, AT)
    copy, target = tmp_path / "copy.db", tmp_path / "back.db"
    back_up(database, copy, tmp_path)
    add(database, 30)
    keeper.write(database, AT)
    restorer(tmp_path, listed).put_back(copy, target, at=AT)
    restored = Database(f"sqlite:///{target}")
    add(restored, 30, at=AT + timedelta(hours=1))
    report = verify(restored, KEY, kept(tmp_path))
    assert report.is_whole, report.faults
    assert [(chain, sequence) for chain, sequence, _ in report.restored] == [(0, 12)]
    with restored.reading(SYSTEM) as session:
        told = session.exec(select(AuditEvent).where(AuditEvent.action == "database_restored")).one()
    assert told.sequence == 13
    # Without the restore being told, the same file would be called cut off.
    assert found(database, heads.Kept({0: {99: "x"}})) == [("cut_off", 0, 99)]
    restored.close()


def test_nothing_is_put_over_a_database_that_is_there(database, sqlite_place, tmp_path, listed):
    copy = tmp_path / "copy.db"
    back_up(database, copy, tmp_path)
    for beside in ("", "-wal"):
        target = tmp_path / f"other{len(beside)}.db"
        Path(f"{target}{beside}").write_bytes(b"x")
        with pytest.raises(Exists):
            restorer(tmp_path, listed).put_back(copy, target, at=AT)


def test_a_database_brought_back_by_other_tools_is_redacted_in_place(place, connect, tmp_path, listed):
    database = connect(place.url)
    world = populate(database)
    case = open_one(database, world)
    redaction_list.add(listed, Redacted(AT, "cases", str(case), "title"))
    assert restorer(tmp_path, listed).in_place(database, at=AT) == 1
    with database.reading(SYSTEM) as session:
        assert session.get_one(Case, case).title == MARK


def test_the_restored_file_has_no_trace_of_the_text_even_in_pages_no_longer_used(database, world, tmp_path, listed):
    case = open_one(database, world)
    with database.writing(SYSTEM) as session:
        session.get_one(Case, case).title = CANARY
    copy = tmp_path / "copy.db"
    back_up(database, copy, tmp_path)
    shutil.copy(copy, tmp_path / "moved.db")
    redaction_list.add(listed, Redacted(AT, "cases", str(case), "title"))
    target = tmp_path / "back.db"
    restorer(tmp_path, listed).put_back(tmp_path / "moved.db", target, at=AT)
    assert CANARY.encode() not in target.read_bytes()
