"""Page objects of the dashboards."""

from dataclasses import dataclass
from datetime import date

from samhandling.areas.answering import Crumbs
from samhandling.casework.pages import Listed
from samhandling.web.fields import Filled


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the list behind it. `tone`: of a number that is not zero. `href`: empty when there is no list."""

    label: str
    value: str
    href: str = ""
    tone: str = "accent"


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list. `due`: when something is owed; `late`: that it is past. `why`: what is owed."""

    case: Listed
    due: date | None = None
    late: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """`minutes`: as it is said; a dash when nothing is entered."""

    name: str
    minutes: str
    href: str


@dataclass(frozen=True, slots=True)
class Hours:
    """`form`: of this week. `lately`: the sum of the weeks that are entered beside the budget of as many."""

    budget: str
    form: Filled
    action: str
    week: str
    weeks: tuple[Week, ...]
    lately: str
    settings: str = ""


@dataclass(frozen=True, slots=True)
class StewardPart:
    """`next`: what falls due first. `estimate`: how long the queue takes; empty when too little is known."""

    figures: tuple[Figure, ...]
    next: tuple[Row, ...]
    estimate: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class BodyPart:
    id: int
    name: str
    figures: tuple[Figure, ...]
    waiting: tuple[Row, ...]
    handled: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of cases, and the list of them; no address for none."""

    value: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table of two years. `now` None: still to come."""

    label: str
    before: Count
    now: Count | None
    title: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """`months`, `rules`: empty when there are no cases in either year. `finding`: the same in words."""

    last_year: str
    this_year: str
    finding: str
    months: tuple[Line, ...]
    rules: tuple[Line, ...]
    more_rules: int = 0


@dataclass(frozen=True, slots=True)
class MeasureRow:
    text: str
    case: Listed
    due: date
    late: bool
    done: bool


@dataclass(frozen=True, slots=True)
class Half:
    """A half-year to go through. `on`: the day it was done. `press`: where the button leads; empty for no button."""

    name: str
    on: date | None
    press: str = ""
    take_back: str = ""


@dataclass(frozen=True, slots=True)
class PlacePart:
    """`sheet`: the address of the municipality's page for the rådmann. `halves`: only for departments."""

    id: int
    name: str
    figures: tuple[Figure, ...]
    answers: tuple[Row, ...]
    measures: tuple[MeasureRow, ...]
    trend: Trend
    halves: tuple[Half, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class OverviewPage:
    title: str
    crumbs: Crumbs
    base: str
    steward: StewardPart | None
    bodies: tuple[BodyPart, ...]
    places: tuple[PlacePart, ...]
    done: str = ""

    @property
    def several(self) -> bool:
        return bool(self.steward) + len(self.bodies) + len(self.places) > 1


@dataclass(frozen=True, slots=True)
class BehindPage:
    """The list behind a number. `more`: there are more than are shown."""

    title: str
    crumbs: Crumbs
    over: str
    lead: str
    rows: tuple[Row, ...]
    more: bool
    back: str


@dataclass(frozen=True, slots=True)
class Task:
    title: str
    href: str
    since: date | None
    review: date | None
    hours: str
    flags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MunicipalityPage:
    """`more_…`: how many are left out, so that it stays one sheet of paper. `report`: what was published last."""

    title: str
    crumbs: Crumbs
    base: str
    area: str
    on: date
    figures: tuple[Figure, ...]
    agreed: tuple[Task, ...]
    unagreed: tuple[Task, ...]
    disputes: tuple[Listed, ...]
    report: tuple[str, str] | None = None
    more_agreed: int = 0
    more_unagreed: int = 0
    more_disputes: int = 0
