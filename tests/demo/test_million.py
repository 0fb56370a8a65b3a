"""The large synthetic database is made of cases as the application's own, only many."""

from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from shutil import copy

import pytest
from sqlmodel import select

from samhandling.audit.heads import Kept
from samhandling.audit.verifying import verify
from samhandling.cases.tables import Assignment, Case, CaseNumber, ClockRow, Participant, RuleLink, Statement
from samhandling.catalogue.content import Rulebook
from samhandling.deviations.tables import Deviation
from samhandling.identity.tables import Account
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.naming import Names
from tests import worlds
from tests.worlds import World
from tools import million
from tools.bulk import Bulk
from tools.synthetic_cases import NOW, SHAPES

CASES, AREAS = 500, 2


@pytest.fixture
def filled(database: Database) -> World:
    world = World(database)
    world.clock.now = NOW
    million.fill(database, world.secrets, CASES, AREAS)
    with database.reading(SYSTEM) as session:
        world.persons = {each.login or "": each.person_id for each in session.exec(select(Account))}
    return world


def test_its_cases_hold_together_and_its_trail_is_whole(filled: World) -> None:
    cases, rows = filled.rows(Case), {each.case_id: each for each in filled.rows(Deviation)}
    by_area = Counter(each.area_id for each in cases)
    asked = {each.id: each for each in filled.rows(Assignment)}
    mains = Counter(each.case_id for each in filled.rows(RuleLink) if each.main)
    answers = Counter(each.case_id for each in filled.rows(Statement) if each.kind == "answer")
    ended = {"closed", "merged", "other_channel", "withdrawn"}

    assert [by_area[area] for area in sorted(by_area)] == million.shares(CASES, AREAS)
    stubs = {each.id for each in cases if each.retention_class == "stub"}
    assert all(mains[each.id or 0] == (each.id not in stubs) for each in cases)
    assert all((each.closed_on is not None) == (each.state in ended) for each in cases)
    assert all((rows[each.id or 0].outcome is not None) == (each.state in ended) for each in cases if each.kind == "AV")
    assert all(bool(answers[each.case_id]) == (each.answered_on is not None) for each in asked.values())
    assert {each.assignment_id for each in filled.rows(ClockRow)} == asked.keys()
    assert {each.case_id for each in filled.rows(Participant)} == rows.keys() - stubs
    last = Counter((each.area_id, each.kind, each.created_on.year) for each in cases)
    assert {(each.area_id, each.kind, each.year): each.last for each in filled.rows(CaseNumber)} == last
    assert verify(filled.database, filled.secrets.key("audit"), Kept()).is_whole


def test_the_pages_show_it_and_a_new_case_goes_on_after_it(filled: World, names: Names, book: Rulebook) -> None:
    with worlds.site(filled, names, book) as site:
        pko = site.browser("pko-o01")
        for path in ("saker", "saker?regel=2.1.2", "ko", "regelsaker/2.1.2"):
            assert pko.get(f"/omrade/o01/{path}").status_code == 200
        closed = next(each for each in filled.rows(Case) if each.state == "closed" and each.area_id == 1)
        assert "Svaret er godtatt" in worlds.told(pko.get(f"/omrade/o01/saker/{closed.number}").text)
        before = len(filled.rows(Case))
        answer = worlds.post(
            site.browser(next(login for login in filled.persons if login.startswith("gp-"))), "/omrade/o01/avvik/ny",
            port="ingen", situasjon="late_letter", enhet="2", maaned=f"{NOW:%Y-%m}", nokkel="x" * 20,
        )  # fmt: skip
    assert answer.status_code == 303, worlds.told(answer.text)
    assert len(filled.rows(Case)) == before + 1


def test_the_same_figures_give_the_same_rows(filled: World, sqlite_template: Path, tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{copy(sqlite_template, tmp_path / 'other.db')}")) as database:
        other = World(database)
        million.fill(database, filled.secrets, CASES, AREAS)
        alike = [{(each.number, each.title, each.state) for each in world.rows(Case)} for world in (filled, other)]
    assert alike[0] == alike[1]


def test_it_goes_only_where_there_is_no_case(filled: World) -> None:
    with pytest.raises(SystemExit, match="empty"):
        million.fill(filled.database, filled.secrets, 10, 2)


def test_a_column_that_nobody_fills_is_found_before_anything_is_written(filled: World) -> None:
    without = {Case: tuple(each for each in SHAPES[Case] if each != "state")}
    with pytest.raises(ValueError, match="state"):
        Bulk(filled.database, without)


def test_most_cases_fall_on_few_rules_and_all_lie_before_now(filled: World) -> None:
    rules = Counter(each.statement for each in filled.rows(RuleLink) if each.main)
    top = sum(count for _, count in rules.most_common(4))

    assert top > CASES * 0.4
    assert all(timedelta() <= NOW.date() - each.created_on for each in filled.rows(Case))
