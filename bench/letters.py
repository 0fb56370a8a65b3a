"""Whole checks a second on one core, XML and plain text, each beside bare parsing of the same bytes.

usage: python -m bench.letters        (made-up messages of tests/documents/data)
"""

import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from samhandling.checks.judging import Judge, Task
from samhandling.paths import data

_DATA = Path(__file__).parent.parent / "tests" / "documents" / "data"
_ROUNDS = 7


def main() -> None:
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    started = time.perf_counter()
    judge = Judge(data("rules"))
    print(f"judge ready in {(time.perf_counter() - started) * 1000:.0f} ms")
    bare: dict[str, Callable[[bytes], object]] = {
        "xml": etree.fromstring,
        "txt": lambda content: content.decode("utf-8"),
    }
    for suffix, parse in bare.items():
        letters = [path.read_bytes() for path in sorted(_DATA.glob(f"*epikrise*.{suffix}"))]
        letters = [content for content in letters if not content.startswith((b"\xff\xfe", b"\xfe\xff"))]
        if suffix == "txt":
            letters = [content for content in letters if _is_utf8(content)]
        whole = _per_letter(letters, lambda content: judge(Task(content=content)))
        only = _per_letter(letters, parse)
        size = statistics.mean(map(len, letters)) / 1000
        print(
            f"{suffix}: {len(letters)} letters of {size:.1f} KB, {1 / whole:.0f} checks a second"
            f" ({whole * 1000:.1f} ms), {whole / only:.0f} times bare parsing"
        )


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _per_letter(letters: list[bytes], act: Callable[[bytes], object]) -> float:
    """Median seconds a letter."""
    times = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        for content in letters:
            act(content)
        times.append((time.perf_counter() - started) / len(letters))
    return statistics.median(times)


if __name__ == "__main__":
    main()
