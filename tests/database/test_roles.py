"""Row-level security is worth nothing to a superuser or an owner: the tests run as the application does."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from samhandling.kernel.database import Database
from tests.databases import APPLICATION, OWNER, Place


@pytest.fixture
def application(postgresql_place: Place, connect) -> Database:
    return connect(postgresql_place.url)


def test_the_application_is_neither_owner_nor_superuser_and_does_not_bypass_row_level_security(application):
    with application.engine.connect() as connection:
        row = connection.exec_driver_sql(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole, pg_has_role(current_user, %s, 'MEMBER')"
            " FROM pg_roles WHERE rolname = current_user",
            (OWNER,),
        ).one()
        owned = connection.exec_driver_sql("SELECT count(*) FROM pg_tables WHERE tableowner = current_user").scalar()
    assert tuple(row) == (APPLICATION, False, False, False, False)
    assert owned == 0


def test_every_table_with_a_policy_has_it_enabled_and_forced_but_for_the_two_the_function_reads(application):
    with application.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c"
            " WHERE c.oid IN (SELECT polrelid FROM pg_policy)"
        ).all()
    assert len(rows) >= 12
    assert {name for name, enabled, _ in rows if not enabled} == set()
    assert {name for name, _, forced in rows if not forced} == {"participants", "disqualifications", "search_entries"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET role = 'x'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
        "UPDATE alembic_version SET version_num = 'x'",
        "ALTER TABLE cases DISABLE ROW LEVEL SECURITY",
        "DROP POLICY cases_seen ON cases",
        "CREATE TABLE mine (id integer)",
    ],
)
def test_the_application_cannot_touch_what_is_not_its_own(application, statement):
    with application.engine.connect() as connection, pytest.raises(ProgrammingError, match=r"permission denied|owner"):
        connection.execute(sa.text(statement))


def test_both_engines_are_tested(place, database):
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM cases").scalar() == 0
