"""Drafts are counted beside the pages: by a thread of its own, in short transactions, with progress and a way to stop.

Counting reads in one transaction, so that the numbers are of one instant; nothing is locked while it reckons.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from samhandling.kernel.clock import Clock
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.reports import repository
from samhandling.reports.content import digest, frozen
from samhandling.reports.dimensions import Ruled
from samhandling.reports.drafting import Made, draft
from samhandling.reports.periods import period
from samhandling.reports.tables import DraftState, ReportDraft

logger = logging.getLogger("samhandling.reports")
#: A counting that has said nothing for so long is dead, and is begun again; at most so often.
_SILENT: Final = timedelta(minutes=2)
_ATTEMPTS: Final = 3
#: How often it says how far it has come, and looks whether it is to stop.
_BEAT: Final = timedelta(seconds=1)


class Stopped(Exception):
    """Somebody cancelled it, or asked anew."""


@dataclass(slots=True)
class Maker:
    """`step` counts one draft; what goes wrong is written on the draft."""

    database: Database
    clock: Clock
    ruled: Ruled

    def step(self) -> bool:
        """False when none waits."""
        with self.database.reading(SYSTEM) as session:
            if repository.next_draft(session, self.clock() - _SILENT) is None:
                return False
        taken = self._take()
        if taken is None:
            return False
        try:
            with self.database.reading(SYSTEM) as session:
                made = draft(session, taken.area_id, period(taken.period), self.ruled, self.clock(), _Beat(self, taken))
            self._keep(taken, made)
        except Stopped:
            pass
        except Exception as error:  # noqa: BLE001 – whatever went wrong, the next draft is counted
            logger.error("a report could not be counted: %s", type(error).__name__)
            self._failed(taken)
        return True

    def _take(self) -> ReportDraft | None:
        now = self.clock()
        with self.database.writing(SYSTEM) as session:
            row = repository.next_draft(session, now - _SILENT)
            if row is None:
                return None
            row.attempts += 1
            row.state = DraftState.RUNNING if row.attempts <= _ATTEMPTS else DraftState.FAILED
            row.stage, row.steps, row.beat_at = "", 0, now
            session.add(row)
        return row if row.state is DraftState.RUNNING else None

    def beat(self, taken: ReportDraft, stage: str, steps: int, now: datetime) -> None:
        """Raises Stopped when it is not ours any more."""
        with self.database.writing(SYSTEM) as session:
            row = repository.draft_by_id(session, key(taken.id), to_change=True)
            if not _is_ours(row, taken):
                raise Stopped
            row.stage, row.steps, row.beat_at = stage, steps, now
            session.add(row)

    def _keep(self, taken: ReportDraft, made: Made) -> None:
        body = frozen(made.report)
        with self.database.writing(SYSTEM) as session:
            row = repository.draft_by_id(session, key(taken.id), to_change=True)
            if not _is_ours(row, taken):
                return
            row.state, row.body, row.digest = DraftState.DONE, body, digest(body)
            row.numbers = msgspec.json.encode(made.numbers).decode()
            row.counted_at, row.ledger_id = made.report.counted_at, made.ledger_id
            session.add(row)

    def _failed(self, taken: ReportDraft) -> None:
        with self.database.writing(SYSTEM) as session:
            row = repository.draft_by_id(session, key(taken.id), to_change=True)
            if _is_ours(row, taken):
                row.state = DraftState.FAILED
                session.add(row)


def _is_ours(row: ReportDraft, taken: ReportDraft) -> bool:
    return row.state is DraftState.RUNNING and (row.attempts, row.asked_at) == (taken.attempts, taken.asked_at)


class _Beat:
    """Tells how far it has come, once in a while."""

    def __init__(self, maker: Maker, taken: ReportDraft) -> None:
        self._maker, self._taken, self._steps = maker, taken, 0
        self._stage, self._last = "", maker.clock()

    def __call__(self, stage: str) -> None:
        self._steps += 1
        now = self._maker.clock()
        if stage == self._stage and now - self._last < _BEAT:
            return
        self._stage, self._last = stage, now
        self._maker.beat(self._taken, stage, self._steps, now)
