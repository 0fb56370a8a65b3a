"""Writes checked conditions as JsonLogic, which has no third answer: T(e) «surely true» and F(e) «surely false» apart.

The peer of `bench/rules.py`. What has no plain counterpart (places in lists, arithmetic, days) raises Untranslatable.
"""

from samhandling.rules.cel.nodes import (
    Call,
    Choice,
    Compare,
    Element,
    Field,
    Fold,
    Has,
    ListLiteral,
    Literal,
    Logical,
    Node,
    Not,
    Select,
)

Json = object
_ROOT = 99
_CALLS = {"startsWith": "starts_with", "endsWith": "ends_with", "lower": "lower", "size": "length"}
_COMPARE = {"==": "===", "!=": "!==", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "in": "in"}


class Untranslatable(Exception):
    """A condition this translation has no words for."""


def rule(applies: Node, requires: Node) -> Json:
    """The outcome code of a rule: `requires` is only looked at where `applies` holds."""
    demand = {"if": [_true(requires, ()), 1, _false(requires, ()), 2, 3]}
    return {"if": [_true(applies, ()), demand, _false(applies, ()), 0, 4]}


def _true(node: Node, scope: tuple[str, ...]) -> Json:
    match node:
        case Literal(value):
            return value
        case Has():
            return {"!==": [_value(_field(node), scope), None]}
        case Logical(operator, operands):
            return {"and" if operator == "&&" else "or": [_true(operand, scope) for operand in operands]}
        case Not(operand):
            return _false(operand, scope)
        case Field() | Select() | Element():
            return {"===": [_value(node, scope), True]}
        case Choice(condition, yes, no):
            chosen = {"and": [_true(condition, scope), _true(yes, scope)]}
            return {"or": [chosen, {"and": [_false(condition, scope), _true(no, scope)]}]}
        case Fold("exists", items, variable, body):
            some = {"some": [_value(items, scope), _true(body, (*scope, variable))]}
            return {"and": [*_known(items, scope), some]}
        case Fold("all", items, variable, body):
            doubted = {"some": [_value(items, scope), {"!": [_true(body, (*scope, variable))]}]}
            return {"and": [*_known(items, scope), {"!": [doubted]}]}
        case Compare() | Call():
            return {"and": [*_known(node, scope), _value(node, scope)]}
        case _:
            raise Untranslatable(type(node).__name__)


def _false(node: Node, scope: tuple[str, ...]) -> Json:
    match node:
        case Literal(value):
            return not value
        case Has():
            return {"===": [_value(_field(node), scope), None]}
        case Logical(operator, operands):
            return {"or" if operator == "&&" else "and": [_false(operand, scope) for operand in operands]}
        case Not(operand):
            return _true(operand, scope)
        case Field() | Select() | Element():
            return {"===": [_value(node, scope), False]}
        case Choice(condition, yes, no):
            chosen = {"and": [_true(condition, scope), _false(yes, scope)]}
            return {"or": [chosen, {"and": [_false(condition, scope), _false(no, scope)]}]}
        case Fold("exists", items, variable, body):
            doubted = {"some": [_value(items, scope), {"!": [_false(body, (*scope, variable))]}]}
            return {"and": [*_known(items, scope), {"!": [doubted]}]}
        case Fold("all", items, variable, body):
            some = {"some": [_value(items, scope), _false(body, (*scope, variable))]}
            return {"and": [*_known(items, scope), some]}
        case Compare() | Call():
            return {"and": [*_known(node, scope), {"!": [_value(node, scope)]}]}
        case _:
            raise Untranslatable(type(node).__name__)


def _field(node: Has) -> Node:
    return Field(node.field) if node.operand is None else Select(node.operand, node.field)


def _known(node: Node, scope: tuple[str, ...]) -> list[Json]:
    """What must hold for the node to have a value at all."""
    match node:
        case Literal() | Element() | Has():
            return []
        case Field() | Select(Element()):
            return [{"!==": [_value(node, scope), None]}]
        case Compare(_, left, right):
            return [*_known(left, scope), *_known(right, scope)]
        case Call(_, parts) | ListLiteral(parts):
            return [known for part in parts for known in _known(part, scope)]
        case Fold("filter", items, variable, body):
            inner = (*scope, variable)
            doubted = {"some": [_value(items, scope), {"!": [{"or": [_true(body, inner), _false(body, inner)]}]}]}
            return [*_known(items, scope), {"!": [doubted]}]
        case _:
            raise Untranslatable(type(node).__name__)


def _value(node: Node, scope: tuple[str, ...]) -> Json:
    match node:
        case Literal(value):
            return value
        case ListLiteral(items):
            return [_value(item, scope) for item in items]
        case Field(name):
            return {"val": name} if not scope else {"val": [[_ROOT], name]}
        case Element(name) if name == scope[-1]:
            return {"var": ""}
        case Select(Element(element), name):
            up = 2 * (len(scope) - 1 - scope.index(element))
            return {"val": [[up], name]} if up else {"val": name}
        case Compare(operator, left, right):
            return {_COMPARE[operator]: [_value(left, scope), _value(right, scope)]}
        case Call("day", (moment,)):
            return {"substr": [_value(moment, scope), 0, 10]}
        case Call("contains", (text, part)):
            return {"in": [_value(part, scope), _value(text, scope)]}
        case Call(name, arguments) if name in _CALLS:
            return {_CALLS[name]: [_value(argument, scope) for argument in arguments]}
        case Fold("filter", items, variable, body):
            return {"filter": [_value(items, scope), _true(body, (*scope, variable))]}
        case _:
            raise Untranslatable(type(node).__name__)
