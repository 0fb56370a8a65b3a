"""Parses XML from strangers: limits first, then a parser that opens nothing.

A DOCTYPE is refused wherever it may stand: even the safe settings of the parser would drop its entities silently.
"""

import re
from typing import Final

from lxml import etree

from samhandling.documents.decoding import MAX_BYTES, byte_order_mark
from samhandling.documents.wording import MAX_DEPTH, refusal

_MAX_MARKS: Final = 400_000
_ENCODINGS: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "iso-8859-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "windows-1252",
    "cp1252": "windows-1252",
}
_DECLARED: Final = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_OPENERS: Final = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_TOO_DEEP: Final = etree.XPath("boolean(/" + "/".join("*" * (MAX_DEPTH + 1)) + ")")


def parse(data: bytes) -> etree._Element:
    """The root element.

    Refused: too_large, encoding, nul_byte, doctype, not_well_formed (with the place), too_deep.
    """
    if len(data) > MAX_BYTES:
        raise refusal("too_large")
    text = decode(data)
    if "\0" in text:
        raise refusal("nul_byte")
    if _has_doctype(text):
        raise refusal("doctype")
    if text.count("<") > _MAX_MARKS:
        raise refusal("too_many_elements")
    return _parse_utf8(text.encode())


def decode(data: bytes) -> str:
    """The file's characters, by its byte order mark or its declaration."""
    encoding, skip = _encoding_of(data)
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError:
        raise refusal("encoding") from None


def _encoding_of(data: bytes) -> tuple[str, int]:
    """What to decode with, and the length of the byte order mark. Names outside the list are refused, as UTF-7 is."""
    mark = byte_order_mark(data)
    if mark:
        return mark
    for opener, encoding in _OPENERS:
        if data.startswith(opener):
            return encoding, 0
    declared = _DECLARED.match(data)
    if not declared:
        return "utf-8", 0
    known = _ENCODINGS.get(declared[1].decode("ascii").casefold())
    if known is None or known.startswith("utf-16"):  # UTF-16 would not have let us read the declaration
        raise refusal("encoding")
    return known, 0


def _has_doctype(text: str) -> bool:
    """Whether a declaration stands before the root element, past white space, comments and processing instructions."""
    at = 0
    while True:
        at = text.find("<", at)
        if at < 0:
            return False
        if text.startswith("<!--", at):
            at = text.find("-->", at + 4)
        elif text.startswith("<?", at):
            at = text.find("?>", at + 2)
        else:
            return text.startswith("<!", at)
        if at < 0:
            return False


def _parse_utf8(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        if fault.msg and "depth" in fault.msg.casefold():
            raise refusal("too_deep") from None
        raise refusal("not_well_formed_xml", line=fault.lineno or 1, column=fault.offset or 1) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusal("doctype")
    if _TOO_DEEP(root):
        raise refusal("too_deep")
    return root
