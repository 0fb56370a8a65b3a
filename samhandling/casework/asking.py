"""That an organisation is to answer: its assignment in a round, with a clock of its own.

A clock is stored when it starts and when it stops, and is never reckoned again.
"""

from datetime import date

from samhandling.cases.kinds import Part
from samhandling.cases.tables import Assignment, ClockRow, Participant
from samhandling.cases.working_days import CALENDAR, after
from samhandling.casework import repository
from samhandling.casework.slices import Acting
from samhandling.kernel.columns import key
from samhandling.kernel.errors import Refused

ANSWER = "answer"
REMIND = "remind"
COUNCIL = "council"


def still_owing(found: list[Assignment]) -> list[Assignment]:
    """Those of the newest round that still owe an answer."""
    newest = max((each.round for each in found), default=1)
    return [each for each in found if each.round == newest and each.answered_at is None and each.withdrawn_at is None]


def ask(acting: Acting, organisation: int, *, days: int, round_: int | None = None) -> Assignment:
    """The organisation takes part and owes an answer within so many working days.

    Refused («asked_already») when it owes one in this round, or has answered.
    """
    case_id, found = key(acting.case.id), repository.assignments(acting.session, key(acting.case.id))
    number = round_ or max((each.round for each in found), default=1)
    same = next((each for each in found if (each.organisation_id, each.round) == (organisation, number)), None)
    if same is not None and same.withdrawn_at is None:
        raise Refused("asked_already", field="enhet")
    assignment = same or Assignment(
        case_id=case_id, organisation_id=organisation, round=number, assigned_at=acting.deed.at
    )
    assignment.withdrawn_at, assignment.assigned_at = None, acting.deed.at
    acting.session.add(assignment)
    _join(acting, organisation)
    acting.session.flush()
    start_clock(acting, assignment, after(acting.today, days))
    reminded = acting.looking.settings["remind_days"]
    if reminded < days:
        start_clock(acting, assignment, after(acting.today, reminded), REMIND)
    start_clock(acting, assignment, after(acting.today, max(days, acting.looking.settings["council_days"])), COUNCIL)
    return assignment


def start_clock(acting: Acting, assignment: Assignment, due: date, kind: str = ANSWER) -> None:
    clock = ClockRow(
        assignment_id=key(assignment.id), kind=kind, started_on=acting.today, due_on=due, calendar=CALENDAR
    )
    acting.session.add(clock)
    acting.session.flush()


def stop_clocks(acting: Acting, assignment: Assignment, kind: str = "") -> None:
    """All of them, or those of a kind."""
    for clock in repository.clocks(acting.session, key(acting.case.id), kind):
        if clock.assignment_id == assignment.id and clock.stopped_on is None:
            clock.stopped_on = acting.today
            acting.session.add(clock)
    acting.session.flush()


def running(acting: Acting, assignment: Assignment) -> dict[str, date]:
    """When its running clocks run out, by kind."""
    found = repository.clocks(acting.session, key(acting.case.id), "")
    return {each.kind: each.due_on for each in found if each.assignment_id == assignment.id and each.stopped_on is None}


def answered(acting: Acting, assignment: Assignment, *, on: date | None = None, on_behalf: bool = False) -> None:
    """`on`: the day it was answered by other means."""
    assignment.answered_at, assignment.answered_on = acting.deed.at, on or acting.today
    assignment.on_behalf, assignment.version = on_behalf, assignment.version + 1
    acting.session.add(assignment)
    stop_clocks(acting, assignment)


def let_off(acting: Acting, assignment: Assignment) -> None:
    """Nothing is owed any more; they see the case still."""
    assignment.withdrawn_at, assignment.version = acting.deed.at, assignment.version + 1
    acting.session.add(assignment)
    stop_clocks(acting, assignment)


def withdraw(acting: Acting, assignment: Assignment) -> None:
    """It was not theirs: they do not see the case any more."""
    let_off(acting, assignment)
    parties = acting.looking.participants
    leaving = [
        each for each in parties if (each.part, each.organisation_id) == (Part.RESPONSIBLE, assignment.organisation_id)
    ]

    def leave() -> None:
        for each in leaving:
            each.left_at = acting.deed.at
            acting.session.add(each)
        acting.session.flush()

    acting.afterwards.append(leave)


def theirs(acting: Acting, found: list[Assignment]) -> Assignment:
    """The open assignment of those the move is made for. Refused («nothing_owed») when there is none."""
    mine = acting.looking.user.scope.organisations if acting.looking.user else frozenset()
    for each in still_owing(found):
        if each.organisation_id in mine:
            return each
    raise Refused("nothing_owed")


def _join(acting: Acting, organisation: int) -> None:
    case_id = key(acting.case.id)
    for each in repository.everyone(acting.session, case_id):
        if each.organisation_id == organisation and each.part is Part.RESPONSIBLE:
            each.left_at = None
            acting.session.add(each)
            return
    joining = Participant(
        case_id=case_id, organisation_id=organisation, part=Part.RESPONSIBLE, joined_at=acting.deed.at
    )
    acting.session.add(joining)
