"""Random steps through the pages of every kind of case, and after each what must always hold.

Each database walks a way of its own. A longer walk: `make walk STEPS=10000`.
"""

import os
import random
from collections.abc import Callable

import pytest
from sqlmodel import select

from samhandling.cases.kinds import CaseKind
from samhandling.cases.tables import Assignment, Case, ClockRow, RuleLink
from samhandling.casework.rulebook import Cites
from samhandling.deviations.tables import Deviation
from samhandling.disputes.tables import Dispute, Party
from samhandling.kernel.database import DbSession
from samhandling.kernel.scope import SYSTEM
from samhandling.transfers.codes import Result, Track
from samhandling.transfers.tables import Transfer, TransferAdvice, TransferDecision
from tests.casework.test_clockwork import night
from tests.casework.walking import KINDS, Held, Walk, numbered
from tests.deviations.acting import People
from tests.disputes.test_disputes import report as report_dispute
from tests.transfers.office import AREA, Office
from tests.worlds import Site, T, World, post, second_area

#: By whether it is SQLite: PostgreSQL takes three times as long, and differs in what may be seen only.
STEPS = {True: int(os.environ.get("STEPS", "100")), False: int(os.environ.get("STEPS", "100"))}
WHO = ("Gro Gp", "Ola Other", "Dag Avdeling", "Kari Kirurg", "Kim Kommune", "Pia Pko", "Rut Råd", "Siv Sekretær",
       "Oda Oso", "Tor To", "Per Sør")  # fmt: skip


@pytest.fixture
def walk(people: People, world: World, site: Site, cites: Cites) -> Walk:
    world.add_person("Kim Kommune", world.role("chief_municipal_doctor", unit="Fjordvik kommune"))
    world.add_person("Siv Sekretær", world.role("body_secretary", body="Fastlegerådet"))
    world.add_person("Oda Oso", world.role("oso_secretary", body="OSO Nordmo"))
    sits, works = world.role("council_member", body="Fastlegerådet"), world.role("gp", unit="Fjordvik legekontor")
    world.add_person("Tor To", sits, works)
    second_area(world)
    return Walk(Office(site, cites), people, WHO, random.Random(20261126 + world.database.is_sqlite))  # noqa: S311


def test_no_random_step_through_the_pages_breaks_what_must_hold(walk: Walk, world: World) -> None:
    steps = STEPS[world.database.is_sqlite]
    open_of: dict[CaseKind, list[int]] = {kind: [] for kind in KINDS}
    opened = dict.fromkeys(KINDS, 0)
    for step in range(steps):
        kind = walk.chance.choices(tuple(KINDS), weights=[WEIGHTS[each] for each in KINDS])[0]
        if walk.chance.random() < 0.01:
            night(world, walk.chance.randint(1, 45))
            walk.people.browsers.clear()
            walk.office.users.clear()
        if not open_of[kind] or (len(open_of[kind]) < 3 and walk.chance.random() < 0.05):
            number = OPENING[kind](walk, f"n{step}")
            opened[kind] += 1
            assert number == f"{kind}-2026-{opened[kind]:03}"
            open_of[kind].append(next(each.id or 0 for each in world.rows(Case) if each.number == number))
        case_id = walk.chance.choice(open_of[kind])
        held = walk.step(case_id)
        holds(world, held)
        if walk.chance.random() < 0.25:
            walk.look(held)
        if held.case.closed_on is not None and walk.chance.random() < 0.3:
            open_of[kind].remove(case_id)
    for kind in ALSO:
        made = walk.answers[kind, 303]
        refused = sum(n for (each, status), n in walk.answers.items() if each is kind) - made
        assert min(made, refused) > steps / 50, walk.answers


def _deviation(walk: Walk, form_key: str) -> str:
    units = walk.office.world.units
    unit = walk.chance.choice(["", units["Medisinsk avdeling"], units["Kirurgisk avdeling"]])
    return walk.people.case(walk.chance.choice(["Gro Gp", "Ola Other"]), enhet=unit, nokkel=form_key, kontor="")


def _transfer(walk: Walk, form_key: str) -> str:
    used = {"i_bruk": "unagreed", "siden": "2025-10-01"} if walk.chance.random() < 0.5 else {}
    form = walk.office.proposal(nokkel=form_key, **used)
    return numbered(post(walk.people(walk.chance.choice(["Dag Avdeling", "Gro Gp"])), f"{AREA}/oppgaver/ny", **form))


def _dispute(walk: Walk, form_key: str) -> str:
    return numbered(report_dispute(walk.people, walk.chance.choice(["Gro Gp", "Pia Pko"]), nokkel=form_key))


def _theme(walk: Walk, form_key: str) -> str:
    form = {"tittel": "Epikriser i ferien", "tekst": "De kommer for sent.", "regel": "2.1.2", "nokkel": form_key}
    return numbered(post(walk.people("Pia Pko"), f"{AREA}/temaer/ny", **form))


WEIGHTS = {CaseKind.DEVIATION: 10, CaseKind.TRANSFER: 12, CaseKind.DISPUTE: 10, CaseKind.THEME: 2}
OPENING: dict[CaseKind, Callable[[Walk, str], str]] = {
    CaseKind.DEVIATION: _deviation, CaseKind.TRANSFER: _transfer, CaseKind.DISPUTE: _dispute, CaseKind.THEME: _theme,
}  # fmt: skip


def holds(world: World, held: Held) -> None:
    """Of one case, whatever has happened to it."""
    case, machine = held.case, KINDS[CaseKind(held.case.kind)].machine
    ended = case.state in machine.ends
    assert case.state in machine.states
    assert (case.closed_on is not None) == ended
    assert {each.open for each in held.parties} <= {not ended}
    assert held.moves[-1].details["to"] == case.state
    assert case.version == len(held.moves) + 1
    with world.database.reading(SYSTEM) as session:
        if check := ALSO.get(CaseKind(case.kind)):
            check(session, held, ended)


def _of(session: DbSession, table: type[T], held: Held) -> list[T]:
    return list(session.exec(select(table).where(table.case_id == held.case.id)))  # type: ignore[attr-defined]


def _deviation_holds(session: DbSession, held: Held, ended: bool) -> None:
    row, asked, rules = _of(session, Deviation, held), _of(session, Assignment, held), _of(session, RuleLink, held)
    ids = [each.id for each in asked]
    clocks = session.exec(select(ClockRow).where(ClockRow.assignment_id.in_(ids))).all()  # type: ignore[attr-defined]
    last = max((each.round for each in asked), default=0)
    owing = [each for each in asked if each.answered_at is None and each.withdrawn_at is None and each.round == last]
    with_unit = held.case.state == "with_unit"
    assert (row[0].outcome is not None) == ended
    assert bool(owing) == with_unit or ended
    running = {each.assignment_id for each in clocks if each.stopped_on is None}
    assert running == ({each.id for each in owing} if with_unit else set())
    assert sum(each.main for each in rules) <= 1
    assert len({(each.organisation_id, each.round) for each in asked}) == len(asked)


def _transfer_holds(session: DbSession, held: Held, ended: bool) -> None:
    row, state = _of(session, Transfer, held)[0], held.case.state
    decided, advice = _of(session, TransferDecision, held), _of(session, TransferAdvice, held)
    assert held.moves[-1].details["move"] != "to_council_light" or row.major is False
    assert (state in ("assessing", "hearing", "postponed")) <= (row.track is Track.FULL or state == "postponed")
    assert (row.track is None) <= (state in ("proposal", "withdrawn"))
    assert (state in ("advised", "to_oso")) <= bool(advice)
    if state in ("adopted", "in_operation", "under_review", "continued"):
        assert decided[-1].result is not Result.REJECTED
        assert row.heard is not None
        assert not row.major or "to_oso" in {each.details["move"] for each in held.moves}
    assert (state == "rejected") <= bool(decided)
    assert (row.ended_on is not None) == (state == "ended")


def _dispute_holds(session: DbSession, held: Held, ended: bool) -> None:
    row, parties = _of(session, Dispute, held)[0], _of(session, Party, held)
    assert (row.outcome is not None) == ended
    assert held.case.released == (row.released_on is not None)
    assert len(parties) >= 2
    assert held.case.released or not any(each.confirmed_on for each in parties)
    assert held.case.released or held.case.state in ("reported", "statements", "ended")
    assert (held.case.state == "advised") <= (row.advised_on is not None)
    assert len({each.participant_id for each in parties}) == len(parties)


ALSO = {
    CaseKind.DEVIATION: _deviation_holds, CaseKind.TRANSFER: _transfer_holds, CaseKind.DISPUTE: _dispute_holds,
}  # fmt: skip
