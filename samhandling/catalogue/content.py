"""What the rule pages show, as plain values in both languages: statements, their rules, the situations leading to them.

Codes (strengths, parties, document kinds, outcomes) are the contract's vocabularies; the templates name them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from samhandling.web.i18n import Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or name an area may change; `origin` says where the default comes from."""

    name: str
    value: str
    means: Text
    origin: Text


@dataclass(frozen=True, slots=True)
class Example:
    """`text` is a short letter, or None where the case is given as `fields` (path, value)."""

    name: str
    outcome: str
    kind: str | None = None
    text: str | None = None
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One atomic rule. `reads`: the fields its conditions look at, in words. No `documents`: none can show it."""

    id: str
    heading: Text
    responsible: tuple[str, ...]
    strength: str
    verb: str
    version: int
    valid_from: date
    never_broken: bool = False
    documents: tuple[str, ...] = ()
    machine: str = "full"
    machine_note: Text | None = None
    applies: str | None = None
    requires: str | None = None
    reads: tuple[Text, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    exceptions: tuple[str, ...] = ()
    gives_way_to: tuple[str, ...] = ()
    conflicts_with: str | None = None
    same_as: str | None = None
    message: Text | None = None
    remedy: Text | None = None
    question: Text | None = None
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A numbered recommendation and the atomic rules it holds; `source_lines` are those of the report's text."""

    number: str
    heading: Text
    text: Text
    rules: tuple[Rule, ...]
    source_lines: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the source: `number` begins the numbers of what stands under it."""

    number: str
    title: Text


@dataclass(frozen=True, slots=True)
class Situation:
    """Something somebody is about to do. `audience`: sykehus, fastlege or felles."""

    id: str
    audience: str
    sentence: Text
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """`statements` in the order of their numbers, `situations` as written. `checksum` is the ruleset's hash.

    `chapters` are those a list is parted by: a chapter whose statements all stand in smaller ones is left out for them.
    """

    title: Text
    source: Text
    valid_from: date
    checksum: str
    statements: tuple[Statement, ...]
    situations: tuple[Situation, ...]
    chapters: tuple[Chapter, ...] = ()
    by_number: Mapping[str, Statement] = field(init=False)
    by_rule: Mapping[str, Statement] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_number", {s.number: s for s in self.statements})
        object.__setattr__(self, "by_rule", {rule.id: s for s in self.statements for rule in s.rules})

    def chapter(self, number: str) -> Chapter | None:
        return next((chapter for chapter in self.chapters if is_under(number, chapter.number)), None)


def is_under(number: str, chapter: str) -> bool:
    return number == chapter or number.startswith(chapter + ".")


def in_number_order(number: str) -> tuple[tuple[int, str], ...]:
    """A sort key: part by part as numbers, a letter after its digits («2.1.6a» after «2.1.6», before «2.1.10»)."""
    parts = []
    for part in number.split("."):
        digits = part.rstrip("abcdefghijklmnopqrstuvwxyz")
        parts.append((int(digits) if digits.isdigit() else 0, part[len(digits) :]))
    return tuple(parts)


def parse_situations(entries: Sequence[Mapping[str, object]]) -> tuple[Situation, ...]:
    """From the entries of situations.yaml. Raises KeyError or TypeError for an entry that lacks a part."""
    return tuple(_situation(entry) for entry in entries)


def _situation(entry: Mapping[str, object]) -> Situation:
    sentence, numbers = entry["sentence"], entry["rules"]
    if not isinstance(sentence, Mapping) or not isinstance(numbers, list):
        raise TypeError(entry["id"])
    text = Text(nb=str(sentence["nb"]), nn=str(sentence["nn"]))
    return Situation(str(entry["id"]), str(entry["for"]), text, tuple(str(number) for number in numbers))
