"""Organisations and bodies as they are read: a row with its history, and what it is called on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from samhandling.areas.kinds import BodyKind, OrganisationKind
from samhandling.areas.periods import at, day_before, holds, nearest
from samhandling.areas.tables import AreaMembership, BodyLabel, OrganisationVersion


@dataclass(frozen=True, slots=True)
class Organisation:
    """`versions`: by date, at least one. `memberships`: in the area it was asked for in; a department has none."""

    id: int
    kind: OrganisationKind
    parent: int | None
    successor: int | None
    maalform: str
    version: int
    versions: tuple[OrganisationVersion, ...]
    memberships: tuple[AreaMembership, ...] = ()

    def on(self, day: date) -> OrganisationVersion:
        """How it is on the day; a closed one as it last was."""
        return nearest(self.versions, day)

    def name(self, day: date) -> str:
        return self.on(day).name

    def last_day(self) -> date | None:
        """Of its whole life; None while it has no end."""
        last = max(self.versions, key=lambda version: version.valid_from)
        return last.valid_to

    def is_closed(self, day: date) -> bool:
        last = self.last_day()
        return last is not None and last < day

    def is_member(self, day: date) -> bool:
        """Whether it belongs to the area in its own right on the day; for one that stands under another, always."""
        return not self.memberships or any(holds(each, day) for each in self.memberships)


@dataclass(frozen=True, slots=True)
class Body:
    """`step`: its place in the ladder of escalation today, from 1; None when it has none."""

    id: int
    kind: BodyKind
    organisation: int | None
    valid_from: date
    valid_to: date | None
    version: int
    labels: tuple[BodyLabel, ...]
    step: int | None = None

    def label(self, day: date, language: str) -> str:
        """In the language if it has a name in it, else in bokmål; a closed body as it was last called."""
        day = min(day, self.valid_to) if self.valid_to else day
        found = label_on(self.labels, max(day, self.valid_from), (language, "nb"))
        return found or self.kind.value

    def is_closed(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day


class Label(Protocol):
    language: str
    label: str
    valid_from: date
    valid_to: date | None


L = TypeVar("L", bound=Label)


def label_on(rows: Iterable[Label], day: date, languages: Sequence[str]) -> str:
    """The first language that has a label on the day; empty when none has."""
    rows = tuple(rows)
    for language in languages:
        found = at((row for row in rows if row.language == language), day)
        if found is not None:
            return found.label
    return ""


@dataclass(frozen=True, slots=True)
class Relabelled:
    """What a new name means for the rows of one language: one gets another text, one ends, one goes, one comes."""

    rewrite: Label | None = None
    remove: Label | None = None
    end: Label | None = None
    add: tuple[date, date | None] | None = None


def relabelled(rows: Sequence[Label], text: str, start: date) -> Relabelled | None:
    """`rows`: of one language. `text`: empty to be without a name. None when it is called so already.

    A name that began the same day never was in use: it is written over, and leaves no row.
    """
    current = at(rows, start)
    if (current.label if current else "") == text:
        return None
    if current is not None and current.valid_from == start:
        return Relabelled(rewrite=current) if text else Relabelled(remove=current)
    later = [row.valid_from for row in rows if row.valid_from > start]
    end = current.valid_to if current else (day_before(min(later)) if later else None)
    return Relabelled(end=current, add=(start, end) if text else None)
