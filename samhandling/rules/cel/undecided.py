"""Whether a condition can be undecided at all: what a rule must have an example of.

Knows that behind `has(x) &&`, `!has(x) ||` and `has(x) ?` the field is there, and behind any question about it that has
been answered.
"""

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
    children,
)

Present = frozenset[Node]
NONE: Present = frozenset()


def may_be_undecided(node: Node, present: Present = NONE) -> bool:
    """`present` are fields known to be there. May say True of what never happens, never the other way."""
    match node:
        case Literal() | Element() | Has(None):
            return False
        case Field() | Select():
            return node not in present
        case Has(operand) if operand is not None:
            return may_be_undecided(operand, present)
        case Index():
            return True
        case Logical(operator, operands):
            return _any_undecided(operator, operands, present)
        case Choice(condition, yes, no):
            return (
                may_be_undecided(condition, present)
                or may_be_undecided(yes, present | known_when(condition, True))
                or may_be_undecided(no, present | known_when(condition, False))
            )
        case _:
            return any(may_be_undecided(child, present) for child in children(node))


def _any_undecided(operator: str, operands: tuple[Node, ...], present: Present) -> bool:
    """An operand only matters where the others do not decide."""
    for at, operand in enumerate(operands):
        others = operands[:at] + operands[at + 1 :]
        known = present.union(*(known_when(other, operator == "&&") for other in others))
        if may_be_undecided(operand, known):
            return True
    return False


def known_when(node: Node, answer: bool) -> Present:
    """The fields that must be there when the condition has this answer."""
    match node:
        case Has(operand, name):
            return frozenset({Field(name) if operand is None else Select(operand, name)}) if answer else NONE
        case Not(operand):
            return known_when(operand, not answer)
        case Logical(operator, operands):
            every = answer if operator == "&&" else not answer
            return NONE.union(*(known_when(operand, answer) for operand in operands)) if every else NONE
        case _:
            return _read(node)


def _read(node: Node) -> Present:
    """The fields without which the node can have no value."""
    match node:
        case Field() | Select():
            return frozenset({node})
        case Fold(_, items):
            return _read(items)
        case Compare() | Call() | Arithmetic() | Negative() | ListLiteral():
            return NONE.union(*map(_read, children(node)))
        case _:
            return NONE
