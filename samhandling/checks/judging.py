"""The check itself: a document or an event record in, the document and one finding a rule out. Nothing is kept.

Command line and pages both go through `Judge`; what differs is only how they show the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from samhandling import documents, facts
from samhandling.checks.findings import Evidence, Finding, Question
from samhandling.documents import Document
from samhandling.facts import Deriving, Facts
from samhandling.rules.engine import Ruleset
from samhandling.rules.loader import load_ruleset
from samhandling.rules.model import Outcome, Verdict
from samhandling.rules.placing import Events, load_events

_DATES: Final = ("event_date", "discharge_at", "effective_from", "meeting_at", "sent_at")
_YES_NO: Final = {"ja": True, "yes": True, "true": True, "nei": False, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to check: `content` or `event`. The rest is the contract's; `kind` is its `type`."""

    content: bytes = b""
    event: Mapping[str, object] | None = None
    kind: str | None = None
    context: Mapping[str, object] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    on: str | None = None
    area: str | None = None
    language: str = "nb"


@dataclass(frozen=True, slots=True)
class Judged:
    """`document` is None for an event record; `contradictions` says in Norwegian which facts were taken back."""

    kind: str
    document: Document | None
    findings: tuple[Finding, ...]
    ruleset: str
    questions: Mapping[str, str]
    contradictions: tuple[str, ...] = ()


class Judge:
    """Everything a check needs, loaded once: rulebook by area, event kinds, the reading. `rules` is the folder
    rules/.
    """

    def __init__(self, rules: Path, model: Path | None = None) -> None:
        self._rules = rules
        self.ruleset = cache(self._load)
        self._events: Events = load_events(rules / "events.yaml", self.ruleset(None).schema)
        self._deriving = Deriving.load(rules / "language", model)

    def _load(self, area: str | None) -> Ruleset:
        return load_ruleset(self._rules / "nfa-2018", area)

    def __call__(self, task: Task) -> Judged:
        """Raises Unreadable, UnknownArea, UnknownEvent and InvalidValues; all carry a Norwegian message."""
        ruleset = self.ruleset(task.area)
        if task.event is not None:
            return self._judge_event(task, task.event, ruleset)
        document = documents.read(task.content, kind=task.kind)
        if document.parts or document.action == "kansellering":  # a cancellation holds nothing to judge
            return Judged(document.type, document, (), ruleset.reference, {})
        known = self._deriving.derive(document, task.context, self._field_answers(task, ruleset))
        return self._judged(task, ruleset, known, document)

    def _judge_event(self, task: Task, event: Mapping[str, object], ruleset: Ruleset) -> Judged:
        written = str(event.get("type") or task.kind or "")
        kind = self._events.kind(written)
        given = event.get("fields")
        fields = {
            name: value for name, value in (given if isinstance(given, Mapping) else {}).items() if value is not None
        }
        values = self._events.place(written, {**self._field_answers(task, ruleset), **fields})
        evidence = {name: (facts.Evidence("field", locator=name),) for name in values}
        return self._judged(task, ruleset, Facts(kind, {"event_type": kind, **values}, evidence), None)

    def _field_answers(self, task: Task, ruleset: Ruleset) -> dict[str, object]:
        """The answers whose name is a field, with ja/nei as true/false."""
        return {
            name: _YES_NO.get(value.strip().lower(), value) if isinstance(value, str) else value
            for name, value in task.answers.items()
            if ruleset.schema.has_field(name)
        }

    def _judged(self, task: Task, ruleset: Ruleset, known: Facts, document: Document | None) -> Judged:
        on = task.on or next((day for name in _DATES if isinstance(day := known.values.get(name), str)), None)
        verdicts = ruleset.judge(known.kind, known.values, on, task.answers)
        findings = tuple(_finding(verdict, known, ruleset, task.language) for verdict in verdicts)
        asked = {v.rule.question.name: v.rule.question.text.get(task.language) for v in verdicts if v.rule.question}
        return Judged(known.kind, document, findings, ruleset.reference, asked, tuple(known.contradictions.values()))


def _finding(verdict: Verdict, known: Facts, ruleset: Ruleset, language: str) -> Finding:
    rule, outcome = verdict.rule, verdict.outcome
    question = verdict.question
    return Finding(
        rule=rule.id,
        outcome=outcome.value,
        label=_label(verdict, ruleset, language),
        heading=rule.heading.get(language),
        strength=rule.strength,
        responsible=rule.responsible,
        message=rule.sender.get(language) if outcome is Outcome.BROKEN else "",
        remedy=rule.remedy.get(language) if outcome in (Outcome.BROKEN, Outcome.UNKNOWN) else "",
        rule_text=ruleset.statements[rule.statement].text.get(language) if rule.statement in ruleset.statements else "",
        version=rule.version,
        ruleset=ruleset.reference,
        fields=verdict.fields,
        evidence=_evidence(verdict, known),
        question=Question(question.name, question.text.get(language)) if question else None,
        same_as=verdict.same_as,
        conflict_with=verdict.conflict_with,
        before_validity=verdict.before_validity,
    )


def _label(verdict: Verdict, ruleset: Ruleset, language: str) -> str:
    if verdict.outcome is not Outcome.BROKEN:
        return ruleset.book.outcomes[verdict.outcome.value].get(language)
    return (verdict.rule.label or ruleset.book.strengths[verdict.rule.strength].label).get(language)


def _evidence(verdict: Verdict, known: Facts) -> tuple[Evidence, ...]:
    """What decided each deciding field, said once. A missing field is an absence; a flag that is merely unknown is
    told only where nothing else decided."""
    if verdict.answered:
        return (Evidence("answer", locator=verdict.answered),)
    found: dict[Evidence, None] = {}
    absent: list[str] = []
    for path, value in verdict.fields if verdict.outcome is not Outcome.NOT_APPLICABLE else ():
        sources = known.evidence_of(path)
        if value is None and (not sources or "." in path):
            absent.append(path)
        for each in sources:
            found[Evidence(each.kind, each.quote, each.start, each.end, each.locator or path)] = None
    told = [path for path in absent if "." in path or not found]
    return (*found, *(Evidence("absence", locator=path) for path in told))
