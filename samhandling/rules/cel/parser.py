"""Reads a condition into a tree by recursive descent; depth is capped, so that no text can exhaust the stack."""

from typing import NoReturn

from samhandling.rules.cel.faults import ConditionFault, Fault
from samhandling.rules.cel.lexer import Token, tokens
from samhandling.rules.cel.nodes import (
    Arithmetic,
    Call,
    Choice,
    Compare,
    Fold,
    Has,
    Index,
    ListLiteral,
    Literal,
    Logical,
    Name,
    Negative,
    Node,
    Not,
    Select,
)

MAX_DEPTH = 14
"""Parentheses, lists, calls, choices, signs and selections within one another."""

MACROS = frozenset({"exists", "all", "exists_one", "filter", "map"})
RESERVED = frozenset(
    {"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package"}
    | {"namespace", "return", "var", "void", "while", "null", "and", "or", "not", "is", "None", "True", "False"}
)
_INSTEAD = {
    "and": "skriv «&&»",
    "or": "skriv «||»",
    "not": "skriv «!»",
    "is": "skriv «==»",
    "True": "skriv «true»",
    "False": "skriv «false»",
    "null": "null er det samme som at feltet mangler; skriv «has(felt)» eller «!has(felt)»",
    "None": "skriv «has(felt)» eller «!has(felt)»",
    "if": "skriv «betingelse ? da : ellers»",
}
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})


def parse(source: str) -> Node:
    """The tree of a condition. Raises ConditionFault with the place of the first fault."""
    return _Parser(tokens(source)).whole()


class _Parser:
    def __init__(self, read: list[Token]) -> None:
        self._tokens = read
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._expression()
        if self._now.kind != "end":
            self._unexpected("en operator eller slutten")
        return node

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _is(self, value: str) -> bool:
        token = self._tokens[self._at]
        return token.value == value and (token.kind == "symbol" or (token.kind == "word" and value == "in"))

    def _expect(self, value: str) -> Token:
        if not self._is(value):
            self._unexpected(f"«{value}»")
        return self._take()

    def _unexpected(self, wanted: str) -> NoReturn:
        token = self._now
        if token.kind == "end":
            message = f"betingelsen slutter for tidlig; her skulle det stå {wanted}"
            raise ConditionFault([Fault(message, token.start, token.end)])
        hint = _INSTEAD.get(str(token.value)) if token.kind == "word" else None
        shown = f"«{token.value}»" if token.kind != "string" else "en tekst"
        raise ConditionFault([Fault(f"her står {shown}, men det skulle stått {wanted}", token.start, token.end, hint)])

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            token = self._now
            message = f"mer enn {MAX_DEPTH} nivåer inni hverandre; del betingelsen"
            raise ConditionFault([Fault(message, token.start, token.end)])

    def _expression(self) -> Node:
        self._deeper()
        node = self._or()
        if self._is("?"):
            self._take()
            yes = self._or()
            self._expect(":")
            no = self._expression()
            node = Choice(node, yes, no, start=node.start, end=no.end)
        self._depth -= 1
        return node

    def _or(self) -> Node:
        first = self._and()
        operands = [first]
        while self._is("||"):
            self._take()
            operands.append(self._and())
        return first if len(operands) == 1 else _logical("||", operands)

    def _and(self) -> Node:
        first = self._comparison()
        operands = [first]
        while self._is("&&"):
            self._take()
            operands.append(self._comparison())
        return first if len(operands) == 1 else _logical("&&", operands)

    def _comparison(self) -> Node:
        node = self._sum()
        if self._now.value in _COMPARISONS and self._is(str(self._now.value)):
            operator = str(self._take().value)
            right = self._sum()
            node = Compare(operator, node, right, start=node.start, end=right.end)
            if self._now.value in _COMPARISONS and self._is(str(self._now.value)):
                token = self._now
                message = "to sammenligninger etter hverandre; bind dem med && eller sett parenteser"
                raise ConditionFault([Fault(message, token.start, token.end)])
        return node

    def _sum(self) -> Node:
        node = self._unary()
        held = self._depth
        while self._is("+") or self._is("-"):
            self._deeper()
            operator = str(self._take().value)
            right = self._unary()
            node = Arithmetic(operator, node, right, start=node.start, end=right.end)
        self._depth = held
        return node

    def _unary(self) -> Node:
        if not (self._is("!") or self._is("-")):
            return self._postfix()
        self._deeper()
        token = self._take()
        operand = self._unary()
        self._depth -= 1
        if token.value == "!":
            return Not(operand, start=token.start, end=operand.end)
        if isinstance(operand, Literal) and type(operand.value) is int and operand.value > 0:
            return Literal(-operand.value, start=token.start, end=operand.end)
        return Negative(operand, start=token.start, end=operand.end)

    def _postfix(self) -> Node:
        node = self._primary()
        held = self._depth
        while True:
            if self._is("."):
                self._deeper()
                self._take()
                node = self._member(node)
            elif self._is("["):
                self._deeper()
                self._take()
                index = self._expression()
                end = self._expect("]").end
                node = Index(node, index, start=node.start, end=end)
            else:
                self._depth = held
                return node

    def _member(self, operand: Node) -> Node:
        word = self._word("navnet på et felt eller en metode")
        name = str(word.value)
        if not self._is("("):
            return Select(operand, name, start=operand.start, end=word.end)
        if name in MACROS:
            return self._macro(name, operand)
        arguments = self._arguments()
        return Call(name, (operand, *arguments), start=operand.start, end=self._tokens[self._at - 1].end)

    def _macro(self, name: str, items: Node) -> Node:
        self._take()
        variable = self._word("et navn på elementet, f.eks. «x»")
        if not self._is(","):
            self._unexpected(f"«,»: {name}(x, betingelse)")
        self._take()
        body = self._expression()
        end = self._expect(")").end
        return Fold(name, items, str(variable.value), body, start=items.start, end=end)

    def _arguments(self) -> tuple[Node, ...]:
        self._expect("(")
        found: list[Node] = []
        while not self._is(")"):
            found.append(self._expression())
            if self._is(","):
                self._take()
            elif not self._is(")"):
                self._unexpected("«,» eller «)»")
        self._take()
        return tuple(found)

    def _word(self, wanted: str) -> Token:
        token = self._now
        if token.kind != "word" or token.value == "in":
            self._unexpected(wanted)
        name = str(token.value)
        if name in RESERVED:
            raise ConditionFault([Fault(f"«{name}» er et reservert ord", token.start, token.end, _INSTEAD.get(name))])
        if name.startswith("_"):
            raise ConditionFault([Fault("navn som begynner med _ er ikke tillatt", token.start, token.end)])
        return self._take()

    def _primary(self) -> Node:
        token = self._now
        if token.kind in ("int", "string"):
            self._take()
            return Literal(token.value, start=token.start, end=token.end)
        if self._is("("):
            self._take()
            node = self._expression()
            self._expect(")")
            return node
        if self._is("["):
            return self._list()
        word = self._word("et felt, et tall, en tekst eller en parentes")
        name = str(word.value)
        if name in ("true", "false"):
            return Literal(name == "true", start=word.start, end=word.end)
        if not self._is("("):
            return Name(name, start=word.start, end=word.end)
        arguments = self._arguments()
        end = self._tokens[self._at - 1].end
        return _has(word, arguments, end) if name == "has" else Call(name, arguments, start=word.start, end=end)

    def _list(self) -> Node:
        start = self._take().start
        items: list[Node] = []
        while not self._is("]"):
            items.append(self._expression())
            if self._is(","):
                self._take()
            elif not self._is("]"):
                self._unexpected("«,» eller «]»")
        return ListLiteral(tuple(items), start=start, end=self._take().end)


def _logical(operator: str, operands: list[Node]) -> Node:
    """`(a && b) && c` and `a && (b && c)` give the same answer, so nested ones are laid flat."""
    flat: list[Node] = []
    for operand in operands:
        same = isinstance(operand, Logical) and operand.operator == operator
        flat.extend(operand.operands if same and isinstance(operand, Logical) else (operand,))
    return Logical(operator, tuple(flat), start=operands[0].start, end=operands[-1].end)


def _has(word: Token, arguments: tuple[Node, ...], end: int) -> Node:
    match arguments:
        case (Select(operand, name),):
            return Has(operand, name, start=word.start, end=end)
        case (Name(name),):
            return Has(None, name, start=word.start, end=end)
        case _:
            raise ConditionFault([Fault("has() tar ett felt: has(felt) eller has(x.felt)", word.start, end)])
