"""A server with the program that reads pictures, and one that only says it is there."""

from pathlib import Path

import pytest

from samhandling.kernel import tesseract

needs_tesseract = pytest.mark.skipif(
    tesseract.found() is None, reason="Debian's tesseract-ocr and tesseract-ocr-nor are not installed"
)


def program(folder: Path, *languages: str) -> None:
    """One that knows these languages, and reads nothing."""
    path = folder / "tesseract"
    path.write_text("#!/bin/sh\n" + "".join(f"echo {each}\n" for each in ("List of languages:", *languages)))
    path.chmod(0o700)
