"""How a case begins: it is opened, others join, somebody writes and sends. Each leaves its event beside the change.

Everything here takes a writing session, and `by` and `at` for the trail. A case that is not yours is NotFound.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from samhandling.audit.chain import Actor, Subject, Trail
from samhandling.cases import repository
from samhandling.cases.kinds import Audience, CaseKind, Part
from samhandling.cases.tables import Case, Participant, Statement
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession, scope_of
from samhandling.kernel.errors import NotAllowed, NotFound, Refused, Stale


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody doing something to cases at one instant, in one transaction."""

    session: DbSession
    trail: Trail
    by: Actor
    at: datetime

    @property
    def person(self) -> UUID:
        """Raises NotAllowed («person_only») for the machine: a case has an author."""
        if self.by.person is None:
            raise NotAllowed("person_only")
        return self.by.person

    def record(self, case: Case, action: str, **details: object) -> None:
        """An event of a case always has the case as its subject: it is seen by those who see the case."""
        subject = Subject("case", str(key(case.id)))
        self.trail.record(self.session, action, subject, by=self.by, at=self.at, area=case.area_id, **details)


def open_case(
    deed: Deed,
    *,
    area: int,
    kind: CaseKind,
    title: str,
    state: str,
    maalform: str = "nb",
    form_key: str | None = None,
) -> Case:
    """With the area's next number of the local year. NotFound for an area that the person does not work in."""
    scope = scope_of(deed.session)
    if not scope.everything and area not in scope.home | scope.areas:
        raise NotFound
    today = local_date(deed.at)
    case = Case(
        area_id=area,
        kind=kind,
        number=repository.next_number(deed.session, area, kind, today.year),
        title=title,
        maalform=maalform,
        state=state,
        created_by=deed.person,
        created_at=deed.at,
        created_on=today,
        form_key=form_key,
    )
    deed.session.add(case)
    deed.session.flush()
    deed.record(case, "case_opened", kind=kind, number=case.number)
    return case


def add_participant(
    deed: Deed, case_id: int, part: Part, *, organisation: int | None = None, body: int | None = None
) -> Participant:
    """One of the two. One that has left comes back. Refused («already_takes_part»)."""
    case = repository.case(deed.session, case_id, to_change=True)
    found = repository.taking_part(deed.session, case_id, part, organisation=organisation, body=body)
    if found is not None and found.left_at is None:
        raise Refused("already_takes_part")
    joining = found or Participant(
        case_id=case_id, organisation_id=organisation, body_id=body, part=part, joined_at=deed.at
    )
    joining.joined_at, joining.left_at, joining.open = deed.at, None, case.closed_on is None
    deed.session.add(joining)
    deed.session.flush()
    deed.record(case, "participant_added", part=part, organisation=organisation, body=body)
    return joining


def leave(deed: Deed, case_id: int, participant_id: int) -> None:
    """From now on the case is not seen on this participant's behalf."""
    case = repository.case(deed.session, case_id, to_change=True)
    leaving = repository.participant(deed.session, case_id, participant_id, to_change=True)
    # Recorded first: afterwards the case may be out of sight.
    deed.record(case, "participant_left", participant=participant_id)
    leaving.left_at = deed.at
    deed.session.add(leaving)
    deed.session.flush()


def write_draft(
    deed: Deed,
    case_id: int,
    participant_id: int,
    *,
    kind: str,
    text: str,
    audience: Audience = Audience.PARTICIPANTS,
) -> Statement:
    """`text` has been through the guard. Until it is sent nobody but its author reads it."""
    case = repository.case(deed.session, case_id, to_change=True)
    repository.participant(deed.session, case_id, participant_id)
    draft = Statement(
        case_id=case_id, participant_id=participant_id, author=deed.person, kind=kind, text=text, audience=audience
    )
    deed.session.add(draft)
    deed.session.flush()
    deed.record(case, "statement_drafted", statement=draft.id, kind=kind)
    return draft


def send(deed: Deed, case_id: int, statement_id: int, *, version: int) -> Statement:
    """From now on it stands as it is. Refused («already_sent»); Stale when the draft was changed meanwhile."""
    case = repository.case(deed.session, case_id, to_change=True)
    statement = repository.statement(deed.session, case_id, statement_id, to_change=True)
    if statement.sent_at is not None:
        raise Refused("already_sent")
    _same(statement.version, version)
    statement.sent_at, statement.sent_on = deed.at, local_date(deed.at)
    statement.version += 1
    deed.session.add(statement)
    deed.session.flush()
    deed.record(case, "statement_sent", statement=statement_id)
    return statement


def say(
    deed: Deed, case: Case, participant: int | None, *, kind: str, text: str, audience: Audience = Audience.PARTICIPANTS
) -> int:
    """Written and sent in one go, as a part of something that leaves its own event. The statement's id."""
    said = Statement(
        case_id=key(case.id),
        participant_id=participant,
        author=deed.person,
        kind=kind,
        text=text,
        audience=audience,
        sent_at=deed.at,
        sent_on=local_date(deed.at),
    )
    deed.session.add(said)
    deed.session.flush()
    return key(said.id)


def retitle(deed: Deed, case_id: int, title: str, *, version: int) -> Case:
    """Stale when somebody changed the case meanwhile."""
    case = repository.case(deed.session, case_id, to_change=True)
    _same(case.version, version)
    case.title, case.version = title, version + 1
    deed.session.add(case)
    deed.session.flush()
    deed.record(case, "case_changed", fields=["title"])
    return case


def share(deed: Deed, case_id: int) -> Case:
    """From now on everybody who works in the area sees that the case is there, and what was written for them."""
    case = repository.case(deed.session, case_id, to_change=True)
    case.shared = True
    deed.session.add(case)
    deed.session.flush()
    deed.record(case, "case_shared")
    return case


def release(deed: Deed, case_id: int) -> Case:
    """From now on whoever takes part reads what each side has written."""
    case = repository.case(deed.session, case_id, to_change=True)
    case.released = True
    deed.session.add(case)
    deed.session.flush()
    deed.record(case, "case_released")
    return case


def _same(stored: int, opened: int) -> None:
    if stored != opened:
        raise Stale("stale", version=stored)
