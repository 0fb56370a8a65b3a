"""Nobody sees another's case: a thousand random deeds on each engine, against a model that knows no SQL."""

from dataclasses import replace
from functools import cache, lru_cache

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from samhandling.cases import repository
from samhandling.cases.tables import RuleLink
from samhandling.kernel.database import Database
from tests.database.walk import Leak, Walk
from tests.database.world import populate
from tests.databases import Place

STEPS = 1_000


def test_a_thousand_random_deeds_leak_nothing(database, place):
    """On PostgreSQL half of it is read without the repository's filter: the policies alone must hold."""
    walk = Walk(database, populate(database), seed=20261125, bare=not place.is_sqlite)
    walk.run(STEPS)
    assert walk.looks == STEPS
    # The walk went everywhere: cases, refusals, every kind of row.
    assert len(walk.cases) > 50
    assert walk.refused > 100
    assert all(len(rows) > 10 for rows in walk.rows.values())
    assert len(walk.links) > 10


def _forgets_who_left(scope, case_id):
    parties = repository._participants.alias()
    theirs = repository._is_theirs(scope, parties)
    return repository._there_is(parties, parties.c.case_id == case_id, theirs)


def _forgets_who_stepped_aside(scope, cases=repository._cases):
    return sa.or_(cases.c.created_by == scope.person, _VISIBLE(replace(scope, person=None), cases))


_VISIBLE = repository._visible
_OF_A_CASE = repository._of_a_case()


@pytest.mark.parametrize(
    ("part", "mutant"),
    [
        ("_visible", lambda _scope, _cases=None: sa.true()),
        ("_visible", _forgets_who_stepped_aside),
        ("_is_party", _forgets_who_left),
        ("_of_a_case", lambda: [table for table in _OF_A_CASE if table is not RuleLink]),
        ("_for_reader", lambda _scope, _of: sa.true()),
    ],
    ids=["no filter", "forgets who stepped aside", "forgets who left", "forgets a table", "forgets the audience"],
)
def test_the_walk_finds_a_repository_with_a_hole(sqlite_place, connect, monkeypatch, part, mutant):
    monkeypatch.setattr(repository, part, mutant)
    monkeypatch.setattr(repository, "_filter", lru_cache(repository._filter.__wrapped__))
    monkeypatch.setattr(repository, "_scoped_tables", cache(repository._scoped_tables.__wrapped__))
    database = connect(sqlite_place.url)
    with pytest.raises(Leak):
        Walk(database, populate(database), seed=1).run(STEPS)


@pytest.mark.parametrize(
    "mutation",
    [
        "ALTER TABLE cases DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY hole ON cases FOR SELECT USING (true)",
        "DROP POLICY cases_seen ON cases",
        "CREATE POLICY hole ON statements FOR SELECT USING (true)",
        "CREATE POLICY hole ON statements FOR SELECT USING (EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id))",
        "ALTER TABLE clocks DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY hole ON case_links USING (EXISTS (SELECT 1 FROM cases c WHERE c.id = from_id))",
        "CREATE POLICY hole ON audit_events FOR SELECT USING (chain = ANY (app_ids('areas')))",
        "CREATE OR REPLACE FUNCTION app_stepped_aside() RETURNS integer[] LANGUAGE sql AS $$ SELECT '{}'::int[] $$",
    ],
    ids=range(9),
)
def test_the_walk_finds_a_policy_with_a_hole(postgresql_place: Place, connect, mutation):
    owner: Database = connect(postgresql_place.owner_url)
    with owner.engine.begin() as connection:
        connection.exec_driver_sql(mutation)
    database = connect(postgresql_place.url)
    with pytest.raises((Leak, ProgrammingError)):
        Walk(database, populate(database), seed=3, bare=True).run(STEPS)
