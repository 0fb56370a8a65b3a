"""`python -m tests.notices.dying URL PORT`: workers that plan and send mail, and are killed at a step.

For each line on standard input – an instant, and the step to die before, 0 for none – it forks a worker, answers with
its process id, and when it has ended with the signal that ended it. A step is the beginning or the commit of a
transaction, a call to the server, a command sent to it, and the mail itself, before it is sent and in the middle of it.
One process forks them all, so that the imports are paid for once; PostgreSQL knows them by the name «dying».
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any

import sqlalchemy as sa

from samhandling.kernel.database import Database
from samhandling.notices.planning import Planner
from samhandling.notices.sending import Sender
from tests.notices.post import Postbox


def _dying_before(step: int) -> Callable[[], bool]:
    """Says at each step whether it is the last one."""
    steps = count(1)
    return lambda: next(steps) == step


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def work(url: str, port: int, now: datetime, step: int) -> None:
    last, database = _dying_before(step), Database(url)

    def reached(*_: Any) -> None:
        if last():
            _die()

    def heard(event: str, values: tuple[Any, ...]) -> None:
        if event not in ("smtplib.connect", "smtplib.send"):
            return
        reached()
        data = values[1]
        if isinstance(data, bytes) and b"Message-ID" in data and last():
            values[0].sock.sendall(data[: len(data) // 2])
            _die()

    sys.addaudithook(heard)
    for name in ("begin", "commit"):
        sa.event.listen(database.engine, name, reached)
    office = Postbox(port=port).office()
    planner, sender = Planner(database, lambda: now, office), Sender(database, lambda: now, office)
    while planner.step():
        pass
    while sender.step():
        pass


def main() -> None:
    url, port = sys.argv[1], int(sys.argv[2])
    for line in sys.stdin:
        now, step = line.split()
        child = os.fork()
        if child == 0:
            work(url, port, datetime.fromisoformat(now), int(step))
            os._exit(0)
        print(child, flush=True)
        print(os.WTERMSIG(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
