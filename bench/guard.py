"""The identity guard beside the plainest thing one could do: looking for eleven digits with one pattern.

usage: python -m bench.guard        (sentences of tests/guard, joined to texts of ordinary length)
"""

import platform
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from samhandling.guard import Guard
from samhandling.paths import data

_SENTENCES = Path(__file__).parent.parent / "tests" / "guard" / "sentences.yaml"
_ELEVEN = re.compile(r"(?<!\d)\d{6}[ -]?\d{5}(?!\d)")
_ROUNDS = 7
_TOGETHER = 5


def main() -> None:
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    started = time.process_time()
    guard = Guard.load(data("rules") / "guard")
    print(f"guard ready in {(time.process_time() - started) * 1000:.0f} ms of processor time")
    sentences = [
        row if isinstance(row, str) else row[0]
        for rows in yaml.safe_load(_SENTENCES.read_text("utf-8")).values()
        for row in rows
    ]
    texts = [" ".join(sentences[at : at + _TOGETHER]) for at in range(0, len(sentences), _TOGETHER)]
    whole, plain = _per_kb(texts, guard.check), _per_kb(texts, _ELEVEN.findall)
    print(f"{whole:.1f} ms a KB, {whole / plain:.0f} times one pattern for eleven digits")


def _per_kb(texts: list[str], act: Callable[[str], object]) -> float:
    """Median milliseconds of processor time for 1,024 characters."""
    times = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        for text in texts:
            act(text)
        times.append(time.process_time() - started)
    return statistics.median(times) * 1000 * 1024 / sum(map(len, texts))


if __name__ == "__main__":
    main()
