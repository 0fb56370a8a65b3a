"""Random deeds in three areas, and after each a look through somebody's eyes, compared with a model of who sees what.

The model is written anew from the rule («an area's own, one's own, what one takes part in, what one's area shares;
never after stepping aside; a statement by its audience») and knows neither SQL nor the repository.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col, select

from samhandling.audit.tables import AuditEvent
from samhandling.cases import opening, repository
from samhandling.cases.kinds import Audience, CaseKind, LinkKind, Part
from samhandling.cases.tables import (
    Assignment,
    Attachment,
    Case,
    CaseLink,
    ClockRow,
    Disqualification,
    Participant,
    RuleLink,
    Statement,
)
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database, DbSession, announce
from samhandling.kernel.errors import NotFound
from samhandling.kernel.scope import SYSTEM, Scope
from tests.database.world import AT, RULESET, World, deed

OF_ONE_CASE = (Participant, Disqualification, Assignment, ClockRow, Statement, RuleLink, Attachment)


class Leak(AssertionError):
    """Somebody saw, or did not see, what the model says."""


@dataclass
class ModelCase:
    area: int
    creator: UUID
    takes_part: dict[int, tuple[int | None, int | None]] = field(default_factory=dict)
    aside: set[UUID] = field(default_factory=set)
    shared: bool = False
    released: bool = False

    def is_seen_by(self, scope: Scope) -> bool:
        return not self._is_aside(scope) and (self._is_theirs(scope) or (self.shared and self.area in scope.home))

    def is_changed_by(self, scope: Scope) -> bool:
        return not self._is_aside(scope) and self._is_theirs(scope)

    def _is_aside(self, scope: Scope) -> bool:
        return not scope.everything and scope.person in self.aside

    def _is_theirs(self, scope: Scope) -> bool:
        if scope.everything or self.area in scope.areas or self.creator == scope.person:
            return True
        return any(_is_one_of(party, scope) for party in self.takes_part.values())


@dataclass
class ModelStatement:
    case: ModelCase
    author: UUID
    party: tuple[int | None, int | None]
    audience: Audience
    sent: bool = False

    def is_seen_by(self, scope: Scope) -> bool:
        if not self.case.is_seen_by(scope):
            return False
        if scope.everything or self.author == scope.person:
            return True
        steward = self.case.area in scope.areas
        return self.sent and {
            Audience.AREA: True,
            Audience.PARTICIPANTS: self.case.is_changed_by(scope),
            Audience.OWN_SIDE: steward
            or _is_one_of(self.party, scope)
            or (self.case.released and self.case.is_changed_by(scope)),
            Audience.STEWARDS: steward,
        }[self.audience]


def _is_one_of(party: tuple[int | None, int | None], scope: Scope) -> bool:
    return party[0] in scope.organisations or party[1] in scope.bodies


@dataclass
class Walk:
    """`bare`: every second look is without the repository's filter, so that PostgreSQL's policies stand alone."""

    database: Database
    world: World
    seed: int
    bare: bool = False
    cases: dict[int, ModelCase] = field(default_factory=dict)
    rows: dict[type[SQLModel], dict[int, int]] = field(default_factory=lambda: {table: {} for table in OF_ONE_CASE})
    statements: dict[int, ModelStatement] = field(default_factory=dict)
    links: dict[int, tuple[int, int]] = field(default_factory=dict)
    events: list[tuple[int, int, UUID]] = field(default_factory=list)
    looks: int = 0
    refused: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311 – the same walk each time
        self.scopes = self._scopes()

    def _scopes(self) -> list[Scope]:
        areas, units, bodies, persons = (
            self.world.areas,
            self.world.organisations,
            self.world.bodies,
            self.world.persons,
        )
        mixed = [
            Scope(areas=frozenset({areas[0]}), person=persons[0]),
            Scope(areas=frozenset({areas[1], areas[2]}), person=persons[1]),
            Scope(home=frozenset({areas[0]}), organisations=frozenset({units[0]}), person=persons[2]),
            Scope(home=frozenset({areas[1]}), organisations=frozenset({units[4], units[1]}), person=persons[3]),
            Scope(home=frozenset(areas), bodies=frozenset({bodies[0], bodies[2]}), person=persons[4]),
            Scope(areas=frozenset({areas[2]}), organisations=frozenset({units[0]}), person=persons[5]),
            Scope(home=frozenset({areas[2]}), person=persons[6]),
            Scope(organisations=frozenset({units[8]}), bodies=frozenset({bodies[1]}), person=persons[7]),
        ]
        return [*mixed, SYSTEM, Scope()]

    def run(self, steps: int) -> None:
        deeds: list[Callable[[Scope], None]] = [
            self.open, self.open, self.join, self.join, self.leave, self.draft, self.draft, self.send, self.retitle,
            self.step_aside, self.add_other, self.link, self.share, self.release,
        ]  # fmt: skip
        for _ in range(steps):
            self.random.choice(deeds)(self.random.choice(self.scopes))
            self.look(self.random.choice(self.scopes))

    # Deeds. Each expects NotFound exactly when the model says that the case is out of sight.

    def open(self, scope: Scope) -> None:
        area = self.random.choice(self.world.areas)
        person = scope.person or self.world.persons[0]
        expected = scope.everything or area in scope.home | scope.areas

        def work(session: DbSession) -> int:
            done = deed(session, person)
            return key(opening.open_case(done, area=area, kind=CaseKind.DEVIATION, title="t", state="open").id)

        case = self._do(scope, work, expected, f"open in area {area}")
        if case is not None:
            self.cases[case] = ModelCase(area, person)
            self._recorded(case, person)

    def join(self, scope: Scope) -> None:
        case, person, seen = self._some_case(scope)
        if case is None:
            return
        unit, body = self.random.choice(
            [(u, None) for u in self.world.organisations] + [(None, b) for b in self.world.bodies]
        )
        if any((unit, body) == party for party in self.cases[case].takes_part.values()):
            return

        def work(session: DbSession) -> int:
            done = deed(session, person)
            return key(opening.add_participant(done, case, Part.PARTY, organisation=unit, body=body).id)

        row = self._do(scope, work, seen, f"join case {case}")
        if row is not None:
            self.cases[case].takes_part[row] = (unit, body)
            self.rows[Participant][row] = case
            self._recorded(case, person)

    def leave(self, scope: Scope) -> None:
        case, person, seen = self._some_case(scope)
        if case is None or not self.cases[case].takes_part:
            return
        row = self.random.choice(sorted(self.cases[case].takes_part))

        def work(session: DbSession) -> int:
            opening.leave(deed(session, person), case, row)
            return row

        if self._do(scope, work, seen, f"leave case {case}"):
            del self.cases[case].takes_part[row]
            self._recorded(case, person)

    def draft(self, scope: Scope) -> None:
        case, person, seen = self._some_case(scope)
        if case is None or not self.cases[case].takes_part:
            return
        party, audience = self.random.choice(sorted(self.cases[case].takes_part)), self.random.choice(list(Audience))

        def work(session: DbSession) -> int:
            done = deed(session, person)
            draft = opening.write_draft(done, case, party, kind="answer", text="tekst", audience=audience)
            return key(draft.id)

        row = self._do(scope, work, seen, f"draft in case {case}")
        if row is not None:
            self.rows[Statement][row] = case
            model = self.cases[case]
            self.statements[row] = ModelStatement(model, person, model.takes_part[party], audience)
            self._recorded(case, person)

    def send(self, scope: Scope) -> None:
        drafts = sorted(self.rows[Statement])
        if not drafts:
            return
        row = self.random.choice(drafts)
        case, model = self.rows[Statement][row], self.statements[row]
        if model.sent:
            return
        person = scope.person or self.world.persons[0]

        def work(session: DbSession) -> int:
            opening.send(deed(session, person), case, row, version=1)
            return row

        expected = model.is_seen_by(scope) and model.case.is_changed_by(scope)
        if self._do(scope, work, expected, f"send statement {row} of case {case}"):
            model.sent = True
            self._recorded(case, person)

    def share(self, scope: Scope) -> None:
        """Rarely: what is shared is seen by many."""
        case, person, _ = self._some_case(scope)
        if case is None or self.random.random() < 0.5 or not self.cases[case].is_changed_by(scope):
            return

        def work(session: DbSession) -> int:
            return key(opening.share(deed(session, person), case).id)

        self._do(scope, work, True, f"share case {case}")
        self.cases[case].shared = True
        self._recorded(case, person)

    def release(self, scope: Scope) -> None:
        case, person, seen = self._some_case(scope)
        if case is None or self.random.random() < 0.5:
            return

        def work(session: DbSession) -> int:
            return key(opening.release(deed(session, person), case).id)

        if self._do(scope, work, seen, f"release case {case}"):
            self.cases[case].released = True
            self._recorded(case, person)

    def retitle(self, scope: Scope) -> None:
        case, person, seen = self._some_case(scope)
        if case is None:
            return
        with self.database.reading(SYSTEM) as session:
            version = session.get_one(Case, case).version

        def work(session: DbSession) -> int:
            opening.retitle(deed(session, person), case, "ny", version=version)
            return case

        if self._do(scope, work, seen, f"retitle case {case}"):
            self._recorded(case, person)

    def step_aside(self, _scope: Scope) -> None:
        case, _, _ = self._some_case(SYSTEM)
        person = self.random.choice(self.world.persons)
        if case is None or person in self.cases[case].aside or self.random.random() < 0.5:
            return
        self._add(case, Disqualification(case_id=case, person_id=person, reason="kin", since=AT))
        self.cases[case].aside.add(person)

    def add_other(self, _scope: Scope) -> None:
        case, _, _ = self._some_case(SYSTEM)
        if case is None:
            return
        number = len(self.rows[Assignment]) + 1
        unit, person = self.world.organisations[0], self.world.persons[0]
        assignment = self._add(case, Assignment(case_id=case, organisation_id=unit, round=number, assigned_at=AT))
        day = AT.date()
        self._add(case, ClockRow(assignment_id=assignment, kind="answer", started_on=day, due_on=day, calendar="2026"))
        self._add(
            case, RuleLink(case_id=case, statement=str(number), letter="a", ruleset_hash=RULESET, month="2026-11")
        )
        file = {"name": "x", "media_type": "text/plain", "size": 1, "content": b"x", "fingerprint": str(number)}
        self._add(case, Attachment(case_id=case, added_at=AT, added_by=person, cleared_at=AT, **file))

    def link(self, _scope: Scope) -> None:
        if len(self.cases) < 2:
            return
        one, other = self.random.sample(sorted(self.cases), 2)
        if (one, other) in self.links.values():
            return
        with self.database.writing(SYSTEM) as session:
            row = CaseLink(from_id=one, to_id=other, kind=LinkKind.FOLLOWS)
            session.add(row)
            session.flush()
            self.links[key(row.id)] = (one, other)

    # Looks.

    def look(self, scope: Scope) -> None:
        self.looks += 1
        mine = {case for case, model in self.cases.items() if model.is_seen_by(scope)}
        table = self.random.choice(OF_ONE_CASE)
        rows = {row for row, case in self.rows[table].items() if case in mine}
        if table is Statement:
            rows = {row for row, model in self.statements.items() if model.is_seen_by(scope)}
        if table is Attachment:
            rows = {row for row in rows if self._is_given_out(self.rows[table][row], scope)}
        links = {row for row, ends in self.links.items() if set(ends) <= mine}
        other = aliased(table)
        with self.database.reading(scope) as session:
            bare = self.bare and self.random.random() < 0.5
            query, expected = self.random.choice(
                [
                    (select(table.id), rows),
                    (select(other.id), rows),
                    (select(CaseLink.id), links),
                    (select(sa.func.count()).select_from(table), {len(rows)}),
                ]
            )
            for each, seen in ((select(Case.id), mine), (query, expected)):
                self._same(session, each if bare else repository.scoped(session, each), seen, scope)
            if bare and self.random.random() < 0.5:
                self._look_at_events(session, scope, mine)
        if bare:
            self._write_past_the_repository(scope)

    def _is_given_out(self, case: int, scope: Scope) -> bool:
        """All that the walk adds are cleared, and belong to no statement."""
        return self.cases[case].is_changed_by(scope) or scope.person == self.world.persons[0]

    def _look_at_events(self, session: DbSession, scope: Scope, mine: set[int]) -> None:
        expected = {
            number for number, (case, _, person) in enumerate(self.events) if case in mine or person == scope.person
        }
        numbers = {place[:2]: number for number, place in enumerate(self._places())}
        seen = {numbers[tuple(place)] for place in session.exec(select(AuditEvent.chain, AuditEvent.sequence)).all()}
        if seen != expected:
            raise Leak(f"sees events {sorted(seen ^ expected)} wrongly: {scope}")

    def _write_past_the_repository(self, scope: Scope) -> None:
        case, _, changes = self._some_case(scope)
        if case is None:
            return
        seen = self.cases[case].is_seen_by(scope)
        with self.database.engine.connect() as connection:
            announce(connection, scope)
            changed = connection.execute(sa.update(Case).where(col(Case.id) == case).values(title="x")).rowcount
            try:
                new = RuleLink(case_id=case, statement="9", letter="z", ruleset_hash=RULESET, month="2026-11")
                connection.execute(sa.insert(RuleLink).values(new.model_dump(exclude={"id"})))
                added = True
            except ProgrammingError:
                added = False
            connection.rollback()
        if (changed == 1, added) != (changes, seen):
            raise Leak(f"case {case}: changed {changed}, added {added}: {scope}")

    def _same(self, session: DbSession, query: Any, expected: set[int], scope: Scope) -> None:
        seen = set(session.exec(query).all())
        if seen != expected:
            raise Leak(f"{query}: sees {sorted(seen - expected)}, misses {sorted(expected - seen)}: {scope}")

    # What they share.

    def _do(self, scope: Scope, work: Callable[[DbSession], int], expected: bool, what: str) -> int | None:
        try:
            with self.database.writing(scope) as session:
                done = work(session)
        except NotFound:
            self.refused += 1
            if expected:
                raise Leak(f"was refused: {what}, {scope}") from None
            return None
        if not expected:
            raise Leak(f"was allowed: {what}, {scope}")
        return done

    def _some_case(self, scope: Scope) -> tuple[int | None, UUID, bool]:
        person = scope.person or self.world.persons[0]
        if not self.cases:
            return None, person, False
        case = self.random.choice(sorted(self.cases))
        return case, person, self.cases[case].is_changed_by(scope)

    def _add(self, case: int, row: SQLModel) -> int:
        with self.database.writing(SYSTEM) as session:
            session.add(row)
            session.flush()
            self.rows[type(row)][row.id] = case  # type: ignore[attr-defined]
            return row.id  # type: ignore[attr-defined, no-any-return]

    def _recorded(self, case: int, person: UUID) -> None:
        self.events.append((case, self.cases[case].area, person))

    def _places(self) -> list[tuple[int, int, int]]:
        """(chain, sequence) of each event, as they were added."""
        last: dict[int, int] = {}
        places = []
        for case, area, _ in self.events:
            last[area] = last.get(area, 0) + 1
            places.append((area, last[area], case))
        return places
