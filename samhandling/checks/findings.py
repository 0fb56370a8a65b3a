"""A finding as the contract gives it, with the words a page needs beside it, and the check as the page asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Evidence:
    """`kind`: field, text, answer or absence. `start`, `end`: code points of the text, None where no words decided."""

    kind: str
    quote: str = ""
    start: int | None = None
    end: int | None = None
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Vocabularies and meanings are the contract's. `rule_text` is the recommendation, to be quoted to the sender."""

    rule: str
    outcome: str
    label: str
    heading: str
    strength: str
    responsible: tuple[str, ...]
    message: str
    remedy: str = ""
    rule_text: str = ""
    version: int = 1
    ruleset: str = ""
    fields: tuple[tuple[str, object], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    question: Question | None = None
    same_as: str | None = None
    conflict_with: str | None = None
    before_validity: bool = False


@dataclass(frozen=True, slots=True)
class Submission:
    """What is to be checked. `context` and `answers` are the contract's; `kind` None = tell it from the content."""

    content: bytes
    kind: str | None = None
    context: Mapping[str, str | bool] = field(default_factory=dict)
    answers: Mapping[str, bool] = field(default_factory=dict)
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """`text` is what the findings' places count in; `questions` words every question that was asked or answered."""

    kind: str
    text: str
    findings: tuple[Finding, ...]
    ruleset: str
    warnings: tuple[str, ...] = ()
    questions: Mapping[str, str] = field(default_factory=dict)


class Check(Protocol):
    """Raises `Unreadable` for what is no document. Texts come in the language of the request."""

    def __call__(self, submission: Submission) -> Checked: ...
