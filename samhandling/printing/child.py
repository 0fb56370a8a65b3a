"""Sets one PDF, in a process of its own: `python -I -m samhandling.printing.child TEMPLATE SECONDS`.

The values come on stdin as JSON; the PDF leaves on stdout. Before the values are read, the process has given up
opening anything: no file, no connection, no other program, so no template can reach a package or a path. Fonts are
those in the library itself; a sign they lack is set as «□», since a PDF that anybody can read has no empty signs.
"""

import json
import re
import resource
import sys
from pathlib import Path
from typing import Final
from unicodedata import normalize

import typst

from samhandling.kernel.child import limit

_MEMORY: Final = 768 * 1024 * 1024
_MOST_MADE: Final = 20_000_000
#: Whatever the library's fonts may lack. They have Latin with its letters for Sámi, Greek, Cyrillic, and the signs of
#: ordinary writing.
_LACKING: Final = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u017f\u01e4-\u01ef\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f"
    "\u2010-\u2015\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2122"
    "\u2190-\u2193\u2202\u2206\u2211\u2212\u221a\u221e\u2248\u2260\u2264\u2265\u25a1]"
)
#: Signs that stand for another, or for nothing.
_INSTEAD: Final = str.maketrans(
    {"\r": None, "\t": " ", "\u2028": "\n", "\u2029": "\n", "\u200b": None, "\ufeff": None, "\u202f": "\u00a0"}
)


def main() -> None:
    name, seconds = sys.argv[1], int(sys.argv[2])
    limit(seconds, _MEMORY)
    template = source(name)
    # From here on not even an open file can be had.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    sys.stdout.buffer.write(made(template, json.loads(sys.stdin.buffer.read())))
    sys.stdout.buffer.flush()


def source(name: str) -> bytes:
    """The template, after what stands before all of them."""
    return b"\n".join((Path(__file__).parent / f"{each}.typ").read_bytes() for each in ("common", name))


def made(template: bytes, values: object) -> bytes:
    """Raises TypstError for a template that does not fit the values, ValueError for a PDF too large."""
    found = typst.compile(
        template,
        font_paths=[],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(printable(values), ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
    )
    if len(found) > _MOST_MADE:
        raise ValueError("the PDF is too large")
    return found


def printable(value: object) -> object:
    """The same values, with every text as it can be set."""
    if isinstance(value, str):
        return _LACKING.sub("□", normalize("NFC", value).translate(_INSTEAD))
    if isinstance(value, dict):
        return {name: printable(each) for name, each in value.items()}
    return [printable(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
