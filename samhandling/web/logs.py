"""The log's form: one event a line, on standard error, in UTC. Where it is kept stands in docs/drift.md."""

import logging
import time
import traceback
from typing import Any


class Line(logging.Formatter):
    """Nothing in a message can begin a new line. Of an exception stands what it was and where, not what it says."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return "".join(character if character.isprintable() else repr(character)[1:-1] for character in line)

    def formatException(self, ei: Any) -> str:
        kind, _, trace = ei
        frames = reversed(traceback.extract_tb(trace))
        return f"{kind.__name__} at " + " < ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)


def to_standard_error() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(Line())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # Alembic is chatty; the others name addresses they call.
    for name in ("alembic", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
