"""What a case is called in an address: AV-2026-019 in its own area, AV-2026-019@sordal seen from another."""

import re
from typing import Final

from samhandling.areas.tables import Area
from samhandling.cases.tables import Case
from samhandling.casework import repository
from samhandling.identity.access import Visitor
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound

_ADDRESS: Final = re.compile(r"([A-Z]{2}-\d{4}-\d{3,9})(?:@([a-z0-9-]{1,40}))?")


def case_at(session: DbSession, who: Visitor, address: str, *, to_change: bool = False) -> Case:
    """Raises NotFound for an address of none, and for one that is not the visitor's to see."""
    parts = _ADDRESS.fullmatch(address)
    if parts is None:
        raise NotFound
    number, slug = parts.groups()
    area = who.here.id if slug is None else repository.area_id(session, slug)
    return repository.case_numbered(session, area, number, to_change=to_change)


def case_path(here: str, case: Case, owner: Area) -> str:
    """`here`: the slug of the area the reader is in."""
    elsewhere = "" if owner.slug == here else f"@{owner.slug}"
    return f"/omrade/{here}/saker/{case.number}{elsewhere}"
