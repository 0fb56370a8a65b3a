"""What is written from dashboards: the role's minutes of a week, and that a department has gone through a half-year."""

from dataclasses import replace
from datetime import date

from samhandling.areas import repository as areas
from samhandling.areas.change import Change, fresh
from samhandling.audit.chain import Actor
from samhandling.dashboards import repository
from samhandling.dashboards.tables import Acknowledgement, StewardHours
from samhandling.kernel.clock import local_date
from samhandling.kernel.database import as_system
from samhandling.kernel.errors import NotFound, Refused


def enter_hours(change: Change, area: int, week: date, minutes: int | None, version: int) -> None:
    """`week`: its Monday. `minutes` None: what was entered is taken out. Raises Stale.

    The event names the role and nobody who holds it: the minutes are no control of a person (aml. chapter 9).
    """
    areas.locked(change.session, area)
    row = repository.hours(change.session, area, week).get(week)
    fresh(version, row.version if row else 0)
    row = row or StewardHours(area_id=area, week=week, version=0)
    row.minutes, row.version = minutes, row.version + 1
    change.session.add(row)
    change.session.flush()
    by_role = replace(change, by=Actor(None, change.by.role))
    with as_system(change.session):  # a person adds events in his or her own name only
        by_role.record("steward_hours_entered", "area", area, week=week.isoformat())


def acknowledge(change: Change, area: int, organisation: int, period: str) -> None:
    """Once: pressing it again changes nothing."""
    areas.locked(change.session, area)
    if _given(change, area, organisation, period) is not None or change.by.person is None:
        return
    row = Acknowledgement(
        organisation_id=organisation, area_id=area, period=period, at=change.at, by=change.by.person
    )  # fmt: skip
    change.session.add(row)
    change.session.flush()
    change.record("half_year_acknowledged", "organisation", organisation, period=period)


def take_back(change: Change, area: int, organisation: int, period: str) -> None:
    """The same day only: later it has been told. Raises NotFound; Refused («acknowledged_before»)."""
    areas.locked(change.session, area)
    row = _given(change, area, organisation, period)
    if row is None:
        raise NotFound
    if local_date(row.at) != change.today:
        raise Refused("acknowledged_before")
    change.session.delete(row)
    change.session.flush()
    change.record("half_year_taken_back", "organisation", organisation, period=period)


def _given(change: Change, area: int, organisation: int, period: str) -> Acknowledgement | None:
    found = repository.acknowledged(change.session, [organisation], area)
    return next((each for each in found if each.period == period), None)
