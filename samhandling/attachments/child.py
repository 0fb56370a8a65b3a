"""Reads one file, in a process of its own: `python -I -m samhandling.attachments.child SECONDS [pictures]`.

The file comes on stdin; the answer (`answers.Answer`, a line), the cleaned file and the points of its pictures leave on
stdout. Before anything but its first bytes is looked at, the process has given up opening anything: no file, no
connection, no other program. So what will be needed is imported by then. What it cannot read it dies of, and the parent
knows what to say.
"""

import resource
import sys
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Final

import msgspec

from samhandling.attachments import plain_text
from samhandling.attachments.answers import MOST_BYTES, Answer, Unfit, joined
from samhandling.attachments.sniffing import sniffed
from samhandling.guard import Guard
from samhandling.kernel.child import limit
from samhandling.paths import data

if TYPE_CHECKING:
    from samhandling.attachments.points import Taken

#: The cleaned file, the text of each page, what only a human can read, and the pictures to be read elsewhere.
_Read = tuple[bytes, tuple[str, ...], tuple[str, ...], "Taken | None"]
_Reader = Callable[[bytes], _Read]
_CODECS: Final = (
    "ascii", "charmap", "cp1252", "latin_1", "mac_roman", "utf_8_sig", "utf_16", "utf_16_be", "utf_16_le",
)  # fmt: skip
_OF_PYPDF: Final = (
    "filters", "_codecs.core_font_metrics", "generic._image_inline", "generic._image_xobject",
)  # fmt: skip
_MEMORY: Final = 768 * 1024 * 1024
_MOST_UNFOLDED: Final = 40_000_000
_MOST_WORK: Final = 500_000


def main() -> None:
    seconds, with_pictures = int(sys.argv[1]), "pictures" in sys.argv[2:]
    limit(seconds, _MEMORY)
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    kind = sniffed(content)
    for name in _CODECS:
        import_module(f"encodings.{name}")
    guard, read = Guard.load(data("rules") / "guard"), _reader(kind, with_pictures=with_pictures)
    # From here on not even an open file can be had.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    said, *after = _answered(content, kind, guard, read)
    sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
    for each in after:
        sys.stdout.buffer.write(each)
    sys.stdout.buffer.flush()


def _answered(content: bytes, kind: str, guard: Guard, read: _Reader) -> tuple[Answer, bytes, bytes | bytearray]:
    try:
        if not content:
            raise Unfit("empty")
        cleaned, texts, unread, taken = read(content)
    except Unfit as unfit:
        return Answer(kind, unfit.code, unfit.page), b"", b""
    except MemoryError:
        return Answer(kind, "too_much"), b"", b""
    hits = tuple((hit.kind, hit.start, hit.end, hit.level) for hit in guard.check(joined(texts)))
    said = Answer(kind, texts=texts, unread=unread, hits=hits, size=len(cleaned))
    if taken is None:
        return said, cleaned, b""
    unread = unread if taken.all_of_them else (*unread, "not_read")
    return msgspec.structs.replace(said, unread=unread, pictures=tuple(taken.shown)), cleaned, taken.points


def _reader(kind: str, *, with_pictures: bool) -> _Reader:
    if kind == "txt":
        return _text
    if kind == "pdf":
        return _pdf(with_pictures)
    if kind not in ("png", "jpg"):
        return _unfit("type")
    return _picture(kind) if with_pictures else _unfit("pictures_off")


def _unfit(code: str) -> _Reader:
    def refuse(_content: bytes) -> _Read:
        raise Unfit(code)

    return refuse


def _text(content: bytes) -> _Read:
    text = plain_text.read(content)
    return text.encode(), (text,), (), None


def _pdf(with_pictures: bool) -> _Reader:
    for name in _OF_PYPDF:
        import_module(f"pypdf.{name}")
    from pypdf import PdfReader
    from pypdf._configuration import overwrite_configuration

    from samhandling.attachments import pdf

    overwrite_configuration(
        maximum_declared_stream_length=_MOST_UNFOLDED,
        array_based_stream_maximum_output_length=_MOST_UNFOLDED,
        zlib_maximum_output_length=_MOST_UNFOLDED,
        lzw_maximum_output_length=_MOST_UNFOLDED,
        run_length_maximum_output_length=_MOST_UNFOLDED,
        stream_decoding_work_maximum_length=2 * _MOST_UNFOLDED,
        stream_parsing_work_maximum_count=_MOST_WORK,
        jbig2dec_binary=None,
        disable_legacy_handling=True,
    )
    if not with_pictures:
        return lambda content: (*pdf.read(content, with_pictures=False), None)

    from samhandling.attachments import points

    _know_pictures()

    def read(content: bytes) -> _Read:
        cleaned, texts, unread = pdf.read(content, with_pictures=True)
        taken = points.of_pages(PdfReader(BytesIO(cleaned)).pages) if "picture" in unread else None
        return cleaned, texts, unread, taken

    return read


def _picture(kind: str) -> _Reader:
    from samhandling.attachments import pictures, points

    _know_pictures()

    def read(content: bytes) -> _Read:
        cleaned = pictures.redrawn(content, kind)
        return cleaned, (), ("picture",), points.of_picture(cleaned)

    return read


def _know_pictures() -> None:
    from PIL import Image

    from samhandling.attachments.pictures import MOST_POINTS

    Image.preinit()
    import_module("PIL.TiffImagePlugin")  # reads EXIF, and what faxes are packed as
    Image.MAX_IMAGE_PIXELS = MOST_POINTS // 2  # an error at twice as many


if __name__ == "__main__":
    main()
