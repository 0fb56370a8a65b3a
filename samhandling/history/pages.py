"""The trail as pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from samhandling.audit.repository import PAGE
from samhandling.audit.tables import AuditEvent
from samhandling.history.rendering import Reader, sentence, who
from samhandling.identity.users import Area
from samhandling.kernel.clock import NORWAY


@dataclass(frozen=True, slots=True)
class Line:
    """`at`: Norwegian time."""

    at: datetime
    who: str
    what: str
    number: int


@dataclass(frozen=True, slots=True)
class TrailPage:
    """`older`: where the next page ends above; None on the last. `area`: None for one's own and the system's."""

    title: str
    lead: str
    lines: tuple[Line, ...]
    area: Area | None
    older: int | None = None
    filtered: bool = False


def lines(events: Sequence[AuditEvent], reader: Reader) -> tuple[Line, ...]:
    return tuple(
        Line(event.happened_at.astimezone(NORWAY), who(event, reader), sentence(event, reader), event.sequence)
        for event in events[:PAGE]
    )


def older(events: Sequence[AuditEvent]) -> int | None:
    return events[PAGE - 1].sequence if len(events) > PAGE else None
