"""Which case an address names: AV-2026-019 in the reader's own area, AV-2026-019@sordal in another."""

import re
from typing import Final

from samhandling.attachments import repository
from samhandling.cases.tables import Case
from samhandling.identity.access import Visitor
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound

_ADDRESS: Final = re.compile(r"([A-Z]{2}-\d{4}-\d{3,9})(?:@([a-z0-9-]{1,40}))?", re.ASCII)


def case_at(session: DbSession, who: Visitor, address: str) -> Case:
    """Raises NotFound for an address of none, and for one that is not the visitor's to see."""
    parts = _ADDRESS.fullmatch(address)
    if parts is None:
        raise NotFound
    number, slug = parts.groups()
    area = who.here.id if slug is None else repository.area_id(session, slug)
    return repository.case_numbered(session, area, number)
