"""Nobody finds what they do not see: the search beside the model of who sees what, and filters, pages and counts."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col

from samhandling.cases import opening
from samhandling.cases.kinds import CaseKind
from samhandling.cases.tables import Case, Disqualification, Participant, RuleLink
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database, announce
from samhandling.kernel.scope import NOBODY, SYSTEM, Scope
from samhandling.search import indexing, refreshing, repository
from samhandling.search.facets import SeenBy
from samhandling.search.indexing import About
from samhandling.search.repository import Wanted
from samhandling.search.tables import SearchEntry, Subject
from samhandling.search.words import Question, asked
from tests.database.walk import Leak, Walk
from tests.database.world import AT, RULESET, World, deed, populate
from tests.search.test_index import file, hits

MANY = 10_000


@pytest.fixture
def world(database: Database) -> World:
    return populate(database)


class SearchingWalk(Walk):
    """Each deed is followed by the index; each look is a search for what every case holds."""

    def _recorded(self, case, person):
        super()._recorded(case, person)
        with self.database.writing(SYSTEM) as session:
            refreshing.refresh(session, case)

    def look(self, scope: Scope) -> None:
        self.looks += 1
        mine = {case for case, model in self.cases.items() if model.is_seen_by(scope)}
        wanted = Wanted(Question((("kind:AV",),)))
        with self.database.reading(scope) as session:
            found = [key(each.case.id) for each in repository.found(session, wanted, MANY)]
            counted = repository.count(session, wanted)
            bare = set(session.execute(sa.select(col(SearchEntry.case_id))).scalars()) if self.bare else mine
        if found != sorted(mine, reverse=True) or counted != len(mine) or bare != mine:
            raise Leak(f"finds {found}, counts {counted}, reads {sorted(bare)} and should {sorted(mine)}: {scope}")


def test_hundreds_of_random_deeds_let_nobody_find_what_they_do_not_see(database, place):
    """On PostgreSQL the policy alone says the same of the entries themselves."""
    walk = SearchingWalk(database, populate(database), seed=20261125, bare=not place.is_sqlite)
    walk.run(400)
    assert len(walk.cases) > 25


def test_an_entry_that_says_too_much_shows_nothing_more(database, world):
    """What stands in the index of who sees a case is out of date: the case is asked all the same."""
    case = file(database, world, "Epikrise")
    scope = Scope(organisations=frozenset({world.organisations[0]}), person=world.persons[5])
    assert hits(database, scope, "epikrise") == [case]
    with database.writing(SYSTEM) as session:
        session.execute(sa.update(Participant).values(left_at=AT))
    assert hits(database, scope, "epikrise") == []
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            announce(connection, scope)
            asked_for = sa.select(sa.func.app_search("'epikris'", 0, 2**60, 9))
            assert connection.execute(asked_for).all() == []


def test_one_who_stepped_aside_and_one_who_is_nobody_find_nothing(database, world):
    case = file(database, world, "Epikrise")
    assert hits(database, world.worker(), "epikrise") == [case]
    with database.writing(SYSTEM) as session:
        session.add(Disqualification(case_id=case, person_id=world.persons[0], reason="kin", since=AT))
    assert hits(database, world.worker(), "epikrise") == []
    assert hits(database, NOBODY, "epikrise") == []
    assert hits(database, SYSTEM, "epikrise") == [case]


def test_a_case_shared_with_its_area_is_looked_for_by_those_who_work_there(database, world):
    """Whether they see it is the cases' own business."""
    case = file(database, world, "Epikrise")
    seen_by = SeenBy(world.areas[0], world.persons[0], shared=True)
    assert set(seen_by.facets) & {f"home:{world.areas[0]}"}
    with database.writing(world.worker()) as session:
        indexing.index_case(session, case, ["Epikrise"], About("AV", "AV-2026-001", AT.date(), seen_by))
    assert hits(database, Scope(home=frozenset({world.areas[0]}), person=world.persons[6]), "epikrise") == []


def test_what_is_not_sent_is_not_found_and_a_new_title_takes_the_place_of_the_old(database, world):
    case = file(database, world, "Epikrise")
    with database.writing(world.worker()) as session:
        done = deed(session, world.persons[0])
        part = session.exec(sa.select(Participant.id).where(col(Participant.case_id) == case)).scalar_one()  # type: ignore[call-overload]
        draft = opening.write_draft(done, case, part, kind="report", text="Kladd om tulipaner")
        refreshing.refresh(session, case)
    assert hits(database, world.worker(), "tulipan") == []
    with database.writing(world.worker()) as session:
        done = deed(session, world.persons[0])
        opening.send(done, case, key(draft.id), version=1)
        opening.retitle(done, case, "Henvisning", version=1)
        assert repository.found(session, Wanted(asked("epikrise"))) == []
        refreshing.refresh(session, case)
    assert hits(database, world.worker(), "tulipan henvisning") == [case]
    assert hits(database, world.worker(), "epikrise") == []
    with database.writing(world.worker()) as session:
        indexing.forget(session, case)
    assert hits(database, world.worker(), "henvisning") == []


def test_hits_are_narrowed_by_kind_rule_and_year(database, world):
    old = file(database, world, "Epikrise", at=AT - timedelta(days=700))
    theme = file(database, world, "Epikrise", kind=CaseKind.THEME)
    ruled = file(database, world, "Epikrise")
    with database.writing(SYSTEM) as session:
        session.add(RuleLink(case_id=ruled, statement="2.1.6", ruleset_hash=RULESET, month="2026-11"))
        session.flush()
        refreshing.refresh(session, ruled)
    worker = world.worker()
    assert hits(database, worker, "epikrise") == [ruled, theme, old]
    assert hits(database, worker, "epikrise", kind="TE") == [theme]
    assert hits(database, worker, "epikrise", year=2026) == [ruled, theme]
    assert hits(database, worker, "epikrise", year=2024) == [old]
    assert hits(database, worker, "", rule="2.1.6") == hits(database, worker, "", rule="2.1") == [ruled]
    assert hits(database, worker, "epikrise", rule="2.1.60") == []
    assert hits(database, worker, "epikrise", kind="TE", year=2024) == []


def test_a_decision_is_a_hit_of_its_own_on_its_own_day(database, world):
    case = file(database, world, "Epikrise")
    later = local_date(AT) + timedelta(days=9)
    seen_by = SeenBy(world.areas[0], world.persons[0])
    decided = About("TV", "TV-2026-001", later, seen_by, subject=Subject.DECISION)
    with database.writing(world.worker()) as session:
        indexing.index_case(session, case, ["Rådet mener epikrisen skal sendes samme dag"], decided)
    with database.reading(world.worker()) as session:
        (hit,) = repository.found(session, Wanted(asked("epikrise rådet"), Subject.DECISION))
        assert (hit.case.id, hit.day, hit.owner) == (case, later, "omraade-0")
        assert repository.found(session, Wanted(asked("rådet"))) == []


def many(database: Database, world: World, number: int) -> None:
    """Cases that all hold one word, three a day; each seventh newest holds another, each ninety-seventh a third."""
    with database.writing(SYSTEM) as session:
        for n in range(number):
            at = AT - timedelta(days=n // 3)
            case = Case(
                area_id=world.areas[0],
                kind=CaseKind.DEVIATION,
                number=f"AV-2026-{n:04}",
                title="Epikrise",
                state="open",
                created_by=world.persons[0],
                created_at=at,
                created_on=local_date(at),
            )
            session.add(case)
            session.flush()
            about = About("AV", case.number, case.created_on, SeenBy(world.areas[0], world.persons[0]))
            texts = [case.title, "" if n % 7 else "Tulipan", "" if n % 97 else "Rødstrupe"]
            indexing.index_case(session, key(case.id), texts, about)


@pytest.mark.parametrize("question", ["epikrise", "tulipan", "rødstrupe", "tulipan rødstrupe", "tul"])
def test_pages_of_any_size_give_what_is_rare_and_what_is_common_in_the_same_order(database, world, question):
    """However far apart the hits lie: PostgreSQL looks the newest through first, and asks the index for the rest."""
    many(database, world, 300)
    with database.reading(world.worker()) as session:
        whole = [each.place for each in repository.found(session, Wanted(asked(question)), MANY)]
        assert whole == sorted(set(whole), reverse=True)
        assert len(whole) == {"epikrise": 300, "tulipan": 43, "rødstrupe": 4, "tul": 43}.get(question, 1)
        for most in (1, 2, 5):
            wanted, seen = Wanted(asked(question)), []
            while (page := repository.found(session, wanted, most)) and len(seen) < 40:
                seen += [each.place for each in page]
                wanted = Wanted(asked(question), before=seen[-1])
            assert seen == whole[: len(seen)]
            assert len(seen) >= min(40, len(whole))


def test_pages_go_on_where_the_last_one_ended_and_the_count_has_an_end(database, world):
    many(database, world, repository.COUNTED + 5)
    wanted, seen = Wanted(asked("epikrise")), []
    with database.reading(world.worker()) as session:
        assert repository.count(session, wanted) == repository.COUNTED + 1
        while page := repository.found(session, wanted):
            assert len(page) <= repository.PAGE
            seen += page
            wanted = Wanted(asked("epikrise"), before=page[-1].place)
    assert len(seen) == len({each.place for each in seen}) == repository.COUNTED + 5
    order = [(each.case.created_on, key(each.case.id)) for each in seen]
    assert order == sorted(order, reverse=True)
    assert [each.day for each in seen] == [each.case.created_on for each in seen]


def test_the_index_can_be_built_anew_from_the_cases(database, world):
    cases = [file(database, world, "Epikrise", ["Tulipan"]) for _ in range(3)]
    with database.writing(SYSTEM) as session:
        session.execute(sa.delete(SearchEntry))
    assert hits(database, world.worker(), "tulipan") == []
    assert refreshing.rebuild(database) == 3
    assert hits(database, world.worker(), "tulipan") == cases[::-1]


def test_a_case_that_is_deleted_takes_its_entry_with_it(database, world):
    with database.writing(SYSTEM) as session:
        case = Case(
            area_id=world.areas[0], kind=CaseKind.DEVIATION, number="AV-2026-001", title="Epikrise", state="open",
            created_by=world.persons[0], created_at=AT, created_on=AT.date(),
        )  # fmt: skip
        session.add(case)
        session.flush()
        refreshing.refresh(session, key(case.id))
        session.execute(sa.delete(Case))
    assert hits(database, SYSTEM, "epikrise") == []
    with database.reading(SYSTEM) as session:
        assert session.execute(sa.select(col(SearchEntry.place))).all() == []


def test_one_question_costs_two_queries_whatever_it_finds(database, world):
    many(database, world, 60)
    for wanted in (Wanted(asked("epikrise")), Wanted(asked("tulipan"))):
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest, seen=seen):
            seen.append(statement)

        with database.reading(world.worker()) as session:
            sa.event.listen(database.engine, "before_cursor_execute", note)
            repository.found(session, wanted)
            repository.count(session, wanted)
            sa.event.remove(database.engine, "before_cursor_execute", note)
        assert len(seen) == 2
