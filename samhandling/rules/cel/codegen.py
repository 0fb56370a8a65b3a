"""Turns checked conditions into one Python function per document kind, with CEL's three-valued logic.

Values are plain; None is «missing» and, for a condition, «cannot be decided». Statements are written, not one big
expression, so that lists are gone through inline and fields are read once. Safe by construction: the text holds only
templates of this file, names made here, field names from the schema and literals by repr().
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from samhandling.rules.cel.functions import FUNCTIONS, days, minus, plus
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
    walk,
)

NOT_APPLICABLE, MET, BROKEN, UNKNOWN, UNKNOWN_APPLIES = range(5)
"""Outcome codes. The last says that not even `applies` could be decided."""

_GLOBALS: dict[str, object] = {"days": days, "plus": plus, "minus": minus, "len": len}
_COSTLY = (Fold, Logical, Choice, Index)
_GROUP = 5
"""Operands of one && or || in one nest of ifs; more are grouped, as Python's own nesting is bounded."""


@dataclass(frozen=True, slots=True)
class Value:
    """A Python expression, safe to evaluate once; `nullable` when it may be None."""

    text: str
    nullable: bool

    @property
    def simple(self) -> bool:
        return self.text.isidentifier()


@dataclass(slots=True)
class _Block:
    lines: list[str] = field(default_factory=list)
    known: dict[int, Value] = field(default_factory=dict)


def condition_source(node: Node) -> str:
    """Python for one condition: a function from a document to True, False or None."""
    writer = _Writer([node])
    value = writer.value(node)
    return "\n".join(["def run(d):", *writer.finish(), f"    return {value.text}"])


def rules_source(rules: Sequence[tuple[Node, Node | None]]) -> str:
    """Python for many rules, each (applies, requires): a function from a document to a tuple of outcome codes."""
    writer = _Writer([node for pair in rules for node in pair if node is not None])
    for at, (applies, requires) in enumerate(rules):
        writer.rule(f"v{at}", applies, requires)
    codes = ", ".join(f"v{at}" for at in range(len(rules)))
    return "\n".join(["def run(d):", *writer.finish(), f"    return ({codes},)" if rules else "    return ()"])


def compile_source(source: str) -> Callable[[object], object]:
    """The function `run` of generated source; it sees nothing but the helpers above."""
    names: dict[str, object] = {"__builtins__": {}, **_GLOBALS}
    exec(compile(source, "<regler>", "exec"), names)  # noqa: S102 – generated above, see the module's first lines
    run = names["run"]
    assert callable(run)  # noqa: S101
    return run


class _Numbers:
    """One number for all nodes that mean the same; each tree is walked once."""

    def __init__(self) -> None:
        self._by_node: dict[int, int] = {}
        self._held: list[Node] = []  # an identity is only good while its node lives
        self._by_shape: dict[object, int] = {}
        self.times: Counter[int] = Counter()

    def add(self, node: Node) -> int:
        """The node's number; counts the node and everything below it."""
        below = tuple(self.add(child) for child in children(node))
        shape = (type(node), _own(node), below)
        number = self._by_shape.setdefault(shape, len(self._by_shape))
        self._by_node[id(node)] = number
        self._held.append(node)
        self.times[number] += 1
        return number

    def of(self, node: Node) -> int:
        number = self._by_node.get(id(node))
        return self.add(node) if number is None else number


class _Writer:
    def __init__(self, roots: Sequence[Node]) -> None:
        self._blocks = [_Block()]
        self._counter = 0
        self._elements: dict[str, str] = {}
        self._numbers = _Numbers()
        for root in roots:
            self._numbers.add(root)
        self._fields = sorted(_fields(roots))

    def finish(self) -> list[str]:
        loads = [f"    f_{name} = d.{name}" for name in self._fields]
        return [*loads, *(f"    {line}" for line in self._blocks[0].lines)]

    def rule(self, target: str, applies: Node, requires: Node | None) -> None:
        """Writes the outcome code of one rule into `target`."""
        if isinstance(applies, Literal):
            self._demand(target, requires) if applies.value else self._line(f"{target} = {NOT_APPLICABLE}")
            return
        value = self.held(applies)
        self._line(f"if {value.text}:")
        with self._indented():
            self._demand(target, requires)
        if value.nullable:
            self._line(f"elif {value.text} is None:")
            with self._indented():
                self._line(f"{target} = {UNKNOWN_APPLIES}")
        self._line("else:")
        with self._indented():
            self._line(f"{target} = {NOT_APPLICABLE}")

    def _demand(self, target: str, requires: Node | None) -> None:
        if requires is None:
            self._line(f"{target} = {UNKNOWN}")
            return
        value = self.held(requires)
        undecided = f"{UNKNOWN} if {value.text} is None else " if value.nullable else ""
        self._line(f"{target} = {undecided}{MET} if {value.text} else {BROKEN}")

    def _line(self, text: str) -> None:
        self._blocks[-1].lines.append(text)

    def _fresh(self) -> str:
        self._counter += 1
        return f"t{self._counter}"

    @contextmanager
    def _indented(self) -> Iterator[None]:
        """What is written inside goes into a block of its own; what is known there is forgotten after it."""
        self._blocks.append(_Block())
        yield
        block = self._blocks.pop()
        self._blocks[-1].lines.extend(f" {line}" for line in block.lines or ["pass"])

    def _known(self, number: int) -> Value | None:
        for block in reversed(self._blocks):
            if number in block.known:
                return block.known[number]
        return None

    def _named(self, value: Value) -> str:
        if value.simple:
            return value.text
        name = self._fresh()
        self._line(f"{name} = {value.text}")
        return name

    def held(self, node: Node) -> Value:
        """The value; as a name when it may be missing, so that it can be looked at more than once."""
        value = self.value(node)
        if not value.nullable or value.simple:
            return value
        value = Value(self._named(value), True)
        self._blocks[-1].known[self._numbers.of(node)] = value
        return value

    def value(self, node: Node) -> Value:
        """Writes what must come before, and gives the expression."""
        if isinstance(node, Literal):
            return Value(repr(node.value), False)
        number = self._numbers.of(node)
        found = self._known(number)
        if found is not None:
            return found
        value = self._value(node)
        if not value.simple and isinstance(node, _COSTLY) and self._numbers.times[number] > 1:
            value = Value(self._named(value), value.nullable)
        if value.simple:
            self._blocks[-1].known[number] = value
        return value

    def _value(self, node: Node) -> Value:
        match node:
            case Field(name):
                return Value(f"f_{name}", True)
            case Element(name):
                return Value(self._elements[name], False)
            case Select(operand, name):
                return self._of(operand, name, "")
            case Has(None, name):
                return Value(f"f_{name} is not None", False)
            case Has(operand, name) if operand is not None:
                return self._of(operand, name, " is not None")
            case Logical(operator, operands):
                return self._logical(operator, operands)
            case Not(operand):
                return self._strict((operand,), "not {0}")
            case Compare("in", left, ListLiteral(items)) if all(isinstance(item, Literal) for item in items):
                members = repr(tuple(item.value for item in items if isinstance(item, Literal)))
                return self._strict((left,), "{0} in " + members.replace("{", "{{").replace("}", "}}"))
            case Compare(operator, left, right):
                return self._strict((left, right), f"{{0}} {operator} {{1}}")
            case Fold():
                return self._fold(node)
            case Call(name, arguments):
                function = FUNCTIONS[name]
                value = self._strict(arguments, function.template)
                return Value(value.text, True) if function.fallible else value
            case ListLiteral(items):
                return self._strict(items, "[" + ", ".join(f"{{{at}}}" for at in range(len(items))) + "]")
            case Index(operand, index):
                value = self._strict((operand, index), "({0}[{1}] if 0 <= {1} < len({0}) else None)")
                return Value(value.text, True)
            case Choice():
                return self._choice(node)
            case Arithmetic("++", left, right):
                return self._strict((left, right), "{0} + {1}")
            case Arithmetic(operator, left, right):
                name = "plus" if operator == "+" else "minus"
                return Value(self._strict((left, right), f"{name}({{0}}, {{1}})").text, True)
            case Negative(operand):
                return self._strict((operand,), "-{0}")
            case _:
                raise TypeError(node)

    def _of(self, operand: Node, name: str, test: str) -> Value:
        record = self.value(operand)
        if not record.nullable:
            return Value(f"{record.text}.{name}{test}", not test)
        held = self._named(record)
        return Value(f"(None if {held} is None else {held}.{name}{test})", True)

    def _strict(self, operands: Sequence[Node], template: str) -> Value:
        """An operation that is missing as soon as one operand is."""
        values = [self.held(operand) for operand in operands]
        texts = [value.text if value.simple else f"({value.text})" for value in values]
        text = template.format(*texts)
        missing = [f"{text} is None" for text in dict.fromkeys(value.text for value in values if value.nullable)]
        if not missing:
            return Value(text, False)
        return Value(f"(None if {' or '.join(missing)} else {text})", True)

    def _logical(self, operator: str, operands: tuple[Node, ...]) -> Value:
        if all(map(_plain, operands)):
            texts = [f"({self.value(operand).text})" for operand in operands]
            return Value(f"({(' and ' if operator == '&&' else ' or ').join(texts)})", False)
        if len(operands) > _GROUP:
            size = max(_GROUP, -(-len(operands) // _GROUP))
            groups = [operands[at : at + size] for at in range(0, len(operands), size)]
            operands = tuple(group[0] if len(group) == 1 else Logical(operator, group) for group in groups)
            return self._logical(operator, operands)
        target = self._fresh()
        return Value(target, self._chain(target, operator, operands, first=True))

    def _chain(self, target: str, operator: str, operands: tuple[Node, ...], first: bool) -> bool:
        """Operands one within the other's `if`, so that a deciding one ends it. Tells if the answer may be None."""
        stop, go_on = ("False", "True") if operator == "&&" else ("True", "False")
        value = self.value(operands[0])
        if first:
            self._line(f"{target} = {value.text}")
        elif value.nullable:
            name = self._named(value)
            self._line(f"if {name} is not {go_on}:")
            with self._indented():
                self._line(f"{target} = {name}")
        else:
            self._line(f"if {'not ' if stop == 'False' else ''}({value.text}):")
            with self._indented():
                self._line(f"{target} = {stop}")
        if len(operands) == 1:
            return value.nullable
        self._line(f"if {target} is not {stop}:")
        with self._indented():
            nullable = self._chain(target, operator, operands[1:], first=False)
        return nullable or value.nullable

    def _choice(self, node: Choice) -> Value:
        condition = self.value(node.condition)
        target = self._fresh()
        nullable = condition.nullable
        name = self._named(condition) if nullable else condition.text
        self._line(f"if {name}:")
        for part, header in ((node.yes, None), (node.no, "else:" if not nullable else f"elif {name} is False:")):
            if header:
                self._line(header)
            with self._indented():
                value = self.value(part)
                nullable = nullable or value.nullable
                self._line(f"{target} = {value.text}")
        if condition.nullable:
            self._line("else:")
            with self._indented():
                self._line(f"{target} = None")
        return Value(target, nullable)

    def _fold(self, node: Fold) -> Value:
        items = self.value(node.items)
        source = self._named(items) if items.nullable else items.text
        target = self._fresh()
        if not items.nullable:
            return Value(target, self._loop(node, source, target))
        self._line(f"if {source} is None:")
        with self._indented():
            self._line(f"{target} = None")
        self._line("else:")
        with self._indented():
            self._loop(node, source, target)
        return Value(target, True)

    def _loop(self, node: Fold, source: str, target: str) -> bool:
        element = f"e{self._counter}"
        start = {"exists": "False", "all": "True", "exists_one": "0"}.get(node.kind, "[]")
        self._line(f"{target} = {start}")
        self._line(f"for {element} in {source}:")
        self._elements[node.variable] = element
        with self._indented():
            body = self.value(node.body)
            name = self._named(body) if body.nullable else body.text
            for line in _steps(node.kind, target, element, name, body.nullable):
                self._line(line)
        del self._elements[node.variable]
        if node.kind == "exists_one":
            self._line("else:")
            with self._indented():
                self._line(f"{target} = {target} == 1")
        return body.nullable


def _steps(kind: str, target: str, element: str, body: str, nullable: bool) -> list[str]:
    """What the loop does with the answer about one element."""
    absorbed = [f"if {body} is None: {target} = None"] if nullable else []
    failed = [f"if {body} is None:", f" {target} = None", " break"] if nullable else []
    match kind:
        case "exists":
            return [f"if {body}:", f" {target} = True", " break", *absorbed]
        case "all":
            decided = f"if {body} is False:" if nullable else f"if not ({body}):"
            return [decided, f" {target} = False", " break", *absorbed]
        case "exists_one":
            return [*failed, f"if {body}: {target} += 1"]
        case "filter":
            return [*failed, f"if {body}: {target}.append({element})"]
        case _:
            return [*failed, f"{target}.append({body})"]


def _plain(node: Node) -> bool:
    """Never missing, and needs no statement of its own."""
    match node:
        case Literal() | Element() | Has(None) | Has(Element()):
            return True
        case Not(operand):
            return _plain(operand)
        case Logical(_, operands):
            return all(map(_plain, operands))
        case Compare(_, left, right):
            return _plain(left) and _plain(right)
        case _:
            return False


def _own(node: Node) -> object:
    """What a node is besides its children."""
    match node:
        case Literal(value):
            return type(value), value
        case Field(name) | Element(name) | Select(_, name) | Has(_, name):
            return name
        case Logical(name) | Compare(name) | Arithmetic(name) | Call(name):
            return name
        case Fold(kind, _, variable):
            return kind, variable
        case _:
            return None


def _fields(roots: Sequence[Node]) -> set[str]:
    """The document's own fields that are read."""
    parts = [part for root in roots for part in walk(root)]
    read = {part.name for part in parts if isinstance(part, Field)}
    return read | {part.field for part in parts if isinstance(part, Has) and part.operand is None}
