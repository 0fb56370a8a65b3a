"""What the child that reads a file says of it, on one line, before the bytes of the cleaned file.

The parent believes nothing else of it: what does not decode as this is a child that failed.
"""

from typing import Final

import msgspec

#: Bytes of a file as it is sent, and after it was cleaned.
MOST_BYTES: Final = 5_000_000
MOST_CLEANED: Final = 8_000_000
MOST_PAGES: Final = 100
MOST_CHARACTERS: Final = 300_000
#: Of all pictures that are read in a file, a byte each.
MOST_POINTS_READ: Final = 60_000_000
#: Of the line: every character may be written as six.
MOST_SAID: Final = 6 * MOST_CHARACTERS + 1_000_000


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`refusal`: a code of `forms.REFUSALS`; then only `kind` (what it is, when known) and `page` matter.

    `texts`: a page each. `unread`: what nobody but a human can read in it – «picture», «font», «pattern», «damage»,
    «textless» – and «not_read» when a picture that should be was not. `hits`: kind, start, end and level of what the
    guard found in the texts joined by a blank line. `size`: of the cleaned file. `pictures`: page (the first is 0),
    width and height of each to be read; their grey points come after the file, a byte each.
    """

    kind: str
    refusal: str = ""
    page: int = 0
    texts: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    hits: tuple[tuple[str, int, int, str], ...] = ()
    size: int = 0
    pictures: tuple[tuple[int, int, int], ...] = ()


class Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To the child that reads pictures, before their points. `texts`, `pictures`: as in `Answer`."""

    texts: tuple[str, ...]
    pictures: tuple[tuple[int, int, int], ...]


class Unfit(Exception):
    """In the child: the file is not taken. `code`: as `Answer.refusal`."""

    def __init__(self, code: str, page: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.page = page


def joined(texts: tuple[str, ...]) -> str:
    """The text that the hits count in."""
    return "\n\n".join(texts)
