"""Cases in the stage that a test needs, written straight to the database; and what a page's numbers are."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

import httpx

from samhandling.audit.chain import Actor
from samhandling.cases.kinds import CaseKind, Part
from samhandling.cases.opening import Deed, add_participant, open_case
from samhandling.cases.tables import Assignment, ClockRow, Participant, RuleLink, Ruleset
from samhandling.casework.asking import ANSWER, COUNCIL
from samhandling.deviations.tables import Deviation
from samhandling.disputes.tables import Dispute, Party
from samhandling.kernel.columns import key
from samhandling.kernel.scope import SYSTEM
from samhandling.transfers.codes import Direction, Group
from samhandling.transfers.tables import Transfer
from tests.worlds import World

_TILE = re.compile(
    r'<a class="tile"[^>]*?(?: href="([^"]*)")?><span class="small">([^<]*)</span>.*?tile__number">([^<]*)<'
)


@dataclass(frozen=True)
class Number:
    value: int
    href: str


def numbers(client: httpx.Client, path: str) -> dict[str, Number]:
    page = client.get(path)
    assert page.status_code == 200
    return {label: Number(int(value), href.replace("&amp;", "&")) for href, label, value in _TILE.findall(page.text)}


def values(client: httpx.Client, path: str) -> list[int]:
    return [each.value for each in numbers(client, path).values()]


def listed(client: httpx.Client, href: str) -> int:
    """How many cases stand in the list."""
    page = client.get(href)
    assert page.status_code == 200
    return page.text.count('<li class="case">')


def stored(world: World, *rows: object) -> None:
    with world.database.writing(SYSTEM) as session:
        for row in rows:
            session.add(row)
            session.flush()


def opened(
    world: World, kind: CaseKind, state: str, part: Part, *, on: date = date(2026, 3, 16), **party: int
) -> int:
    """A case in the state, with one who takes part; its id."""
    with world.database.writing(SYSTEM) as session:
        at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
        deed = Deed(session, world.services.trail, Actor(world.persons["Gro Gp"], "gp"), at)
        case = key(open_case(deed, area=world.areas["nord"], kind=kind, title="Sak", state=state).id)
        add_participant(deed, case, part, **party)
        return case


def reported(world: World, on: date, rule: str = "2.1.2") -> int:
    """A deviation of the office at the medical department, out for an answer that is not asked for yet; its id."""
    unit = world.units["Medisinsk avdeling"]
    case = opened(world, CaseKind.DEVIATION, "with_unit", Part.RESPONSIBLE, on=on, organisation=unit)
    office, at = world.units["Fjordvik legekontor"], world.clock()
    if not world.rows(Ruleset):
        stored(world, Ruleset(hash="h", body="{}", stored_at=at))
    stored(
        world,
        Participant(case_id=case, organisation_id=office, part=Part.REPORTER, joined_at=at),
        Deviation(case_id=case, month="2026-03"),
        RuleLink(case_id=case, statement=rule, ruleset_hash="h", month="2026-03", main=True),
    )
    return case


def owed(world: World, case: int, due: date, limit: date = date(2026, 12, 1)) -> None:
    asked = Assignment(case_id=case, organisation_id=world.units["Medisinsk avdeling"], assigned_at=world.clock())
    stored(world, asked)
    row = next(key(each.id) for each in world.rows(Assignment) if each.case_id == case)
    for kind, day in ((ANSWER, due), (COUNCIL, limit)):
        stored(world, ClockRow(assignment_id=row, kind=kind, started_on=date(2026, 3, 16), due_on=day, calendar="NO"))


def party_in(world: World, case: int, due: date = date(2026, 4, 10)) -> None:
    """The one who takes part owes its account of the dispute."""
    its = next(key(each.id) for each in world.rows(Participant) if each.case_id == case)
    stored(world, Dispute(case_id=case, due_on=due), Party(case_id=case, participant_id=its))


def transfer(world: World, case: int) -> Transfer:
    return Transfer(
        case_id=case,
        direction=Direction.HOSPITAL_TO_GP,
        to_group=Group.GPS,
        task="control",
        from_unit_id=world.units["Medisinsk avdeling"],
        owner_id=world.units["Medisinsk avdeling"],
        starts_on=date(2026, 1, 1),
    )
