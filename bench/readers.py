"""Letters read per second on one core, beside bare parsing of the same bytes: `python -m bench.readers [seconds]`."""

import sys
import time
from collections.abc import Callable

from lxml import etree

from samhandling.documents import read
from tests.documents.samples import sample

_XML = ("epikrise-1.2.xml", "epikrise-1.1.xml", "poliklinisk-notat.xml", "henvisning-1.0.xml", "henvisning-2.0.xml")
_TEXT = ("epikrise.txt", "henvisning.txt", "notat-nn.txt", "utskrivningsnotat.txt")
_BATCH = 20


def per_second(work: Callable[[bytes], object], letters: list[bytes], seconds: float) -> float:
    """How many letters a second `work` gets through, in processor time."""
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds:
        for _ in range(_BATCH):
            for letter in letters:
                work(letter)
        done += _BATCH * len(letters)
    return done / spent


def decode(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def main(seconds: float) -> None:
    bare: dict[str, Callable[[bytes], object]] = {"xml": etree.fromstring, "text": decode}
    for name, files in (("xml", _XML), ("text", _TEXT)):
        letters = [sample(file) for file in files]
        size = sum(map(len, letters)) / len(letters) / 1024
        reading, parsing = per_second(read, letters, seconds), per_second(bare[name], letters, seconds)
        print(
            f"{name:4} {size:4.1f} KB: read {reading:7.0f}/s ({1000 / reading:.2f} ms), "
            f"bare parsing {parsing:9.0f}/s, {parsing / reading:.1f} times as fast"
        )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0)
