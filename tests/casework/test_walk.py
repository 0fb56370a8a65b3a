"""Random steps through the pages, and after each what must always hold. A longer walk: `make walk STEPS=10000`."""

import os
import random

from sqlmodel import select

from samhandling.audit.tables import AuditEvent
from samhandling.cases.tables import Assignment, Case, ClockRow, RuleLink
from samhandling.deviations.states import MACHINE
from samhandling.deviations.tables import Deviation
from samhandling.kernel.scope import SYSTEM
from tests.deviations.acting import CASE, People
from tests.worlds import World, post

STEPS = int(os.environ.get("STEPS", "500"))
WHO = ("Gro Gp", "Dag Avdeling", "Kari Kirurg", "Pia Pko", "Ola Other", "Rut Råd")


def test_no_random_step_through_the_pages_breaks_what_must_hold(people: People, world: World) -> None:
    walk = random.Random(20261126)  # noqa: S311
    units = [world.units[name] for name in ("Medisinsk avdeling", "Kirurgisk avdeling", "Brygga legekontor")]
    moves = [move for move in MACHINE.moves if move.label]
    made = refused = 0
    for step in range(STEPS):
        who = walk.choice(WHO)
        cases = world.rows(Case)
        if len(cases) < 5 or walk.random() < 0.05:
            if who in ("Gro Gp", "Ola Other"):
                people.report(who, enhet=walk.choice(["", *units]), nokkel=f"n{step}", kontor="")
            continue
        case = walk.choice(cases)
        fitting = [move for move in moves if case.state in move.sources] if walk.random() < 0.9 else moves
        move = walk.choice(fitting or moves)
        answer = post(
            people(who),
            f"{CASE}/{case.number}/steg/{move.code}",
            versjon=case.version if walk.random() < 0.9 else case.version - 1,
            grunn="Fordi det er slik.",
            svar="Vi har sett på det.",
            resultat=walk.choice(["agreed", "not_deviation", "partly"]),
            regel=walk.choice(["", "2.1.2", "2.5.5"]),
            enhet=walk.choice(units),
            heller=walk.choice(["", *units]),
            dag="2026-03-10",
            kanal=walk.choice(["phone", "privacy"]),
        )
        assert answer.status_code in (303, 404, 409, 422), (answer.status_code, answer.text[:2000])
        made, refused = made + (answer.status_code == 303), refused + (answer.status_code != 303)
        holds(world, case.id)
    assert made > STEPS / 20
    assert refused > STEPS / 20


def holds(world: World, case_id: int | None) -> None:
    """Of one case, whatever has happened to it."""
    with world.database.reading(SYSTEM) as session:
        case = session.exec(select(Case).where(Case.id == case_id)).one()
        row = session.exec(select(Deviation).where(Deviation.case_id == case_id)).one()
        asked = session.exec(select(Assignment).where(Assignment.case_id == case_id)).all()
        ids = [each.id for each in asked]
        clocks = session.exec(select(ClockRow).where(ClockRow.assignment_id.in_(ids))).all()  # type: ignore[attr-defined]
        rules = session.exec(select(RuleLink).where(RuleLink.case_id == case_id)).all()
        events = session.exec(
            select(AuditEvent)
            .where(AuditEvent.subject_kind == "case", AuditEvent.subject_id == str(case_id))
            .order_by(AuditEvent.sequence)  # type: ignore[arg-type]
        ).all()
    last = max((each.round for each in asked), default=0)
    owing = [each for each in asked if each.answered_at is None and each.withdrawn_at is None and each.round == last]
    ended = case.state in MACHINE.ends
    assert case.state in MACHINE.states
    assert (case.closed_on is not None) == ended
    assert (row.outcome is not None) == ended
    assert bool(owing) == (case.state == "with_unit") or ended
    running = {each.assignment_id for each in clocks if each.stopped_on is None}
    assert running == ({each.id for each in owing} if case.state == "with_unit" else set())
    assert sum(each.main for each in rules) <= 1
    assert len({(each.organisation_id, each.round) for each in asked}) == len(asked)
    moves = [each for each in events if each.action == "case_moved"]
    assert moves[-1].details["to"] == case.state
    assert case.version == len(moves) + 1
