"""A picture as grey points alone: what the program that reads pictures is given, and nothing of the file it was in."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from PIL import Image
from pypdf import PageObject
from pypdf.errors import DependencyError, PyPdfError

from samhandling.attachments.answers import MOST_POINTS_READ

#: Of one picture: a page at 250 points an inch.
_MOST: Final = 6_000_000
#: Of what is unfolded, all in all.
_MOST_UNFOLDED: Final = 80_000_000
#: Lower or narrower than this no letter can be read.
_LEAST_SIDE: Final = 8
_UNREADABLE: Final = (
    ArithmeticError, AttributeError, DependencyError, Image.DecompressionBombError, LookupError, NotImplementedError,
    OSError, PyPdfError, SyntaxError, TypeError, ValueError,
)  # fmt: skip


@dataclass(slots=True)
class Taken:
    """`shown`: page (the first is 0), width and height of each picture; `points`: theirs, one after another.

    `all_of_them`: false when one could not be unfolded, or there was no room for it.
    """

    shown: list[tuple[int, int, int]] = field(default_factory=list)
    points: bytearray = field(default_factory=bytearray, repr=False)
    all_of_them: bool = True

    def take(self, page: int, picture: Image.Image) -> None:
        """The same one twice is taken once; one with no room for a letter not at all."""
        if min(picture.size) < _LEAST_SIDE:
            return
        grey = _grey(picture)
        points = grey.tobytes()
        if len(self.points) + len(points) > MOST_POINTS_READ:
            self.all_of_them = False
        elif points not in self.points:
            self.shown.append((page, *grey.size))
            self.points += points


def of_picture(content: bytes) -> Taken:
    """`content`: one that we drew ourselves."""
    taken = Taken()
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
        taken.take(0, picture)
    return taken


def of_pages(pages: Iterable[PageObject]) -> Taken:
    taken, unfolded = Taken(), 0
    for number, page in enumerate(pages):
        for picture in _pictures(page):
            unfolded += picture.width * picture.height if picture else 0
            if picture is None or unfolded > _MOST_UNFOLDED:
                taken.all_of_them = False
            else:
                taken.take(number, picture)
        if unfolded > _MOST_UNFOLDED:
            break
    return taken


def _pictures(page: PageObject) -> Iterator[Image.Image | None]:
    """None for one that cannot be unfolded."""
    try:
        names = page.images.keys()
    except _UNREADABLE:
        yield None
        return
    for name in names:
        try:
            yield page.images[name].image
        except _UNREADABLE:
            yield None


def _grey(picture: Image.Image) -> Image.Image:
    """On white, no larger than is read, and twice as large when it is small, as letters on a screen are."""
    if picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    grey = picture.convert("L")
    points = grey.width * grey.height
    if points * 4 <= _MOST:
        return grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)
    if points > _MOST:
        grey.thumbnail((int(grey.width * (_MOST / points) ** 0.5), int(grey.height * (_MOST / points) ** 0.5)))
    return grey
