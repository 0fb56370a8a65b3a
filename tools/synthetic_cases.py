"""Deviations and themes without end: who, what, which rule and what came of it by weights, the same from the same seed.

Each has what a case on the pages has: participants, an assignment with its clock, statements, rules, and the events of
its trail, sealed in the area's chain. Within a chain events stand case by case.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate, count
from random import Random
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlmodel import SQLModel

from samhandling.audit.chain import START as NO_HASH
from samhandling.audit.chain import seal
from samhandling.audit.tables import AuditChain, AuditEvent
from samhandling.cases.kinds import STUB, CaseKind
from samhandling.cases.tables import (
    Assignment,
    Case,
    CaseLink,
    CaseNumber,
    ClockRow,
    Participant,
    RuleLink,
    Statement,
)
from samhandling.cases.working_days import CALENDAR, after
from samhandling.deviations.situations import Situation, for_side
from samhandling.deviations.tables import Deviation
from samhandling.search.facets import SeenBy
from samhandling.search.indexing import About, labels, place_of
from samhandling.search.tables import SearchEntry
from samhandling.search.words import terms
from samhandling.themes.tables import Theme
from tools.bulk import Bulk, stored
from tools.synthetic_places import START, Member, Place

NOW: Final = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
SHAPES: Final[dict[type[SQLModel], tuple[str, ...]]] = {
    Case: ("id", "area_id", "kind", "number", "title", "state", "created_by", "created_at", "created_on",
           "received_at", "received_on", "closed_at", "closed_on", "retention_class", "shared", "form_key"),
    Deviation: ("case_id", "situation", "category", "month", "consequence", "minutes", "reporter_role",
                "reporter_place_id", "unit_id", "disagreed", "escalated_on", "silent_on", "proposed", "outcome",
                "channel"),
    Theme: ("case_id", "organisation_id"),
    Participant: ("id", "case_id", "organisation_id", "part", "joined_at", "open"),
    Assignment: ("id", "case_id", "organisation_id", "assigned_at", "answered_at", "answered_on"),
    ClockRow: ("id", "assignment_id", "kind", "started_on", "due_on", "stopped_on", "calendar"),
    Statement: ("id", "case_id", "participant_id", "author", "kind", "text", "audience", "sent_at", "sent_on"),
    RuleLink: ("id", "case_id", "statement", "ruleset_hash", "month", "main"),
    CaseLink: ("id", "from_id", "to_id", "kind"),
    AuditEvent: ("chain", "sequence", "happened_at", "happened_on", "actor", "role", "action", "subject_kind",
                 "subject_id", "details", "previous_hash", "hash"),
    AuditChain: ("chain", "sequence", "hash"),
    CaseNumber: ("area_id", "kind", "year", "last"),
    SearchEntry: ("place", "case_id", "subject", "words", "facets"),
}  # fmt: skip
_WORDS: Final = (
    "Epikrisen kom lenge etter utskrivning.", "Pasienten måtte bestille ny time hos oss.", "Listen var gammel.",
    "Vi ringte avdelingen og fikk hjelp.", "Det står ikke hvem som skal følge opp.", "Resepten manglet i systemet.",
    "Dette har skjedd flere ganger.", "Henvisningen sa ikke hva som var prøvd før.", "Svaret gikk til feil sted.",
    "Hjemmetjenesten visste ikke om endringen.", "Innkallingen sa ingenting om transport.", "Vi ba om kopi av notatet.",
)  # fmt: skip
_ANSWERS: Final = (
    "Avdelingen er enig.", "Rutinen er gjennomgått på morgenmøtet.", "Malen er endret.", "Vikarer får egen opplæring.",
    "Vi følger med på tallene ut året.", "Kontoret har laget en fast rutine.", "Punktet er lagt inn i sjekklisten.",
)  # fmt: skip


@cache
def _terms(text: str) -> frozenset[str]:
    return frozenset(terms([text]))


@dataclass(frozen=True, slots=True)
class Fate:
    """How a deviation stands, and what has happened to it on the way there."""

    state: str
    outcome: str = ""
    asked: bool = True
    answered: bool = True
    proposed: str = ""
    escalated: bool = False
    disagreed: bool = False

    @property
    def ended(self) -> bool:
        return bool(self.outcome)

    @property
    def is_stub(self) -> bool:
        """Sent to another channel at the gate."""
        return self.state == "other_channel"


_ENDED: Final = (
    (52, Fate("closed", "agreed_with_measure")), (24, Fate("closed", "agreed")), (6, Fate("closed", "partly")),
    (4, Fate("closed", "not_deviation")), (1, Fate("closed", "unanswered", answered=False, escalated=True)),
    (8, Fate("merged", "merged")), (3, Fate("other_channel", "other_channel", asked=False, answered=False)),
    (2, Fate("withdrawn", "withdrawn", asked=False, answered=False)),
)  # fmt: skip
_OPEN: Final = (
    (15, Fate("sent", asked=False, answered=False)), (15, Fate("received", asked=False, answered=False)),
    (45, Fate("with_unit", answered=False)), (5, Fate("with_unit", answered=False, escalated=True)),
    (15, Fate("answered", proposed="agreed")), (3, Fate("answered", proposed="agreed", disagreed=True)),
    (2, Fate("answered", proposed="not_deviation")),
)  # fmt: skip
_OPEN_DAYS: Final = 60
_THEMES: Final = 0.005
_FROM_HOSPITAL: Final = 0.2
_SECOND_RULE: Final = 0.3
#: A few hold most: each weighs less than the one before it.
_FALLING: Final = 0.72


class Event(NamedTuple):
    """As the trail stores it; `seal` takes it as it is."""

    chain: int
    sequence: int
    happened_at: datetime
    happened_on: date
    actor: UUID | None
    role: str
    action: str
    subject_kind: str
    subject_id: str
    details: dict[str, Any]
    previous_hash: str


@dataclass(slots=True)
class _Report:
    """A deviation while its rows are made."""

    id: int
    place: Place
    fate: Fate
    situation: Situation
    reporter: Member
    unit: Member
    sent: datetime
    answered: datetime
    closed: datetime
    number: str

    @property
    def title(self) -> str:
        return "" if self.fate.is_stub else f"{self.situation.text.nb} – {self.unit.name}"[:120]

    @property
    def month(self) -> str:
        return f"{self.sent:%Y-%m}"


@dataclass(slots=True)
class Cases:
    """`add` makes the rows of one more case. `traced`: of how many in a hundred the trail is written, too."""

    bulk: Bulk
    ruleset: str
    statements: Sequence[str]
    key: bytes
    random: Random
    traced: int = 100
    _ids: dict[type[SQLModel], Iterator[int]] = field(init=False)
    _numbers: Counter[tuple[int, str, int]] = field(default_factory=Counter)
    _heads: dict[int, tuple[int, str]] = field(default_factory=dict)
    _themes: dict[int, int] = field(default_factory=dict)
    _words: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._ids = {model: count(1) for model in SHAPES}

    def add(self, place: Place, day: date, *, still_open: bool) -> None:
        at = datetime(day.year, day.month, day.day, 7, tzinfo=UTC) + timedelta(seconds=self.random.randrange(30_000))
        if not still_open and self.random.random() < _THEMES:
            self._theme(place, at)
            return
        case = self._report(place, at, still_open=still_open)
        self._case(case)
        taking_part, said, rules = (0, 0), (list[int](), list[int]()), tuple[str, ...]()
        if not case.fate.is_stub:
            taking_part = self._taking_part(case)
            if case.fate.asked:
                self._asked(case)
            said = self._statements(case, taking_part)
            rules = self._rules(case.id, case.situation.rule, case.month)
        parties = frozenset([case.reporter.id, case.unit.id]) if taking_part[1] else frozenset([case.reporter.id])
        seen_by = SeenBy(place.area, case.reporter.person, frozenset() if case.fate.is_stub else parties)
        self._found_by(case.id, About("AV", case.number, case.sent.date(), seen_by, rules), case.title)
        if case.fate.state == "merged" and place.area in self._themes:
            self._row(CaseLink, next(self._ids[CaseLink]), case.id, self._themes[place.area], "same_theme")
        if self.traced and case.id % 100 < self.traced:
            self._events(case, taking_part, said)

    def finish(self) -> None:
        """The heads of the chains and the counters of the numbers."""
        for chain, head in self._heads.items():
            self._row(AuditChain, chain, *head)
        for (area, kind, year), last in self._numbers.items():
            self._row(CaseNumber, area, kind, year, last)

    def _row(self, model: type[SQLModel], *values: Any) -> None:
        self.bulk.rows[model].append(tuple(map(stored, values)))

    def _number(self, area: int, kind: CaseKind, year: int) -> str:
        self._numbers[area, kind.value, year] += 1
        return f"{kind.value}-{year}-{self._numbers[area, kind.value, year]:03}"

    def _chosen(self, rows: Sequence[Any]) -> Any:
        """Few of them often."""
        return self.random.choices(rows, cum_weights=_WEIGHTS[: len(rows)])[0]

    def _report(self, place: Place, at: datetime, *, still_open: bool) -> _Report:
        hospital = self.random.random() < _FROM_HOSPITAL
        office, unit = self._chosen(place.offices), self._chosen(place.units)
        weights, fates = zip(*(_OPEN if still_open else _ENDED), strict=True)
        answered = min(at + timedelta(days=self.random.randrange(3, 30)), NOW)
        return _Report(
            id=next(self._ids[Case]),
            place=place,
            fate=self.random.choices(fates, weights)[0],
            situation=self._chosen(_BY_SIDE[hospital]),
            reporter=unit if hospital else office,
            unit=office if hospital else unit,
            sent=at,
            answered=answered,
            closed=min(answered + timedelta(days=self.random.randrange(10)), NOW),
            number=self._number(place.area, CaseKind.DEVIATION, at.year),
        )

    def _case(self, case: _Report) -> None:
        fate, sent = case.fate, case.sent
        received = sent if fate.state != "sent" else None
        closed = case.closed if fate.ended else None
        self._row(
            Case, case.id, case.place.area, CaseKind.DEVIATION.value, case.number, case.title, fate.state,
            case.reporter.person, sent, sent.date(), received, received and received.date(),
            closed, closed and closed.date(), STUB if fate.is_stub else "case", False, f"m:{case.id}",
        )  # fmt: skip
        if fate.is_stub:
            self._row(
                Deviation, case.id, "", "", case.month, None, None, "", None, None, False, None, None, None,
                fate.outcome, "serious",
            )  # fmt: skip
            return
        waiting = fate.state == "answered" and not fate.disagreed
        self._row(
            Deviation, case.id, case.situation.id, case.situation.category, case.month,
            self.random.choice((0, 1, 1, 1, 2, 2, 3, 4)), self.random.choice((5, 10, 10, 15, 20, 30, 45, 60)),
            case.reporter.role, case.reporter.parent, case.unit.id, fate.disagreed,
            case.closed.date() if fate.escalated else None,
            after(case.answered.date(), 20) if waiting else None,
            fate.proposed or None, fate.outcome or None, "",
        )  # fmt: skip

    def _taking_part(self, case: _Report) -> tuple[int, int]:
        """Their ids; the unit's is 0 when nobody is asked."""
        parts = [(case.reporter, "reporter")] + ([(case.unit, "responsible")] if case.fate.asked else [])
        found = []
        for member, part in parts:
            found.append(next(self._ids[Participant]))
            self._row(Participant, found[-1], case.id, member.id, part, case.sent, not case.fate.ended)
        return found[0], found[1] if case.fate.asked else 0

    def _asked(self, case: _Report) -> None:
        assignment, sent = next(self._ids[Assignment]), case.sent.date()
        answered = case.answered if case.fate.answered else None
        self._row(Assignment, assignment, case.id, case.unit.id, case.sent, answered, answered and answered.date())
        stopped = answered.date() if answered else (case.closed.date() if case.fate.ended else None)
        due = _due(sent)
        self._row(ClockRow, next(self._ids[ClockRow]), assignment, "answer", sent, due, stopped, CALENDAR)

    def _statements(self, case: _Report, taking_part: tuple[int, int]) -> tuple[list[int], list[int]]:
        """Ids: with the report, with the answer."""
        kinds = ("account", "proposal") if self.random.random() < 0.4 else ("account",)
        with_report = [self._say(case.id, taking_part[0], case.reporter, kind, _WORDS, case.sent) for kind in kinds]
        if not case.fate.answered:
            return with_report, []
        return with_report, [self._say(case.id, taking_part[1], case.unit, "answer", _ANSWERS, case.answered)]

    def _say(self, case: int, who: int, by: Member, kind: str, words: Sequence[str], at: datetime) -> int:
        text = " ".join(self.random.choices(words, k=3))
        said = next(self._ids[Statement])
        self._row(Statement, said, case, who, by.person, kind, text, "participants", at, at.date())
        self._words |= _terms(text)
        return said

    def _rules(self, case: int, main: str, month: str) -> tuple[str, ...]:
        others = [self._chosen(self.statements)] if self.random.random() < _SECOND_RULE else []
        rules = (main, *(each for each in others if each != main))
        for rule in rules:
            self._row(RuleLink, next(self._ids[RuleLink]), case, rule, self.ruleset, month, rule == main)
        return rules

    def _found_by(self, case: int, about: About, title: str) -> None:
        """Its entry for the search, with the words of what was said since the last."""
        words = " ".join(sorted(self._words | _terms(title) | terms([about.number])))
        self._row(SearchEntry, place_of(about.day, case), case, "case", words, labels(about))
        self._words = frozenset()

    def _theme(self, place: Place, at: datetime) -> None:
        case, unit = next(self._ids[Case]), self._chosen(place.units)
        situation = self._chosen(_BY_SIDE[False])
        number = self._number(place.area, CaseKind.THEME, at.year)
        title, old = f"{situation.text.nb} – {unit.name}"[:120], (NOW - at).days > 365
        self._row(
            Case, case, place.area, CaseKind.THEME.value, number, title,
            "closed" if old else "open", place.pko, at, at.date(), None, None,
            at + timedelta(days=300) if old else None, (at + timedelta(days=300)).date() if old else None, "case", True,
            f"m:{case}",
        )  # fmt: skip
        self._row(Theme, case, unit.id)
        rules = self._rules(case, situation.rule, f"{at:%Y-%m}")
        said = next(self._ids[Statement])
        text = " ".join(self.random.choices(_WORDS, k=3))
        self._row(Statement, said, case, None, place.pko, "summary", text, "area", at, at.date())
        self._words |= _terms(text)
        seen_by = SeenBy(place.area, place.pko, shared=True)
        self._found_by(case, About("TE", number, at.date(), seen_by, rules), title)
        self._themes[place.area] = case
        if self.traced and case % 100 < self.traced:
            opened = {"kind": "TE", "number": number}
            self._event(place.area, case, at, place.pko, "pko", "case_opened", opened)
            moved = {"move": "open", "to": "open", "hat": "steward", "statements": [said]}
            self._event(place.area, case, at, place.pko, "pko", "case_moved", moved)

    def _events(self, case: _Report, taking_part: tuple[int, int], said: tuple[list[int], list[int]]) -> None:
        for at, by, action, details in _story(case, taking_part, said):
            self._event(case.place.area, case.id, at, by.person, by.role, action, details)

    def _event(
        self, area: int, case: int, at: datetime, actor: UUID, role: str, action: str, details: dict[str, Any]
    ) -> None:
        sequence, before = self._heads.get(area, (0, NO_HASH))
        event = Event(area, sequence + 1, at, at.date(), actor, role, action, "case", str(case), details, before)
        sealed = seal(self.key, event)  # type: ignore[arg-type]
        self._heads[area] = (sequence + 1, sealed)
        self._row(AuditEvent, *event[:9], _written(details), before, sealed)


def _story(
    case: _Report, taking_part: tuple[int, int], said: tuple[list[int], list[int]]
) -> Iterator[tuple[datetime, Member, str, dict[str, Any]]]:
    """What the trail says of the case, as the pages would have recorded it."""
    fate, reporter, unit = case.fate, case.reporter, case.unit
    yield case.sent, reporter, "case_opened", {"kind": "AV", "number": case.number}
    if fate.is_stub:
        yield case.sent, reporter, "case_moved", {"move": "divert", "to": fate.state, "hat": "reporter"}
        return
    joined = {"part": "reporter", "organisation": reporter.id, "body": None}
    yield case.sent, reporter, "participant_added", joined
    mine = {"hat": "reporter", "participant": taking_part[0]}
    yield case.sent, reporter, "case_moved", {"move": "send", "to": "sent", "statements": said[0], **mine}
    if fate.asked:
        sent_on = {"move": "route_at_once", "to": "with_unit", "hat": "machine", "organisation": unit.id}
        yield case.sent, reporter, "case_moved", sent_on
    if fate.answered:
        outcome = fate.proposed or "agreed"
        answer = {"move": "answer", "to": "answered", "hat": "responsible", "participant": taking_part[1]}
        yield case.answered, unit, "case_moved", {**answer, "statements": said[1], "outcome": outcome}
    if fate.ended:
        code = {"closed": "accept", "merged": "merge", "withdrawn": "withdraw"}[fate.state]
        yield case.closed, reporter, "case_moved", {"move": code, "to": fate.state, "outcome": fate.outcome, **mine}


_WEIGHTS: Final = tuple(accumulate(_FALLING**n for n in range(100)))
_written: Final = json.JSONEncoder(ensure_ascii=False).encode
_BY_SIDE: Final = {hospital: tuple(for_side(hospital).values()) for hospital in (False, True)}
_DUE: dict[date, date] = {}


def _due(day: date) -> date:
    if day not in _DUE:
        _DUE[day] = after(day, 20)
    return _DUE[day]


def days(of_cases: int, still_open: int) -> Iterator[tuple[date, bool]]:
    """When an area's cases were reported, and whether they are open: those of the last weeks; all before have ended."""
    today, ended = NOW.date(), of_cases - still_open
    first_open = today - timedelta(days=_OPEN_DAYS)
    for place in range(ended):
        yield START + timedelta(days=(first_open - START).days * place // ended), False
    for place in range(still_open):
        yield first_open + timedelta(days=_OPEN_DAYS * place // still_open), True
