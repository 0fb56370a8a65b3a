"""Reads one file, in a process of its own: `python -I -m samhandling.attachments.child SECONDS [pictures]`.

The file comes on stdin; the answer (`answers.Answer`, a line) and the cleaned file leave on stdout. Before anything
but its first bytes is looked at, the process has given up opening anything: no file, no connection, no other program.
So what will be needed is imported by then. What it cannot read it dies of, and the parent knows what to say.
"""

import resource
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Final

import msgspec

from samhandling.attachments import plain_text
from samhandling.attachments.answers import MOST_BYTES, Answer, Unfit, joined
from samhandling.attachments.sniffing import sniffed
from samhandling.guard import Guard
from samhandling.kernel.child import limit
from samhandling.paths import data

#: The cleaned file, the text of each page, and what only a human can read.
_Read = tuple[bytes, tuple[str, ...], tuple[str, ...]]
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
    said, cleaned = _answered(content, kind, guard, read)
    sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n" + cleaned)
    sys.stdout.buffer.flush()


def _answered(content: bytes, kind: str, guard: Guard, read: _Reader) -> tuple[Answer, bytes]:
    try:
        if not content:
            raise Unfit("empty")
        cleaned, texts, unread = read(content)
    except Unfit as unfit:
        return Answer(kind, unfit.code, unfit.page), b""
    except MemoryError:
        return Answer(kind, "too_much"), b""
    hits = tuple((hit.kind, hit.start, hit.end, hit.level) for hit in guard.check(joined(texts)))
    return Answer(kind, texts=texts, unread=unread, hits=hits, size=len(cleaned)), cleaned


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
    return text.encode(), (text,), ()


def _pdf(with_pictures: bool) -> _Reader:
    for name in _OF_PYPDF:
        import_module(f"pypdf.{name}")
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
    return lambda content: pdf.read(content, with_pictures=with_pictures)


def _picture(kind: str) -> _Reader:
    from PIL import Image

    from samhandling.attachments import pictures

    Image.preinit()
    return lambda content: (pictures.redrawn(content, kind), (), ("picture",))


if __name__ == "__main__":
    main()
