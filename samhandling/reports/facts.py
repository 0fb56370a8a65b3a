"""What a report tells of the area as a whole: processes, the load, the bodies' work. Ruling A2 says why it may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, Final

from samhandling.areas.domain import Organisation
from samhandling.cases.tables import Case
from samhandling.disputes.codes import Outcome as DisputeOutcome
from samhandling.disputes.tables import Dispute
from samhandling.kernel.clock import local_date
from samhandling.kernel.database import DbSession
from samhandling.reports import counts_repository as counts
from samhandling.reports import repository
from samhandling.reports.content import DAYS, DisputeLine, ThemeLine, TransferLine, YearOfLoad
from samhandling.reports.counting import Year
from samhandling.reports.periods import Period
from samhandling.transfers import repository as transfers
from samhandling.transfers.codes import Heard, InUse, Result
from samhandling.transfers.counting import balance_of_pairs
from samhandling.transfers.load import year_ends
from samhandling.transfers.repository import Pair
from samhandling.transfers.states import RUNNING
from samhandling.transfers.whole import is_used_without_agreement

#: The agreements and routines that the recommendations ask an area for (analysis L10).
AGREEMENTS: Final = ("1.7", "2.3.3.5", "6.1.1", "6.1.2", "6.1.3", "6.2.2")
Facts = dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Asking:
    """`today`: when it is counted; what is open or late is so on the last day of the period, or today."""

    session: DbSession
    area: int
    period: Period
    today: date
    known: Mapping[int, Organisation]

    @property
    def first(self) -> date:
        return self.period.first

    @property
    def last(self) -> date:
        return min(self.period.last, self.today)


def deviation_facts(asking: Asking, year: Year) -> Facts:
    found = counts.processes(asking.session, asking.area, asking.first, asking.period.last)
    own = [each for each in year.records if each.codes[0] in asking.period.halves]
    return {
        "received": len(own),
        "good": found.good,
        "other_channel": found.other_channel,
        "closed": found.closed,
        "open": found.open,
        "reopened": found.reopened,
        "disagreed": found.disagreed,
        "overdue": counts.overdue(asking.session, asking.area, asking.today),
        "with_minutes": sum(each.amount is not None for each in own),
    }


def answer_facts(asking: Asking, least: int) -> tuple[Facts, tuple[int, ...]]:
    """The facts, and how many answers took up to each of DAYS, more, and are still waited for.

    The median of fewer answers than `least` is not told: it would be the days of one of them, to whoever gave another.
    """
    rows = counts.answers(asking.session, asking.area, asking.first, asking.last)
    days: list[int] = []
    due = in_time = waiting = 0
    for asked, deadline, answered, many in rows:
        due += many
        if answered is None or answered > asking.last:
            waiting += many
            continue
        in_time += many if answered <= deadline else 0
        days += [max(0, (answered - asked).days)] * many
    facts: Facts = {
        "answers_due": due,
        "answers_in_time": in_time,
        "answers_late": due - in_time,
        "answers_open": waiting,
        "answers_counted": len(days),
        "median_days": _median(days) if len(days) >= least else None,
    }
    return facts, (*_buckets(days), waiting)


def _median(days: Sequence[int]) -> int | None:
    """Whole days, halves up."""
    return int(median(days) + 0.5) if days else None


def _buckets(days: Sequence[int]) -> tuple[int, ...]:
    edges = (-1, *DAYS)
    within = [sum(low < each <= high for each in days) for low, high in zip(edges, DAYS, strict=False)]
    return (*within, sum(each > DAYS[-1] for each in days))


def transfer_facts(asking: Asking) -> tuple[Facts, tuple[TransferLine, ...], tuple[YearOfLoad, ...]]:
    session, area = asking.session, asking.area
    shared = [pair for pair in transfers.known_in(session, area) if _came(pair.case, asking.last)]
    others = [pair for pair in transfers.known_in(session, area, shared=False) if _came(pair.case, asking.last)]
    pairs = [*shared, *others]
    made = counts.decisions(session, area, asking.first, asking.last)
    advised = counts.advised(session, area, asking.last)
    decided = counts.decided(session, area, asking.last)
    anchored = {case for case, result, body in decided if result is Result.ADOPTED and body}
    new = [pair for pair in pairs if pair.case.created_on >= asking.first]
    waits = [days for pair in new if (days := _to_discussion(pair, asking.last)) is not None]
    unagreed = [pair for pair in pairs if is_used_without_agreement(pair.case, pair.transfer)]
    major = [pair for pair in pairs if pair.transfer.major]
    unanchored = {pair.id for pair in major if _is_done(pair) and pair.id not in anchored}
    heard = [pair.transfer.heard for pair in new]
    facts: Facts = {
        "transfers_received": len(new),
        "transfers_agreed": made.get(Result.ADOPTED, 0) + made.get(Result.CONTINUED, 0),
        "transfers_rejected": made.get(Result.REJECTED, 0),
        "transfers_unagreed": len(unagreed),
        "transfers_open_advice": sum(pair.case.state == "advised" and pair.id in advised for pair in pairs),
        "discussed": len(waits),
        "median_to_discussion": _median(waits),
        "not_discussed": sum(_is_not_discussed(pair, asking.last, advised) for pair in new),
        "major": len(major),
        "major_unanchored": len(unanchored),
        **{f"heard_{each}": heard.count(each) for each in Heard},
        "heard_unknown": heard.count(None),
    }
    lines = tuple(
        TransferLine(
            pair.case.number, pair.transfer.task, pair.case.state,
            is_used_without_agreement(pair.case, pair.transfer), pair.id in unanchored,
        )
        for pair in shared
    )  # fmt: skip
    return facts, lines, _load(asking, shared)


def _came(case: Case, last: date) -> bool:
    return case.created_on <= last


def _is_done(pair: Pair) -> bool:
    """By agreement, or without."""
    return pair.case.state in {"adopted", *RUNNING} or is_used_without_agreement(pair.case, pair.transfer)


def _to_discussion(pair: Pair, last: date) -> int | None:
    """Days from when it was found to the first equal dialogue about it; None while there has been none."""
    discussed = pair.transfer.discussed_on
    if discussed is None or discussed > last:
        return None
    return max(0, (discussed - pair.case.created_on).days)


def _is_not_discussed(pair: Pair, last: date, advised: set[int]) -> bool:
    """What is on trial by agreement has been talked of, only nobody has said when."""
    on_trial = pair.transfer.in_use is InUse.TRIAL
    return _to_discussion(pair, last) is None and pair.id not in advised and not on_trial


def _load(asking: Asking, pairs: Sequence[Pair]) -> tuple[YearOfLoad, ...]:
    found = balance_of_pairs(asking.session, pairs, asking.known)
    return tuple(
        YearOfLoad(day, each.minutes, each.tasks, each.unknown)
        for day, each in year_ends(found.entries, asking.last)
        if each.tasks
    )


def dispute_facts(asking: Asking) -> tuple[Facts, tuple[DisputeLine, ...]]:
    rows = counts.disputes(asking.session, asking.area, asking.first, asking.last)
    ended = [(case, row) for case, row in rows if case.closed_on and case.closed_on <= asking.last]
    lifted = {case for case, at in counts.lifted(asking.session, asking.area) if local_date(at) <= asking.last}
    facts: Facts = {
        "disputes_received": sum(case.created_on >= asking.first for case, _ in rows),
        "disputes_open": len(rows) - len(ended),
        "disputes_to_oso": sum(case.id in lifted for case, _ in rows),
        "disputes_sent_on": sum(_is_sent_on(case, row, asking.last) for case, row in rows),
        "disputes_ended": len(ended),
        "disputes_open_advice": sum(case.state == "advised" for case, _ in rows),
    }
    return facts, tuple(_dispute_line(case, row) for case, row in rows)


def _is_sent_on(case: Case, row: Dispute, last: date) -> bool:
    """A copy to the other party goes before it."""
    sent = case.state == "sent_on" or row.outcome is DisputeOutcome.OPINION
    return sent and row.copied_on is not None and row.copied_on <= last


def _dispute_line(case: Case, row: Dispute) -> DisputeLine:
    days = (case.closed_on - case.created_on).days if case.closed_on else None
    return DisputeLine(case.number, case.state, str(row.outcome or ""), days)


def change_facts(asking: Asking) -> tuple[Facts, tuple[ThemeLine, ...]]:
    """What came of the cases."""
    promised, done, seen = counts.measures(asking.session, asking.area, asking.first, asking.last)
    rows = counts.themes(asking.session, asking.area, asking.first, asking.last)
    facts: Facts = {
        "measures_promised": promised,
        "measures_done": done,
        "effects_seen": seen,
        "themes_opened": sum(opened >= asking.first for _number, opened, _closed, _rule in rows),
        "themes_closed": sum(closed is not None and closed <= asking.last for _number, _opened, closed, _rule in rows),
    }
    return facts, tuple(_theme_line(row, asking.last) for row in rows)


def _theme_line(row: tuple[Any, ...], last: date) -> ThemeLine:
    number, _opened, closed, rule = row
    return ThemeLine(number, "closed" if closed is not None and closed <= last else "open", rule or "")


def agreements_on(asking: Asking) -> dict[str, bool]:
    """Of each that an area should have: whether it is in force on the last day."""
    held = repository.agreements(asking.session, asking.area)
    return {
        topic: (found := held.get(topic)) is not None
        and found.valid_from <= asking.last
        and (found.valid_to is None or found.valid_to >= asking.last)
        for topic in AGREEMENTS
    }
