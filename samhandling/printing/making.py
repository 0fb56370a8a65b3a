"""Has a PDF set by a child process of limited time and memory (ruling B33), and takes it only when it is whole.

Values travel as data: nothing in them is read as markup or code. The child has nothing of our environment, stands in
an empty folder, and can open no file by the time it sees the values.
"""

import subprocess
import sys
from collections.abc import Mapping
from enum import StrEnum
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Final

import msgspec

from samhandling.kernel.errors import Refused

MOST_ROWS: Final = 500
_MOST_BYTES: Final = 2_000_000
_COMMAND: Final = (sys.executable, "-I", "-B", "-m", "samhandling.printing.child")
_SECONDS: Final = 20.0
#: Each may use as much memory as the child's limit says.
_TURNS: Final = BoundedSemaphore(2)


class Template(StrEnum):
    """A file beside this one, set after common.typ; what its values are called stands in their first lines."""

    CASE = "case"
    PACKAGE = "package"
    REPORT = "report"


def pdf(
    template: Template,
    values: Mapping[str, object],
    *,
    command: tuple[str, ...] = _COMMAND,
    seconds: float = _SECONDS,
) -> bytes:
    """PDF/UA-1 and PDF/A-2a; the same values give the same bytes. `values`: what JSON can say.

    Refused: «print_too_many_rows» (`most`; of any one list), «print_too_large», «print_busy», «print_too_long» and
    «print_failed».
    """
    if _longest(values) > MOST_ROWS:
        raise Refused("print_too_many_rows", most=MOST_ROWS)
    order = msgspec.json.encode(values)
    if len(order) > _MOST_BYTES:
        raise Refused("print_too_large")
    if not _TURNS.acquire(timeout=seconds):
        raise Refused("print_busy")
    try:
        made = _run((*command, template.value, str(max(1, int(seconds)))), order, seconds)
    finally:
        _TURNS.release()
    if not (made.startswith(b"%PDF-") and made.rstrip().endswith(b"%%EOF")):
        raise Refused("print_failed")
    return made


def _run(command: tuple[str, ...], order: bytes, seconds: float) -> bytes:
    """What the child said; nothing when it died. Refused («print_too_long») when it was killed for its time."""
    with TemporaryDirectory(prefix="samhandling-print-") as empty:
        try:
            done = subprocess.run(  # noqa: S603 – our own program, and nothing a user wrote
                command,
                input=order,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=empty,
                env={"LANG": "C.UTF-8"},
                close_fds=True,
                start_new_session=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused("print_too_long") from None
    return done.stdout if done.returncode == 0 else b""


def _longest(value: object) -> int:
    """The length of the longest list anywhere in it."""
    if isinstance(value, Mapping):
        return max(map(_longest, value.values()), default=0)
    if isinstance(value, list | tuple):
        return max(len(value), *map(_longest, value)) if value else 0
    return 0
