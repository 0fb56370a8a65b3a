"""The program that reads text in pictures, which a server may lack: Debian's tesseract-ocr and tesseract-ocr-nor."""

import shutil
import subprocess
from typing import Final

LANGUAGE: Final = "nor"
_SECONDS: Final = 5


def found() -> str | None:
    """Where it is, when it can read Norwegian. Looked for anew each time: it may be installed while we run."""
    path = shutil.which("tesseract")
    if path is None:
        return None
    try:
        known = subprocess.run(  # noqa: S603 – a program of the server's own, and nothing a user wrote
            [path, "--list-langs"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return path if LANGUAGE.encode() in known.stdout.split() else None
