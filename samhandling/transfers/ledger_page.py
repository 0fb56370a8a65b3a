"""The load ledger as a page: the sum today, every change since the first task, the years as bars, and one's own office.

What one office has is told to that office and the PKO (ruling A3). Everybody gets the same sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from samhandling.areas.answering import Crumbs
from samhandling.areas.domain import Organisation
from samhandling.kernel.database import DbSession
from samhandling.transfers import repository
from samhandling.transfers.balance import Balance, entries
from samhandling.transfers.counting import balance_of, balance_of_pairs
from samhandling.transfers.load import WEEKS, Change, Sum, hours_a_week, ledger, year_ends
from samhandling.transfers.register import Reader
from samhandling.transfers.repository import Pair
from samhandling.transfers.tables import TransferLoad
from samhandling.transfers.telling import decimal, hours
from samhandling.web.i18n import gettext, marked

#: of the drawing, in its own units
_WIDTH: Final = 640
_BAR: Final = 22
_GAP: Final = 10
_LABEL: Final = 120
_VALUE: Final = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """In the drawing's own units."""

    label: str
    value: str
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Drawing:
    bars: tuple[Bar, ...]
    width: int
    height: int
    left: int
    thick: int


@dataclass(frozen=True, slots=True)
class Line:
    """`change`: with its sign. `sum`: after it."""

    day: date
    number: str
    title: str
    href: str
    change: str
    sum: str


@dataclass(frozen=True, slots=True)
class OfficeLine:
    office: str
    number: str
    title: str
    href: str
    patients: int
    hours: str


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """`own`: of the reader's offices, and their sum. `offices`: of every office, for the PKO: name, tasks, hours.

    `unknown`: tasks without figures. `narrow`: tasks left out because they reach few offices. `hidden`: what the area
    does not know of yet, for the PKO.
    """

    title: str
    crumbs: Crumbs
    base: str
    total: str
    tasks: int
    unknown: int
    narrow: int
    weeks: int
    drawing: Drawing | None
    lines: tuple[Line, ...]
    own: tuple[OfficeLine, ...]
    own_total: str
    offices: tuple[tuple[str, int, str], ...]
    hidden: str
    steward: bool


def ledger_page(
    session: DbSession,
    area: int,
    known: Mapping[int, Organisation],
    reader: Reader,
    today: date,
    *,
    base: str,
    crumbs: Crumbs,
) -> LedgerPage:
    pairs = repository.known_in(session, area)
    found = balance_of_pairs(session, pairs, known)
    by_id = {pair.id: pair for pair in pairs}
    total = found.on(today)
    own = repository.loads_of(session, reader.organisations, list(by_id))
    volumes = repository.volumes(session, list(by_id))
    in_use = {each.id for each in entries(pairs, {}) if each.is_in_use(today)}
    minutes = {case_id: rows[-1].times_a_year * rows[-1].minutes for case_id, rows in volumes.items()}
    everyone = repository.loads_in(session, area, list(by_id)) if reader.steward else []
    names = {each.id: each.name(today) for each in known.values()}
    own_lines = tuple(_office_line(each, by_id, minutes, names, base) for each in own if each.transfer_id in in_use)
    return LedgerPage(
        title=gettext(marked("Belastning på fastlegene")),
        crumbs=crumbs,
        base=base,
        total=hours(total.hours),
        tasks=total.tasks,
        unknown=total.unknown,
        narrow=found.narrow,
        weeks=WEEKS,
        drawing=drawing(year_ends(found.entries, today)) if found.entries else None,
        lines=tuple(_line(each, by_id, base) for each in reversed(ledger(found.entries, today))),
        own=own_lines,
        own_total=hours(_hours_of([each for each in own if each.transfer_id in in_use], minutes)),
        offices=_offices([each for each in everyone if each.transfer_id in in_use], minutes, names),
        hidden=_hidden(session, area, known, today) if reader.steward else "",
        steward=reader.steward,
    )


def _hidden(session: DbSession, area: int, known: Mapping[int, Organisation], today: date) -> str:
    rest: Balance = balance_of(session, area, known, shared=False)
    found: Sum = rest.on(today)
    return hours(found.hours) if found.tasks else ""


def _line(change: Change, by_id: Mapping[int, Pair], base: str) -> Line:
    pair = by_id[change.entry]
    sign = "−" if change.minutes < 0 else "+"
    amount = f"{sign}{decimal(abs(hours_a_week(change.minutes)))}" if change.minutes else "–"
    return Line(
        day=change.day,
        number=pair.case.number,
        title=pair.case.title,
        href=f"{base}/saker/{pair.case.number}",
        change=amount,
        sum=decimal(change.sum.hours),
    )


def _office_line(
    load: TransferLoad, by_id: Mapping[int, Pair], minutes: Mapping[int, int], names: Mapping[int, str], base: str
) -> OfficeLine:
    pair = by_id[load.transfer_id]
    each = minutes.get(load.transfer_id)
    return OfficeLine(
        office=names.get(load.organisation_id, ""),
        number=pair.case.number,
        title=pair.case.title,
        href=f"{base}/saker/{pair.case.number}",
        patients=load.patients,
        hours="" if each is None else decimal(hours_a_week(load.patients * each)),
    )


def _hours_of(loads: Sequence[TransferLoad], minutes: Mapping[int, int]) -> Fraction:
    return hours_a_week(sum(each.patients * minutes.get(each.transfer_id, 0) for each in loads))


def _offices(
    loads: Sequence[TransferLoad], minutes: Mapping[int, int], names: Mapping[int, str]
) -> tuple[tuple[str, int, str], ...]:
    """The heaviest first."""
    by_office: dict[int, list[TransferLoad]] = {}
    for each in loads:
        by_office.setdefault(each.organisation_id, []).append(each)
    rows = [(_hours_of(found, minutes), names.get(office, ""), len(found)) for office, found in by_office.items()]
    return tuple(
        (name, tasks, decimal(total)) for total, name, tasks in sorted(rows, key=lambda row: (-row[0], row[1]))
    )


def drawing(ends: Sequence[tuple[date, Sum]]) -> Drawing:
    """The years as lying bars, to the scale of the largest."""
    most = max((each.minutes for _, each in ends), default=0) or 1
    room = _WIDTH - _LABEL - _VALUE
    last = len(ends) - 1
    bars = tuple(
        Bar(
            label=gettext(marked("I dag")) if place == last else str(day.year),
            value=decimal(each.hours),
            y=place * (_BAR + _GAP),
            width=max(round(room * each.minutes / most), 1 if each.minutes else 0),
        )
        for place, (day, each) in enumerate(ends)
    )
    return Drawing(bars, _WIDTH, len(bars) * (_BAR + _GAP), _LABEL, _BAR)
