"""The typed record that conditions read: loads `rules/schema.yaml`, and decodes a dict of values into typed structs.

Missing, null and blank texts are the same here: a field that is None. msgspec builds and checks the structs in C; when
it refuses, the values are walked again to say in Norwegian what was expected and where.
"""

import keyword
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from samhandling.rules.cel import types
from samhandling.rules.cel.faults import choices, nearest
from samhandling.rules.cel.lexer import INT_LIMIT
from samhandling.rules.cel.types import Type
from samhandling.rules.yamlfile import Fault, FileFault, Map, Source, documents, read_source

MAX_FAULTS = 20
"""Faults told of one document; a file of nothing but unknown names must not cost more."""

MAX_ITEMS = 1_000
"""Elements in one list: what keeps gone-through lists within lists bounded."""

_NAME = re.compile(r"[a-z][a-z0-9_]*$")
_SIMPLE = {
    "string": types.STRING,
    "int": types.INT,
    "bool": types.BOOL,
    "date": types.DATE,
    "datetime": types.DATETIME,
}
_EXPECTED = {
    "string": "tekst",
    "int": "et helt tall",
    "bool": "true eller false",
    "date": "en dato som «2026-01-14»",
    "datetime": "en dato eller et tidspunkt som «2026-01-14T13:30»",
    "list": "en liste",
    "record": "en gruppe felter",
}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field: `means` says in Norwegian what it holds."""

    name: str
    type: Type
    means: str


@dataclass(frozen=True, slots=True)
class ValueFault:
    """A value that does not fit. `path` is as in a verdict: `sick_notes[0].is_first`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class InvalidValues(ValueError):
    """Values that the schema does not allow; holds every fault, in Norwegian."""

    def __init__(self, faults: list[ValueFault]) -> None:
        self.faults = faults
        super().__init__("; ".join(str(fault) for fault in faults))


@dataclass(frozen=True)
class Schema:
    """`records` and `fields` in the order of the file."""

    enums: Mapping[str, tuple[str, ...]]
    records: Mapping[str, tuple[FieldSpec, ...]]
    fields: tuple[FieldSpec, ...]

    @cached_property
    def document(self) -> Type:
        """The record type of the whole document, which conditions are checked against."""
        return Type("record", "dokumentet", fields={spec.name: spec.type for spec in self.fields})

    @cached_property
    def _structs(self) -> dict[str, type[msgspec.Struct]]:
        found: dict[str, type[msgspec.Struct]] = {}
        for name, specs in self.records.items():
            found[name] = _struct(name, specs, found)
        found[""] = _struct("Document", self.fields, found)
        return found

    def has_field(self, name: str) -> bool:
        """Whether a field of that name stands in the document or in a record of it."""
        return name in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        specs = [*self.fields, *(spec for record in self.records.values() for spec in record)]
        return frozenset(spec.name for spec in specs)

    def decode(self, values: Mapping[str, object]) -> msgspec.Struct:
        """The document as a struct with one attribute per field, None where missing. Raises InvalidValues."""
        present = without_missing(values)
        try:
            return msgspec.convert(present, self._structs[""])
        except msgspec.ValidationError as error:
            faults = list(islice(_faults(present, self.document, ""), MAX_FAULTS))
            raise InvalidValues(faults or [ValueFault("", str(error))]) from None


def without_missing(value: object) -> Any:
    """The value without nulls, blank texts and their keys: what CEL is given too."""
    if isinstance(value, Mapping):
        kept = ((key, without_missing(item)) for key, item in value.items())
        return {key: item for key, item in kept if item is not None}
    if isinstance(value, list | tuple):
        return [item for item in map(without_missing, value) if item is not None]
    if isinstance(value, str) and (not value or value.isspace()):
        return None
    return value


def _struct(name: str, specs: tuple[FieldSpec, ...], known: dict[str, type[msgspec.Struct]]) -> type[msgspec.Struct]:
    fields = [(spec.name, _annotation(spec.type, known) | None, None) for spec in specs]
    return msgspec.defstruct(
        name, fields, kw_only=True, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False
    )


def _annotation(kind: Type, known: dict[str, type[msgspec.Struct]]) -> Any:
    match kind.kind:
        case "int":
            return Annotated[int, msgspec.Meta(ge=-INT_LIMIT, le=INT_LIMIT)]
        case "bool":
            return bool
        case "date":
            return Annotated[str, msgspec.Meta(pattern=types.DATE_PATTERN)]
        case "datetime":
            return Annotated[str, msgspec.Meta(pattern=types.DATETIME_PATTERN)]
        case "enum":
            return Literal[kind.members]
        case "list":
            assert kind.of is not None  # noqa: S101 – a list type always has elements
            return Annotated[list[_annotation(kind.of, known)], msgspec.Meta(max_length=MAX_ITEMS)]  # type: ignore[misc]
        case "record":
            return known[kind.name]
        case _:
            return str


def _faults(value: object, kind: Type, path: str) -> Iterator[ValueFault]:
    """Every place where `value` does not fit `kind`."""
    if kind.kind == "record":
        yield from _record_faults(value, kind, path)
    elif kind.kind == "list" and kind.of is not None:
        if not isinstance(value, list):
            yield _unexpected(value, kind, path)
            return
        if len(value) > MAX_ITEMS:
            yield ValueFault(path, f"har {len(value)} elementer; grensen er {MAX_ITEMS}")
            return
        for at, item in enumerate(value):
            yield from _faults(item, kind.of, f"{path}[{at}]")
    elif not _fits(value, kind):
        yield _unexpected(value, kind, path)


def _record_faults(value: object, kind: Type, path: str) -> Iterator[ValueFault]:
    if not isinstance(value, Mapping):
        yield _unexpected(value, kind, path)
        return
    for name, item in value.items():
        inner = f"{path}.{name}" if path else str(name)
        field = kind.fields.get(name)
        if field is None:
            hint = nearest(str(name), kind.fields)
            yield ValueFault(inner, "ukjent felt" + (f" – {hint}" if hint else ""))
        else:
            yield from _faults(item, field, inner)


def _fits(value: object, kind: Type) -> bool:
    match kind.kind:
        case "int":
            return type(value) is int and abs(value) <= INT_LIMIT
        case "bool":
            return isinstance(value, bool)
        case "enum":
            return value in kind.members
        case "date":
            return isinstance(value, str) and re.match(types.DATE_PATTERN, value) is not None
        case "datetime":
            return isinstance(value, str) and re.match(types.DATETIME_PATTERN, value) is not None
        case _:
            return isinstance(value, str)


def _unexpected(value: object, kind: Type, path: str) -> ValueFault:
    wanted = f"en av {choices(kind.members)}" if kind.kind == "enum" else _EXPECTED[kind.kind]
    shown = repr(value) if not isinstance(value, bool) else str(value).lower()
    shown = shown if len(shown) <= 40 else f"{shown[:40]}…"
    return ValueFault(path, f"skal være {wanted}, men er {shown}")


def load_schema(path: Path) -> Schema:
    """Reads `schema.yaml`. Raises FileFault with every fault."""
    source = read_source(path, path.name)
    content = documents(source, 1)
    reader = _SchemaReader(source)
    if not content or not isinstance(content[0], Map):
        raise FileFault([Fault(source.name, 1, 1, "skjemaet er tomt")])
    schema = reader.schema(content[0])
    if reader.faults:
        raise FileFault(reader.faults)
    return schema


class _SchemaReader:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._enums: dict[str, tuple[str, ...]] = {}
        self._records: dict[str, tuple[FieldSpec, ...]] = {}
        self.faults: list[Fault] = []

    def schema(self, content: Map) -> Schema:
        for name, members in self._section(content, "enums").items():
            self._enums[name] = tuple(str(member) for member in members) if isinstance(members, list) else ()
        for name in (section := self._section(content, "records")):
            self._records[name] = self._fields(self._section(section, name))
        return Schema(self._enums, self._records, self._fields(self._section(content, "fields")))

    def _section(self, content: Map, name: str) -> Map:
        found = content.get(name)
        if isinstance(found, Map):
            return found
        self.faults.append(self._source.fault(content.place, f"«{name}» mangler eller er ingen gruppe"))
        return Map(content.place)

    def _fields(self, content: Map) -> tuple[FieldSpec, ...]:
        found: list[FieldSpec] = []
        for name, given in content.items():
            if not _NAME.match(name) or keyword.iskeyword(name):
                self.faults.append(self._source.fault(content.keyed[name], f"«{name}» kan ikke brukes som feltnavn"))
            if not isinstance(given, Map) or not isinstance(given.get("type"), str):
                self.faults.append(self._source.fault(content.keyed[name], f"«{name}» mangler type"))
                continue
            kind = self._type(str(given["type"]), given)
            found.append(FieldSpec(name, kind, str(given.get("means", ""))))
        return tuple(found)

    def _type(self, written: str, given: Map) -> Type:
        if written in _SIMPLE:
            return _SIMPLE[written]
        if written in self._enums:
            return Type("enum", written, self._enums[written])
        if written in self._records:
            return Type("record", written, fields={spec.name: spec.type for spec in self._records[written]})
        if written.startswith("list<") and written.endswith(">"):
            return types.list_of(self._type(written[5:-1], given))
        known = [*_SIMPLE, *self._enums, *self._records]
        fault = self._source.fault(given.valued["type"], f"ukjent type «{written}»", nearest(written, known))
        self.faults.append(fault)
        return types.ANY
