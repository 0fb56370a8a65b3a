"""Takes out of a JPEG what is not the picture: place, owner and camera (EXIF), XMP, comments."""

from typing import Final

_START: Final = b"\xff\xd8"
_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
# JFIF, the colour profile and Adobe's note on colours decide what the picture looks like.
_KEPT: Final = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


def stripped(data: bytes) -> bytes:
    """The same picture, bit for bit. ValueError for what is no JPEG."""
    if not data.startswith(_START):
        raise ValueError("no JPEG")
    kept, at = [_START], len(_START)
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("a marker was expected")
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker in (_SCAN, _END):
            end = data.rfind(b"\xff\xd9")  # what hangs on behind the picture goes too
            return b"".join([*kept, data[at : end + 2 if end > at else len(data)]])
        length = 2 if marker in _ALONE else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at : at + length]
        if not _is_private(marker, segment[4:]):
            kept.append(segment)
        at += length
    raise ValueError("no picture in it")


def _is_private(marker: int, payload: bytes) -> bool:
    if marker == _COMMENT:
        return True
    return 0xE0 <= marker <= 0xEF and not any(marker == m and payload.startswith(name) for m, name in _KEPT)
