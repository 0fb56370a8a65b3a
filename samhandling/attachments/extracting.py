"""Has a file read by a child process that may die of it, and takes what the child says with care.

The child gets the file on stdin, nothing of our environment and no descriptor of ours. It is in a session of its own:
when its time is up, it is killed with whatever it started.
"""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Final

import msgspec

from samhandling.attachments.answers import MOST_BYTES, MOST_CLEANED, MOST_POINTS_READ, MOST_SAID, Answer, Shown, joined
from samhandling.guard.hits import STRENGTH, Hit
from samhandling.kernel.errors import Refused

_COMMAND: Final = (sys.executable, "-I", "-B", "-m", "samhandling.attachments.child")
_READING: Final = (sys.executable, "-I", "-B", "-m", "samhandling.attachments.picture_child")
_CHUNK: Final = 65_536
_MOST: Final = MOST_SAID + 1 + MOST_CLEANED + MOST_POINTS_READ
_SECONDS: Final = 40
#: Each may use as much memory as the child's limit says.
_AT_ONCE: Final = 2


@dataclass(frozen=True, slots=True)
class Extracted:
    """`content`: the cleaned file. `text`: of every page, a blank line between them; `starts`: where each begins.

    `unread`: what only a human can read in it (`Answer.unread`); with nothing in it the guard has seen it all.
    """

    kind: str
    content: bytes = field(repr=False)
    text: str = field(repr=False)
    starts: tuple[int, ...]
    unread: tuple[str, ...]
    hits: tuple[Hit, ...]

    def page(self, place: int) -> int:
        """Of a place in the text; the first is 1."""
        return sum(start <= place for start in self.starts)

    def line(self, place: int) -> int:
        return self.text.count("\n", 0, place) + 1


@dataclass(frozen=True, slots=True)
class Extractor:
    """`command`: the child's, before its arguments; `reading`: that of the one that reads pictures. `seconds`: of the
    clock for each; half as many of the processor.
    """

    command: tuple[str, ...] = _COMMAND
    reading: tuple[str, ...] = _READING
    seconds: float = _SECONDS
    turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_AT_ONCE), repr=False)

    def __call__(self, content: bytes, *, tesseract: str | None = None) -> Extracted:
        """`tesseract`: where it is, when pictures are taken: their text is read, and the guard sees it with the rest.

        Refused: «too_large», «busy», «too_long», «damaged», and what the child refuses, each with `kind`, `page`.
        """
        if len(content) > MOST_BYTES:
            raise Refused("too_large")
        if not self.turns.acquire(timeout=self.seconds):
            raise Refused("busy")
        try:
            answer, after = _believed(self._run(self.command, content, ("pictures",) if tesseract else ()))
            if not answer.size or len(after) != answer.size + _points(answer):
                raise Refused("damaged")
            if tesseract and answer.pictures:
                answer = self._with_pictures(answer, after[answer.size :], tesseract)
        finally:
            self.turns.release()
        return _extracted(answer, bytes(after[: answer.size]))

    def _with_pictures(self, answer: Answer, points: memoryview, tesseract: str) -> Answer:
        """The answer, with the text in the pictures too, and what the guard found in all of it."""
        shown = msgspec.json.encode(Shown(answer.texts, answer.pictures))
        read, _ = _believed(self._run(self.reading, b"\n".join((shown, points)), (tesseract,)))
        unread = tuple(sorted({*answer.unread, *read.unread}))
        return msgspec.structs.replace(answer, texts=read.texts, unread=unread, hits=read.hits)

    def _run(self, command: tuple[str, ...], content: bytes, wishes: tuple[str, ...]) -> bytes:
        child = subprocess.Popen(  # noqa: S603 – our own program, and nothing a user wrote
            [*command, str(max(1, int(self.seconds / 2))), *wishes],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"LANG": "C.UTF-8"},
            close_fds=True,
            start_new_session=True,
        )
        try:
            return _exchanged(child, content, time.monotonic() + self.seconds)
        finally:
            # Before it is waited for: its number is nobody else's yet.
            _kill_with_all(child.pid)
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    pipe.close()
            child.wait()


def _kill_with_all(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _exchanged(child: "subprocess.Popen[bytes]", content: bytes, deadline: float) -> bytes:
    """All the child says. Refused («too_long») when it is not done in time; more than may be is cut off."""
    door, mouth = child.stdin, child.stdout
    if door is None or mouth is None:
        raise ValueError("the child has no pipes")
    unsent, heard = memoryview(content), bytearray()
    os.set_blocking(door.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(mouth, selectors.EVENT_READ)
        selector.register(door, selectors.EVENT_WRITE)
        while True:
            ready = selector.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                raise Refused("too_long")
            for key, _ in ready:
                if key.fileobj is door:
                    unsent = _sent(door.fileno(), unsent)
                    if not unsent:
                        selector.unregister(door)
                        door.close()
                else:
                    chunk = os.read(mouth.fileno(), _CHUNK)
                    heard += chunk
                    if not chunk or len(heard) > _MOST:
                        return bytes(heard)


def _sent(door: int, unsent: memoryview) -> memoryview:
    """What is left; nothing when the child does not listen any more."""
    try:
        return unsent[os.write(door, unsent[:_CHUNK]) :]
    except BlockingIOError:
        return unsent
    except BrokenPipeError:
        return unsent[:0]


def _believed(said: bytes) -> tuple[Answer, memoryview]:
    """The answer and what came after it. Refused («damaged») for what is no answer: the child died, or was killed."""
    end = said.find(b"\n")
    if end < 0:
        raise Refused("damaged")
    try:
        answer = msgspec.json.decode(said[:end], type=Answer)
    except msgspec.DecodeError:
        raise Refused("damaged") from None
    if answer.refusal:
        raise Refused(answer.refusal, kind=answer.kind, page=answer.page)
    return answer, memoryview(said)[end + 1 :]


def _points(answer: Answer) -> int:
    """How many follow the file. Refused («damaged») for a picture that is on no page, or is nothing."""
    pages = range(max(1, len(answer.texts)))
    if any(min(width, height) < 1 or page not in pages for page, width, height in answer.pictures):
        raise Refused("damaged")
    return sum(width * height for _, width, height in answer.pictures)


def _extracted(answer: Answer, content: bytes) -> Extracted:
    """Refused («damaged») for hits outside the text."""
    text = joined(answer.texts)
    return Extracted(
        answer.kind, content, text, tuple(_starts(answer.texts)), answer.unread, tuple(_hits(answer, len(text)))
    )


def _starts(texts: tuple[str, ...]) -> Iterable[int]:
    at = 0
    for text in texts:
        yield at
        at += len(text) + 2


def _hits(answer: Answer, length: int) -> Iterable[Hit]:
    for kind, start, end, level in answer.hits:
        if level not in STRENGTH or not 0 <= start < end <= length:
            raise Refused("damaged")
        yield Hit(kind, start, end, level)
