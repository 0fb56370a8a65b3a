"""How a database with the invented area is known again: by an event that cannot be taken away."""

from typing import Final

from sqlmodel import col, select

from samhandling.audit.tables import SYSTEM_CHAIN, AuditEvent
from samhandling.kernel.database import DbSession

DEMO_BUILT: Final = "demo_built"
DEMO_PLAYED: Final = "demo_played"


def is_demo(session: DbSession) -> bool:
    return _happened(session, DEMO_BUILT)


def is_played(session: DbSession) -> bool:
    """Whether its cases are there, all of them."""
    return _happened(session, DEMO_PLAYED)


def _happened(session: DbSession, action: str) -> bool:
    found = select(col(AuditEvent.sequence)).where(AuditEvent.chain == SYSTEM_CHAIN, AuditEvent.action == action)
    return session.exec(found.limit(1)).first() is not None
