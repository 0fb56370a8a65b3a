"""What is done with a report: its draft is asked for, stopped, written to and published.

Publishing freezes the draft that was shown, with its numbers, rulebook and settings; a correction is a new version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from samhandling.areas import repository as areas
from samhandling.areas.change import Change, fresh
from samhandling.kernel.columns import key
from samhandling.kernel.errors import NotFound, Refused, Stale
from samhandling.reports import repository
from samhandling.reports.drafting import lines
from samhandling.reports.periods import Period
from samhandling.reports.tables import (
    DraftState,
    Indicator,
    LocalAgreement,
    PublishedNumber,
    PublishedReport,
    ReportDraft,
    ReportReceipt,
    ReportText,
)
from samhandling.reports.telling import CHANGED
from samhandling.web.i18n import language

_WORKING = (DraftState.WAITING, DraftState.RUNNING)


def ask(change: Change, area: int, period: Period) -> ReportDraft:
    """One that is being counted already is left to it. Refused («period_not_begun»)."""
    if period.first > change.today:
        raise Refused("period_not_begun", field="periode")
    row = repository.draft(change.session, area, period.code, to_change=True)
    if row is not None and row.state in _WORKING:
        return row
    if row is None:
        row = ReportDraft(
            area_id=area, period=period.code, state=DraftState.WAITING, asked_by=_person(change), asked_at=change.at
        )
    row.state, row.asked_by, row.asked_at, row.attempts = DraftState.WAITING, _person(change), change.at, 0
    row.stage, row.steps, row.beat_at = "", 0, None
    change.session.add(row)
    change.session.flush()
    return row


def cancel(change: Change, area: int, period: Period) -> None:
    """The numbers it had before, if any, stay."""
    row = repository.draft(change.session, area, period.code, to_change=True)
    if row is None:
        raise NotFound
    if row.state in _WORKING:
        row.state = DraftState.DONE if row.body else DraftState.CANCELLED
        change.session.add(row)


def write(change: Change, area: int, period: Period, section: str, text: str, version: int) -> None:
    """`version`: of the text that the form was opened on; 0 when there was none. Stale when another came first."""
    row = repository.texts(change.session, area, period.code).get(section)
    fresh(version, row.version if row else 0)
    if row is None:
        row = ReportText(area_id=area, period=period.code, section=section, text=text, version=1)
    else:
        row.text, row.version = text, row.version + 1
    change.session.add(row)
    change.record("report_text_written", "report", f"{area}:{period.code}", section=section, text=change.hashed(text))


@dataclass(frozen=True, slots=True)
class Official:
    tenths: int
    source: str
    read_on: date


def enter(change: Change, area: int, period: Period, found: Mapping[str, Official | None], version: int) -> None:
    """Official numbers by code; None takes one away. `version`: of the area, when the form was opened; else Stale."""
    _alone(change, area, version)
    held = {each.code: each for each in repository.indicators(change.session, area, period.code)}
    for code, value in found.items():
        row = held.get(code)
        if value is None:
            if row is not None:
                change.session.delete(row)
            continue
        row = row or Indicator(
            area_id=area, period=period.code, code=code, tenths=0, source="", read_on=value.read_on
        )
        row.tenths, row.source, row.read_on = value.tenths, value.source, value.read_on
        change.session.add(row)
    change.record("indicators_entered", "report", f"{area}:{period.code}")


def agree(change: Change, area: int, found: Mapping[str, tuple[date, date | None] | None], version: int) -> None:
    """Local agreements by the number of the rule that asks for them; None takes one away. `version`: as for `enter`."""
    _alone(change, area, version)
    held = repository.agreements(change.session, area)
    for topic, dates in found.items():
        row = held.get(topic)
        if dates is None:
            if row is not None:
                change.session.delete(row)
            continue
        first, last = dates
        if last is not None and last < first:
            raise Refused("ends_before_it_begins", field=f"til_{topic}")
        row = row or LocalAgreement(area_id=area, topic=topic, valid_from=first)
        row.valid_from, row.valid_to = first, last
        change.session.add(row)
    change.record("local_agreements_set", "area", area)


def _alone(change: Change, area: int, version: int) -> None:
    """Whoever enters what belongs to the area as a whole does so one at a time."""
    row = areas.locked(change.session, area)
    fresh(version, row.version)
    row.version += 1
    change.session.add(row)


def publish(change: Change, area: int, period: Period, shown: str, what_changed: str) -> PublishedReport:
    """The draft, if it is the one whose digest was `shown`; else Stale. `what_changed`: required of a correction.

    Refused: «period_not_over», «report_not_counted», «report_outdated» (more has been published since it was counted),
    «changes_missing».
    """
    if not period.is_over(change.today):
        raise Refused("period_not_over")
    row = repository.draft(change.session, area, period.code, to_change=True)
    if row is None or row.state is not DraftState.DONE or not row.body:
        raise Refused("report_not_counted")
    if row.digest != shown:
        raise Stale("changed_meanwhile", version=0)
    if repository.last_number(change.session, area) != row.ledger_id:
        raise Refused("report_outdated")
    before = repository.newest(change.session, area, period.code)
    if before is not None and not what_changed:
        raise Refused("changes_missing", field="endret")
    report = _frozen(change, area, period, row, before.version + 1 if before else 1)
    _keep_numbers(change, report, row)
    _keep_texts(change, report, what_changed if before else "")
    change.record("report_published", "report", key(report.id), number=report.number, digest=report.digest)
    return report


def number_of(period: Period, version: int) -> str:
    return f"R-{period.code}" + (f"-{version}" if version > 1 else "")


def _frozen(change: Change, area: int, period: Period, row: ReportDraft, version: int) -> PublishedReport:
    report = PublishedReport(
        area_id=area,
        period=period.code,
        version=version,
        number=number_of(period, version),
        maalform=language.get(),
        body=row.body,
        digest=row.digest,
        published_by=_person(change),
        published_at=change.at,
        published_on=change.today,
    )
    change.session.add(report)
    change.session.flush()
    return report


def _keep_numbers(change: Change, report: PublishedReport, row: ReportDraft) -> None:
    change.session.add_all(
        PublishedNumber(
            area_id=report.area_id,
            period=report.period,
            publication=report.number,
            place=each.place,
            cell=each.cell,
            value=each.value,
            published_at=change.at,
        )
        for each in lines(row.numbers)
    )
    change.session.flush()


def _keep_texts(change: Change, report: PublishedReport, what_changed: str) -> None:
    """As they were when it was published: later ones are of the next version."""
    area, period = report.area_id, report.period
    texts = {each.section: each.text for each in repository.texts(change.session, area, period).values() if each.text}
    sources = {source_of(each.code): each.source for each in repository.indicators(change.session, area, period)}
    for section, text in {**texts, **sources, CHANGED: what_changed}.items():
        if text:
            change.session.add(
                ReportText(area_id=area, period=period, report_id=report.id, section=section, text=text)
            )
    change.session.flush()


def source_of(indicator: str) -> str:
    """The section that holds where an official number was read."""
    return f"source_{indicator}"


def read(change: Change, report: PublishedReport) -> None:
    """A receipt for the reader, once."""
    person = _person(change)
    if not repository.has_read(change.session, key(report.id), person):
        change.session.add(ReportReceipt(report_id=key(report.id), person_id=person, read_at=change.at))


def _person(change: Change) -> UUID:
    if change.by.person is None:
        raise NotFound
    return change.by.person
