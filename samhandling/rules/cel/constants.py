"""Finds parts of a condition that always give the same answer, which an author never means."""

from collections.abc import Iterator
from itertools import combinations

from samhandling.rules.cel.faults import Fault
from samhandling.rules.cel.nodes import (
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
    Node,
    Not,
    Select,
    children,
)

_BOOLEAN = (Compare, Logical, Not, Has, Fold)


def find(root: Node) -> Iterator[Fault]:
    """One fault for each outermost constant part. A whole condition written `true` or `false` is meant, and allowed."""
    if isinstance(root, Literal):
        return
    free: dict[int, frozenset[str]] = {}
    _free(root, free)
    yield from _find(root, free)


def _find(node: Node, free: dict[int, frozenset[str]]) -> Iterator[Fault]:
    reason = _reason(node, free)
    if reason is not None:
        yield Fault(reason, node.start, node.end)
        return
    for child in children(node):
        yield from _find(child, free)


def _free(node: Node, found: dict[int, frozenset[str]]) -> frozenset[str]:
    """For each node the names outside it that can change its answer; a field of the document counts as «»."""
    names = frozenset[str]().union(*(_free(child, found) for child in children(node)))
    match node:
        case Field() | Has(None):
            names |= {""}
        case Element(name):
            names |= {name}
        case Fold(_, items, variable):
            names = (names - {variable}) | found[id(items)]
        case _:
            pass
    found[id(node)] = names
    return names


def _reason(node: Node, free: dict[int, frozenset[str]]) -> str | None:
    if isinstance(node, _BOOLEAN) and not free[id(node)]:
        return "dette svarer alltid det samme; ingen felter leses"
    match node:
        case Logical(operator, operands):
            return _logical(operator, operands)
        case Choice(Literal()):
            return "valget er alltid det samme"
        case Choice(_, yes, no) if yes == no:
            return "begge svarene er like"
        case Not(Literal()):
            return "dette svarer alltid det samme"
        case Compare():
            return _compare(node)
        case Fold(kind, _, _, Literal()) if kind != "map":
            return "spørsmålet om hvert element svarer alltid det samme"
        case _:
            return None


def _logical(operator: str, operands: tuple[Node, ...]) -> str | None:
    if any(isinstance(operand, Literal) for operand in operands):
        return "true og false som ledd har ingen virkning eller avgjør alltid"
    seen = set(operands)
    if len(seen) < len(operands):
        return "samme ledd står to ganger"
    if any(isinstance(operand, Not) and operand.operand in seen for operand in operands):
        return "et ledd og dets motsetning: " + _ALWAYS[operator]
    wanted = "==" if operator == "&&" else "!="
    pairs = [_value(operand, wanted) for operand in operands]
    for one, other in combinations([pair for pair in pairs if pair is not None], 2):
        if one[0] == other[0] and one[1] != other[1]:
            joiner = "||" if operator == "&&" else "&&"
            return f"samme felt {wanted} to ulike verdier: {_ALWAYS[operator]}; mente du «{joiner}»?"
    return None


_ALWAYS = {"&&": "kan aldri bli sant", "||": "kan aldri bli usant"}


def _value(node: Node, operator: str) -> tuple[Node, Literal] | None:
    match node:
        case Compare(found, Field() | Select() | Element() | Index() as path, Literal() as value) if found == operator:
            return path, value
        case Compare(found, Literal() as value, Field() | Select() | Element() | Index() as path) if found == operator:
            return path, value
        case _:
            return None


def _compare(node: Compare) -> str | None:
    if node.left == node.right:
        return "begge sider er like"
    match node:
        case Compare("in", _, ListLiteral(items)):
            if not items:
                return "listen er tom"
            if len(set(items)) < len(items):
                return "samme verdi står to ganger i listen"
        case Compare(">=" | "<", Call("size"), Literal(0)):
            return "en størrelse er aldri mindre enn 0"
        case Compare("<=" | ">", Literal(0), Call("size")) if node.operator == "<=":
            return "en størrelse er aldri mindre enn 0"
        case _:
            pass
    return None
