"""Reads `ruleset.yaml`: the rulebook's names and labels, and the list of statements that must all be there."""

from collections.abc import Callable
from typing import TypeVar

from samhandling.rules.cel.types import Type
from samhandling.rules.model import Book, Chapter, Strength, Text
from samhandling.rules.reader import Reader
from samhandling.rules.yamlfile import Fault, FileFault, Map, Source, documents

_KEYS = ("id", "version", "name", "source", "strengths", "responsible", "outcomes", "kinds", "chapters", "statements")
_NO_BOOK = Book("", "", Text("", ""), {}, {}, {}, {}, {}, (), {})
_Value = TypeVar("_Value")


def read_book(source: Source) -> tuple[Book, Map]:
    """The book, and what was read, for the hash. Raises FileFault with every fault."""
    content = documents(source, 1)
    if not content or not isinstance(content[0], Map):
        raise FileFault([Fault(source.name, 1, 1, "filen er tom")])
    given = content[0]
    reader = Reader(source, Type("record"), _NO_BOOK)
    reader.keys(given, _KEYS, _KEYS)
    about = reader.map(given, "source")
    book = Book(
        id=reader.word(given, "id"),
        version=reader.word(given, "version"),
        name=reader.text(given, "name"),
        source={key: reader.word(about, key) for key in about},
        strengths=_each(reader, given, "strengths", lambda name, raw: _strength(reader, name, raw)),
        responsible=_labels(reader, given, "responsible"),
        outcomes=_labels(reader, given, "outcomes"),
        kinds=_labels(reader, given, "kinds"),
        chapters=tuple(_each(reader, given, "chapters", lambda number, raw: _chapter(reader, number, raw)).values()),
        statements=_statements(reader, reader.map(given, "statements")),
    )
    if reader.faults:
        raise FileFault(reader.faults)
    return book, given


def _each(reader: Reader, given: Map, key: str, build: Callable[[str, Map], _Value]) -> dict[str, _Value]:
    inner = reader.map(given, key)
    return {name: build(name, reader.map(inner, name)) for name in inner}


def _labels(reader: Reader, given: Map, key: str) -> dict[str, Text]:
    inner = reader.map(given, key)
    return {name: reader.text(inner, name) for name in inner}


def _strength(reader: Reader, name: str, raw: Map) -> Strength:
    needed = ("name", "means", "label", "group", "rank")
    reader.keys(raw, (*needed, "never_broken"), needed)
    rank = raw.get("rank")
    return Strength(
        id=name,
        name=reader.text(raw, "name"),
        means=reader.text(raw, "means"),
        label=reader.text(raw, "label"),
        group=reader.word(raw, "group"),
        rank=rank if type(rank) is int else 0,
        never_broken=raw.get("never_broken") is True,
    )


def _chapter(reader: Reader, number: str, raw: Map) -> Chapter:
    reader.keys(raw, ("nb", "nn"), ("nb", "nn"))
    return Chapter(number, Text(reader.word(raw, "nb"), reader.word(raw, "nn")))


def _statements(reader: Reader, given: Map) -> dict[str, tuple[str, ...]]:
    """Statement number → rule ids: the letters are put after the number, none means one rule with the number itself."""
    found: dict[str, tuple[str, ...]] = {}
    for number in given:
        letters = reader.words(given, number)
        found[number] = tuple(f"{number}{letter}" for letter in letters) or (number,)
    return found
