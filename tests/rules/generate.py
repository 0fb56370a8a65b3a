"""Random conditions and documents over a small schema with lists two deep, for comparing engines."""

import random
from collections.abc import Callable

from samhandling.rules.cel import types
from samhandling.rules.cel.types import Type, list_of
from samhandling.rules.schema import FieldSpec, Schema

COLOUR = Type("enum", "colour", ("red", "green", "blue"))
LEAF = Type(
    "record",
    "Leaf",
    fields={"ok": types.BOOL, "n": types.INT, "colour": COLOUR, "word": types.STRING, "on": types.DATE},
)
TREE = Type(
    "record",
    "Tree",
    fields={
        "ok": types.BOOL,
        "n": types.INT,
        "colour": COLOUR,
        "word": types.STRING,
        "on": types.DATE,
        "at": types.DATETIME,
        "leaves": list_of(LEAF),
        "tags": list_of(types.STRING),
    },
)
DOCUMENT = Type(
    "record",
    "Document",
    fields={
        "flag": types.BOOL,
        "other": types.BOOL,
        "n": types.INT,
        "m": types.INT,
        "colour": COLOUR,
        "word": types.STRING,
        "on": types.DATE,
        "until": types.DATE,
        "at": types.DATETIME,
        "trees": list_of(TREE),
        "leaves": list_of(LEAF),
        "tags": list_of(types.STRING),
        "numbers": list_of(types.INT),
    },
)
WORDS = ("red", "green", "æ", "Ærlig", "", "a'b", 'q"{0}', "\n")
DAYS = ("2024-02-28", "2024-02-29", "2024-03-01", "2026-01-14")


class Conditions:
    """Writes conditions of the subset. Every one parses; the checker may still refuse it as constant."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._scope: list[tuple[str, Type]] = []

    def condition(self) -> str:
        self._scope = []
        return self._bool(4)

    def _paths(self, wanted: Callable[[Type], bool]) -> list[str]:
        found = [name for name, kind in DOCUMENT.fields.items() if wanted(kind)]
        for variable, kind in self._scope:
            if wanted(kind):
                found += [variable] * 3
            found += [f"{variable}.{name}" for name, field in kind.fields.items() if wanted(field)] * 3
        for name, kind in DOCUMENT.fields.items():
            if kind.of is not None and kind.of.kind == "record":
                at = f"{name}[{self._rng.randrange(3)}]"
                found += [f"{at}.{inner}" for inner, field in kind.of.fields.items() if wanted(field)]
        return found

    def _path(self, kind: str) -> str:
        return self._rng.choice(self._paths(lambda found: found.kind == kind))

    def _bool(self, depth: int) -> str:
        if depth <= 0:
            return self._rng.choice([self._flag, self._has, self._compare])(0)
        kinds = [self._flag, self._logical, self._not, self._compare, self._macro, self._in, self._text]
        more = [self._logical, self._compare, self._macro, self._choice, self._has]
        return self._rng.choice([*kinds, *more])(depth - 1)

    def _flag(self, _depth: int) -> str:
        return self._path("bool")

    def _has(self, _depth: int) -> str:
        fields = self._paths(lambda kind: kind.kind != "record")
        return f"has({self._rng.choice([name for name in fields if '.' in name or name in DOCUMENT.fields])})"

    def _logical(self, depth: int) -> str:
        operator = self._rng.choice(["&&", "||"])
        return "(" + f" {operator} ".join(self._bool(depth) for _ in range(self._rng.choice([2, 2, 3, 7]))) + ")"

    def _not(self, depth: int) -> str:
        return f"!({self._bool(depth)})"

    def _choice(self, depth: int) -> str:
        return f"({self._bool(depth)} ? {self._bool(depth)} : {self._bool(depth)})"

    def _int(self, depth: int) -> str:
        pick = self._rng.randrange(7)
        if pick == 0 and depth > 0:
            return f"({self._int(depth - 1)} {self._rng.choice('+-')} {self._int(depth - 1)})"
        if pick == 1:
            return f"size({self._list(depth - 1)})"
        if pick == 2:
            return f"days({self._date()}, {self._date()})"
        if pick == 3:
            return f"{self._path('string')}.size()"
        if pick == 4:
            return f"numbers[{self._rng.randrange(3)}]"
        return self._path("int")

    def _date(self) -> str:
        return self._rng.choice([self._path("date"), f"day({self._path('datetime')})", f"'{self._rng.choice(DAYS)}'"])

    def _word(self) -> str:
        path = self._path("string")
        return self._rng.choice([path, f"lower({path})", self._quoted(), f"({path} + {self._quoted()})"])

    def _quoted(self) -> str:
        word = self._rng.choice(WORDS)
        return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    def _list(self, depth: int) -> str:
        lists = self._paths(lambda kind: kind.kind == "list")
        name = self._rng.choice(lists)
        if depth > 0 and self._rng.random() < 0.4 and len(self._scope) < 2:
            return self._derived(name, "filter", depth)
        return name

    def _element(self, path: str) -> Type:
        *outer, last = path.split(".")
        if not outer:
            return DOCUMENT.fields[last].of or types.ANY
        head = outer[0].split("[")[0]
        base = dict(self._scope).get(head) or DOCUMENT.fields[head].of
        assert base is not None
        return base.fields[last].of or types.ANY

    def _derived(self, path: str, kind: str, depth: int) -> str:
        variable = "xyz"[len(self._scope)]
        self._scope.append((variable, self._element(path)))
        body = self._about(variable, depth - 1)
        self._scope.pop()
        return f"{path}.{kind}({variable}, {body})"

    def _about(self, variable: str, depth: int) -> str:
        """A question that surely uses the variable."""
        kind = dict(self._scope)[variable]
        own = {"string": f"{variable} == {self._quoted()}", "int": f"{variable} > 1"}.get(kind.kind)
        if own is None:
            fields = [f"{variable}.ok", f"has({variable}.word)", f"{variable}.n > 1", f"{variable}.colour == 'red'"]
            own = self._rng.choice(fields)
        if depth <= 0 or self._rng.random() < 0.3:
            return own
        return f"({own} {self._rng.choice(['&&', '||'])} {self._bool(depth)})"

    def _macro(self, depth: int) -> str:
        if len(self._scope) >= 3:
            return self._has(0)
        path = self._rng.choice(self._paths(lambda kind: kind.kind == "list"))
        return self._derived(path, self._rng.choice(["exists", "all", "exists", "all", "exists_one"]), depth)

    def _compare(self, depth: int) -> str:
        pick = self._rng.randrange(4)
        operator = self._rng.choice(["==", "!=", "<", "<=", ">", ">="])
        if pick == 0:
            return f"{self._int(depth)} {operator} {self._rng.choice([self._int(depth), '2', '-1'])}"
        if pick == 1:
            return f"{self._date()} {operator} {self._date()}"
        if pick == 2:
            operator = self._rng.choice(["==", "!="])
            return f"{self._path('enum')} {operator} {self._rng.choice([self._path('enum'), repr('red')])}"
        return f"{self._word()} {operator} {self._word()}"

    def _in(self, depth: int) -> str:
        pick = self._rng.randrange(4)
        if pick == 0:
            return f"{self._path('enum')} in ['red', 'blue']"
        if pick == 1:
            return f"{self._word()} in {self._rng.choice(['tags', f'[{self._word()}, {self._word()}]'])}"
        if pick == 2:
            return f"{self._int(depth)} in {self._rng.choice(['numbers', '[1, 2]', f'[n, {self._int(0)}]'])}"
        if len(self._scope) >= 3:
            return self._has(0)
        variable = "xyz"[len(self._scope)]
        path = self._rng.choice(["trees", "leaves"])
        return f"{self._rng.choice([self._path('int'), '1'])} in {path}.map({variable}, {variable}.n)"

    def _text(self, _depth: int) -> str:
        return f"{self._word()}.{self._rng.choice(['startsWith', 'endsWith', 'contains'])}({self._word()})"


class Documents:
    """Documents with fields left out, lists empty and lists long."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def document(self) -> dict[str, object]:
        return self._record(DOCUMENT, self._rng.choice([0.05, 0.3, 0.6]))

    def _record(self, kind: Type, missing: float) -> dict[str, object]:
        kept = {name: field for name, field in kind.fields.items() if self._rng.random() >= missing}
        return {name: self._value(field, missing) for name, field in kept.items()}

    def _value(self, kind: Type, missing: float) -> object:
        match kind.kind:
            case "bool":
                return self._rng.random() < 0.5
            case "int":
                return self._rng.choice([0, 1, 2, -1, 3, 2**53, -(2**53)])
            case "enum":
                return self._rng.choice(kind.members)
            case "string":
                return self._rng.choice([word for word in WORDS if word.strip()])
            case "date":
                return self._rng.choice(DAYS)
            case "datetime":
                return self._rng.choice(DAYS) + self._rng.choice(["", "T10:00", "T23:59:59+02:00"])
            case "list":
                assert kind.of is not None
                return [self._value(kind.of, missing) for _ in range(self._rng.choice([0, 1, 1, 2, 3]))]
            case _:
                return self._record(kind, missing)


def _specs(kind: Type) -> tuple[FieldSpec, ...]:
    return tuple(FieldSpec(name, field, "") for name, field in kind.fields.items())


SCHEMA = Schema({}, {"Leaf": _specs(LEAF), "Tree": _specs(TREE)}, _specs(DOCUMENT))
