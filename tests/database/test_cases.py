"""How a case begins, on both engines: its number, who joins, what is sent, what is refused, the events it leaves."""

import threading
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from samhandling.audit.chain import MACHINE
from samhandling.audit.tables import AuditEvent
from samhandling.cases import opening, repository
from samhandling.cases.kinds import CaseKind, Part
from samhandling.cases.tables import Case, Participant, Statement
from samhandling.kernel.columns import key
from samhandling.kernel.errors import NotAllowed, NotFound, Refused, Stale
from samhandling.kernel.scope import NOBODY, SYSTEM, Scope
from tests.database.world import AT, TRAIL, World, deed, populate


@pytest.fixture
def world(database) -> World:
    return populate(database)


@pytest.fixture
def case(database, world) -> int:
    return open_one(database, world)


def open_one(database, world, *, area: int = 0, at: datetime = AT, kind: CaseKind = CaseKind.DEVIATION) -> int:
    scope = world.worker(area)
    with database.writing(scope) as session:
        done = deed(session, scope.person, at)
        return key(opening.open_case(done, area=world.areas[area], kind=kind, title="Tittel", state="open").id)


def number_of(database, case: int) -> str:
    with database.reading(SYSTEM) as session:
        return session.get_one(Case, case).number


def test_numbers_count_within_area_kind_and_local_year(database, world):
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    opened = [
        open_one(database, world),
        open_one(database, world),
        open_one(database, world, area=1),
        open_one(database, world, kind=CaseKind.DISPUTE),
        open_one(database, world, at=new_year),
        open_one(database, world),
    ]
    numbers = [number_of(database, case) for case in opened]
    assert numbers == ["AV-2026-001", "AV-2026-002", "AV-2026-001", "TV-2026-001", "AV-2027-001", "AV-2026-003"]


def test_a_number_grows_wider_when_it_must(database, world):
    open_one(database, world)
    with database.writing(SYSTEM) as session:
        session.connection().execute(sa.text("UPDATE case_numbers SET last = 998"))
    assert [number_of(database, open_one(database, world)) for _ in range(2)] == ["AV-2026-999", "AV-2026-1000"]


def test_the_number_of_a_deleted_case_is_not_given_again(database, world):
    first = open_one(database, world)
    with database.writing(SYSTEM) as session:
        session.connection().execute(sa.delete(Case).where(col(Case.id) == first))
    assert number_of(database, open_one(database, world)) == "AV-2026-002"


def test_cases_opened_at_once_get_numbers_of_their_own(database, world):
    cases: list[int] = []
    threads = [threading.Thread(target=lambda: cases.append(open_one(database, world))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number_of(database, case) for case in cases) == [f"AV-2026-{n:03}" for n in range(1, 9)]


def test_what_fails_after_the_number_was_taken_leaves_neither_case_nor_event(database, world):
    scope = world.worker()

    def work(session):
        opening.open_case(
            deed(session, scope.person), area=world.areas[0], kind=CaseKind.DEVIATION, title="", state="x"
        )
        raise Refused("whatever")

    with pytest.raises(Refused), database.writing(scope) as session:
        work(session)
    assert events(database) == []
    assert number_of(database, open_one(database, world)) == "AV-2026-001"


def test_a_case_is_opened_only_where_the_person_works(database, world):
    scope = Scope(home=frozenset({world.areas[1]}), person=world.persons[0])
    with pytest.raises(NotFound), database.writing(scope) as session:
        opening.open_case(
            deed(session, scope.person), area=world.areas[0], kind=CaseKind.DEVIATION, title="", state="x"
        )


def test_the_machine_opens_no_case(database, world):
    with database.writing(SYSTEM) as session, pytest.raises(NotAllowed):
        opening.open_case(
            opening.Deed(session, TRAIL, MACHINE, AT), area=world.areas[0], kind=CaseKind.DEVIATION, title="", state="x"
        )


def test_an_organisation_sees_the_case_from_when_it_joins_until_it_leaves(database, world, case):
    theirs = Scope(organisations=frozenset({world.organisations[5]}), person=world.persons[5])
    assert not sees(database, theirs, case)
    party = join(database, world, case, world.organisations[5])
    assert sees(database, theirs, case)
    with database.writing(theirs) as session:
        opening.leave(deed(session, theirs.person), case, party)
    assert not sees(database, theirs, case)
    assert join(database, world, case, world.organisations[5]) == party
    assert sees(database, theirs, case)


def test_a_body_sees_the_case_it_takes_part_in(database, world, case):
    theirs = Scope(bodies=frozenset({world.bodies[2]}), person=world.persons[5])
    scope = world.worker()
    with database.writing(scope) as session:
        opening.add_participant(deed(session, scope.person), case, Part.COUNCIL, body=world.bodies[2])
    assert sees(database, theirs, case)


def test_one_who_takes_part_does_not_join_twice_in_the_same_part(database, world, case):
    join(database, world, case, world.organisations[5])
    with pytest.raises(Refused, match="already_takes_part"):
        join(database, world, case, world.organisations[5])


@pytest.mark.parametrize("parties", [{}, {"organisation": True, "body": True}], ids=["neither", "both"])
def test_a_participant_is_an_organisation_or_a_body(database, world, case, parties):
    scope = world.worker()
    given = {"organisation": world.organisations[0], "body": world.bodies[0]}
    with pytest.raises(DBAPIError), database.writing(scope) as session:
        opening.add_participant(
            deed(session, scope.person), case, Part.PARTY, **{name: given[name] for name in parties}
        )


def test_a_draft_is_sent_once_and_only_as_it_was_seen(database, world, case):
    statement = draft(database, world, case)
    with pytest.raises(Stale) as stale:
        send(database, world, case, statement, version=7)
    assert stale.value.values == {"version": 1}
    send(database, world, case, statement, version=1)
    with pytest.raises(Refused, match="already_sent"):
        send(database, world, case, statement, version=2)
    with database.reading(SYSTEM) as session:
        sent = session.get_one(Statement, statement)
    assert (sent.sent_at, sent.sent_on, sent.version) == (AT, AT.date(), 2)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE statements SET text = 'annet'",
        "UPDATE statements SET sent_at = NULL, sent_on = NULL",
        "UPDATE statements SET kind = 'annet'",
        "DELETE FROM statements",
        "INSERT OR REPLACE INTO statements (id, case_id, participant_id, author, kind, text, version)"
        " SELECT id, case_id, participant_id, author, kind, 'annet', 1 FROM statements",
    ],
)
def test_what_is_sent_stands(database, place, world, case, change):
    if "OR REPLACE" in change and not place.is_sqlite:
        pytest.skip("PostgreSQL has no INSERT OR REPLACE")
    statement = draft(database, world, case)
    send(database, world, case, statement, version=1)
    with pytest.raises(DBAPIError, match="sent statement"), database.writing(SYSTEM) as session:
        session.connection().exec_driver_sql(change)


def test_what_is_sent_can_be_redacted(database, world, case):
    send(database, world, case, draft(database, world, case), version=1)
    with database.writing(SYSTEM) as session:
        session.connection().execute(sa.update(Statement).values(text="", redacted_at=AT))


def test_a_title_is_changed_only_by_who_saw_the_last_one(database, world, case):
    scope = world.worker()
    with database.writing(scope) as session:
        assert opening.retitle(deed(session, scope.person), case, "Ny", version=1).version == 2
    with pytest.raises(Stale) as stale, database.writing(scope) as session:
        opening.retitle(deed(session, scope.person), case, "Nyere", version=1)
    assert stale.value.values == {"version": 2}


def test_of_two_who_change_the_title_at_once_one_is_told(database, world, case):
    scope, outcomes = world.worker(), []

    def work() -> None:
        try:
            with database.writing(scope) as session:
                opening.retitle(deed(session, scope.person), case, "Ny", version=1)
            outcomes.append("changed")
        except Stale:
            outcomes.append("stale")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["changed", "stale", "stale", "stale"]


def test_not_yours_is_answered_as_unknown(database, world, case):
    stranger = world.worker(1)
    answers = []
    for wanted in (case, 999_999):
        with pytest.raises(NotFound) as refused, database.writing(stranger) as session:
            opening.retitle(deed(session, stranger.person), wanted, "x", version=1)
        answers.append((refused.value.code, dict(refused.value.values), str(refused.value)))
    assert answers[0] == answers[1]


def test_a_statement_is_found_only_through_its_own_case(database, world, case):
    statement = draft(database, world, case)
    other = open_one(database, world)
    with pytest.raises(NotFound):
        send(database, world, other, statement, version=1)


def test_nobody_sees_nothing(database, world, case):
    assert not sees(database, NOBODY, case)


def test_every_deed_leaves_one_event_in_the_areas_chain(database, world, case):
    statement = draft(database, world, case)
    send(database, world, case, statement, version=1)
    scope = world.worker()
    with database.writing(scope) as session:
        opening.retitle(deed(session, scope.person), case, "Ny", version=1)
    with database.reading(SYSTEM) as session:
        party = session.exec(select(Participant.id)).one()
    with database.writing(scope) as session:
        opening.leave(deed(session, scope.person), case, party)
    found = events(database)
    assert [event.action for event in found] == [
        "case_opened",
        "participant_added",
        "statement_drafted",
        "statement_sent",
        "case_changed",
        "participant_left",
    ]
    assert {(event.chain, event.subject_kind, event.subject_id, event.actor) for event in found} == {
        (world.areas[0], "case", str(case), scope.person)
    }
    assert [event.sequence for event in found] == [1, 2, 3, 4, 5, 6]
    assert "Ny" not in str([event.details for event in found])


def join(database, world, case: int, organisation: int) -> int:
    scope = world.worker()
    with database.writing(scope) as session:
        return key(opening.add_participant(deed(session, scope.person), case, Part.PARTY, organisation=organisation).id)


def draft(database, world, case: int) -> int:
    party, scope = join(database, world, case, world.organisations[0]), world.worker()
    with database.writing(scope) as session:
        return key(opening.write_draft(deed(session, scope.person), case, party, kind="answer", text="Svar").id)


def send(database, world, case: int, statement: int, *, version: int) -> None:
    scope = world.worker()
    with database.writing(scope) as session:
        opening.send(deed(session, scope.person), case, statement, version=version)


def sees(database, scope: Scope, case: int) -> bool:
    with database.reading(scope) as session:
        try:
            return repository.case(session, case).id == case
        except NotFound:
            return False


def events(database) -> list[AuditEvent]:
    with database.reading(SYSTEM) as session:
        return list(session.exec(select(AuditEvent).order_by(col(AuditEvent.sequence))).all())
