"""One transfer with all that belongs to it, as facts, steps and page need it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from samhandling.cases.tables import Case
from samhandling.casework import habilitet
from samhandling.casework.slices import Looking
from samhandling.kernel.columns import key
from samhandling.transfers import repository
from samhandling.transfers.assessing import Score, all_yes, missing
from samhandling.transfers.codes import IN_FAVOUR, Heard, InUse, Reply
from samhandling.transfers.load import Told, Volume
from samhandling.transfers.states import RUNNING
from samhandling.transfers.tables import Transfer, TransferAdvice, TransferCondition, TransferDecision, TransferVolume

#: How long before a review its reminder comes.
REMINDED_AHEAD: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Whole:
    """`volumes`, `advice`, `decisions`: the newest last."""

    row: Transfer
    replies: Mapping[str, Reply]
    scores: Mapping[str, Score]
    volumes: tuple[TransferVolume, ...]
    places: tuple[int, ...]
    advice: tuple[TransferAdvice, ...]
    conditions: tuple[TransferCondition, ...]
    decisions: tuple[TransferDecision, ...]

    @property
    def volume(self) -> Volume | None:
        return volume_of(self.volumes[-1]) if self.volumes else None

    @property
    def missing(self) -> tuple[str, ...]:
        return missing(self.volume, self.scores)


def whole(looking: Looking) -> Whole:
    session, case_id = looking.session, key(looking.case.id)
    return Whole(
        row=repository.transfer(session, case_id),
        replies={each.question: each.reply for each in repository.answers(session, case_id)},
        scores={each.criterion: Score(each.value, each.text) for each in repository.scores(session, case_id)},
        volumes=tuple(repository.volumes(session, [case_id]).get(case_id, ())),
        places=tuple(repository.places(session, [case_id]).get(case_id, ())),
        advice=tuple(repository.advice(session, [case_id]).get(case_id, ())),
        conditions=tuple(repository.conditions(session, [case_id]).get(case_id, ())),
        decisions=tuple(repository.decisions(session, [case_id]).get(case_id, ())),
    )


def volume_of(row: TransferVolume) -> Volume:
    return Volume(row.patients, row.times_a_year, row.minutes, row.added)


def told(rows: list[TransferVolume] | tuple[TransferVolume, ...]) -> tuple[Told, ...]:
    return tuple(Told(each.since, volume_of(each)) for each in rows)


def is_used_without_agreement(case: Case, row: Transfer) -> bool:
    """Found in use, still in use, and nobody has agreed to it."""
    agreed = case.state in {"adopted", *RUNNING, "ended"}
    return row.in_use is InUse.UNAGREED and row.stopped_on is None and not agreed and case.state != "withdrawn"


def has_expired(row: Transfer, today: date) -> bool:
    return row.ends_on is not None and row.ends_on < today and row.ended_on is None


def is_reviewed_soon(row: Transfer, today: date) -> bool:
    return row.review_on is not None and row.ended_on is None and today >= row.review_on - REMINDED_AHEAD


def dated_facts(row: Transfer, today: date) -> frozenset[str]:
    """What holds by the dates alone: all that the clock needs."""
    planned = row.starts_on is not None and row.owner_id is not None and row.review_on is not None
    return _holding(
        {
            "planned": planned,
            "begun": row.starts_on is not None and row.starts_on <= today,
            "review_soon": row.reminded_on is None and is_reviewed_soon(row, today),
            "review_due": row.review_on is not None and row.review_on <= today,
            "expired": row.expired_on is None and has_expired(row, today),
            "time_is_up": row.postponed_to is not None and row.postponed_to <= today,
        }
    )


def facts(looking: Looking) -> frozenset[str]:
    """What holds now, by the names in the table of moves."""
    found, case = whole(looking), looking.case
    row, in_oso = found.row, case.state == "to_oso"
    return dated_facts(row, looking.today) | habilitet.facts(looking) | _holding(
        {
            "all_yes": all_yes(found.replies),
            "assessed": not found.missing,
            "size_settled": row.major is not None,
            "not_major": not row.major,
            "supported": in_oso or (bool(found.advice) and found.advice[-1].advice in IN_FAVOUR),
            "anchored": in_oso or row.major is False,
            "gps_heard": row.heard not in (None, Heard.NEVER),
            "in_use": row.in_use is not InUse.NO and row.stopped_on is None,
            "not_shared": not case.shared,
        }
    )


def _holding(facts: Mapping[str, bool]) -> frozenset[str]:
    return frozenset(name for name, holds in facts.items() if holds)
