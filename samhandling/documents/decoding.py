"""From bytes to text: UTF-8, UTF-16 with byte order mark, else Windows-1252 or Latin-1; binary files are refused."""

import codecs
import re
from typing import Final

from samhandling.documents.wording import MAX_MEGABYTES, refusal

MAX_BYTES: Final = MAX_MEGABYTES * 1024 * 1024

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES: Final = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "zip/Office"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office (97–2003)"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh91AY", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"(\xb5/\xfd", "Zstandard"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90\x00", "EXE"),
    (b"SQLite format 3\x00", "SQLite"),
)
_CONTROL: Final = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE: Final = 0.01
_MOJIBAKE: Final = re.compile("Ã[¦¸¥†˜…\x86\x98\x85]")  # æ, ø, å, Æ, Ø, Å in UTF-8, read as Windows-1252


def check_bytes(data: bytes) -> None:
    """Refuses what is too large, empty or binary (codes too_large, empty, binary)."""
    if len(data) > MAX_BYTES:
        raise refusal("too_large")
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise refusal("binary", what=what)
    if not data.strip(b" \t\r\n\xef\xbb\xbf") or data in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise refusal("empty")


def byte_order_mark(data: bytes) -> tuple[str, int] | None:
    """The encoding a byte order mark tells, and the mark's length."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None


def decode_text(data: bytes) -> tuple[str, bool]:
    """The text, and whether some characters in it are damaged.

    Refuses NUL bytes (nul_byte), text its byte order mark does not fit (encoding) and control characters (binary).
    """
    mark = byte_order_mark(data)
    if mark:
        text, damaged = _strictly(data[mark[1] :], mark[0]), False
    else:
        text, damaged = _guess(data)
    if "\0" in text:
        raise refusal("nul_byte")
    if len(_CONTROL.findall(text)) > len(text) * _CONTROL_SHARE:
        raise refusal("control_characters")
    if not text.strip():
        raise refusal("empty")
    return text, damaged


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise refusal("encoding") from None


def _guess(data: bytes) -> tuple[str, bool]:
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError:
        text = data.decode("iso-8859-1")
    if _MOJIBAKE.search(text):  # UTF-8 with a few broken bytes, not Latin-1
        return data.decode("utf-8", errors="replace"), True
    return text, False
