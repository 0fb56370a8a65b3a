"""A picture, drawn anew from its points alone, so that nothing of place, owner or camera comes along."""

import io
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from samhandling.attachments.answers import MOST_CLEANED, Unfit

MOST_POINTS: Final = 40_000_000
_FORMATS: Final = {"png": "PNG", "jpg": "JPEG"}
_MODES: Final = {"PNG": ("1", "L", "LA", "RGB", "RGBA"), "JPEG": ("L", "RGB")}


def redrawn(content: bytes, kind: str) -> bytes:
    """`kind`: png or jpg. Turned as the camera said. Unfit («damaged», «too_many_points», «too_large_cleaned»)."""
    Image.MAX_IMAGE_PIXELS = MOST_POINTS // 2  # an error at twice as many
    try:
        fresh = _fresh(content, _FORMATS[kind])
    except Image.DecompressionBombError:
        raise Unfit("too_many_points") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Unfit("damaged") from None
    out = io.BytesIO()
    fresh.save(out, _FORMATS[kind], **({"quality": 90} if kind == "jpg" else {}))
    if out.tell() > MOST_CLEANED:
        raise Unfit("too_large_cleaned")
    return out.getvalue()


def _fresh(content: bytes, name: str) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=(name,)) as picture:
        if picture.width * picture.height > MOST_POINTS:
            raise Unfit("too_many_points")
        upright = ImageOps.exif_transpose(picture)
    if upright.mode not in _MODES[name]:
        upright = upright.convert("RGBA" if name == "PNG" else "RGB")
    return Image.frombytes(upright.mode, upright.size, upright.tobytes())
