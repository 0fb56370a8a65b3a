"""A walk through cases of every kind: what a step is, how its form is filled, and who may see what, told once more.

What is allowed comes from the tables of moves; what may be seen is reckoned here in Python, from the rows alone.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import httpx
from sqlmodel import select

from samhandling.app import SLICES
from samhandling.audit.tables import AuditEvent
from samhandling.cases import repository
from samhandling.cases.kinds import Audience, CaseKind
from samhandling.cases.moves import Move
from samhandling.cases.tables import Case, Disqualification, Participant, Statement
from samhandling.casework import moving
from samhandling.casework.hats import hats_of
from samhandling.casework.slices import Slice
from samhandling.identity.users import User
from samhandling.kernel.clock import local_date
from samhandling.kernel.errors import NotFound, Refused
from samhandling.kernel.scope import SYSTEM
from samhandling.web.fields import Field, Kind
from tests.deviations.acting import CASE, People
from tests.transfers.office import Office
from tests.worlds import post

KINDS: Final = {each.kind: each for each in SLICES}
#: Days from today that a field of this name usually asks for; others are asked for a day that has been.
AHEAD: Final = {"frist": 30, "til_dag": 20, "starter": 0, "evalueres": 200, "opphorer": 400, "tiltak_frist": 20}


@dataclass(frozen=True, slots=True)
class Held:
    """A case with what belongs to it, as it is stored."""

    case: Case
    parties: tuple[Participant, ...]
    written: tuple[Statement, ...]
    aside: frozenset[UUID]
    events: tuple[AuditEvent, ...]

    @property
    def moves(self) -> tuple[AuditEvent, ...]:
        return tuple(each for each in self.events if each.action == "case_moved")

    def seen_by(self, user: User) -> bool:
        scope, case = user.scope, self.case
        ways = case.area_id in scope.areas or case.created_by == user.person or self._joined(user)
        return (ways or (case.shared and case.area_id in scope.home)) and user.person not in self.aside

    def read_by(self, user: User, written: Statement) -> bool:
        steward = self.case.area_id in user.scope.areas
        part = steward or self.case.created_by == user.person or self._joined(user)
        own = any(each.id == written.participant_id and _theirs(user, each) for each in self.parties)
        return written.author == user.person or {
            Audience.AREA: True,
            Audience.PARTICIPANTS: part,
            Audience.OWN_SIDE: steward or own or (part and self.case.released),
            Audience.STEWARDS: steward,
        }[written.audience]

    def leaked(self, user: User, page: str) -> list[str]:
        """What was written for others and stands in the page."""
        kept = self.written if not self.seen_by(user) else [x for x in self.written if not self.read_by(user, x)]
        return [each.text for each in kept if each.text and each.text in page]

    def _joined(self, user: User) -> bool:
        return any(each.left_at is None and _theirs(user, each) for each in self.parties)


def _theirs(user: User, each: Participant) -> bool:
    return each.organisation_id in user.scope.organisations or each.body_id in user.scope.bodies


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the table says of a move before it is made. `hats`: wears any. `after`: None when it is refused."""

    seen: bool
    hats: bool = False
    fields: tuple[Field, ...] = ()
    after: str | None = None


@dataclass
class Walk:
    office: Office
    people: People
    who: tuple[str, ...]
    chance: random.Random
    answers: Counter[tuple[CaseKind, int]] = field(default_factory=Counter)
    words: int = 0

    def held(self, case_id: int) -> Held:
        with self.office.world.database.reading(SYSTEM) as session:
            events = select(AuditEvent).where(AuditEvent.subject_kind == "case", AuditEvent.subject_id == str(case_id))
            return Held(
                session.exec(select(Case).where(Case.id == case_id)).one(),
                tuple(session.exec(select(Participant).where(Participant.case_id == case_id))),
                tuple(session.exec(select(Statement).where(Statement.case_id == case_id))),
                frozenset(each.person_id for each in session.exec(
                    select(Disqualification).where(Disqualification.case_id == case_id))),
                tuple(session.exec(events.order_by(AuditEvent.sequence))),  # type: ignore[arg-type]
            )  # fmt: skip

    def step(self, case_id: int) -> Held:
        """A move that somebody tries, mostly one who may; the case afterwards. Everything about it is asserted."""
        before = self.held(case_id)
        kind = KINDS[CaseKind(before.case.kind)]
        name, move = self._chosen(before, kind)
        told = self._foreseen(name, before, kind, move)
        assert told.seen == before.seen_by(self.office.user(name)), (name, before.case)
        current = self.chance.random() < 0.93
        form = {each.name: self._typed(each) for each in told.fields}
        version = before.case.version - (not current)
        answer = post(self.people(name), f"{CASE}/{before.case.number}/steg/{move.code}", versjon=version, **form)
        after = self.held(case_id)
        where = (before.case.number, before.case.state, move.code, name, form)
        assert answer.status_code in _expected(told, move, current), (answer.status_code, where, answer.text[:1500])
        made = answer.status_code == 303
        assert after.case.state == (told.after if made else before.case.state), where
        assert after.case.version == before.case.version + made, where
        assert len(after.moves) == len(before.moves) + made, where
        assert before.leaked(self.office.user(name), answer.text) == [], where
        if made:
            assert after.moves[-1].details["move"] == move.code, where
        self.answers[kind.kind, answer.status_code] += 1
        return after

    def look(self, held: Held) -> None:
        """Somebody opens the case or a form of it, and reads what is written for that reader."""
        name = self.chance.choice(self.who)
        user = self.office.user(name)
        move = self.chance.choice(KINDS[CaseKind(held.case.kind)].machine.moves).code
        rest = self.chance.choice(("", "", "/sak.json", f"/steg/{move}"))
        answer = self.people(name).get(f"{CASE}/{held.case.number}{rest}")
        if held.seen_by(user):
            assert answer.status_code in (200, 404 if "/steg/" in rest else 200, 422), (name, rest, answer.text[:1500])
        else:
            assert answer.status_code == 404, (name, rest, held)
        assert held.leaked(user, answer.text) == [], (name, rest)

    def _chosen(self, held: Held, kind: Slice) -> tuple[str, Move]:
        named = [each for each in kind.machine.moves if each.label]
        if self.chance.random() < 0.12:
            return self.chance.choice(self.who), self.chance.choice(named)
        taking = [each for each in held.parties if each.left_at is None]
        may = [
            (name, move)
            for name in self.who
            if held.seen_by(user := self.office.user(name))
            for move in kind.machine.open(held.case.state, hats_of(user, held.case, taking))
            if move.label
        ]
        ahead = [each for each in may if each[1].to and each[1].to not in kind.machine.ends]
        return self.chance.choice(ahead if ahead and self.chance.random() < 0.4 else may or [(self.who[0], named[0])])

    def _foreseen(self, name: str, held: Held, kind: Slice, move: Move) -> Foreseen:
        world, user = self.office.world, self.office.user(name)
        with world.database.reading(user.scope) as session:
            try:
                case = repository.case(session, held.case.id or 0)
            except NotFound:
                return Foreseen(seen=False)
            looking = moving.looking(session, case, user, now=world.clock(), cites=self.office.cites)
            step = kind.steps.get(move.code)
            fields = step.fields(looking) if step else ()
            try:
                after = kind.machine.step(case.state, move.code, looking.hats, kind.facts(looking))
            except Refused:
                after = None
        return Foreseen(True, bool(looking.hats), fields, after)

    def _typed(self, each: Field) -> Any:
        if self.chance.random() < (0.02 if each.required else 0.2):
            return ""
        if each.kind is Kind.CHOICE:
            return self.chance.choice(sorted(each.options)) if each.options else ""
        if each.kind is Kind.DATE:
            days = AHEAD.get(each.name, -self.chance.randint(0, 5))
            return (local_date(self.office.world.clock()) + timedelta(days=days)).isoformat()
        if each.kind is Kind.NUMBER:
            return self.chance.randint(0, min(each.most, 30))
        if each.kind is Kind.TICK:
            return "ja"
        self.words += 1
        return f"Vi har sett på det {self.words} ganger nå."


def _expected(told: Foreseen, move: Move, current: bool) -> set[int]:
    if not told.seen or not move.label:
        return {404}
    if not current:
        return {409, 422} if told.hats else {404, 422}
    if told.after is not None:
        return {303, 422}
    return {422} if told.hats else {404, 422}  # what is only shared with one is not changed


def numbered(answer: httpx.Response) -> str:
    """The number of the case that a form opened."""
    assert answer.status_code == 303, answer.text[:1500]
    return answer.headers["location"].split("?")[0].rsplit("/", 1)[1]
