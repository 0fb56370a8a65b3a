"""Queries about task transfers. What belongs to a case is asked for through its scope.

`transfer_loads` belongs to an office and not to those who see the case, so its queries name whose rows they ask for.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from samhandling.cases.kinds import CaseKind
from samhandling.cases.repository import scoped
from samhandling.cases.tables import Case
from samhandling.kernel.columns import key, unindexed
from samhandling.kernel.database import DbSession, scope_of
from samhandling.kernel.errors import NotFound
from samhandling.transfers.states import RUNNING
from samhandling.transfers.tables import (
    Transfer,
    TransferAdvice,
    TransferAnswer,
    TransferCondition,
    TransferDecision,
    TransferLoad,
    TransferPlace,
    TransferScore,
    TransferVolume,
)

_Row = TypeVar("_Row", bound=SQLModel)
#: A register longer than this says so, and is read by year.
MOST: Final = 500


def transfer(session: DbSession, case_id: int) -> Transfer:
    """Raises NotFound, also for a case out of sight."""
    query = select(Transfer).join(Case, col(Case.id) == Transfer.case_id).where(Transfer.case_id == case_id)
    found = session.exec(scoped(session, query)).first()
    if found is None:
        raise NotFound
    return found


def answers(session: DbSession, case_id: int) -> list[TransferAnswer]:
    return _of_cases(session, TransferAnswer, [case_id], TransferAnswer.question)


def scores(session: DbSession, case_id: int) -> list[TransferScore]:
    return _of_cases(session, TransferScore, [case_id], TransferScore.id)


def advice(session: DbSession, case_ids: Collection[int]) -> dict[int, list[TransferAdvice]]:
    """The newest last."""
    return _grouped(_of_cases(session, TransferAdvice, case_ids, TransferAdvice.id))


def conditions(session: DbSession, case_ids: Collection[int]) -> dict[int, list[TransferCondition]]:
    return _grouped(_of_cases(session, TransferCondition, case_ids, TransferCondition.id))


def decisions(session: DbSession, case_ids: Collection[int]) -> dict[int, list[TransferDecision]]:
    """The newest last."""
    return _grouped(_of_cases(session, TransferDecision, case_ids, TransferDecision.id))


def volumes(session: DbSession, case_ids: Collection[int]) -> dict[int, list[TransferVolume]]:
    """The newest last."""
    return _grouped(_of_cases(session, TransferVolume, case_ids, TransferVolume.since))


def places(session: DbSession, case_ids: Collection[int]) -> dict[int, list[int]]:
    found = _grouped(_of_cases(session, TransferPlace, case_ids, TransferPlace.organisation_id))
    return {case_id: [each.organisation_id for each in rows] for case_id, rows in found.items()}


@dataclass(frozen=True, slots=True)
class Pair:
    """A case and what makes it a transfer."""

    case: Case
    transfer: Transfer

    @property
    def id(self) -> int:
        return key(self.case.id)


def known_in(session: DbSession, area: int, *, shared: bool = True) -> list[Pair]:
    """Those of the area that everybody in it knows of, oldest first; else those that not everybody knows of yet."""
    query = (
        select(Case, Transfer)
        .join(Transfer, col(Transfer.case_id) == Case.id)
        .where(Case.area_id == area, Case.kind == CaseKind.TRANSFER, col(Case.shared).is_(shared))
        .where(Case.state != "withdrawn")
        .order_by(unindexed(Case.created_on), col(Case.id))
    )
    return [Pair(*row) for row in session.exec(scoped(session, query))]


def falling_due(session: DbSession, today: date, ahead: timedelta, most: int = 200) -> list[Pair]:
    """Those that the clock has something to do about today, and will not have tomorrow; oldest first."""
    state, row = col(Case.state), Transfer
    waiting = state.in_(["in_operation", "continued"])
    due = (
        (state == "adopted") & (col(row.starts_on) <= today) & _is_set(row.owner_id) & _is_set(row.review_on),
        waiting & (col(row.review_on) <= today),
        waiting & (col(row.review_on) <= today + ahead) & col(row.reminded_on).is_(None),
        state.in_(["adopted", *sorted(RUNNING)]) & (col(row.ends_on) < today) & col(row.expired_on).is_(None),
        (state == "postponed") & (col(row.postponed_to) <= today),
    )
    query = (
        select(Case, Transfer)
        .join(Transfer, col(Transfer.case_id) == Case.id)
        .where(Case.kind == CaseKind.TRANSFER, sa.or_(*due))
        .order_by(col(Case.id))
        .limit(most)
    )
    return [Pair(*row) for row in session.exec(scoped(session, query))]


def _is_set(column: Any) -> sa.ColumnElement[bool]:
    return col(column).is_not(None)


def waiting_in(session: DbSession, area: int, states: Collection[str], today: date, most: int = 100) -> list[Pair]:
    """Of the area: those in these states, and agreements whose last day is over; the oldest first."""
    over = col(Case.state).in_(["adopted", *sorted(RUNNING)]) & (col(Transfer.ends_on) < today)
    query = (
        select(Case, Transfer)
        .join(Transfer, col(Transfer.case_id) == Case.id)
        .where(Case.area_id == area, Case.kind == CaseKind.TRANSFER, sa.or_(col(Case.state).in_(states), over))
        .order_by(unindexed(Case.created_on), col(Case.id))
        .limit(most)
    )
    return [Pair(*row) for row in session.exec(scoped(session, query))]


def loads_of(session: DbSession, organisations: Collection[int], case_ids: Collection[int]) -> list[TransferLoad]:
    """What these organisations have told, of those the reader works for: one office's load can be one doctor's."""
    scope = scope_of(session)
    own = organisations if scope.everything else scope.organisations & frozenset(organisations)
    query = select(TransferLoad).where(
        col(TransferLoad.organisation_id).in_(own), col(TransferLoad.transfer_id).in_(case_ids)
    )
    return list(session.exec(query.order_by(col(TransferLoad.id))))


def loads_in(session: DbSession, area: int, case_ids: Collection[int]) -> list[TransferLoad]:
    """What every office has told; nothing unless the reader's role reaches every case of the area."""
    scope = scope_of(session)
    if not scope.everything and area not in scope.areas:
        return []
    query = select(TransferLoad).where(col(TransferLoad.transfer_id).in_(case_ids))
    return list(session.exec(query.order_by(col(TransferLoad.organisation_id), col(TransferLoad.id))))


def _of_cases(session: DbSession, table: type[_Row], case_ids: Collection[int], order: Any) -> list[_Row]:
    its: Any = table
    query = select(table).join(Case, col(Case.id) == its.case_id).where(col(its.case_id).in_(case_ids))
    return list(session.exec(scoped(session, query.order_by(its.case_id, order))))


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for each in rows:
        found[each.case_id].append(each)
    return dict(found)


def ids(pairs: Sequence[Pair]) -> list[int]:
    return [each.id for each in pairs]
