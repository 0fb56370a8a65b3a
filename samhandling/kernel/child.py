"""What a process of its own gives up before it works on what may be hostile."""

import logging
import resource
import signal


def limit(seconds: int, memory: int) -> None:
    """Of time (the clock's too, in case the parent is gone), memory in bytes, and what it writes to disk: nothing."""
    signal.alarm(2 * seconds + 5)
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    # What goes wrong may quote what was worked on.
    logging.lastResort = None
