"""Evaluates a checked condition and keeps what decided: which fields, at which place in lists, with which values.

Each node becomes a closure from a frame (the document and the macros' elements) to (answer, leaves). An answer of None
is «missing» or «cannot be decided». Leaves are what the answer rests on: for a true `exists` the element that made it
true, for a false one all, for an undecided one what was missing.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from samhandling.rules.cel.functions import FUNCTIONS, minus, plus
from samhandling.rules.cel.nodes import (
    Arithmetic,
    Call,
    Choice,
    Compare,
    Element,
    Field,
    Fold,
    Has,
    Index,
    ListLiteral,
    Literal,
    Logical,
    Negative,
    Node,
    Not,
    Select,
)

Base = tuple[Any, str, int] | None
"""The element a field belongs to: (its own base, the list's name, the place); None for the document."""

Leaf = tuple[Base, str, Any]
"""(base, field, value); the field is empty for an element that is itself a value."""

Leaves = tuple[Leaf, ...]
Frame = list[Any]
Evaluate = Callable[[Frame], tuple[Any, Leaves]]
Elements = Callable[[Frame], tuple[list[Any] | None, Sequence[Base], Leaves]]
Record = Callable[[Frame], tuple[Any, Base, Leaves]]

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda item, items: item in items,
    "+": plus,
    "-": minus,
    "++": operator.add,
}


@dataclass(frozen=True, slots=True)
class Tracer:
    """A condition made ready for tracing."""

    _evaluate: Evaluate
    _slots: int

    def run(self, document: object) -> tuple[bool | None, Leaves]:
        """The answer and the leaves that decided it, in the order of the condition."""
        return self._evaluate([document, *([None] * (2 * self._slots))])


def tracer(node: Node) -> Tracer:
    builder = _Builder()
    return Tracer(builder.build(node), builder.slots)


def path(leaf: Leaf) -> str:
    """`follow_up_tasks[0].goal`."""
    base, name, _ = leaf
    if base is None:
        return name
    return f"{_base(base)}.{name}" if name else _base(base)


def _base(base: tuple[Any, str, int]) -> str:
    outer, name, at = base
    return f"{name}[{at}]" if outer is None else f"{_base(outer)}.{name}[{at}]"


class _Builder:
    """Slots: 0 the document, then for each macro its element and the element's base."""

    def __init__(self) -> None:
        self.slots = 0
        self._elements: dict[str, int] = {}

    def build(self, node: Node) -> Evaluate:
        match node:
            case Literal(value):
                answer = (value, ())
                return lambda frame: answer
            case Field(name):
                return _field(name)
            case Element(name):
                return _element(self._elements[name])
            case Select(operand, name):
                return _select(self._record(operand), name)
            case Has(None, name):
                return _has_field(name)
            case Has(operand, name) if operand is not None:
                return _has(self._record(operand), name)
            case Logical(name, operands):
                return _logical(tuple(map(self.build, operands)), name == "||")
            case Not(operand):
                return _unary(self.build(operand), operator.not_)
            case Negative(operand):
                return _unary(self.build(operand), operator.neg)
            case Compare("in", left, right):
                return _binary(self.build(left), _listed(self._items(right)), _COMPARE["in"])
            case Compare(name, left, right) | Arithmetic(name, left, right):
                return _binary(self.build(left), self.build(right), _COMPARE[name])
            case Call(name, arguments):
                built = [self._any(argument) for argument in arguments]
                return _call(built, FUNCTIONS[name].call)
            case Choice(condition, yes, no):
                return _choice(self.build(condition), self.build(yes), self.build(no))
            case Fold(kind) if kind in ("exists", "all", "exists_one"):
                return self._question(node)
            case Index():
                return _indexed(self._record(node))
            case _:
                raise TypeError(node)

    def _any(self, node: Node) -> Evaluate:
        """A text or a list: `size` takes both."""
        return _listed(self._items(node)) if isinstance(node, ListLiteral | Fold) else self.build(node)

    def _record(self, node: Node) -> Record:
        match node:
            case Element(name):
                return _own(self._elements[name])
            case Index(operand, index):
                return _at(self._items(operand), self.build(index))
            case Select(operand, name):
                return _inner(self._record(operand), name)
            case Field(name):
                return _inner(lambda frame: (frame[0], None, ()), name)
            case _:
                raise TypeError(node)

    def _items(self, node: Node) -> Elements:
        match node:
            case ListLiteral(items):
                return _literal_list(tuple(map(self.build, items)))
            case Field(name):
                return _field_list(name)
            case Select(operand, name):
                return _select_list(self._record(operand), name)
            case Fold("filter"):
                return _filtered(self._items(node.items), *self._body(node))
            case Fold("map"):
                return _mapped(self._items(node.items), *self._body(node))
            case _:
                raise TypeError(node)

    def _body(self, node: Fold) -> tuple[Evaluate, int]:
        slot = 1 + 2 * len(self._elements)
        self.slots = max(self.slots, len(self._elements) + 1)
        self._elements[node.variable] = slot
        body = self.build(node.body)
        del self._elements[node.variable]
        return body, slot

    def _question(self, node: Fold) -> Evaluate:
        items = self._items(node.items)
        body, slot = self._body(node)
        if node.kind == "exists_one":
            return _exactly_one(items, body, slot)
        return _any_or_all(items, body, slot, node.kind == "exists")


def _field(name: str) -> Evaluate:
    read = operator.attrgetter(name)

    def run(frame: Frame) -> tuple[Any, Leaves]:
        value = read(frame[0])
        return value, ((None, name, value),)

    return run


def _element(slot: int) -> Evaluate:
    def run(frame: Frame) -> tuple[Any, Leaves]:
        value, base = frame[slot], frame[slot + 1]
        return value, (() if base is None else ((base, "", value),))

    return run


def _select(record: Record, name: str) -> Evaluate:
    read = operator.attrgetter(name)

    def run(frame: Frame) -> tuple[Any, Leaves]:
        held, base, leaves = record(frame)
        if held is None:
            return None, leaves
        value = read(held)
        return value, ((base, name, value),)

    return run


def _has_field(name: str) -> Evaluate:
    read = operator.attrgetter(name)

    def run(frame: Frame) -> tuple[Any, Leaves]:
        value = read(frame[0])
        return value is not None, ((None, name, value),)

    return run


def _has(record: Record, name: str) -> Evaluate:
    read = operator.attrgetter(name)

    def run(frame: Frame) -> tuple[Any, Leaves]:
        held, base, leaves = record(frame)
        if held is None:
            return None, leaves
        value = read(held)
        return value is not None, ((base, name, value),)

    return run


def _logical(operands: tuple[Evaluate, ...], stop: bool) -> Evaluate:
    def run(frame: Frame) -> tuple[Any, Leaves]:
        passed: list[Leaf] = []
        undecided: list[Leaf] = []
        unknown = False
        for operand in operands:
            answer, leaves = operand(frame)
            if answer is stop:
                return stop, leaves
            if answer is None:
                unknown = True
                undecided.extend(leaves)
            else:
                passed.extend(leaves)
        return (None, tuple(undecided)) if unknown else (not stop, tuple(passed))

    return run


def _unary(operand: Evaluate, change: Callable[[Any], Any]) -> Evaluate:
    def run(frame: Frame) -> tuple[Any, Leaves]:
        answer, leaves = operand(frame)
        return (None if answer is None else change(answer)), leaves

    return run


def _binary(left: Evaluate, right: Evaluate, join: Callable[[Any, Any], Any]) -> Evaluate:
    def run(frame: Frame) -> tuple[Any, Leaves]:
        one, one_leaves = left(frame)
        other, other_leaves = right(frame)
        if one is None:
            return None, (one_leaves + other_leaves if other is None else one_leaves)
        if other is None:
            return None, other_leaves
        return join(one, other), one_leaves + other_leaves

    return run


def _call(arguments: list[Evaluate], function: Callable[..., Any]) -> Evaluate:
    def run(frame: Frame) -> tuple[Any, Leaves]:
        pairs = [argument(frame) for argument in arguments]
        missing = tuple(leaf for answer, leaves in pairs if answer is None for leaf in leaves)
        if any(answer is None for answer, _ in pairs):
            return None, missing
        return function(*(answer for answer, _ in pairs)), tuple(leaf for _, leaves in pairs for leaf in leaves)

    return run


def _choice(condition: Evaluate, yes: Evaluate, no: Evaluate) -> Evaluate:
    def run(frame: Frame) -> tuple[Any, Leaves]:
        answer, leaves = condition(frame)
        if answer is None:
            return None, leaves
        value, chosen = (yes if answer else no)(frame)
        return value, chosen if value is None else leaves + chosen

    return run


def _own(slot: int) -> Record:
    return lambda frame: (frame[slot], frame[slot + 1], ())


def _inner(record: Record, name: str) -> Record:
    read = operator.attrgetter(name)

    def run(frame: Frame) -> tuple[Any, Base, Leaves]:
        held, base, leaves = record(frame)
        if held is None:
            return None, base, leaves
        value = read(held)
        return value, base, ((base, name, value),)

    return run


def _at(items: Elements, index: Evaluate) -> Record:
    def run(frame: Frame) -> tuple[Any, Base, Leaves]:
        found, bases, leaves = items(frame)
        at, at_leaves = index(frame)
        if found is None or at is None or not 0 <= at < len(found):
            return None, None, leaves + at_leaves
        return found[at], bases[at], at_leaves

    return run


def _indexed(record: Record) -> Evaluate:
    def run(frame: Frame) -> tuple[Any, Leaves]:
        value, base, leaves = record(frame)
        return value, leaves if value is None or base is None else (*leaves, (base, "", value))

    return run


def _listed(items: Elements) -> Evaluate:
    def run(frame: Frame) -> tuple[Any, Leaves]:
        found, _, leaves = items(frame)
        return found, leaves

    return run


def _literal_list(items: tuple[Evaluate, ...]) -> Elements:
    def run(frame: Frame) -> tuple[list[Any] | None, Sequence[Base], Leaves]:
        pairs = [item(frame) for item in items]
        if any(answer is None for answer, _ in pairs):
            return None, (), tuple(leaf for answer, leaves in pairs if answer is None for leaf in leaves)
        return [answer for answer, _ in pairs], [None] * len(pairs), tuple(leaf for _, found in pairs for leaf in found)

    return run


def _field_list(name: str) -> Elements:
    read = operator.attrgetter(name)

    def run(frame: Frame) -> tuple[list[Any] | None, Sequence[Base], Leaves]:
        found = read(frame[0])
        return found, [(None, name, at) for at in range(len(found or ()))], ((None, name, found),)

    return run


def _select_list(record: Record, name: str) -> Elements:
    read = operator.attrgetter(name)

    def run(frame: Frame) -> tuple[list[Any] | None, Sequence[Base], Leaves]:
        held, base, leaves = record(frame)
        if held is None:
            return None, (), leaves
        found = read(held)
        return found, [(base, name, at) for at in range(len(found or ()))], ((base, name, found),)

    return run


def _filtered(items: Elements, body: Evaluate, slot: int) -> Elements:
    def run(frame: Frame) -> tuple[list[Any] | None, Sequence[Base], Leaves]:
        found, bases, leaves = items(frame)
        if found is None:
            return None, (), leaves
        kept: list[Any] = []
        kept_bases: list[Base] = []
        asked: list[Leaf] = []
        for element, base in zip(found, bases, strict=True):
            frame[slot], frame[slot + 1] = element, base
            answer, body_leaves = body(frame)
            if answer is None:
                return None, (), body_leaves
            asked.extend(body_leaves)
            if answer:
                kept.append(element)
                kept_bases.append(base)
        return kept, kept_bases, tuple(asked) or leaves

    return run


def _mapped(items: Elements, body: Evaluate, slot: int) -> Elements:
    def run(frame: Frame) -> tuple[list[Any] | None, Sequence[Base], Leaves]:
        found, bases, leaves = items(frame)
        if found is None:
            return None, (), leaves
        values: list[Any] = []
        asked: list[Leaf] = []
        for element, base in zip(found, bases, strict=True):
            frame[slot], frame[slot + 1] = element, base
            value, body_leaves = body(frame)
            if value is None:
                return None, (), body_leaves
            asked.extend(body_leaves)
            values.append(value)
        return values, [None] * len(values), tuple(asked) or leaves

    return run


def _any_or_all(items: Elements, body: Evaluate, slot: int, stop: bool) -> Evaluate:
    def run(frame: Frame) -> tuple[Any, Leaves]:
        found, bases, leaves = items(frame)
        if found is None:
            return None, leaves
        passed: list[Leaf] = []
        undecided: list[Leaf] = []
        unknown = False
        for element, base in zip(found, bases, strict=True):
            frame[slot], frame[slot + 1] = element, base
            answer, body_leaves = body(frame)
            if answer is stop:
                return stop, body_leaves
            if answer is None:
                unknown = True
                undecided.extend(body_leaves)
            else:
                passed.extend(body_leaves)
        return (None, tuple(undecided)) if unknown else (not stop, tuple(passed) or leaves)

    return run


def _exactly_one(items: Elements, body: Evaluate, slot: int) -> Evaluate:
    def run(frame: Frame) -> tuple[Any, Leaves]:
        found, bases, leaves = items(frame)
        if found is None:
            return None, leaves
        asked: list[Leaf] = []
        times = 0
        for element, base in zip(found, bases, strict=True):
            frame[slot], frame[slot + 1] = element, base
            answer, body_leaves = body(frame)
            if answer is None:
                return None, body_leaves
            asked.extend(body_leaves)
            times += answer
        return times == 1, tuple(asked) or leaves

    return run
