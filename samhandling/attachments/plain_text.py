"""A text file: UTF-8, or Windows-1252 as older programs write it. It is kept as UTF-8 without a mark in front."""

import re
from typing import Final

from samhandling.attachments.answers import MOST_CHARACTERS, Unfit

# Neither a line, a tab nor a page: nobody types them, and a reader does not see them.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def read(content: bytes) -> str:
    """Line breaks as \\n. Unfit («encoding», «control_characters», «empty», «long_text»)."""
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.search(text):
        raise Unfit("control_characters")
    if not text.strip():
        raise Unfit("empty")
    if len(text) > MOST_CHARACTERS:
        raise Unfit("long_text")
    return text


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unfit("encoding")
