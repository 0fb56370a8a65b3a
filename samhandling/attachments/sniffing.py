"""What a file is, by its content alone: neither its name nor what the browser calls it counts."""

from typing import Final

#: What is taken, and what it is called when it is given out again.
MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
}
#: First bytes to kind; of those that are not in MEDIA_TYPES only the name is told.
_STARTS: Final = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"{\\rtf", "rtf"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"BM", "picture"),
    (b"RIFF", "picture"),
    (b"\xff\xfe", "utf16"),
    (b"\xfe\xff", "utf16"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_MARKUP: Final = (b"<?xml", b"<!doctype", b"<html", b"<svg", b"<msghead", b"mime-version:")
_BOM: Final = b"\xef\xbb\xbf"
_AFTER_BLANKS: Final = frozenset({"pdf", "rtf"})
_AMBIGUOUS: Final = frozenset({b"BM", b"MZ", b"RIFF"})  # a text can begin so, too


def sniffed(content: bytes) -> str:
    """A key of MEDIA_TYPES, or the name of something else; «txt» for what may be text: reading it decides."""
    bare = content.removeprefix(_BOM).lstrip()
    for start, kind in _STARTS:
        if content.startswith(start) or (kind in _AFTER_BLANKS and bare.startswith(start)):
            return "txt" if start in _AMBIGUOUS and b"\0" not in content[:64] else kind
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        return "picture"
    if bare[:200].lower().startswith(_MARKUP):
        return "markup"
    return "utf16" if b"\0" in content[:2] else "txt"
