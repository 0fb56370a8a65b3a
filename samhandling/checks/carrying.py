"""An uploaded file that travels with the form between two requests, since nothing of it is kept here.

Compressed, because base64 alone would push a file that was let in over the limit when it comes back.
"""

import base64
import binascii
import zlib

from samhandling.web.limits import BODY_LIMIT


def pack(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content)).decode("ascii")


def unpack(packed: str) -> bytes | None:
    """The file, or None for what `pack` did not make or what would unfold beyond the body limit."""
    try:
        unfolding = zlib.decompressobj()
        content = unfolding.decompress(base64.b64decode(packed, validate=True), BODY_LIMIT)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return content if unfolding.eof else None
