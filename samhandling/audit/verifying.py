"""Whether somebody has touched the trail, and where: one walk through all chains, a few thousand events in memory."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from samhandling.audit import trail_repository
from samhandling.audit.chain import START, seal
from samhandling.audit.heads import Kept
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM

DROPPED: Final = "audit_segment_dropped"
# With a wrong key nothing fits; the first ones say it as well as all.
_NAMED: Final = 100


class FaultKind(StrEnum):
    ALTERED = "altered"  # does not fit its seal: changed, moved, or put in by somebody without the key
    REMOVED = "removed"  # events before this one are missing
    UNLINKED = "unlinked"  # does not continue the event before it
    CUT_OFF = "cut_off"  # the chain was longer than it is
    REPLACED = "replaced"  # fits, but is another one than was noted in the head or outside the database
    HEADS_FORGED = "heads_forged"  # a line of the file outside was altered; `sequence` is its number
    HEADS_DISAGREE = "heads_disagree"  # the file outside has two hashes for one event


@dataclass(frozen=True, slots=True)
class Fault:
    kind: FaultKind
    chain: int | None
    sequence: int


@dataclass(frozen=True, slots=True)
class ChainReport:
    """`first`: 1, unless older segments were dropped. `altered`: events that do not fit their seal.

    `count`: of all faults, of which the first are named.
    """

    chain: int
    first: int
    last: int
    events: int
    altered: int
    faults: tuple[Fault, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """`restored`: (chain, sequence, when) of backups put in place: what came after that was lost on purpose."""

    chains: tuple[ChainReport, ...]
    outside: tuple[Fault, ...]
    restored: tuple[tuple[int, int, str], ...]

    @property
    def is_whole(self) -> bool:
        return not self.outside and not any(each.count for each in self.chains)

    @property
    def fits_nothing(self) -> bool:
        """Not one event fits the key: rather a wrong key than a trail touched everywhere."""
        return any(each.events for each in self.chains) and all(each.altered == each.events for each in self.chains)

    @property
    def faults(self) -> tuple[Fault, ...]:
        return (*self.outside, *(fault for each in self.chains for fault in each.faults))


def verify(database: Database, key: bytes, kept: Kept) -> Report:
    """`key`: the trail's; `kept`: the heads outside. Events added meanwhile do no harm."""
    with database.reading(SYSTEM) as session, closing(trail_repository.every_event(session)) as events:
        inside = {head.chain: (head.sequence, head.hash) for head in trail_repository.heads_now(session)}
        walked = {
            chain: _walk(chain, rows, key, inside.get(chain), kept)
            for chain, rows in groupby(events, attrgetter("chain"))
        }
    for chain in (inside.keys() | kept.heads.keys()) - walked.keys():
        walked[chain] = _walk(chain, (), key, inside.get(chain), kept)
    outside = [Fault(FaultKind.HEADS_FORGED, None, line) for line in kept.forged]
    outside += [Fault(FaultKind.HEADS_DISAGREE, *place) for place in kept.twice]
    return Report(tuple(walked[chain] for chain in sorted(walked)), tuple(outside), kept.restored)


@dataclass(slots=True)
class _Walk:
    """What is known so far of a chain. `noted`: sequence → hashes that must be met.

    `before`: the (sequence, hash) that the first event says it follows, until a signed event vouches for it.
    """

    chain: int
    noted: dict[int, list[str]]
    first: int = 1
    sequence: int = 0
    hash: str = START
    events: int = 0
    altered: int = 0
    before: tuple[int, str] | None = None
    faults: list[Fault] = field(default_factory=list)
    count: int = 0

    def fault(self, kind: FaultKind, sequence: int) -> None:
        self.count += 1
        if len(self.faults) < _NAMED:
            self.faults.append(Fault(kind, self.chain, sequence))

    def meet(self, sequence: int, found: str) -> None:
        if any(noted != found for noted in self.noted.get(sequence, ())):
            self.fault(FaultKind.REPLACED, sequence)


def _walk(chain: int, rows: Iterable[Any], key: bytes, head: tuple[int, str] | None, kept: Kept) -> ChainReport:
    walk = _Walk(chain, {sequence: [known] for sequence, known in kept.heads.get(chain, {}).items()})
    if head is not None and head[0]:
        walk.noted.setdefault(head[0], []).append(head[1])
    for row in rows:
        _step(walk, row, key)
    if walk.before is not None:
        walk.fault(FaultKind.REMOVED, walk.first - 1)
    longest = max(walk.noted, default=0)
    if longest > walk.sequence:
        walk.fault(FaultKind.CUT_OFF, longest)
    return ChainReport(chain, walk.first, walk.sequence, walk.events, walk.altered, tuple(walk.faults), walk.count)


def _step(walk: _Walk, row: Any, key: bytes) -> None:
    expected = walk.sequence + 1
    fits = seal(key, row) == row.hash
    if not walk.events and row.sequence > expected:
        walk.first, walk.before = row.sequence, (row.sequence - 1, row.previous_hash)
        walk.meet(*walk.before)
    elif row.sequence > expected:
        walk.fault(FaultKind.REMOVED, expected)
    elif row.previous_hash != walk.hash:
        walk.fault(FaultKind.UNLINKED, row.sequence)
    if not fits:
        walk.altered += 1
        walk.fault(FaultKind.ALTERED, row.sequence)
    elif row.action == DROPPED and walk.before == (row.details["sequence"], row.details["hash"]):
        walk.before = None
    walk.meet(row.sequence, row.hash)
    walk.sequence, walk.hash, walk.events = row.sequence, row.hash, walk.events + 1
