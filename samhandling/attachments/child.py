"""Reads one file, in a process of its own: `python -I -m samhandling.attachments.child SECONDS [pictures]`.

The file comes on stdin; the answer (`answers.Answer`, a line) and the cleaned file leave on stdout. Before the first
byte of the file is looked at the process has given up opening anything: no file, no connection, no other program.
What it cannot read it dies of, and the parent knows what to say.
"""

import encodings.ascii
import encodings.charmap
import encodings.cp1252
import encodings.latin_1
import encodings.mac_roman
import encodings.utf_8_sig
import encodings.utf_16
import encodings.utf_16_be
import encodings.utf_16_le  # noqa: F401 – nothing can be imported later
import logging
import resource
import signal
import sys
from typing import Final

import msgspec
import PIL.JpegImagePlugin
import PIL.PngImagePlugin  # noqa: F401
import pypdf._codecs.core_font_metrics
import pypdf.filters
import pypdf.generic._image_inline
import pypdf.generic._image_xobject  # noqa: F401
from pypdf._configuration import overwrite_configuration

from samhandling.attachments import pdf, pictures, plain_text
from samhandling.attachments.answers import MOST_BYTES, Answer, Unfit, joined
from samhandling.attachments.sniffing import MEDIA_TYPES, sniffed
from samhandling.guard import Guard
from samhandling.paths import data

_MEMORY: Final = 768 * 1024 * 1024
_MOST_UNFOLDED: Final = 40_000_000
_MOST_WORK: Final = 500_000


def main() -> None:
    seconds = int(sys.argv[1])
    _limit(seconds)
    guard = Guard.load(data("rules") / "guard")
    # From here on not even an open file can be had.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    said, cleaned = _answered(content, guard, with_pictures="pictures" in sys.argv[2:])
    sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n" + cleaned)
    sys.stdout.buffer.flush()


def _limit(seconds: int) -> None:
    """Of time (the clock's too, in case the parent is gone), memory and what it writes to disk: nothing."""
    signal.alarm(seconds + 5)
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
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
    # Warnings quote the file; `pdf` listens for them itself.
    logging.lastResort = None


def _answered(content: bytes, guard: Guard, *, with_pictures: bool) -> tuple[Answer, bytes]:
    kind = sniffed(content)
    try:
        cleaned, texts, unread = _read(content, kind, with_pictures=with_pictures)
    except Unfit as unfit:
        return Answer(kind, unfit.code, unfit.page), b""
    except MemoryError:
        return Answer(kind, "too_much"), b""
    hits = tuple((hit.kind, hit.start, hit.end, hit.level) for hit in guard.check(joined(texts)))
    return Answer(kind, texts=texts, unread=unread, hits=hits, size=len(cleaned)), cleaned


def _read(content: bytes, kind: str, *, with_pictures: bool) -> tuple[bytes, tuple[str, ...], tuple[str, ...]]:
    if not content:
        raise Unfit("empty")
    if kind not in MEDIA_TYPES:
        raise Unfit("type")
    if kind == "txt":
        text = plain_text.read(content)
        return text.encode(), (text,), ()
    if kind == "pdf":
        return pdf.read(content, with_pictures=with_pictures)
    if not with_pictures:
        raise Unfit("pictures_off")
    return pictures.redrawn(content, kind), (), ("picture",)


if __name__ == "__main__":
    main()
