"""A slip that is hidden is found by nobody at once; erased, not a word of it is left in any file, nor in a backup that
is put back.
"""

from pathlib import Path

import pytest
import sqlalchemy as sa

from samhandling import backups, redaction_list
from samhandling.audit import heads
from samhandling.audit.chain import Actor
from samhandling.audit.heads import HeadKeeper
from samhandling.backups import Restorer
from samhandling.guarding.redacting import MARK, Ground
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.kernel.secrets import Secrets
from samhandling.redaction_list import Redacted
from samhandling.search import refreshing, repository
from samhandling.search.repository import Wanted
from samhandling.search.words import asked
from samhandling.services import Services
from samhandling.starting import assembled
from tests.database.world import AT, HEADS_KEY, KEY, TRAIL, World, populate
from tests.search.test_index import file, hits

SLIP = "Torgunn Sletthaugen fra Tistelmyra ringte"
#: Long enough beginnings of the slip's words that nothing else in the program holds them.
WORDS = ("orgunn", "letthaug", "istelmyr")
#: Words so close to the slip's own that the index must part them letter by letter.
CLOSE = ("Sletthau Torgun Tistelmy", "Sletthaugesund Torgunnes Tistelmyrfugl")


@pytest.fixture
def world(database: Database) -> World:
    return populate(database)


@pytest.fixture
def services(database: Database) -> Services:
    return assembled(database, Secrets("x" * 40), lambda: AT)


def hide(services: Services, world: World, place: str, row: int) -> int:
    with services.database.writing(world.worker()) as session:
        by = Actor(world.persons[0], "pko")
        hidden = services.redactor.hide(session, place, row, Ground.PATIENT, area=world.areas[0], by=by, now=AT)
        assert hidden.id is not None
        return hidden.id


def decide(services: Services, world: World, redaction: int, what: str) -> None:
    with services.database.writing(SYSTEM) as session:
        decision = getattr(services.redactor, what)
        decision(session, redaction, area=world.areas[0], by=Actor(world.persons[1], "pko"), now=AT)


def traces(folder: Path) -> list[tuple[str, str]]:
    """Files of a folder that hold a word of the slip, as it was written or as a term."""
    return [
        (path.name, word)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for word in WORDS
        if word.encode() in path.read_bytes()
    ]


@pytest.mark.parametrize(
    ("where", "title", "text"),
    [("case_title", SLIP, "Epikrisen manglet"), ("statement", "Epikrisen manglet", SLIP)],
)
def test_a_hidden_slip_is_not_found_and_what_is_left_of_the_case_still_is(
    database, world, services, where, title, text
):
    case = file(database, world, title, [text])
    assert hits(database, world.worker(), "sletthaugen") == [case]
    redaction = hide(services, world, where, case if where == "case_title" else 1)
    assert [hits(database, world.worker(), word) for word in SLIP.replace("fra ", "").split()] == [[]] * 4
    assert hits(database, world.worker(), "epikrise") == [case]
    decide(services, world, redaction, "withdraw")
    assert hits(database, world.worker(), "sletthaugen") == [case]


def test_a_text_that_is_taken_out_past_the_use_cases_takes_the_entry_with_it(database, world):
    """Whoever writes the row: the trigger sees it."""
    case = file(database, world, "Epikrisen manglet", [SLIP])
    with database.writing(SYSTEM) as session:
        redaction_list.apply(session, [Redacted(AT, "statements", "1", "text")], MARK)
        assert repository.found(session, Wanted(asked("epikrise"))) == []
        refreshing.text_changed(session, "statements", 1)
    assert hits(database, world.worker(), "sletthaugen") == []
    assert hits(database, world.worker(), "epikrise") == [case]


def test_an_erased_slip_is_in_no_file_of_the_database(sqlite_place, connect, tmp_path):
    database = connect(sqlite_place.url)
    world = populate(database)
    services = assembled(database, Secrets("x" * 40), lambda: AT)
    for number in range(300):
        file(database, world, f"Sak om tema{number} og emne{number * 7}")
    slipped = [file(database, world, "Epikrisen manglet", [SLIP]), file(database, world, SLIP)]
    assert traces(tmp_path)
    redactions = [hide(services, world, "statement", 1), hide(services, world, "case_title", slipped[1])]
    for redaction in redactions:
        decide(services, world, redaction, "erase")
    services.forget()
    assert traces(tmp_path) == []
    assert hits(database, world.worker(), "epikrise") == [slipped[0]]
    assert hits(database, world.worker(), "tema299") != []


def test_an_index_of_many_pages_gives_up_the_slip_as_well(sqlite_place, connect, tmp_path):
    """Between words that share their beginnings, where a page of the index ends: deleting alone leaves some of it."""
    database = connect(sqlite_place.url)
    world = populate(database)
    services = assembled(database, Secrets("x" * 40), lambda: AT)
    letters = "abcdefghij"
    slipped = []
    for number in range(250):
        close = " ".join(f"kanarifugl{letters[number % 10]}{letters[number // 10 % 10]}{n}" for n in range(20))
        file(database, world, f"Sak {number}", [close])
        secret = " ".join(f"kanarifugl{letters[number % 10]}{letters[number // 10 % 10]}x{n}" for n in range(20))
        slipped.append(file(database, world, secret))
    for case in slipped:
        decide(services, world, hide(services, world, "case_title", case), "erase")
    services.forget()
    content = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"kanarifuglaa1" in content
    left = {word for a in letters for b in letters if (word := f"kanarifugl{a}{b}x").encode() in content}
    assert left == set()


def test_what_was_erased_after_a_backup_is_found_by_nobody_when_it_is_put_back(sqlite_place, connect, tmp_path):
    database = connect(sqlite_place.url)
    world = populate(database)
    case, titled = file(database, world, "Epikrisen manglet", [SLIP]), file(database, world, SLIP)
    for close in CLOSE:
        file(database, world, close)
    copy, target, listed = tmp_path / "copy.db", tmp_path / "back" / "back.db", tmp_path / "redactions"
    target.parent.mkdir()
    kept = heads.read(tmp_path / "heads", HEADS_KEY)
    backups.back_up(database, copy, KEY, kept)
    for place in (("statements", "1", "text"), ("cases", str(titled), "title")):
        redaction_list.add(listed, Redacted(AT, *place))
    keeper = HeadKeeper(tmp_path / "heads", HEADS_KEY)
    Restorer(TRAIL, keeper, kept, redaction_list.read(listed)).put_back(copy, target, at=AT)
    content = target.read_bytes()
    assert [word for word in ("orgunn ", "letthaugen", "istelmyra") if word.encode() in content] == []
    restored = connect(f"sqlite:///{target}")
    assert hits(restored, SYSTEM, "sletthaugen") == hits(restored, SYSTEM, "tistelmyra") == []
    assert hits(restored, SYSTEM, "epikrise") == [case]
    assert len(hits(restored, SYSTEM, "sletthaugesund")) == 1


def test_the_index_is_the_one_its_entries_make(sqlite_place, connect):
    """FTS5's own check, after entries came, changed and went."""
    database = connect(sqlite_place.url)
    world = populate(database)
    services = assembled(database, Secrets("x" * 40), lambda: AT)
    cases = [file(database, world, f"Epikrise {n}", [SLIP]) for n in range(20)]
    for case in cases[::2]:
        hide(services, world, "case_title", case)
    with database.writing(SYSTEM) as session:
        index = sa.table("search_words", sa.column("search_words"), sa.column("rank"))
        session.execute(sa.insert(index).values(search_words="integrity-check", rank=1))
