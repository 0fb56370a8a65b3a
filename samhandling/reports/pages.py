"""What the pages of reports show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from samhandling.areas.answering import Crumbs
from samhandling.reports.charts import Drawing
from samhandling.reports.region import Line
from samhandling.reports.view import ReportView


@dataclass(frozen=True, slots=True)
class ReportLink:
    """`corrected`: a later version has taken its place."""

    number: str
    period: str
    published: str
    href: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class PeriodLink:
    """A period that can be reported. `state`: how far its draft has come; empty before there is one."""

    code: str
    name: str
    href: str
    state: str
    over: bool


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """`periods`: for those who make reports. `action`: where a draft is asked for."""

    title: str
    crumbs: Crumbs
    base: str
    published: tuple[ReportLink, ...]
    periods: tuple[PeriodLink, ...]
    action: str
    done: str = ""


@dataclass(frozen=True, slots=True)
class RegionPage:
    """`periods`: code and name of those that have reports. `headings`: of `Line.values`; `total`: of all lines."""

    title: str
    period: str
    name: str
    periods: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    total: tuple[int, ...]
    file: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """`running`: being counted; `stage` and `steps` say how far. `why_not`: what keeps it from being published.

    `drawings`: by the code of their chart. `writes`: section to the address of its form. `failed`: it broke off.
    """

    title: str
    crumbs: Crumbs
    base: str
    action: str
    running: bool
    stage: str
    steps: int
    failed: bool
    why_not: str
    view: ReportView | None
    drawings: Mapping[str, Drawing]
    writes: dict[str, str]
    period: str
    done: str = ""


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """`files`: what it is, and its address. `hides`: section to where its text is hidden.
    `receipts`: who has read it and when, for those who make reports."""

    title: str
    crumbs: Crumbs
    view: ReportView
    drawings: Mapping[str, Drawing]
    files: tuple[tuple[str, str], ...]
    receipts: tuple[tuple[str, str], ...]
    correct: str
    hides: Mapping[str, str] = field(default_factory=dict)
    receipts_shown: bool = False
    newer: str = ""
    refused: str = ""
    done: str = ""
