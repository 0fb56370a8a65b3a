"""Reads the plain part of YAML that rule files use, with the place of every value.

Only mappings, lists and scalars: anchors, aliases, tags and double keys are refused, and size and depth are capped, so
a hostile file costs little. Words are YAML 1.2's: only `true` and `false` are booleans (`yes`, `no`, `on` are words),
dates and numbers with a decimal point stay text. libyaml does the reading.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml._yaml import CParser

MAX_SIZE = 2_000_000
MAX_DEPTH = 12

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,15})$")
_HINTS = {
    "mapping values are not allowed in this context": "sett teksten i anførselstegn, eller skriv >- og ny linje",
    "found character that cannot start any token": "tabulator er ikke tillatt i starten av en linje",
}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


Place = Any
"""libyaml's event for a value: holds its marks, which cost nothing until a fault is shown."""


def span(place: Place) -> tuple[int, int]:
    """The offsets of the value in the file's text."""
    return place.start_mark.index, place.end_mark.index


class Map(dict[str, object]):
    """A mapping that knows where its keys and values stand."""

    __slots__ = ("keyed", "place", "valued")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.keyed: dict[str, Place] = {}
        self.valued: dict[str, Place] = {}


class Seq(list[object]):
    """A list that knows where its items stand."""

    __slots__ = ("place", "valued")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.valued: list[Place] = []


@dataclass(frozen=True, slots=True)
class Fault:
    """A located fault. `line` and `column` are from 1; `excerpt` is the line with a caret line below it."""

    file: str
    line: int
    column: int
    message: str
    hint: str | None = None
    excerpt: str = ""

    def __str__(self) -> str:
        shown = f"{self.file}:{self.line}:{self.column}: {self.message}"
        if self.hint:
            shown += f" – {self.hint}"
        return f"{shown}\n{self.excerpt}" if self.excerpt else shown


class FileFault(Exception):
    """A file that cannot be used; holds every fault that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text and the name shown in faults."""

    name: str
    text: str

    def fault(self, place: Place, message: str, hint: str | None = None) -> Fault:
        start, end = span(place)
        return self.fault_at(start, max(end, start + 1), message, hint)

    def fault_at(self, start: int, end: int, message: str, hint: str | None = None) -> Fault:
        """A fault about a range of the file's text."""
        start = min(start, len(self.text))
        line = self.text.count("\n", 0, start) + 1
        begin = self.text.rfind("\n", 0, start) + 1
        stop = self.text.find("\n", start)
        stop = len(self.text) if stop < 0 else stop
        excerpt = _excerpt(self.text[begin:stop], start - begin, end - begin)
        return Fault(self.name, line, start - begin + 1, message, hint, excerpt)


def _excerpt(line: str, start: int, end: int, width: int = 110) -> str:
    """The line, cut around the fault when it is long, and a caret line."""
    first = max(0, start - width // 2) if len(line) > width else 0
    shown = line[first : first + width]
    marks = max(1, min(end, len(line), first + width) - start)
    return f"    {'…' if first else ''}{shown}\n    {' ' * (start - first + (1 if first else 0))}^{'~' * (marks - 1)}"


def read_source(path: Path, name: str | None = None) -> Source:
    """The file as text. Raises FileFault when it is too large, not UTF-8 or cannot be opened."""
    shown = name or str(path)
    try:
        if path.stat().st_size > MAX_SIZE:
            raise FileFault([Fault(shown, 1, 1, f"filen er større enn {MAX_SIZE // 1_000_000} MB")])
        return Source(shown, path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileFault([Fault(shown, 1, 1, f"filen er ikke UTF-8 (byte {error.start})")]) from None
    except OSError as error:
        raise FileFault([Fault(shown, 1, 1, f"filen kan ikke åpnes: {error.strerror}")]) from None


def documents(source: Source, count: int) -> list[object]:
    """The first `count` YAML documents; what follows is not read. Raises FileFault."""
    if len(source.text) > MAX_SIZE:
        raise FileFault([Fault(source.name, 1, 1, f"filen er større enn {MAX_SIZE // 1_000_000} MB")])
    found: list[object] = []
    try:
        reader = _Reader(source)
        while len(found) < count and reader.next_document():
            found.append(reader.value())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        start = mark.index if mark is not None else 0
        hint = _HINTS.get(str(error.problem))
        raise FileFault([source.fault_at(start, start + 1, f"ikke gyldig YAML: {error.problem}", hint)]) from None
    except yaml.reader.ReaderError as error:
        message = f"tegn som ikke er tillatt i YAML (plass {error.position})"
        raise FileFault([Fault(source.name, 1, 1, message)]) from None
    return found


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._next: Callable[[], Any] = CParser(source.text).get_event
        self._depth = 0

    def next_document(self) -> bool:
        """Moves to the content of the next document, if there is one."""
        while (event := self._next()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                return True
        return False

    def value(self) -> object:
        return self._value(self._next())

    def _value(self, event: Any) -> object:
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor is not None or event.tag is not None:
            raise FileFault([self._refused(event)])
        if kind is yaml.ScalarEvent:
            return event.value if event.style else _plain(event.value)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FileFault([self._source.fault(event, f"mer enn {MAX_DEPTH} nivåer inni hverandre")])
        found: object = self._map(event) if kind is yaml.MappingStartEvent else self._seq(event)
        self._depth -= 1
        return found

    def _refused(self, event: Any) -> Fault:
        if type(event) is yaml.AliasEvent:
            return self._source.fault(event, "alias (*navn) er ikke tillatt i regelfiler", "skriv verdien ut")
        if event.anchor is not None:
            return self._source.fault(event, "anker (&navn) er ikke tillatt i regelfiler")
        return self._source.fault(event, f"merket «{event.tag}» er ikke tillatt i regelfiler")

    def _map(self, start: Any) -> Map:
        found = Map(start)
        while type(event := self._next()) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent or event.anchor is not None or event.tag is not None:
                raise FileFault([self._source.fault(event, "en nøkkel må være et enkelt ord")])
            key = event.value
            if key in found:
                raise FileFault([self._source.fault(event, f"nøkkelen «{key}» står to ganger")])
            found.keyed[key] = event
            value = self._next()
            found.valued[key] = value
            found[key] = self._value(value)
        return found

    def _seq(self, start: Any) -> Seq:
        found = Seq(start)
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            found.valued.append(event)
            found.append(self._value(event))
        return found


def _plain(text: str) -> object:
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.match(text) else text


def offsets(source: Source, place: Place, value: str) -> list[int]:
    """For each character of a scalar's value, and its end, the offset in the file's text: quotes, escapes and folded
    lines are stepped over."""
    raw = source.text
    at, last = span(place)
    style = raw[at] if at < len(raw) else ""
    if style in "\"'":
        at += 1
    elif style in "|>":
        at = raw.index("\n", at) + 1
    found: list[int] = []
    for character in value:
        at = _advance(raw, at, last, character, style)
        found.append(min(at, last))
        at += _width(raw, at, character, style)
    return [*found, min(at, last)]


def _advance(raw: str, at: int, end: int, character: str, style: str) -> int:
    """Past line breaks and indentation that the value does not hold."""
    while at < end and raw[at] != character:
        folded = character in " \n" and raw[at] == "\n"
        escaped = style == '"' and raw[at] == "\\" and not raw.startswith("\\\n", at)
        if folded or escaped or raw[at] not in " \n\r\t\\":
            break
        at += 1
    return at


def _width(raw: str, at: int, character: str, style: str) -> int:
    """How many characters of the file stand for this one."""
    if style == "'" and character == "'":
        return 2
    if style == '"' and raw[at : at + 1] == "\\":
        return {"x": 4, "u": 6, "U": 10}.get(raw[at + 1 : at + 2], 2)
    return 1
