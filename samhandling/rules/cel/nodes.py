"""The syntax tree. Places are left out of comparison, so that equal trees mean the same.

The parser yields `Name` for every plain word; the checker replaces each by `Field`, `Element` or a parameter's value.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

Scalar = bool | int | str
N = TypeVar("N", bound="Node")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Half-open range of the condition's text."""

    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    value: Scalar
    parameter: str | None = field(default=None, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Field(Node):
    """A field of the document."""

    name: str


@dataclass(frozen=True, slots=True)
class Element(Node):
    """The element a macro is looking at, by the name the author gave it."""

    name: str


@dataclass(frozen=True, slots=True)
class Select(Node):
    operand: Node
    field: str


@dataclass(frozen=True, slots=True)
class Has(Node):
    """`operand` is None for a field of the document itself."""

    operand: Node | None
    field: str


@dataclass(frozen=True, slots=True)
class Index(Node):
    operand: Node
    index: Node


@dataclass(frozen=True, slots=True)
class Not(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Negative(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Logical(Node):
    """Any number of operands: `a && b && c` is one node. `operator` is `&&` or `||`."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`operator`: `== != < <= > >= in`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`operator`: `+` or `-` on integers, `++` for joining texts (written `+`)."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Choice(Node):
    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function or a method; `x.size()` and `size(x)` give the same node."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fold(Node):
    """A macro over a list. `kind`: exists, all, exists_one, filter, map."""

    kind: str
    items: Node
    variable: str
    body: Node


def rebuilt(node: N, *parts: object) -> N:
    """A node of the same kind at the same place, from all its parts in order; far cheaper than dataclasses.replace."""
    return type(node)(*parts, start=node.start, end=node.end)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order of the text."""
    match node:
        case ListLiteral(items) | Logical(_, items) | Call(_, items):
            return items
        case Select(operand) | Not(operand) | Negative(operand):
            return (operand,)
        case Has(operand):
            return () if operand is None else (operand,)
        case Index(left, right) | Compare(_, left, right) | Arithmetic(_, left, right) | Fold(_, left, _, right):
            return (left, right)
        case Choice(condition, yes, no):
            return (condition, yes, no)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)
