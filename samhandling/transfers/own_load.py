"""«Det gjelder hos oss»: an office tells how many patients it has with a task. A new number replaces the old.

The number is seen by the office and the PKO. The event has the office as its subject, not the case: those who read the
case are not told which offices have spoken.
"""

from samhandling.audit.chain import Subject
from samhandling.cases.opening import Deed
from samhandling.cases.tables import Case
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import Stale
from samhandling.transfers import repository
from samhandling.transfers.tables import TransferLoad


def told_by(session: DbSession, case: Case, office: int) -> TransferLoad | None:
    """What the office has told; None when it has not, and for an office that is not the reader's."""
    return next(iter(repository.loads_of(session, [office], [key(case.id)])), None)


def tell(deed: Deed, case: Case, office: int, patients: int, *, version: int | None) -> None:
    """`version`: of the row the form was opened on, 0 when there was none, None when it is not known.

    Stale when it has changed meanwhile.
    """
    row = told_by(deed.session, case, office)
    stored = row.version if row else 0
    if version is not None and stored != version:
        raise Stale("stale", version=stored)
    row = row or TransferLoad(transfer_id=key(case.id), organisation_id=office, patients=0, told_at=deed.at, version=0)
    row.patients, row.told_at, row.version = patients, deed.at, row.version + 1
    deed.session.add(row)
    deed.session.flush()
    subject = Subject("organisation", str(office))
    deed.trail.record(
        deed.session, "transfer_load_told", subject, by=deed.by, at=deed.at, area=case.area_id, number=case.number
    )
