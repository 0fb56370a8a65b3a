"""The load of the GPs in an area: which tasks are in use from when to when, and what one reader may be told of it.

Everybody is told the same sum, of what the whole area knows of. A task for one or two offices is left out of it, line
and sum alike: the difference between two sums would else give its hours away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from samhandling.areas.domain import Organisation
from samhandling.transfers.codes import InUse
from samhandling.transfers.load import Entry, Sum, Told, sum_on
from samhandling.transfers.offices import TO_GPS, is_narrow
from samhandling.transfers.repository import Pair
from samhandling.transfers.states import RUNNING

_STARTED = frozenset({*RUNNING, "ended"})


def periods(pair: Pair) -> tuple[tuple[date, date | None], ...]:
    """When it was in use: without agreement until it stopped or was agreed, and by agreement."""
    row, case = pair.transfer, pair.case
    found: list[tuple[date, date | None]] = []
    if case.state == "withdrawn":
        return ()
    started = row.starts_on if case.state in _STARTED else None
    if row.in_use is not InUse.NO:
        since, until = row.in_use_since or case.created_on, row.stopped_on
        if started is not None and (until is None or until >= started):
            # It went over into the agreement without a day between.
            return ((min(since, started), row.ended_on),)
        found.append((since, until))
    if started is not None:
        found.append((started, row.ended_on))
    return tuple((since, until) for since, until in found if until is None or until > since)


def entries(pairs: Iterable[Pair], told: Mapping[int, tuple[Told, ...]]) -> tuple[Entry, ...]:
    """Of tasks that came to the GPs."""
    return tuple(
        Entry(pair.id, since, until, told.get(pair.id, ()))
        for pair in pairs
        if pair.transfer.to_group in TO_GPS
        for since, until in periods(pair)
    )


@dataclass(frozen=True, slots=True)
class Balance:
    """`entries`: what the sum is made of. `narrow`: how many tasks are left out because they reach few offices."""

    entries: tuple[Entry, ...]
    narrow: int

    def on(self, day: date) -> Sum:
        return sum_on(self.entries, day)


def balance(
    pairs: Sequence[Pair],
    told: Mapping[int, tuple[Told, ...]],
    places: Mapping[int, list[int]],
    known: Mapping[int, Organisation],
) -> Balance:
    narrow = {pair.id for pair in pairs if is_narrow(places.get(pair.id, ()), known)}
    found = entries(pairs, told)
    kept = tuple(each for each in found if each.id not in narrow)
    return Balance(kept, len({each.id for each in found} - {each.id for each in kept}))
