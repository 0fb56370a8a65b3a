"""The rulebook as values: statements, rules, local changes, and verdicts. All frozen; texts in bokmål and nynorsk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from samhandling.rules.cel.checker import Condition, ParameterValue


class Outcome(StrEnum):
    """The four answers of a rule about a document; nothing else."""

    MET = "met"
    BROKEN = "broken"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both written languages; empty where the author has not written it."""

    nb: str
    nn: str

    def get(self, language: str) -> str:
        """`nn` or bokmål; the other when one is not written."""
        return (self.nn or self.nb) if language == "nn" else (self.nb or self.nn)


EMPTY = Text("", "")


@dataclass(frozen=True, slots=True)
class Question:
    """What a human can answer. `name` is a schema field that the answer fills, or `yes` and `no` are outcomes.

    `ask` says at which outcomes it is asked; broken rules ask only when the rule says so (a reason may excuse).
    """

    name: str
    text: Text
    yes: Outcome
    no: Outcome
    ask: frozenset[Outcome] = frozenset({Outcome.UNKNOWN})


@dataclass(frozen=True, slots=True)
class LocalDecision:
    """Who decided something locally, why, and from which day. `valid_from` empty: from always."""

    reason: str
    decided_by: str
    valid_from: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or word the recommendation leaves open. `value` holds; `national` does without a local decision."""

    name: str
    value: ParameterValue
    means: Text
    origin: str
    national: ParameterValue
    local: LocalDecision | None = None


@dataclass(frozen=True, slots=True)
class SetsAside:
    """When this rule applies, is met or is broken (`when`), the rules `targets` do not apply."""

    targets: tuple[str, ...]
    when: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the rulebook something is written: file, and line from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of an atomic rule. `applies` and `requires` are None when only a human can tell.

    `strength` is what holds; `national_strength` is the source's. `off` is a local decision not to use the rule.
    """

    id: str
    statement: str
    version: int
    valid_from: str
    heading: Text
    responsible: tuple[str, ...]
    strength: str
    national_strength: str
    verb: str
    documents: tuple[str, ...]
    machine: str
    machine_note: Text
    human: Text
    applies: Condition | None
    requires: Condition | None
    parameters: tuple[Parameter, ...]
    question: Question | None
    sets_aside: tuple[SetsAside, ...]
    gives_way_to: tuple[str, ...]
    same_as: str | None
    conflicts_with: tuple[str, ...]
    label: Text | None
    sender: Text
    recipient: Text
    remedy: Text
    unreachable: Mapping[Outcome, str]
    origin: Origin
    area: str | None = None
    off: LocalDecision | None = None
    strengthened: LocalDecision | None = None

    def parameter_values(self) -> dict[str, ParameterValue]:
        return {parameter.name: parameter.value for parameter in self.parameters}


@dataclass(frozen=True, slots=True)
class Statement:
    """A numbered statement of the source. `lines` are those of the source's text, `rules` ids in order."""

    number: str
    heading: Text
    text: Text
    lines: str
    situations: tuple[str, ...]
    keywords: tuple[str, ...]
    rules: tuple[str, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Strength:
    """How much a rule's verb demands, and what that means to a reader.

    `label` names a breach; `rank` grows with strength; `group` gathers on a page.
    """

    id: str
    name: Text
    means: Text
    label: Text
    group: str
    rank: int
    never_broken: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """A pure heading of the source."""

    number: str
    title: Text


@dataclass(frozen=True, slots=True)
class Book:
    """What `ruleset.yaml` says about the whole: names, labels, and the full list of statements with their rules."""

    id: str
    version: str
    name: Text
    source: Mapping[str, str]
    strengths: Mapping[str, Strength]
    responsible: Mapping[str, Text]
    outcomes: Mapping[str, Text]
    kinds: Mapping[str, Text]
    chapters: tuple[Chapter, ...]
    statements: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Area:
    """A local overlay: agreements, routines and bodies as data, and what was decided about rules."""

    id: str
    name: str
    based_on: str
    agreements: tuple[Mapping[str, object], ...] = ()
    routines: tuple[Mapping[str, object], ...] = ()
    bodies: tuple[Mapping[str, object], ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    changes: tuple["Change", ...] = ()
    rules: tuple[Rule, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One local decision about one rule: a parameter's value, or `off`, or a stronger `strength`."""

    rule: str
    decision: LocalDecision
    parameter: str | None = None
    value: ParameterValue | None = None
    strength: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says about one document.

    `fields` are the deciding fields (path, value), None where the field is missing. `yields_to` is the rule that set
    this one aside or is accused instead; `answered` the question a human's answer decided.
    """

    rule: Rule
    outcome: Outcome
    fields: tuple[tuple[str, object], ...] = ()
    same_as: str | None = None
    conflict_with: str | None = None
    before_validity: bool = False
    yields_to: str | None = None
    answered: str | None = None

    @property
    def question(self) -> Question | None:
        """The question to ask, if this outcome calls for it."""
        asked = self.rule.question
        return asked if asked is not None and self.outcome in asked.ask else None
