"""How a database with the invented area is known again: by an event that cannot be taken away."""

from typing import Final

from sqlmodel import col, select

from samhandling.audit.tables import SYSTEM_CHAIN, AuditEvent
from samhandling.kernel.database import DbSession

DEMO_BUILT: Final = "demo_built"


def is_demo(session: DbSession) -> bool:
    found = select(col(AuditEvent.sequence)).where(AuditEvent.chain == SYSTEM_CHAIN, AuditEvent.action == DEMO_BUILT)
    return session.exec(found.limit(1)).first() is not None
