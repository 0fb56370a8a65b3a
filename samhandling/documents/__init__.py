"""Reads health messages and letters: bytes in, one canonical Document out, or Unreadable with a reason in plain words.

Pure: no clock, no network, no files. The public door is `read`; `public` turns a Document into the answer's JSON.
"""

from samhandling.documents.canonical import DOCUMENT_KINDS, LETTER_KINDS, Document, Unreadable
from samhandling.documents.public import public
from samhandling.documents.readers.fhir import read_fhir
from samhandling.documents.readers.letter import read_letter
from samhandling.documents.readers.messages import read_message
from samhandling.documents.sniffing import JsonContent, XmlContent, content_of

__all__ = ["DOCUMENT_KINDS", "LETTER_KINDS", "Document", "Unreadable", "public", "read"]


def read(data: bytes, *, kind: str | None = None) -> Document:
    """The document in `data`; what it is, is told by its content alone.

    `kind` is the caller's word for what a letter in plain text is, and wins over the words in it; a message says itself
    what it is. Raises Unreadable for everything that cannot be read as one document of a known kind, and ValueError for
    a `kind` outside DOCUMENT_KINDS.
    """
    if kind is not None and kind not in DOCUMENT_KINDS:
        raise ValueError(f"unknown kind of document: {kind!r}")
    content = content_of(data)
    if isinstance(content, XmlContent):
        return read_message(content.root)
    if isinstance(content, JsonContent):
        return read_fhir(content.value)
    return read_letter(content.text, kind=kind, damaged=content.damaged)
