"""What is done with the attachments of a case: one is added, cleared or refused, removed, read.

Everything here takes the case as its caller saw it; one that is not yours is NotFound.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from samhandling.attachments import repository
from samhandling.attachments.extracting import Extracted
from samhandling.attachments.sniffing import MEDIA_TYPES
from samhandling.cases import repository as cases
from samhandling.cases.kinds import STUB
from samhandling.cases.opening import Deed
from samhandling.cases.settings import PICTURES, SETTINGS
from samhandling.cases.tables import Attachment, Case
from samhandling.kernel import tesseract
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotAllowed, NotFound, Refused

MOST_IN_A_CASE: Final = 10
#: How long one may take back what others see already.
REGRET: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class New:
    """A file that has been read, and whose name and text passed the guard. `statement`: a draft it goes with.

    `let_through`: kinds somebody answered for, and how many of each.
    """

    name: str
    fingerprint: str
    extracted: Extracted
    statement: int | None
    let_through: Mapping[str, int]


def picture_reader(session: DbSession, area: int) -> str | None:
    """Where the program is that reads pictures. None where the area takes no pictures, or the server has lost it."""
    chosen = repository.setting(session, area, PICTURES)
    return tesseract.found() if (SETTINGS[PICTURES].default if chosen is None else chosen) else None


def fingerprint(session: DbSession, area: int, content: bytes) -> str:
    """Of a file as it was sent. Keyed: the same file in two areas does not look alike."""
    return hmac.new(repository.fingerprint_key(session, area), content, sha256).hexdigest()


def room_for(session: DbSession, case_id: int, mark: str) -> Attachment | None:
    """The same file, when it is there already. Refused («hidden_before», «many») for one there is no place for."""
    there = repository.listed(session, case_id)
    twin = next((each for each in there if each.fingerprint == mark), None)
    if twin is not None and twin.id in repository.hidden(session, case_id):
        raise Refused("hidden_before", field="fil")
    if twin is None and len(there) >= MOST_IN_A_CASE:
        raise Refused("many", field="fil", most=MOST_IN_A_CASE)
    return twin


def add(deed: Deed, case_id: int, new: New) -> Attachment:
    """Seen by others at once when the guard could read all of it, else when the PKO has cleared it.

    The same file sent twice is stored once. Refused as `room_for`, and («stub») where only a stub is kept.
    """
    case = cases.case(deed.session, case_id, to_change=True)
    if case.retention_class == STUB:
        raise Refused("stub", field="fil")
    if new.statement is not None:
        repository.draft(deed.session, case_id, new.statement, deed.person)
    twin = room_for(deed.session, case_id, new.fingerprint)
    if twin is not None:
        return twin
    row = Attachment(
        case_id=case_id,
        statement_id=new.statement,
        name=new.name,
        media_type=MEDIA_TYPES[new.extracted.kind],
        size=len(new.extracted.content),
        content=new.extracted.content,
        fingerprint=new.fingerprint,
        added_at=deed.at,
        added_by=deed.person,
        cleared_at=None if new.extracted.unread else deed.at,
        pages=max(1, len(new.extracted.starts)),
        unread=list(new.extracted.unread),
    )
    deed.session.add(row)
    deed.session.flush()
    details = {"let_through": dict(new.let_through)} if new.let_through else {}
    deed.record(case, "attachment_added", attachment=row.id, kind=new.extracted.kind, **details)
    return row


def clear(deed: Deed, case_id: int, attachment_id: int) -> None:
    """By the PKO, who has looked at it. Refused («cleared_already»)."""
    case, row = _waiting(deed, case_id, attachment_id)
    row.cleared_at, row.cleared_by = deed.at, deed.person
    deed.session.add(row)
    deed.session.flush()
    deed.record(case, "attachment_cleared", attachment=attachment_id)


def refuse(deed: Deed, case_id: int, attachment_id: int) -> None:
    """By the PKO: it makes somebody known, and is gone. Refused («cleared_already»)."""
    case, row = _waiting(deed, case_id, attachment_id)
    deed.session.delete(row)
    deed.session.flush()
    deed.record(case, "attachment_refused", attachment=attachment_id)


def remove(deed: Deed, case_id: int, attachment_id: int) -> None:
    """By the one who added it. NotAllowed («not_yours»); Refused («sent_already») when others have seen it."""
    case = cases.case(deed.session, case_id, to_change=True)
    row = repository.attachment(deed.session, case_id, attachment_id, to_change=True)
    if row.added_by != deed.person:
        raise NotAllowed("not_yours")
    if not may_be_removed(deed.session, row, deed.person, deed.at):
        raise Refused("sent_already")
    deed.session.delete(row)
    deed.session.flush()
    deed.record(case, "attachment_removed", attachment=attachment_id)


def may_be_removed(session: DbSession, row: Attachment, person: UUID, now: datetime) -> bool:
    """Until others see it, and for a short while after; a redacted one stays, so that it does not come back."""
    if row.added_by != person or row.redacted_at is not None:
        return False
    unseen = row.cleared_at is None or (
        row.statement_id is not None and not repository.is_sent(session, row.statement_id)
    )
    return unseen or now - row.added_at < REGRET


def read(session: DbSession, case_id: int, attachment_id: int, *, person: UUID, steward: bool) -> Attachment:
    """`steward`: the PKO, who also sees what waits. NotFound for what is not to be seen, or is hidden."""
    row = repository.attachment(session, case_id, attachment_id)
    waits = row.cleared_at is None and row.added_by != person and not steward
    if waits or not row.content:
        raise NotFound
    return row


def _waiting(deed: Deed, case_id: int, attachment_id: int) -> tuple[Case, Attachment]:
    case = cases.case(deed.session, case_id, to_change=True)
    row = repository.attachment(deed.session, case_id, attachment_id, to_change=True)
    if row.cleared_at is not None:
        raise Refused("cleared_already")
    return case, row
