"""Event records: finds the kind of document a record is judged as, and places its flat fields in the schema's lists.

What the records may be called and where fields land is data: `rules/events.yaml`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from samhandling.rules.cel.faults import choices, nearest
from samhandling.rules.cel.types import Type
from samhandling.rules.model import EMPTY, Book
from samhandling.rules.reader import Reader
from samhandling.rules.schema import Schema
from samhandling.rules.yamlfile import Fault, FileFault, Map, documents, read_source

_NO_BOOK = Book("", "", EMPTY, {}, {}, {}, {}, {}, (), {})
_KEYS = ("aliases", "lists", "own", "rename")


class UnknownEvent(LookupError):
    """A record's type that no kind answers to; the message is Norwegian."""


@dataclass(frozen=True, slots=True)
class EventKind:
    """How one kind's records are read."""

    name: str
    aliases: tuple[str, ...]
    lists: tuple[str, ...]
    own: frozenset[str]
    rename: Mapping[str, str]


@dataclass(frozen=True)
class Events:
    """The kinds of event records, and other words for values."""

    schema: Schema
    kinds: Mapping[str, EventKind]
    ignored: frozenset[str]
    values: Mapping[str, Mapping[str, str]]

    def kind(self, written: str) -> str:
        """The kind of document a record's `type` means. Raises UnknownEvent."""
        found = self._names.get(_folded(written))
        if found is None:
            hint = nearest(_folded(written), self._names) or f"kjente slag: {choices(self.kinds)}"
            raise UnknownEvent(f"ukjent slags hendelse «{written}» – {hint}")
        return found

    def place(self, written: str, flat: Mapping[str, object]) -> dict[str, object]:
        """The record's fields as the schema has them: `requisition_by` of a transport → `transports[0].requisition_by`.

        A name that belongs to a list that is given fills the elements that lack it. Names nobody knows stay, so that
        decoding names them. Raises UnknownEvent.
        """
        kind = self.kinds[self.kind(written)]
        named = {kind.rename.get(name, name): value for name, value in flat.items() if name not in self.ignored}
        placed: dict[str, object] = {}
        inner: dict[str, dict[str, object]] = {}
        for name, value in named.items():
            home = self._home(kind, name, named)
            if home is None:
                placed[name] = self._translated(self.schema.document.fields.get(name), value)
            else:
                inner.setdefault(home, {})[name] = self._translated(self._elements[home].fields[name], value)
        for home, fields in inner.items():
            given = placed.get(home)
            placed[home] = _filled(given, fields) if isinstance(given, list) and given else [fields]
        return placed

    @cached_property
    def _names(self) -> dict[str, str]:
        return {_folded(word): kind.name for kind in self.kinds.values() for word in (kind.name, *kind.aliases)}

    @cached_property
    def _elements(self) -> dict[str, Type]:
        """List field → the record its elements are."""
        lists = {name: kind.of for name, kind in self.schema.document.fields.items() if kind.of is not None}
        return {name: element for name, element in lists.items() if element.kind == "record"}

    def _home(self, kind: EventKind, name: str, named: Mapping[str, object]) -> str | None:
        """The list a name belongs in, or None for the top."""
        at_top = name in self.schema.document.fields
        holders = [home for home, element in self._elements.items() if name in element.fields]
        if not holders or name in kind.own:
            return None
        for home in kind.lists:
            if home in holders:
                return home
        best = max(holders, key=lambda home: self._weight(home, named))
        return None if at_top and not self._weight(best, named) else best

    def _weight(self, home: str, named: Mapping[str, object]) -> int:
        """How many of the record's names this list holds and the top does not."""
        top = self.schema.document.fields
        return sum(name in named and name not in top for name in self._elements[home].fields)

    def _translated(self, kind: Type | None, value: object) -> object:
        if kind is None:
            return value
        if kind.kind == "list" and kind.of is not None and isinstance(value, list):
            return [self._translated(kind.of, item) for item in value]
        if kind.kind == "record" and isinstance(value, Mapping):
            return {name: self._translated(kind.fields.get(name), item) for name, item in value.items()}
        if kind.kind == "enum" and isinstance(value, str) and value not in kind.members:
            return self.values.get(kind.name, {}).get(value.strip().lower(), value)
        return value


def _filled(elements: list[object], fields: Mapping[str, object]) -> list[object]:
    return [{**fields, **element} if isinstance(element, Mapping) else element for element in elements]


def _folded(word: str) -> str:
    return re.sub(r"[\s_-]+", "", word.casefold())


def load_events(path: Path, schema: Schema) -> Events:
    """Reads `events.yaml`. Raises FileFault with every fault."""
    source = read_source(path, f"{path.parent.name}/{path.name}")
    content = documents(source, 1)
    if not content or not isinstance(content[0], Map):
        raise FileFault([Fault(source.name, 1, 1, "filen er tom")])
    reader = Reader(source, schema.document, _NO_BOOK)
    reader.keys(content[0], ("ignored", "values", "events"), ("events",))
    given = reader.map(content[0], "events")
    kinds = {name: _event_kind(reader, name, reader.map(given, name), schema) for name in given}
    values = reader.map(content[0], "values")
    other: dict[str, dict[str, str]] = {}
    for name in values:
        inner = reader.map(values, name)
        other[name] = {word: reader.word(inner, word) for word in inner}
    for name, words in other.items():
        for word, member in words.items():
            if member not in schema.enums.get(name, ()):
                reader.fault(reader.map(values, name).valued[word], f"«{member}» er ikke en verdi av {name}")
    if reader.faults:
        raise FileFault(reader.faults)
    return Events(schema, kinds, frozenset(reader.words(content[0], "ignored")), other)


def _event_kind(reader: Reader, name: str, raw: Map, schema: Schema) -> EventKind:
    reader.keys(raw, _KEYS)
    rename = reader.map(raw, "rename")
    return EventKind(
        name=name,
        aliases=reader.words(raw, "aliases"),
        lists=reader.some_of(raw, "lists", schema.document.fields),
        own=frozenset(reader.some_of(raw, "own", schema.document.fields)),
        rename={old: reader.one_of(rename, old, schema.document.fields, "") for old in rename},
    )
