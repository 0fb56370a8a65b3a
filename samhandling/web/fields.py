"""Forms as data: what a form asks for, what was typed, and what is to be mended, with everything typed kept.

`read` gives a `Filled`; with problems it is shown again (422) by the macros of `components/fields.html`, without it the
use case gets its values. Free text is inspected before anything is stored; a form says why when a text is not.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from samhandling.web.forms import Submitted
from samhandling.web.i18n import gettext, marked


class Kind(StrEnum):
    """How a field is typed, and therefore shown."""

    LINE = "line"
    LONG = "long"
    CHOICE = "choice"
    DATE = "date"
    TICK = "tick"
    SECRET = "secret"  # noqa: S105 – never shown again
    CODE = "code"  # one-time codes
    NUMBER = "number"  # a whole number, not below zero


@dataclass(frozen=True, slots=True)
class Field:
    """`label`, `hint`: message ids. `longest`: characters. `options`: code to message id, for CHOICE.

    `nothing`: what choosing nothing is called. `most`: the largest NUMBER. `free_text`: inspected by the guard.
    `allows`: kinds of hits that the field asks for, as a name in one for a name.
    A LINE or LONG that is never stored says so in `not_stored`, and is not inspected.
    """

    name: str
    label: str
    kind: Kind = Kind.LINE
    hint: str = ""
    required: bool = True
    longest: int = 120
    options: Mapping[str, str] = field(default_factory=dict)
    autocomplete: str = "off"
    allows: frozenset[str] = frozenset()
    not_stored: str = ""
    most: int = 100_000
    nothing: str = ""

    @property
    def free_text(self) -> bool:
        return self.kind in (Kind.LINE, Kind.LONG) and not self.not_stored


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text that cannot be stored as they stand. They live in the page that refuses them, and nowhere else.

    `what`: what they look like. `instead`: what to write. `answer`: the name of the box that says they may stand; empty
    when no answer helps. `where`: the place in a long text, «side 3».
    """

    words: str
    what: str
    instead: str
    answer: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """`field`: whose it is. `message`: finished, in the reader's language."""

    field: str
    message: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspected:
    """`problems` keep a text from being stored. `let_through`: kinds somebody answered for, and how many of each."""

    problems: tuple[Problem, ...] = ()
    let_through: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """`values`: as typed, trimmed, by field name. `version`: of the row the form was opened on; 0 for a new one.

    `let_through`: goes into the trail with the change (kinds and counts, never words). `answered`: boxes of the guard
    ticked before and not asked again; they travel along, so that mending one thing does not take back another.
    """

    fields: tuple[Field, ...]
    values: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    version: int = 0
    let_through: Mapping[str, int] = field(default_factory=dict)
    answered: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        return next(each for each in self.fields if each.name == name)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def day(self, name: str) -> date | None:
        """The date; None when the field was left empty. Only after `problems` is found empty."""
        return date.fromisoformat(self.text(name)) if self.text(name) else None

    def number(self, name: str) -> int | None:
        """None when the field was left empty. Only after `problems` is found empty."""
        return int(self.text(name)) if self.text(name) else None

    def ticked(self, name: str) -> bool:
        return self.text(name) == "ja"

    def problem(self, name: str) -> str:
        return next((problem.message for problem in self.problems if problem.field == name), "")

    def marks(self, name: str) -> tuple[Mark, ...]:
        return tuple(mark for problem in self.problems if problem.field == name for mark in problem.marks)

    def answers(self, name: str) -> tuple[str, ...]:
        """The boxes of one field that travel along."""
        return tuple(each for each in self.answered if each.startswith(f"{ANSWER}{name}."))

    @property
    def blocked(self) -> bool:
        """Something was found that no answer of the writer's own lets through."""
        return any(mark.answer == "" for problem in self.problems for mark in problem.marks)

    def with_problem(self, name: str, message: str) -> "Filled":
        return replace(self, problems=(*self.problems, Problem(name, message)))


#: Looks at one free text. Gets the whole form: answers to warnings stand in it.
Inspect = Callable[[Field, str, Submitted], Inspected]
VERSION: Final = "versjon"
#: What the name of a box begins with in which somebody answers for words; then the field's, then what the words are.
ANSWER: Final = "svar."
#: Characters. A longer text is refused for its length, and is not looked at.
MOST_INSPECTED: Final = 20_000
_MISSING: Final[Mapping[Kind, str]] = {
    Kind.CHOICE: marked("Velg ett av svarene."),
    Kind.DATE: marked("Skriv en dato."),
    Kind.TICK: marked("Kryss av for å gå videre."),
}


def empty(fields: tuple[Field, ...], **values: str) -> Filled:
    """A form that nobody has filled in yet, or that starts from what is stored."""
    return Filled(fields, values)


def read(fields: tuple[Field, ...], sent: Submitted, inspect: Inspect) -> Filled:
    values = {each.name: _typed(each, sent) for each in fields}
    problems = {each.name: _problems(each, values[each.name]) for each in fields}
    seen = [
        inspect(each, values[each.name], sent)
        for each in fields
        if each.free_text and values[each.name] and len(values[each.name]) <= MOST_INSPECTED
    ]
    let_through: Counter[str] = Counter()
    for inspected in seen:
        let_through.update(inspected.let_through)
    found = [problem for each in fields for problem in problems[each.name]]
    found += [problem for inspected in seen for problem in inspected.problems]
    return Filled(fields, values, tuple(found), _version(sent.text(VERSION)), let_through, answered(sent, found))


def answered(sent: Submitted, problems: Iterable[Problem]) -> tuple[str, ...]:
    """Boxes ticked in what was sent that the problems do not ask about."""
    asked = {mark.answer for problem in problems for mark in problem.marks}
    ticked = (name for name, text in sent.fields.items() if name.startswith(ANSWER) and text == "ja")
    return tuple(name for name in ticked if name not in asked)


def _version(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _typed(each: Field, sent: Submitted) -> str:
    value = sent.text(each.name)
    return value if each.kind is Kind.SECRET else value.strip()


def _problems(each: Field, value: str) -> tuple[Problem, ...]:
    if not value:
        missing = _MISSING.get(each.kind, marked("Fyll ut feltet."))
        return (Problem(each.name, gettext(missing)),) if each.required else ()
    if len(value) > each.longest:
        message = gettext("Teksten er for lang: %(n)s tegn, og det er plass til %(most)s.")
        return (Problem(each.name, message % {"n": len(value), "most": each.longest}),)
    if each.kind is Kind.CHOICE and value not in each.options:
        return (Problem(each.name, gettext("Velg ett av svarene.")),)
    if each.kind is Kind.DATE and not _is_day(value):
        message = gettext("Skriv datoen som år, måned og dag, for eksempel 2026-11-18.")
        return (Problem(each.name, message),)
    if each.kind is Kind.NUMBER and not (value.isascii() and value.isdigit() and int(value) <= each.most):
        message = gettext("Skriv et helt tall fra 0 til %(most)s.")
        return (Problem(each.name, message % {"most": each.most}),)
    return ()


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
