"""Checked rows become cases: a few in one transaction, many by a job in portions that each are whole or not at all.

What has been made once is not made again, so an import that was broken off is finished by importing the same file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from samhandling.areas import repository as areas
from samhandling.audit.chain import Actor, Subject, Trail
from samhandling.cases.opening import Deed
from samhandling.casework.rulebook import Cites
from samhandling.deviations.reporting import report
from samhandling.identity.permissions import Permission
from samhandling.identity.users import User
from samhandling.importing import repository
from samhandling.importing.carrying import unseal
from samhandling.importing.checking import Ready, gone
from samhandling.importing.directory import Directory, directory
from samhandling.importing.tables import CaseImport, ImportState
from samhandling.jobs.queue import Work, put
from samhandling.kernel.clock import Clock, local_date
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import Refused
from samhandling.kernel.secrets import Secrets

IMPORT: Final = "case_import"
#: So many rows are made before the answer, all or none; measured at 30–60 ms each.
AT_ONCE: Final = 100
#: Rows of one transaction of the job: others can write in between.
PORTION: Final = 25


@dataclass(frozen=True, slots=True)
class Made:
    """How many cases were opened, and how many were there already."""

    opened: int
    already: int


def make(deed: Deed, user: User, area: int, ready: Sequence[Ready], cites: Cites, *, at_once: bool) -> Made:
    """All of them, in the transaction of the session. Refused («row_gone») with the row that can be made no more."""
    found = _directory(deed, area)
    for each in ready:
        if why := gone(each, found, cites):
            raise Refused("row_gone", row=each.row, why=why)
    made = _made(deed, user, area, ready, cites, at_once)
    if made.opened:
        _record(deed, area, made.opened)
    return made


def _directory(deed: Deed, area: int) -> Directory:
    return directory(areas.organisations(deed.session, area), local_date(deed.at))


def _made(deed: Deed, user: User, area: int, ready: Sequence[Ready], cites: Cites, at_once: bool) -> Made:
    there = repository.made_already(deed.session, [each.report.form_key for each in ready])
    new = [each for each in ready if each.report.form_key not in there]
    for each in new:
        report(deed, user, area, each.report, cites, {}, from_list=True, at_once=at_once)
    return Made(len(new), len(ready) - len(new))


def _record(deed: Deed, area: int, opened: int) -> None:
    """One event of the area's trail for a whole list."""
    subject = Subject("area", str(area))
    deed.trail.record(deed.session, "cases_imported", subject, by=deed.by, at=deed.at, area=area, count=opened)


def begin(deed: Deed, area: int, token: str, rows: str, total: int, *, at_once: bool) -> CaseImport:
    """The import and its first job; or the one that this very form has begun already."""
    before = repository.with_token(deed.session, token)
    if before is not None:
        return before
    begun = CaseImport(
        area_id=area,
        person_id=deed.person,
        role=deed.by.role,
        token=token,
        rows=rows.encode("ascii"),
        at_once=at_once,
        total=total,
        made_at=deed.at,
    )
    deed.session.add(begun)
    deed.session.flush()
    put(deed.session, IMPORT, {"import": key(begun.id)}, now=deed.at, area=area)
    return begun


def _end(row: CaseImport, state: ImportState, now: datetime) -> None:
    """Nothing more is made, so nothing more is kept of what was to be."""
    row.state, row.ended_at, row.rows = state, now, b""


def cancel(row: CaseImport, now: datetime) -> None:
    """What is made stays."""
    if row.state is ImportState.RUNNING:
        _end(row, ImportState.CANCELLED, now)


def works(clock: Clock, trail: Trail, secrets: Secrets, cites: Cites) -> Mapping[str, Work]:
    def portion(session: DbSession, values: Mapping[str, Any]) -> None:
        row, now = repository.case_import(session, int(values["import"]), to_change=True), clock()
        if row.state is not ImportState.RUNNING:
            return
        session.add(row)
        user = repository.user(session, row.person_id, local_date(now))
        if user is None or not _may(user, row.area_id):
            _end(row, ImportState.STOPPED, now)
            return
        deed = Deed(session, trail, Actor(row.person_id, row.role), now)
        _portion(deed, user, row, unseal(secrets, row.area_id, row.person_id, row.rows.decode("ascii")), cites)

    return {IMPORT: portion}


def _may(user: User, area: int) -> bool:
    return any(each.id == area and user.role_for(Permission.CASE_STEWARD, each) for each in user.areas)


def _portion(deed: Deed, user: User, row: CaseImport, ready: Sequence[Ready], cites: Cites) -> None:
    some, found = ready[row.done : row.done + PORTION], _directory(deed, row.area_id)
    left_out = [each.row for each in some if gone(each, found, cites)]
    wanted = [each for each in some if each.row not in left_out]
    made = _made(deed, user, row.area_id, wanted, cites, row.at_once)
    row.done, row.made, row.left_out = row.done + len(some), row.made + made.opened, [*row.left_out, *left_out]
    if row.done < row.total:
        put(deed.session, IMPORT, {"import": key(row.id)}, now=deed.at, area=row.area_id)
        return
    _record(deed, row.area_id, row.made)
    _end(row, ImportState.DONE, deed.at)
