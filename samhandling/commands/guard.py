"""`samhandling guard`: does a text hold anything that points at a person? Answers without showing what it found."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from lxml import etree

from samhandling.documents.canonical import Unreadable
from samhandling.documents.decoding import decode_text
from samhandling.guard import Guard, Hit
from samhandling.paths import data

FOUND = 1
UNREADABLE = 2
USAGE = 64
_MOST_BYTES = 10 * 1024 * 1024
_STOPS = ("block", "warn")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("guard", help="finn personopplysninger i tekst")
    parser.add_argument("files", nargs="*", metavar="fil", help="tekst eller XML; - for standard inn")
    parser.add_argument("--jsonl", metavar="fil", help="linjer med {id, text}; - for standard inn")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0: nothing found. 1: something to stop or ask about. 2: a file could not be read. 64: wrong use."""
    if bool(args.files) == bool(args.jsonl):
        print("samhandling guard: gi enten filer eller --jsonl", file=sys.stderr)
        return USAGE
    guard = Guard.load(data("rules") / "guard")
    return _lines(guard, args.jsonl) if args.jsonl else _files(guard, args.files)


def _lines(guard: Guard, name: str) -> int:
    if name == "-":
        return _answered(guard, sys.stdin)
    try:
        with Path(name).open(encoding="utf-8", newline="\n") as stream:
            return _answered(guard, stream)
    except OSError as error:
        print(f"samhandling guard: {name} kunne ikke åpnes: {error.strerror}", file=sys.stderr)
        return UNREADABLE


def _answered(guard: Guard, stream: TextIO) -> int:
    code = 0
    for line in stream:
        if line.strip():
            answer = _answer(guard, line)
            code = max(code, UNREADABLE if "error" in answer else FOUND if _stopping(answer["hits"]) else 0)
            print(json.dumps(answer, ensure_ascii=False))
    return code


def _answer(guard: Guard, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        identity = record.get("id") if isinstance(record, dict) else None
        message = "Linjen må være et objekt med «text» (tekst)."
        return {"id": identity, "error": {"code": "bad_record", "message": message}}
    hits = guard.check(record["text"])
    return {
        "id": record.get("id"),
        "hits": [{"kind": hit.kind, "start": hit.start, "end": hit.end, "level": hit.level} for hit in hits],
    }


def _stopping(hits: list[dict[str, Any]]) -> bool:
    return any(hit["level"] in _STOPS for hit in hits)


def _files(guard: Guard, names: list[str]) -> int:
    code = 0
    for name in names:
        try:
            with sys.stdin.buffer if name == "-" else Path(name).open("rb") as stream:
                content = stream.read(_MOST_BYTES + 1)
        except OSError as error:
            print(f"{name}: kunne ikke åpnes: {error.strerror}", file=sys.stderr)
            code = UNREADABLE
            continue
        if len(content) > _MOST_BYTES:
            print(f"{name}: er større enn {_MOST_BYTES // 1024 // 1024} MB", file=sys.stderr)
            code = UNREADABLE
            continue
        code = max(code, _file(guard, name, content))
    return code


def _file(guard: Guard, name: str, content: bytes) -> int:
    """Prints a row for each hit; what was found is never printed. The name of the file is looked at as well."""
    found = False
    for hit in guard.check_file_name(Path(name).name):
        found = found or hit.level in _STOPS
        print(f"Filnavnet: {_advice(guard, hit)}")
    for part in parts(content):
        for hit in guard.check(part.text):
            found = found or hit.level in _STOPS
            print(f"{name}:{part.place(hit)}: {_advice(guard, hit)}")
    if not found:
        print(f"{name}: ingenting å stoppe")
    return FOUND if found else 0


_LEVELS = {"block": "stoppes", "warn": "spør", "advice": "råd"}


def _advice(guard: Guard, hit: Hit) -> str:
    kind = guard.kinds[hit.kind]
    return f"{_LEVELS[hit.level]}: {kind.label['nb']}. {kind.instead['nb']}"


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a file and the line it begins on. `whole`: it is the file itself, so that columns mean something."""

    text: str
    line: int
    whole: bool = False

    def place(self, hit: Hit) -> str:
        if not self.whole:
            return str(self.line)
        return (
            f"{self.line + self.text.count(chr(10), 0, hit.start)}:{hit.start - self.text.rfind(chr(10), 0, hit.start)}"
        )


def parts(content: bytes) -> Iterator[Part]:
    """Of XML every element's and comment's text and every attribute's value, where the numbers stand; of JSON every
    string and number; else the file itself."""
    root = _markup(content)
    if root is not None:
        for element in root.iter():
            values = (element.text, element.tail, *element.attrib.values())
            line = element.sourceline if isinstance(element.sourceline, int) else 1
            yield from (Part(text, line) for text in values if text and text.strip())
        return
    text = _decoded(content)
    yield Part(text, 1, whole=True)
    yield from (Part(value, 1) for value in _escaped(text))


def _escaped(text: str) -> Iterator[str]:
    """The strings of JSON that are written with escapes, as they are meant."""
    if "\\" not in text or text.lstrip()[:1] not in ("{", "["):
        return
    try:
        left: list[object] = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            left += value
        elif isinstance(value, dict):
            left += [*value.keys(), *value.values()]


def _markup(content: bytes) -> etree._Element | None:
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return None
    # What is no well-formed XML is looked at as it stands: a parser that recovers leaves text out.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None


def _decoded(content: bytes) -> str:
    """Whatever it is: a file that cannot be read as text is looked at byte by byte."""
    try:
        return decode_text(content)[0]
    except Unreadable:
        return content.decode("latin-1")
