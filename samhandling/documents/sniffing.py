"""Decides from the bytes alone whether a file is a message (XML), a FHIR document (JSON) or a letter in plain text."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from lxml import etree

from samhandling.documents import markup
from samhandling.documents.decoding import byte_order_mark, check_bytes, decode_text
from samhandling.documents.wording import MAX_DEPTH, refusal


@dataclass(frozen=True, slots=True)
class XmlContent:
    root: etree._Element


@dataclass(frozen=True, slots=True)
class JsonContent:
    value: Any


@dataclass(frozen=True, slots=True)
class TextContent:
    """`text` is the file's text, character for character."""

    text: str
    damaged: bool = False


_XML_OPENING: Final = re.compile(rb"\s*<(?:[?!]|[A-Za-z_\xc3])")
_DECLARATION: Final = re.compile(r"(?:ï»¿|ÿþ|þÿ)?\s*<\?xml\s")  # after a byte order mark read as Latin-1
_NAMESPACE_OR_DOCTYPE: Final = re.compile(r"<!DOCTYPE|<!ENTITY|\sxmlns(?::\w+)?\s*=", re.IGNORECASE)
_START: Final = 4096
_LONGEST_WRAPPED: Final = 1_000_000
_TAG: Final = re.compile(r"<[^<>]{0,300}>")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_MARKUP_SHARE: Final = 0.2
_FEWEST_WORDS: Final = 12
_JSON_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', re.DOTALL)
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")


def content_of(data: bytes) -> XmlContent | JsonContent | TextContent:
    """What the file holds. Well-formed XML without a namespace that is mostly running text is text."""
    check_bytes(data)
    if _looks_like_xml(data):
        return _xml_or_text(data)
    text, damaged = decode_text(data)
    if text.lstrip().startswith(("{", "[")):
        value = _json(text)
        if value is not None:
            return JsonContent(value)
    return TextContent(text, damaged)


def _looks_like_xml(data: bytes) -> bool:
    mark = byte_order_mark(data)
    start = data[mark[1] :][:400] if mark else data[:400]
    return bool(_XML_OPENING.match(start.replace(b"\0", b"") if mark else start)) or start.startswith((b"<\0", b"\0<"))


def _xml_or_text(data: bytes) -> XmlContent | TextContent:
    """A file that declares itself XML must be XML; otherwise tags round a letter may even be broken."""
    start = data[:_START].decode("latin-1").replace("\0", "")
    if len(data) > _LONGEST_WRAPPED or _NAMESPACE_OR_DOCTYPE.search(start):
        return XmlContent(markup.parse(data))
    if not _DECLARATION.match(start):
        text, damaged = decode_text(data)
        return TextContent(text, damaged) if _is_running_text(text) else XmlContent(markup.parse(data))
    root = markup.parse(data)
    text = markup.decode(data)
    return TextContent(text) if etree.QName(root).namespace is None and _is_running_text(text) else XmlContent(root)


def _is_running_text(text: str) -> bool:
    text = text.partition("?>")[2] if _DECLARATION.match(text) else text
    bare = _TAG.sub(" ", text)
    return len(text) - len(bare) < _MARKUP_SHARE * len(text) and len(_WORD.findall(bare)) >= _FEWEST_WORDS


def _json(text: str) -> Any | None:
    """The value; None when a text merely begins with a bracket. Refused: too_deep, not_well_formed, encoding."""
    depth = deepest = 0
    for token in _JSON_TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token[0] in "]}":
            depth -= 1
    if deepest > MAX_DEPTH:
        raise refusal("too_deep")
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as fault:
        if text.lstrip().startswith("["):
            return None
        raise refusal("not_well_formed_json", line=fault.lineno, column=fault.colno) from None
    except ValueError:  # an integer with more digits than Python reads
        raise refusal("not_well_formed_json", line=1, column=1) from None
    if _SURROGATE_ESCAPE.search(text) and not _is_text_all_through(value):
        raise refusal("encoding")
    return value


def _refuse_constant(_: str) -> NoReturn:
    """NaN and Infinity are no JSON, though Python's reader takes them."""
    raise refusal("not_well_formed_json", line=1, column=1)


def _is_text_all_through(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
