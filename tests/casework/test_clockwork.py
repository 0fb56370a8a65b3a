"""What the clock does at night."""

from datetime import timedelta

from samhandling import clockwork
from samhandling.app import SLICES
from samhandling.audit.tables import AuditEvent
from samhandling.cases.tables import Case
from samhandling.deviations.tables import Deviation
from samhandling.jobs.queue import Worker
from samhandling.jobs.tables import Job
from samhandling.kernel.scope import SYSTEM
from samhandling.notices.tables import Notice
from tests.deviations.acting import ANSWER, CASE, People
from tests.worlds import World


def night(world: World, days: int) -> int:
    world.clock.now += timedelta(days=days)
    with world.database.writing(SYSTEM) as session:
        return clockwork.moved(session, world.services.trail, SLICES, world.clock())


def test_an_overdue_case_is_marked_once_and_can_then_be_closed_without_an_answer(people: People, world: World) -> None:
    case = people.case()
    assert night(world, 31) == 1  # reminded, after fifteen working days; 16 April is the last day
    assert "Påminnet om fristen" in people.page("Dag Avdeling", case)
    assert night(world, 1) == 1
    assert night(world, 1) == 0
    people.browsers.clear()
    assert "Fristen gikk ut" in people.page("Dag Avdeling", case)
    people.moved("Pia Pko", case, "close_unanswered", grunn="Ingen svarte på to måneder.")
    assert world.rows(Deviation)[0].outcome == "unanswered"


def test_a_longer_time_is_waited_for_before_a_case_is_closed_without_an_answer(people: People, world: World) -> None:
    case = people.case()
    night(world, 33)
    people.browsers.clear()
    people.moved("Dag Avdeling", case, "extend", grunn="Overlegen er i permisjon.")
    assert people.move("Pia Pko", case, "close_unanswered", grunn="Ingen svarte.").status_code == 422


def test_a_case_nobody_answers_comes_before_the_council_once_and_stays_in_its_state(
    people: People, world: World
) -> None:
    rut = world.persons["Rut Råd"]
    late, answered, later = (people.case() for _ in range(3))
    people.moved("Dag Avdeling", answered, "answer", **ANSWER)
    night(world, 31)  # reminded; the forty working days from 16 March end on 18 May: Easter, 1 May and 14 May are none
    people.browsers.clear()
    people.moved("Dag Avdeling", later, "extend", grunn="Overlegen er i permisjon.")
    assert night(world, 32) == 3  # two are late, one of them after its longer time; nobody objects to the answer
    assert people("Rut Råd").get(f"{CASE}/{late}").status_code == 404
    assert night(world, 1) == 2
    assert night(world, 1) == 0
    people.browsers.clear()
    assert "Rådet er varslet" in people.page("Dag Avdeling", late)
    assert "Dag" not in people.page("Rut Råd", late)
    assert people("Rut Råd").get(f"{CASE}/{answered}").status_code == 404
    assert {each.state for each in world.rows(Case) if each.number in (late, later)} == {"with_unit"}
    assert [each.code for each in world.rows(Notice) if each.person_id == rut] == ["deadline_passed"] * 2


def test_an_answer_nobody_objects_to_closes_by_itself(people: People, world: World) -> None:
    case = people.case()
    people.moved("Dag Avdeling", case, "answer", **ANSWER)
    assert night(world, 31) == 0
    assert night(world, 2) == 1
    assert [each.state for each in world.rows(Case)] == ["closed"]
    moves = [each for each in world.rows(AuditEvent) if each.action == "case_moved"]
    assert (moves[-1].details["move"], moves[-1].actor) == ("close_silent", None)


def test_one_who_disagrees_is_not_passed_over(people: People, world: World) -> None:
    case = people.case()
    people.moved("Dag Avdeling", case, "answer", **ANSWER)
    people.moved("Gro Gp", case, "disagree", grunn="Nei.")
    assert night(world, 90) == 0


def test_the_nightly_job_moves_and_asks_for_the_next_night(people: People, world: World) -> None:
    people.case()
    world.clock.now += timedelta(days=40)
    with world.database.writing(SYSTEM) as session:
        clockwork.schedule(session, world.clock())
    worker = Worker(world.database, world.clock, clockwork.works(world.clock, world.services.trail, SLICES))
    while worker.step():
        pass
    assert world.rows(Deviation)[0].escalated_on is not None
    waiting = [each for each in world.rows(Job) if each.kind == clockwork.CLOCKS and each.state == "waiting"]
    assert len(waiting) == 1
    assert waiting[0].due_at > world.clock()
