"""The worker as a thread of the server: on SQLite more processes would be more writers."""

import logging
import threading
from collections.abc import Callable
from typing import Final, Protocol

logger = logging.getLogger("samhandling.jobs")
_PAUSE: Final = 2.0


class Worker(Protocol):
    """Does one thing at a time; False when there was none to do."""

    def step(self) -> bool: ...


class WorkerThread:
    """Begins with `start`; `stop` waits until the job at hand is done. `beside`: done every few seconds."""

    def __init__(self, worker: Worker, beside: Callable[[], object], name: str = "jobs") -> None:
        self.worker = worker
        self.beside = beside
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                self.beside()
                busy = self.worker.step()
            except Exception as error:  # noqa: BLE001 – a database that is away comes back
                logger.error("the queue could not be reached: %s", type(error).__name__)
                busy = False
            if not busy:
                self._ending.wait(_PAUSE)
