"""Turns the text values of messages, plain or XHTML, into plain text: line breaks kept, cells set apart by « | »."""

import re
from typing import Final

from lxml import etree

_BLOCKS: Final = frozenset(
    {"address", "article", "blockquote", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "h1", "h2"}
    | {"h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead"}
    | {"tr", "ul"}
)
_SILENT: Final = frozenset({"script", "style", "head", "title", "object", "img"})
_GAPS: Final = re.compile(r"\n{3,}")


def plain_text(element: etree._Element) -> str:
    """The text of an element: as written when it has no child elements, laid out as XHTML when it has."""
    if len(element) == 0:
        return tidy((element.text or "").replace("\r\n", "\n").replace("\r", "\n"))
    pieces: list[str] = []
    _walk(element, pieces)
    return tidy("".join(pieces))


def tidy(text: str) -> str:
    """The text without blank ends, indentation and runs of blank lines."""
    return _GAPS.sub("\n\n", "\n".join(line.strip() for line in text.split("\n")).strip())


def _walk(element: etree._Element, pieces: list[str]) -> None:
    name = local_name(element)
    if name in _SILENT:
        return
    if name == "br":
        pieces.append("\n")
    elif name == "tr":
        _new_line(pieces)
        pieces.append(" | ".join(_cell(cell) for cell in element if local_name(cell) in ("td", "th")) + "\n")
    else:
        _walk_inside(element, name, pieces)


def _walk_inside(element: etree._Element, name: str, pieces: list[str]) -> None:
    block = name in _BLOCKS
    if block:
        _new_line(pieces)
    if name == "li":
        pieces.append("- ")
    _say(element.text, name, pieces)
    for child in element:
        _walk(child, pieces)
        _say(child.tail, name, pieces)
    if block:
        _new_line(pieces)


def _cell(cell: etree._Element) -> str:
    return " ".join(plain_text(cell).split()) if len(cell) else " ".join((cell.text or "").split())


def _say(text: str | None, name: str, pieces: list[str]) -> None:
    """Adds running text; the white space that only indents the markup is dropped."""
    if not text:
        return
    if name == "pre":
        pieces.append(text)
    elif not text.isspace() or (pieces and not pieces[-1].endswith("\n")):
        pieces.append(_unwrapped(text))


def _unwrapped(text: str) -> str:
    """Lines that the markup's author wrapped become one; white space without a line break is kept."""
    first, *rest = text.split("\n")
    if not rest:
        return text
    return " ".join([first.rstrip(), *filter(None, map(str.strip, rest[:-1])), rest[-1].lstrip()])


def _new_line(pieces: list[str]) -> None:
    if pieces and not pieces[-1].endswith("\n"):
        pieces.append("\n")


def local_name(element: etree._Element) -> str:
    return etree.QName(element).localname
