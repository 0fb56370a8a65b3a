"""The two ways into the database: what is committed, what is undone, who waits for whom, and what comes back."""

import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pysqlite3
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col, select

from samhandling.areas.kinds import OrganisationKind
from samhandling.areas.tables import Area, AreaMembership, Organisation, OrganisationVersion
from samhandling.cases.tables import Case
from samhandling.identity.tables import Account, Person
from samhandling.kernel import collation
from samhandling.kernel import database as kernel
from samhandling.kernel.clock import local_date
from samhandling.kernel.database import Database, DbSession, UnsafeSQLite
from samhandling.kernel.scope import SYSTEM
from tests.database.world import AT, populate

OSLO_SUMMER = timezone(timedelta(hours=2))


def test_what_is_written_is_there_after_the_block(database):
    with database.writing(SYSTEM) as session:
        session.add(_area("a"))
    assert _slugs(database) == ["a"]


def test_an_exception_undoes_everything_in_the_block(database):
    def work(session: DbSession) -> None:
        session.add(_area("a"))
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.writing(SYSTEM) as session:
        work(session)
    assert _slugs(database) == []


def test_reading_never_commits_even_what_was_flushed(database):
    with database.reading(SYSTEM) as session:
        session.add(_area("a"))
        session.flush()
    assert _slugs(database) == []


def test_a_commit_inside_the_block_commits_nothing_when_the_block_fails(database):
    def work(session: DbSession) -> None:
        session.add(_area("a"))
        session.commit()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.writing(SYSTEM) as session:
        work(session)
    assert _slugs(database) == []


def test_eight_writers_that_read_before_they_write_lose_no_update(database):
    """With a deferred BEGIN most of these would fail with «database is locked», or overwrite one another."""
    with database.writing(SYSTEM) as session:
        session.add(_area("a"))

    def add_ten() -> None:
        for _ in range(10):
            with database.writing(SYSTEM) as session:
                area = session.exec(select(Area).with_for_update()).one()
                area.version += 1
                session.add(area)

    _in_threads(8, add_ten)
    with database.reading(SYSTEM) as session:
        assert session.exec(select(Area.version)).one() == 81


def test_one_process_has_one_writer_at_a_time_on_sqlite(sqlite_place, connect):
    database = connect(sqlite_place.url)
    inside, most = [], []

    def write() -> None:
        with database.writing(SYSTEM) as session:
            inside.append(1)
            most.append(len(inside))
            session.add(Organisation(kind=OrganisationKind.PHARMACY))
            session.flush()
            inside.pop()

    _in_threads(8, write)
    assert max(most) == 1


def test_readers_do_not_wait_for_the_writer(database):
    with database.writing(SYSTEM) as session:
        session.add(_area("a"))
        session.flush()
        assert _slugs(database) == []
    assert _slugs(database) == ["a"]


def test_two_processes_on_one_sqlite_file_both_write(sqlite_place, connect):
    """The command line beside the server: whoever comes second waits instead of failing."""
    database = connect(sqlite_place.url)
    with database.writing(SYSTEM) as session:
        session.add(_area("a"))
    child = subprocess.Popen([sys.executable, "-c", _ADD_FIFTY, sqlite_place.url], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    for _ in range(50):
        with database.writing(SYSTEM) as session:
            session.exec(select(Area)).one().version += 1
    child.stdout.close()
    assert child.wait() == 0
    with database.reading(SYSTEM) as session:
        assert session.exec(select(Area.version)).one() == 101


_ADD_FIFTY = """
import sys
from sqlmodel import select
from samhandling.areas.tables import Area
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
database = Database(sys.argv[1])
print("ready", flush=True)
for _ in range(50):
    with database.writing(SYSTEM) as session:
        session.exec(select(Area)).one().version += 1
"""


def test_sqlite_has_the_settings_that_keep_it_whole(sqlite_place, connect):
    database = connect(sqlite_place.url)
    with database.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in (
                "foreign_keys",
                "journal_mode",
                "synchronous",
                "secure_delete",
                "trusted_schema",
                "busy_timeout",
            )
        }
    assert found == {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "trusted_schema": 0,
        "busy_timeout": 10_000,
    }


def test_a_row_that_points_at_nothing_is_refused(database):
    with pytest.raises(IntegrityError), database.writing(SYSTEM) as session:
        session.add(AreaMembership(area_id=99, organisation_id=99, valid_from=date(2026, 1, 1)))


def test_a_deleted_text_is_gone_from_the_file(sqlite_place, connect):
    database = connect(sqlite_place.url)
    canary = "Kanarifugl-7f3a"
    with database.writing(SYSTEM) as session:
        unit = Organisation(kind=OrganisationKind.PHARMACY)
        session.add(unit)
        session.flush()
        session.add(
            OrganisationVersion(organisation_id=unit.id, name="x", contact_note=canary * 50, valid_from=AT.date())
        )
    database.empty_log()
    assert canary.encode() in sqlite_place.file.read_bytes()
    with database.writing(SYSTEM) as session:
        session.exec(select(OrganisationVersion)).one().contact_note = ""
    database.empty_log()
    assert canary.encode() not in sqlite_place.file.read_bytes()


def test_an_sqlite_that_can_corrupt_its_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(pysqlite3, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(UnsafeSQLite):
        Database(f"sqlite:///{tmp_path}/x.db")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "oracle://x"])
def test_other_databases_are_refused(url):
    with pytest.raises(ValueError, match="not a database"):
        Database(url)


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=OSLO_SUMMER),
        datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Oslo")),
        datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Oslo")),
        datetime(1970, 1, 1, tzinfo=UTC),
    ],
    ids=str,
)
def test_an_instant_comes_back_as_the_same_instant_in_utc(database, place, connect, instant):
    populate(database)
    with database.writing(SYSTEM) as session:
        session.exec(select(Person)).first().created_at = instant
    with connect(place.url).reading(SYSTEM) as session:
        found = session.exec(select(Person.created_at).where(Person.created_at != AT)).one()
    assert found == instant.astimezone(UTC)
    assert found.utcoffset() == timedelta(0)


def test_an_instant_without_a_zone_is_refused(database):
    populate(database)
    with pytest.raises((DBAPIError, sa.exc.StatementError, ValueError)), database.writing(SYSTEM) as session:
        session.exec(select(Person)).first().created_at = datetime(2026, 7, 1, 12, 0)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2027, 1, 1, 0, 30, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_half_past_midnight_on_new_years_day_belongs_to_the_new_year(instant, day):
    assert local_date(instant) == day


def test_a_code_is_stored_as_its_value_and_read_as_its_code(database):
    with database.writing(SYSTEM) as session:
        session.add(Organisation(kind=OrganisationKind.GP_OFFICE))
    with database.reading(SYSTEM) as session:
        assert session.connection().execute(sa.text("SELECT kind FROM organisations")).scalar() == "gp_office"
        assert session.exec(select(Organisation.kind)).one() is OrganisationKind.GP_OFFICE


@pytest.mark.parametrize(
    "row",
    [
        lambda w: Case(**_case(w), closed_at=AT),
        lambda w: Case(**_case(w), received_on=AT.date()),
        lambda w: Account(person_id=w.persons[0], created_at=AT),
        lambda w: Account(person_id=w.persons[0], created_at=AT, login="x", issuer="y"),
        lambda w: AreaMembership(
            area_id=w.areas[0],
            organisation_id=w.organisations[0],
            valid_from=date(2026, 2, 1),
            valid_to=date(2026, 1, 1),
        ),
    ],
    ids=["closed without its date", "received without its instant", "no login", "two logins", "ends before it begins"],
)
def test_what_does_not_belong_together_is_refused_by_the_database(database, row):
    world = populate(database)
    with pytest.raises(IntegrityError), database.writing(SYSTEM) as session:
        session.add(row(world))


NORWEGIAN = ["Aker", "Bodø", "Østfold", "Ålesund", "Aasen", "Ærø", "Zürich", "Å", "aa"]


def test_sqlite_lists_in_norwegian_order(sqlite_place, connect):
    database = connect(sqlite_place.url)
    _name_areas(database, NORWEGIAN)
    ordered = select(Area.name).order_by(sa.collate(col(Area.name), collation.NAME))
    with database.reading(SYSTEM) as session:
        found = session.exec(ordered).all()
    assert found == ["Aker", "Bodø", "Zürich", "Ærø", "Østfold", "aa", "Å", "Ålesund", "Aasen"]


def test_postgresql_lists_in_norwegian_order_where_it_has_it_and_by_bytes_where_not(postgresql_place, connect):
    database = connect(postgresql_place.url)
    _name_areas(database, ["Ål", "Ås", "Bø", "Øy", "Æsj"])
    ordered = select(Area.name).order_by(sa.collate(col(Area.name), collation.NAME))
    with database.reading(SYSTEM) as session:
        found = session.exec(ordered).all()
        with_icu = (
            session.connection()
            .exec_driver_sql("SELECT collprovider = 'i' FROM pg_collation WHERE collname = 'nb'")
            .scalar()
        )
    assert found == (["Bø", "Æsj", "Øy", "Ål", "Ås"] if with_icu else sorted(found))


texts = st.text(alphabet=st.sampled_from("aAáÁåÅäæÆøØöoÖbBzZ 1-éüđŋ\u030a\u0301ß"), max_size=6) | st.text(max_size=6)


@given(texts, texts, texts)
def test_the_norwegian_order_is_a_total_order(a, b, c):
    compare = collation.compare
    assert compare(a, a) == 0
    assert compare(a, b) == -compare(b, a)
    assert (compare(a, b) == 0) == (a == b)
    if compare(a, b) <= 0 and compare(b, c) <= 0:
        assert compare(a, c) <= 0


def test_the_pool_is_large_enough_for_every_thread_that_answers(sqlite_place, connect):
    database = connect(sqlite_place.url)
    held = [database.engine.connect() for _ in range(kernel._CONNECTIONS)]
    for connection in held:
        connection.close()


def _area(slug: str) -> Area:
    return Area(slug=slug, name=slug, fingerprint_key=b"f")


def _name_areas(database: Database, names: list[str]) -> None:
    with database.writing(SYSTEM) as session:
        session.add_all([Area(slug=str(n), name=name, fingerprint_key=b"f") for n, name in enumerate(names)])


def _slugs(database: Database) -> list[str]:
    with database.reading(SYSTEM) as session:
        return list(session.exec(select(Area.slug)).all())


def _case(world):
    return {
        "area_id": world.areas[0], "kind": "AV", "number": "AV-2026-001", "state": "open",
        "created_by": world.persons[0], "created_at": AT, "created_on": AT.date(),
    }  # fmt: skip


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
