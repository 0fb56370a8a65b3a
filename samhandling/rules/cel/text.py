"""Writes a checked condition as standard CEL, for any conforming runtime: fields below one variable, no parameters."""

import json

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

_METHODS = frozenset({"startsWith", "endsWith", "contains"})


def standard(node: Node, root: str = "d") -> str:
    """CEL text; `has(field)` of the subset becomes `has(d.field)`. `day`, `days` and `lower` must be registered."""

    def text(part: Node) -> str:
        return standard(part, root)

    match node:
        case Literal(value):
            return json.dumps(value, ensure_ascii=False)
        case ListLiteral(items):
            return f"[{', '.join(map(text, items))}]"
        case Field(name):
            return f"{root}.{name}"
        case Element(name):
            return name
        case Select(operand, name):
            return f"{text(operand)}.{name}"
        case Has(operand, name):
            return f"has({root if operand is None else text(operand)}.{name})"
        case Index(operand, index):
            return f"{text(operand)}[{text(index)}]"
        case Not(operand):
            return f"!({text(operand)})"
        case Negative(operand):
            return f"-({text(operand)})"
        case Logical(operator, operands):
            return "(" + f" {operator} ".join(f"({text(operand)})" for operand in operands) + ")"
        case Compare(operator, left, right):
            return f"({text(left)} {operator} {text(right)})"
        case Arithmetic(operator, left, right):
            return f"({text(left)} {operator[0]} {text(right)})"
        case Choice(condition, yes, no):
            return f"({text(condition)} ? {text(yes)} : {text(no)})"
        case Call(name, (first, *rest)) if name in _METHODS:
            return f"{text(first)}.{name}({', '.join(map(text, rest))})"
        case Call(name, arguments):
            return f"{name}({', '.join(map(text, arguments))})"
        case Fold(kind, items, variable, body):
            return f"{text(items)}.{kind}({variable}, {text(body)})"
        case _:
            raise TypeError(node)
