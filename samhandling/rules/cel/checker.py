"""Holds a parsed condition against the typed fields: every misspelled field, wrong type and useless part is a fault.

It also resolves names: what comes out has `Field`, `Element` and parameters' values where the parser left `Name`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from samhandling.rules.cel import constants
from samhandling.rules.cel.faults import ConditionFault, Fault, choices, nearest
from samhandling.rules.cel.functions import FUNCTIONS
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
    Name,
    Negative,
    Node,
    Not,
    Scalar,
    Select,
    rebuilt,
    walk,
)
from samhandling.rules.cel.parser import MACROS, parse
from samhandling.rules.cel.types import ANY, BOOL, DATE, INT, SCALARS, STRING, TEXT, Type, is_date, list_of, unify

MAX_NESTING = 3
"""Macros within one another."""

ParameterValue = Scalar | tuple[Scalar, ...]
_ORDERED = frozenset({"int", "date", "string", "text", "any"})
_PARAMETERS = "p"


@dataclass(frozen=True, slots=True)
class Condition:
    """A checked condition. `fields` are the paths it reads, list elements as `tests[].leg`, sorted."""

    source: str
    node: Node
    fields: tuple[str, ...]
    parameters: frozenset[str]

    @property
    def constant(self) -> bool | None:
        """The answer when the condition is written `true` or `false`."""
        return self.node.value if isinstance(self.node, Literal) and isinstance(self.node.value, bool) else None


def check(source: str, document: Type, parameters: Mapping[str, ParameterValue] | None = None) -> Condition:
    """Parse and check; `document` is the record type of the fields. Raises ConditionFault with every fault found."""
    checker = _Checker(document, parameters or {})
    node, kind = checker.visit(parse(source))
    if kind.kind not in ("bool", "any"):
        checker.fault(node, f"betingelsen gir {kind}, men må gi ja/nei")
    if not checker.faults:
        checker.faults.extend(constants.find(node))
    if checker.faults:
        raise ConditionFault(sorted(checker.faults, key=lambda fault: (fault.start, fault.end)))
    return Condition(source, node, tuple(sorted(checker.read)), frozenset(checker.used))


class _Checker:
    def __init__(self, document: Type, parameters: Mapping[str, ParameterValue]) -> None:
        self._document = document
        self._parameters = parameters
        self._elements: dict[str, tuple[Type, str]] = {}
        self.faults: list[Fault] = []
        self.read: set[str] = set()
        self.used: set[str] = set()

    def fault(self, node: Node, message: str, hint: str | None = None) -> tuple[Node, Type]:
        self.faults.append(Fault(message, node.start, node.end, hint))
        return node, ANY

    def visit(self, node: Node) -> tuple[Node, Type]:
        """The resolved node and its type; ANY after a fault."""
        match node:
            case Literal(value):
                return node, _literal_type(value)
            case Name():
                return self._name(node)
            case Select():
                return self._select(node)
            case Has():
                return self._has(node)
            case Logical():
                operands = tuple(self._boolean(operand, f"«{node.operator}»") for operand in node.operands)
                return rebuilt(node, node.operator, operands), BOOL
            case Not():
                return rebuilt(node, self._boolean(node.operand, "«!»")), BOOL
            case Compare():
                return self._compare(node)
            case Fold():
                return self._fold(node)
            case Call():
                return self._call(node)
            case ListLiteral():
                return self._list(node)
            case Index():
                return self._index(node)
            case Choice():
                return self._choice(node)
            case Arithmetic():
                return self._arithmetic(node)
            case Negative():
                operand, kind = self.visit(node.operand)
                if kind.kind not in ("int", "any"):
                    return self.fault(node, f"minus foran {kind}; bare hele tall kan ha fortegn")
                return rebuilt(node, operand), INT
            case _:
                raise TypeError(node)

    def _name(self, node: Name) -> tuple[Node, Type]:
        if node.name in self._elements:
            return Element(node.name, start=node.start, end=node.end), self._elements[node.name][0]
        kind = self._document.fields.get(node.name)
        if kind is not None:
            self.read.add(node.name)
            return Field(node.name, start=node.start, end=node.end), kind
        if node.name == _PARAMETERS:
            return self.fault(node, "parametre leses med navn: p.navn")
        known = [*self._document.fields, *self._elements]
        hint = _quoted(node.name, self._document) or nearest(node.name, known)
        return self.fault(node, f"ukjent felt «{node.name}»", hint)

    def _select(self, node: Select) -> tuple[Node, Type]:
        if isinstance(node.operand, Name) and node.operand.name == _PARAMETERS:
            return self._parameter(node)
        operand, kind = self.visit(node.operand)
        if kind.kind == "any":
            return node, ANY
        place = Name(node.field, start=max(node.end - len(node.field), node.start), end=node.end)
        if kind.kind == "list":
            hint = "gå gjennom listen: liste.exists(x, …)"
            return self.fault(place, f"«{node.field}» er et felt i listens elementer", hint)
        if kind.kind != "record":
            return self.fault(place, f"{kind} har ingen felter")
        found = kind.fields.get(node.field)
        if found is None:
            return self.fault(place, f"{kind} har ikke feltet «{node.field}»", nearest(node.field, kind.fields))
        self.read.add(self._path(operand, node.field))
        return rebuilt(node, operand, node.field), found

    def _parameter(self, node: Select) -> tuple[Node, Type]:
        if node.field not in self._parameters:
            message = f"parameteren «{node.field}» er ikke oppgitt under parameters"
            return self.fault(node, message, nearest(node.field, self._parameters))
        self.used.add(node.field)
        value = self._parameters[node.field]
        if isinstance(value, tuple):
            items = tuple(Literal(item, parameter=node.field, start=node.start, end=node.end) for item in value)
            return self._list(ListLiteral(items, start=node.start, end=node.end))
        return Literal(value, parameter=node.field, start=node.start, end=node.end), _literal_type(value)

    def _has(self, node: Has) -> tuple[Node, Type]:
        if node.operand is None:
            if node.field in self._elements:
                return self.fault(node, f"elementet «{node.field}» finnes alltid", f"has({node.field}.felt)")
            place = Name(node.field, start=node.start + 4, end=node.end - 1)
            resolved, kind = self._name(place)
            return (node, ANY) if kind is ANY and not isinstance(resolved, Field) else (node, BOOL)
        selected, kind = self._select(Select(node.operand, node.field, start=node.operand.start, end=node.end - 1))
        if kind is ANY:
            return node, ANY
        if not isinstance(selected, Select):
            return self.fault(node, "en parameter finnes alltid")
        return rebuilt(node, selected.operand, node.field), BOOL

    def _boolean(self, node: Node, where: str) -> Node:
        resolved, kind = self.visit(node)
        if kind.kind not in ("bool", "any"):
            hint = "skriv «has(felt)» for å spørre om feltet finnes" if isinstance(resolved, Field | Select) else None
            self.fault(node, f"{where} trenger ja/nei, men dette er {kind}", hint)
        return resolved

    def _compare(self, node: Compare) -> tuple[Node, Type]:
        left, left_type = self.visit(node.left)
        right, right_type = self.visit(node.right)
        resolved = rebuilt(node, node.operator, left, right)
        if node.operator == "in":
            self._membership(node, left, left_type, right, right_type)
            return resolved, BOOL
        shared = unify(left_type, right_type)
        if shared is None:
            self.fault(node, f"kan ikke sammenligne {left_type} med {right_type}", _compare_hint(left_type, right_type))
        elif shared.kind == "list":
            self.fault(node, "lister kan ikke sammenlignes", "skriv «size(liste) == 0» eller «x in liste»")
        elif shared.kind not in SCALARS:
            self.fault(node, f"{shared} kan ikke sammenlignes som helhet", "sammenlign feltene hver for seg")
        elif shared.kind == "datetime":
            self.fault(node, "tidspunkter kan ha ulik presisjon", "sammenlign dagene: day(x)")
        elif node.operator not in ("==", "!=") and shared.kind not in _ORDERED:
            self.fault(node, f"«{node.operator}» gir ingen mening for {shared}; bruk == eller !=")
        else:
            self._fits(left, shared)
            self._fits(right, shared)
        return resolved, BOOL

    def _membership(self, node: Compare, left: Node, left_type: Type, right: Node, right_type: Type) -> None:
        if right_type.kind == "any" or left_type.kind == "any":
            return
        if right_type.kind != "list" or right_type.of is None:
            self.fault(node, f"til høyre for «in» må det stå en liste, ikke {right_type}")
            return
        shared = unify(left_type, right_type.of)
        if shared is None or shared.kind not in SCALARS:
            hint = "gå gjennom listen: liste.exists(x, x.felt == …)" if right_type.of.kind == "record" else None
            self.fault(node, f"kan ikke lete etter {left_type} i {right_type}", hint)
            return
        self._fits(left, shared)
        self._fits(right, shared)

    def _fits(self, node: Node, wanted: Type) -> None:
        """A literal beside an enum or a date must be one."""
        if isinstance(node, ListLiteral):
            for item in node.items:
                self._fits(item, wanted)
        elif isinstance(node, Choice):
            self._fits(node.yes, wanted)
            self._fits(node.no, wanted)
        elif isinstance(node, Literal) and isinstance(node.value, str):
            if wanted.kind == "enum" and node.value not in wanted.members:
                hint = nearest(node.value, wanted.members) or f"mulige verdier: {choices(wanted.members)}"
                self.fault(node, f"«{node.value}» er ikke en verdi av {wanted}", hint)
            elif wanted.kind == "date" and not is_date(node.value):
                self.fault(node, f"«{node.value}» er ikke en dato", "skriv den som '2026-01-14'")

    def _fold(self, node: Fold) -> tuple[Node, Type]:
        items, kind = self.visit(node.items)
        if kind.kind not in ("list", "any"):
            return self.fault(node.items, f"{node.kind}() går gjennom en liste, men dette er {kind}")
        if not self._new_name(node):
            return node, ANY
        self._elements[node.variable] = (kind.of or ANY, self._list_path(items))
        if len(self._elements) > MAX_NESTING:
            self.fault(node, f"mer enn {MAX_NESTING} gjennomganger inni hverandre; del regelen")
        body, body_type = self.visit(node.body)
        del self._elements[node.variable]
        if not any(isinstance(part, Element) and part.name == node.variable for part in walk(body)) and not self.faults:
            self.fault(node.body, f"«{node.variable}» brukes ikke i {node.kind}()")
        resolved = rebuilt(node, node.kind, items, node.variable, body)
        if node.kind == "map":
            if body_type.kind not in SCALARS:
                return self.fault(node.body, f"map() må gi en enkel verdi, ikke {body_type}")
            return resolved, list_of(STRING if body_type is TEXT else body_type)
        if body_type.kind not in ("bool", "any"):
            self.fault(node.body, f"{node.kind}() trenger ja/nei om hvert element, men dette er {body_type}")
        return resolved, kind if node.kind == "filter" else BOOL

    def _new_name(self, node: Fold) -> bool:
        name = node.variable
        taken = name in self._elements or name in self._document.fields or name in FUNCTIONS or name == _PARAMETERS
        if taken or name in ("has", "true", "false"):
            self.fault(node, f"navnet «{name}» er alt i bruk; gi elementet et annet navn")
        return not taken

    def _call(self, node: Call) -> tuple[Node, Type]:
        function = FUNCTIONS.get(node.function)
        if function is None:
            known = [*FUNCTIONS, *MACROS, "has"]
            return self.fault(node, f"ukjent funksjon «{node.function}»", nearest(node.function, known))
        if len(node.arguments) != len(function.parameters):
            return self.fault(node, f"{node.function} skrives {function.usage}")
        arguments = [self.visit(argument) for argument in node.arguments]
        for (argument, kind), allowed in zip(arguments, function.parameters, strict=True):
            if kind.kind not in allowed and kind.kind != "any":
                hint = _argument_hint(node.function, kind)
                self.fault(argument, f"{node.function} kan ikke brukes på {kind}; skriv {function.usage}", hint)
            elif kind.kind == "text" and function.returns in ("date", "int") and "date" in allowed:
                self._fits(argument, DATE)
        resolved = rebuilt(node, node.function, tuple(argument for argument, _ in arguments))
        return resolved, _RETURNS[function.returns]

    def _list(self, node: ListLiteral) -> tuple[Node, Type]:
        visited = [self.visit(item) for item in node.items]
        shared = visited[0][1] if visited else ANY
        for item, kind in visited:
            joined = unify(shared, kind)
            if joined is None or joined.kind not in SCALARS:
                return self.fault(item, f"en liste må ha enkle verdier av samme slag; dette er {kind}")
            shared = joined
        for item, _ in visited:
            self._fits(item, shared)
        return rebuilt(node, tuple(item for item, _ in visited)), list_of(shared)

    def _index(self, node: Index) -> tuple[Node, Type]:
        operand, kind = self.visit(node.operand)
        index, index_type = self.visit(node.index)
        if index_type.kind not in ("int", "any"):
            return self.fault(node.index, f"plassen i en liste er et helt tall, ikke {index_type}")
        if kind.kind not in ("list", "any"):
            return self.fault(node.operand, f"{kind} er ingen liste")
        return rebuilt(node, operand, index), kind.of or ANY

    def _choice(self, node: Choice) -> tuple[Node, Type]:
        condition = self._boolean(node.condition, "«?»")
        yes, yes_type = self.visit(node.yes)
        no, no_type = self.visit(node.no)
        shared = unify(yes_type, no_type)
        if shared is None or shared.kind not in SCALARS:
            return self.fault(node, f"de to svarene må være enkle verdier av samme slag, ikke {yes_type} og {no_type}")
        self._fits(yes, shared)
        self._fits(no, shared)
        return rebuilt(node, condition, yes, no), shared

    def _arithmetic(self, node: Arithmetic) -> tuple[Node, Type]:
        left, left_type = self.visit(node.left)
        right, right_type = self.visit(node.right)
        kinds = {left_type.kind, right_type.kind}
        resolved = rebuilt(node, node.operator, left, right)
        if "any" in kinds:
            return resolved, ANY
        if kinds == {"int"}:
            return resolved, INT
        if kinds <= {"string", "text"} and node.operator == "+":
            return rebuilt(node, "++", left, right), STRING
        hint = "antall dager mellom to datoer: days(fra, til)" if kinds & {"date", "datetime"} else None
        return self.fault(node, f"kan ikke regne {left_type} {node.operator} {right_type}", hint)

    def _list_path(self, node: Node) -> str:
        match node:
            case Field(name):
                return name
            case Select(operand, name):
                return self._path(operand, name)
            case Fold("filter", items):
                return self._list_path(items)
            case _:
                return ""

    def _path(self, operand: Node, name: str) -> str:
        match operand:
            case Element(element):
                base = self._elements[element][1] + "[]"
            case Index(items):
                base = self._list_path(items) + "[]"
            case Select(inner, field):
                base = self._path(inner, field)
            case Field(field):
                base = field
            case _:
                base = ""
        return f"{base}.{name}"


_RETURNS = {"bool": BOOL, "int": INT, "string": STRING, "date": DATE}


def _literal_type(value: object) -> Type:
    match value:
        case bool():
            return BOOL
        case int():
            return INT
        case _:
            return TEXT


def _quoted(name: str, document: Type) -> str | None:
    """A bare word that is a value of some enum probably lacks its quotation marks."""
    kinds = list(document.fields.values())
    kinds += [field for kind in kinds if kind.of is not None for field in kind.of.fields.values()]
    found = any(name in kind.members for kind in kinds)
    return f"er det en verdi, skriv den i anførselstegn: '{name}'" if found else None


def _compare_hint(left: Type, right: Type) -> str | None:
    kinds = {left.kind, right.kind}
    if kinds & {"datetime"} and kinds & {"date", "text", "string"}:
        return "sammenlign dagen: day(x)"
    if "bool" in kinds and kinds & {"text", "string"}:
        return "skriv true eller false uten anførselstegn"
    if "int" in kinds and kinds & {"text", "string"}:
        return "skriv tallet uten anførselstegn"
    return None


def _argument_hint(function: str, kind: Type) -> str | None:
    if function == "days" and kind.kind == "datetime":
        return "ta dagen først: day(x)"
    if function == "contains" and kind.kind == "list":
        return "skriv «verdi in liste»"
    if kind.kind == "enum":
        return "sammenlign med == eller in"
    return None
