"""The synthetic messages and letters of this folder, and small ways to vary them."""

import json
from pathlib import Path
from typing import Any

from samhandling.documents import Document, read

DATA = Path(__file__).parent / "data"
NAMES = sorted(path.name for path in DATA.iterdir() if path.is_file())


def sample(name: str) -> bytes:
    return (DATA / name).read_bytes()


def golden(name: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((DATA / "golden" / f"{name}.json").read_text("utf-8"))
    return answer


def changed(name: str, *changes: tuple[str, str]) -> Document:
    """The sample read again after replacing words in it; each must occur."""
    text = sample(name).decode("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read(text.encode())
