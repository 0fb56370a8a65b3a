"""Judges documents: picks the versions in force that day, runs them, settles them against one another, explains.

Functions are generated per document kind the first time it is seen.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import msgspec

from samhandling.rules.cel.codegen import (
    BROKEN,
    MET,
    NOT_APPLICABLE,
    UNKNOWN,
    UNKNOWN_APPLIES,
    compile_source,
    rules_source,
)
from samhandling.rules.cel.trace import Leaves, Tracer, path, tracer
from samhandling.rules.model import Area, Book, Outcome, Rule, Statement, Verdict
from samhandling.rules.overlay import apply
from samhandling.rules.precedence import Relations, Settled, order, relations, settle, yield_cycles
from samhandling.rules.schema import Schema

_OUTCOMES = {
    NOT_APPLICABLE: Outcome.NOT_APPLICABLE,
    MET: Outcome.MET,
    BROKEN: Outcome.BROKEN,
    UNKNOWN: Outcome.UNKNOWN,
    UNKNOWN_APPLIES: Outcome.UNKNOWN,
}
_CODES = {Outcome.NOT_APPLICABLE: NOT_APPLICABLE, Outcome.MET: MET, Outcome.BROKEN: BROKEN, Outcome.UNKNOWN: UNKNOWN}
_ANSWERS = {"ja": True, "yes": True, "true": True, "nei": False, "no": False, "false": False}

Fields = tuple[tuple[str, object], ...]


def number_key(number: str) -> tuple[object, ...]:
    """Sorts `2.2` before `2.10`, and `2.1.6a` after `2.1.6`; local rules come last."""
    local = ":" in number
    parts = re.findall(r"[0-9]+|[^0-9.]+", number)
    return (local, *((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts))


@dataclass(frozen=True, slots=True)
class Program:
    """The rules that speak about one kind of document, ready to run. `run` gives one outcome code per rule."""

    rules: tuple[Rule, ...]
    run: Callable[[msgspec.Struct], tuple[int, ...]]
    tracers: dict[int, tuple[Tracer, Tracer | None]]
    relations: Relations
    never_broken: frozenset[int]

    def tracer(self, at: int) -> tuple[Tracer, Tracer | None]:
        """The rule's two conditions made ready for tracing, the first time they are asked for."""
        if at not in self.tracers:
            rule = self.rules[at]
            if rule.applies is None:
                raise ValueError(rule.id)
            requires = None if rule.requires is None else tracer(rule.requires.node)
            self.tracers[at] = (tracer(rule.applies.node), requires)
        return self.tracers[at]


class Edition:
    """The rules in force on a day, one version of each. `early` are those judged before their first version."""

    def __init__(self, ruleset: "Ruleset", rules: Sequence[Rule], early: frozenset[str]) -> None:
        self.rules = tuple(rules)
        self._ruleset = ruleset
        self._early = early
        self._programs: dict[str, Program] = {}

    def program(self, kind: str) -> Program:
        """The program for a kind; rules switched off locally are not in it."""
        if kind not in self._programs:
            self._programs[kind] = self._compile(tuple(rule for rule in self.rules if _judged(rule, kind)))
        return self._programs[kind]

    def _compile(self, rules: tuple[Rule, ...]) -> Program:
        strengths = self._ruleset.book.strengths
        pairs = [(rule.applies, rule.requires) for rule in rules if rule.applies is not None]
        source = rules_source([(one.node, None if other is None else other.node) for one, other in pairs])
        return Program(
            rules=rules,
            run=cast(Callable[[msgspec.Struct], tuple[int, ...]], compile_source(source)),
            tracers={},
            relations=relations(rules),
            never_broken=frozenset(at for at, rule in enumerate(rules) if strengths[rule.strength].never_broken),
        )

    def judge(
        self, kind: str, document: msgspec.Struct, answers: Mapping[str, object] | None = None
    ) -> tuple[Verdict, ...]:
        """As Ruleset.judge, on a decoded document."""
        program = self.program(kind)
        codes = program.run(document)
        answered: dict[int, bool] = {}
        if answers:
            codes, answered = self._answer(program, codes, answers)
        settled = settle(codes, program.relations, program.never_broken)
        fields = _Explainer(program, document, codes, answered)
        return tuple(self._verdict(program, settled, at, fields) for at in range(len(program.rules)))

    def _answer(
        self, program: Program, codes: tuple[int, ...], answers: Mapping[str, object]
    ) -> tuple[tuple[int, ...], dict[int, bool]]:
        """Rules whose question a human has answered, where the outcome is one the question is asked at."""
        changed = list(codes)
        answered: dict[int, bool] = {}
        for at, rule in enumerate(program.rules):
            if rule.question is None or _OUTCOMES[codes[at]] not in rule.question.ask:
                continue
            given = answer(answers.get(rule.question.name))
            if given is not None and not self._ruleset.schema.has_field(rule.question.name):
                changed[at] = _CODES[rule.question.yes if given else rule.question.no]
                answered[at] = given
        return tuple(changed), answered

    def _verdict(self, program: Program, settled: Settled, at: int, fields: "_Explainer") -> Verdict:
        rule = program.rules[at]
        yields = settled.yields.get(at)
        doubt = settled.doubts.get(at)
        conflict = settled.conflicts.get(at)
        shown = fields.of(at) if yields is None else fields.of(yields)
        if doubt is not None:
            shown = tuple(dict((*fields.of(doubt), *shown)).items())
        return Verdict(
            rule=rule,
            outcome=_OUTCOMES[settled.codes[at]],
            fields=shown,
            same_as=rule.same_as,
            conflict_with=None if conflict is None else program.rules[conflict].id,
            before_validity=rule.id in self._early,
            yields_to=None if yields is None else program.rules[yields].id,
            answered=rule.question.name if rule.question is not None and at in fields.answered else None,
        )


class _Explainer:
    """The deciding fields of each rule, traced once."""

    def __init__(
        self, program: Program, document: msgspec.Struct, codes: tuple[int, ...], answered: Mapping[int, bool]
    ) -> None:
        self._program = program
        self._document = document
        self._codes = codes
        self._found: dict[int, Fields] = {}
        self.answered = answered

    def of(self, at: int) -> Fields:
        if at not in self._found:
            self._found[at] = self._traced(at)
        return self._found[at]

    def _traced(self, at: int) -> Fields:
        if at in self.answered:
            question = self._program.rules[at].question
            return ((question.name, self.answered[at]),) if question is not None else ()
        applies, requires = self._program.tracer(at)
        code = self._codes[at]
        leaves: Leaves = ()
        if requires is not None and code not in (NOT_APPLICABLE, UNKNOWN_APPLIES):
            leaves = requires.run(self._document)[1]
        if code != UNKNOWN:
            leaves = (*leaves, *applies.run(self._document)[1])
        return tuple({path(leaf): _plain(leaf[2]) for leaf in leaves}.items())


class Ruleset:
    """A rulebook with at most one area's overlay. Safe to share between threads."""

    def __init__(
        self,
        book: Book,
        schema: Schema,
        statements: Sequence[Statement],
        rules: Sequence[Rule],
        area: Area | None,
        digest: str,
    ) -> None:
        self.book = book
        self.schema = schema
        self.statements = {
            statement.number: statement for statement in sorted(statements, key=lambda found: number_key(found.number))
        }
        self.area = area
        self.hash = digest
        self._versions: dict[str, list[Rule]] = {}
        for rule in sorted(rules, key=lambda found: (number_key(found.id), found.valid_from)):
            self._versions.setdefault(rule.id, []).append(rule)
        self._editions: dict[int, Edition] = {}

    @property
    def id(self) -> str:
        return self.book.id

    @property
    def short_hash(self) -> str:
        return self.hash[:12]

    @property
    def reference(self) -> str:
        """Rulebook, area and content in one word, for the `ruleset` of a finding."""
        area = f"+{self.area.id}" if self.area is not None else ""
        return f"{self.book.id}{area}@{self.short_hash}"

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule in its latest version, local decisions laid over it."""
        return self.at(None).rules

    def versions(self, number: str) -> tuple[Rule, ...]:
        """Every version of a rule, oldest first, as the source has it. Raises KeyError."""
        return tuple(self._versions[number])

    def rule(self, number: str) -> Rule:
        """The latest version. Raises KeyError."""
        return next((rule for rule in self.rules if rule.id == number), None) or self._versions[number][-1]

    @cached_property
    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """Rules that set each other aside, or give way to each other, in a ring."""
        rules = [rule for versions in self._versions.values() for rule in versions]
        return (*order(rules)[1], *yield_cycles(rules))

    @cached_property
    def _turns(self) -> list[str]:
        """The days on which something changes, in order."""
        versions = {rule.valid_from for rules in self._versions.values() for rule in rules}
        changes = {change.decision.valid_from for change in (self.area.changes if self.area is not None else ())}
        return sorted((versions | changes) - {""})

    def at(self, on: str | None) -> Edition:
        """The rules of the day `on` (a date or datetime); the latest when it is None.

        A rule whose first version is later is judged by that first version.
        """
        turn = len(self._turns) if on is None else bisect_right(self._turns, on[:10])
        if turn not in self._editions:
            self._editions[turn] = self._edition(self._turns[turn - 1] if turn else "")
        return self._editions[turn]

    def _edition(self, day: str) -> Edition:
        chosen: list[Rule] = []
        early: set[str] = set()
        for number, versions in self._versions.items():
            in_force = [rule for rule in versions if rule.valid_from <= day]
            if not in_force:
                early.add(number)
            chosen.append(in_force[-1] if in_force else versions[0])
        if self.area is not None:
            changes = sorted(self.area.changes, key=lambda change: change.decision.valid_from)
            for change in (change for change in changes if change.decision.valid_from <= day):
                chosen = [
                    apply(change, rule, self.schema.document) if rule.id == change.rule else rule for rule in chosen
                ]
        return Edition(self, chosen, frozenset(early))

    def judge(
        self,
        kind: str,
        values: Mapping[str, object],
        on: str | None = None,
        answers: Mapping[str, object] | None = None,
    ) -> tuple[Verdict, ...]:
        """One verdict for each rule that speaks about `kind`, in the order of their numbers.

        `values` follow the schema; `on` is the day of the event. `answers` (name → true/false/ja/nei) decide the rules
        that ask; answers that fill fields are for the caller to put into `values`. Raises InvalidValues.
        """
        return self.at(on).judge(kind, self.schema.decode(values), answers)

    def judge_area(self, on: str | None = None) -> tuple[Verdict, ...]:
        """The verdicts on the area itself: agreements and routines in force that day. Raises ValueError without one."""
        if self.area is None:
            raise ValueError("regelverket er lest uten område")
        agreements = [agreement for agreement in self.area.agreements if on is None or _in_force(agreement, on[:10])]
        values: dict[str, object] = {"area": self.area.name, "agreements": agreements, "routines": self.area.routines}
        if on is not None:
            values["event_date"] = on[:10]
        return self.judge("area", {**values, **self.area.facts}, on)


def answer(given: object) -> bool | None:
    """What a human's answer says: true, false, «ja», «nei», «yes», «no»; None when it says neither."""
    if isinstance(given, bool):
        return given
    return _ANSWERS.get(given.strip().lower()) if isinstance(given, str) else None


def _judged(rule: Rule, kind: str) -> bool:
    return kind in rule.documents and rule.off is None and rule.applies is not None


def _in_force(agreement: Mapping[str, object], day: str) -> bool:
    return str(agreement.get("valid_from") or "") <= day <= str(agreement.get("valid_to") or "9999")


def _plain(value: object) -> object:
    """Structs as dicts without what is missing."""
    return msgspec.to_builtins(value) if isinstance(value, list | msgspec.Struct) else value
