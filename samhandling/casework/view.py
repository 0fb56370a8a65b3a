"""A case as it is shown to one reader: page, print, PDF and JSON are made of the same values, and of nothing else.

Each value says who it is for; `seen_by` is the one place that takes away what is not for the reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from samhandling.cases.moves import Hat

#: Whoever sees the case, also when it is only shared with the area.
ANYBODY: Final[frozenset[Hat] | None] = None
TAKES_PART: Final = frozenset(Hat)
STEWARDS: Final = frozenset({Hat.STEWARD})
REPORTERS: Final = frozenset({Hat.REPORTER, Hat.STEWARD})
JUDGES: Final = frozenset({Hat.STEWARD, Hat.COUNCIL, Hat.SECRETARY, Hat.OSO})


@dataclass(frozen=True, slots=True)
class Pair:
    """`value`: in the reader's language. `to`: whose hats may see it."""

    label: str
    value: str
    to: frozenset[Hat] | None = TAKES_PART
    href: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody wrote; `by` is what this reader may be told of the writer. Already filtered by its audience."""

    heading: str
    text: str
    by: str = ""
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: a measure, a condition, a vote. `actions`: label and address."""

    title: str
    text: str = ""
    pairs: tuple[Pair, ...] = ()
    tag: str = ""
    tone: str = "neutral"
    actions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """`cells`: a table, the first row its heading. A section with nothing in it for the reader is left out."""

    id: str
    title: str
    pairs: tuple[Pair, ...] = ()
    writings: tuple[Writing, ...] = ()
    rows: tuple[Row, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    to: frozenset[Hat] | None = TAKES_PART


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the timeline. `who`: a role or a unit, never a person's name."""

    at: datetime
    what: str
    who: str
    texts: tuple[Writing, ...] = ()
    to: frozenset[Hat] | None = TAKES_PART


@dataclass(frozen=True, slots=True)
class Button:
    """A move. `blocked`: why it cannot be made now; then there is no button."""

    code: str
    label: str
    weight: str
    href: str
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """Something done by one press that is no move: a form without fields."""

    label: str
    href: str
    to: frozenset[Hat] | None = TAKES_PART


@dataclass(frozen=True, slots=True)
class Tag:
    text: str
    tone: str = "neutral"
    to: frozenset[Hat] | None = TAKES_PART


@dataclass(frozen=True, slots=True)
class Other:
    """Another case that this one points at, or the other way round."""

    why: str
    number: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule the case is linked to, as it stood that month."""

    number: str
    heading: str
    href: str
    main: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class CaseView:
    number: str
    title: str
    kind: str
    state: str
    state_label: str
    open: bool
    tags: tuple[Tag, ...] = ()
    pairs: tuple[Pair, ...] = ()
    sections: tuple[Section, ...] = ()
    timeline: tuple[Step, ...] = ()
    rules: tuple[Cited, ...] = ()
    others: tuple[Other, ...] = ()
    buttons: tuple[Button, ...] = ()
    presses: tuple[Press, ...] = ()
    version: int = 1
    codes: Mapping[str, object] = field(default_factory=dict)


def seen_by(view: CaseView, hats: frozenset[Hat]) -> CaseView:
    """Without what is for others."""

    def mine(to: frozenset[Hat] | None) -> bool:
        return to is None or bool(to & hats)

    def section(each: Section) -> Section:
        return replace(each, pairs=tuple(pair for pair in each.pairs if mine(pair.to)))

    sections = (section(each) for each in view.sections if mine(each.to))
    return replace(
        view,
        tags=tuple(each for each in view.tags if mine(each.to)),
        pairs=tuple(each for each in view.pairs if mine(each.to)),
        presses=tuple(each for each in view.presses if mine(each.to)),
        sections=tuple(each for each in sections if _holds_something(each)),
        timeline=tuple(each for each in view.timeline if mine(each.to)),
    )


def _holds_something(section: Section) -> bool:
    return bool(section.pairs or section.writings or section.rows or section.cells or section.note or section.actions)
