"""Reads pictures, in a process of its own: `python -I -m samhandling.attachments.picture_child SECONDS TESSERACT`.

On stdin come the texts that were read already and the pictures' sizes (`answers.Shown`, a line), then their points.
Out goes an `answers.Answer` with all the text, and what the guard finds in it. Tesseract has this process' limits, and
sees points in the plainest form there is (PGM): nothing of the file.
"""

import subprocess
import sys
import time
from typing import Final

import msgspec

from samhandling.attachments.answers import MOST_CHARACTERS, Answer, Shown, joined
from samhandling.guard import Guard
from samhandling.kernel.child import limit
from samhandling.kernel.tesseract import LANGUAGE
from samhandling.paths import data

_MEMORY: Final = 768 * 1024 * 1024
#: What it knows of us and of the machine.
_ENVIRONMENT: Final = {"LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
#: Whole pages, turned whichever way.
_LAYOUT: Final = "1"


def main() -> None:
    seconds, tesseract = int(sys.argv[1]), sys.argv[2]
    deadline = time.monotonic() + seconds
    limit(seconds, _MEMORY)
    guard = Guard.load(data("rules") / "guard")
    shown = msgspec.json.decode(sys.stdin.buffer.readline(), type=Shown)
    texts, all_read = _texts(shown, tesseract, deadline)
    answer = Answer("", "long_text")
    if sum(map(len, texts)) <= MOST_CHARACTERS:
        hits = tuple((hit.kind, hit.start, hit.end, hit.level) for hit in guard.check(joined(texts)))
        answer = Answer("", texts=texts, unread=() if all_read else ("not_read",), hits=hits)
    sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
    sys.stdout.buffer.flush()


def _texts(shown: Shown, tesseract: str, deadline: float) -> tuple[tuple[str, ...], bool]:
    """Of each page, that of its pictures last; and whether all of them were read in time."""
    texts, all_read = [[text] for text in shown.texts] or [[]], True
    for page, width, height in shown.pictures:
        points = sys.stdin.buffer.read(width * height)
        text = _read(tesseract, b"P5 %d %d 255\n" % (width, height) + points, deadline - time.monotonic())
        if text is None:
            all_read = False
        else:
            texts[page].append(text)
    return tuple("\n".join(part for part in parts if part.strip()) for parts in texts), all_read


def _read(tesseract: str, picture: bytes, seconds: float) -> str | None:
    """None when it could not be read in that time."""
    if seconds <= 0:
        return None
    try:
        done = subprocess.run(  # noqa: S603 – the parent found it, and no argument is a user's
            [tesseract, "stdin", "stdout", "-l", LANGUAGE, "--psm", _LAYOUT],
            input=picture,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        return None
    return done.stdout.decode("utf-8", "replace").replace("\0", "\ufffd").replace("\f", "\n").strip()


if __name__ == "__main__":
    main()
