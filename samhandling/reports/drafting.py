"""A report is counted: all that it holds, safe to publish, as of now. It takes time: it is done outside of answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from samhandling.areas import repository as areas
from samhandling.casework.moving import settings_of
from samhandling.disclosure import Limits, Number
from samhandling.kernel.clock import local_date
from samhandling.kernel.database import DbSession
from samhandling.reports import facts, repository
from samhandling.reports.content import CASES, OFFICES, IndicatorLine, Report, thawed
from samhandling.reports.counting import frozen_tables, safe, year_of
from samhandling.reports.dimensions import Ruled
from samhandling.reports.periods import Period

#: Told what is being done; raises what is to end it.
Tick = Callable[[str], None]


class Line(msgspec.Struct, frozen=True):
    """A number of the ledger, kept with the draft until it is published."""

    place: str
    cell: str
    value: int | None


def lines(stored: str) -> list[Line]:
    """As they were kept with a draft."""
    return msgspec.json.decode(stored or "[]", type=list[Line])


@dataclass(frozen=True, slots=True)
class Made:
    """`ledger_id`: the last number that had been published when it was counted."""

    report: Report
    numbers: tuple[Line, ...]
    ledger_id: int


def draft(session: DbSession, area_id: int, period: Period, ruled: Ruled, now: datetime, tick: Tick) -> Made:
    """Asked as the system. `tick`: called between the steps; what it raises ends the work."""
    area, today = areas.area(session, area_id), local_date(now)
    known = areas.organisations(session, area_id)
    settings = settings_of(session, area_id)
    asking = facts.Asking(session, area_id, period, today, known)
    limits = Limits(cases=settings[CASES], offices=settings[OFFICES])
    tick("counting")
    year = year_of(session, area_id, period.year, known, ruled)
    deviations = facts.deviation_facts(asking, year)
    answers, answer_days = facts.answer_facts(asking, limits.cases)
    transfers, transfer_lines, load = facts.transfer_facts(asking)
    disputes, dispute_lines = facts.dispute_facts(asking)
    changes, theme_lines = facts.change_facts(asking)
    tick("protecting")
    made = safe(year, period, limits, _ledger(session, area_id, period), tick=lambda: tick("protecting"))
    before = repository.newest(session, area_id, period.before.code)
    then = thawed(before.body) if before else None
    report = Report(
        area=area.slug,
        area_name=area.name,
        period=period.code,
        first=period.first,
        last=period.last,
        counted_at=now,
        ruleset=ruled.hash,
        settings={
            CASES: limits.cases, OFFICES: limits.offices, "values": limits.values, "percent": limits.percent,
        },
        facts={**deviations, **answers, **transfers, **disputes, **changes},
        tables=frozen_tables(made, period),
        answer_days=answer_days,
        load=load,
        transfers=transfer_lines,
        disputes=dispute_lines,
        themes=theme_lines,
        agreements=facts.agreements_on(asking),
        indicators=tuple(
            IndicatorLine(each.code, each.tenths, each.read_on)
            for each in repository.indicators(session, area_id, period.code)
        ),
        kept=round(made.kept * 1000),
        before_number=before.number if before else "",
        before=then.facts if then else {},
        before_tables=then.tables if then else (),
    )
    numbers = tuple(Line(each.place, each.cell, each.value) for each in made.numbers)
    return Made(report, numbers, repository.last_number(session, area_id))


def _ledger(session: DbSession, area: int, period: Period) -> list[Number]:
    """What was ever published of the same year: its halves and the year itself, in every version."""
    codes = [str(period.year), *(Period(period.year, half).code for half in (1, 2))]
    return [
        Number(each.publication, each.place, each.cell, each.value)
        for each in repository.ledger(session, area, codes)
    ]
