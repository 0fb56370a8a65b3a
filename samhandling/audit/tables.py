"""The trail: events that are only ever added, in one chain for each area and one for the system.

No foreign keys: the trail neither stops nor follows a deletion. No names and no text: codes, ids and keyed hashes.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

SYSTEM_CHAIN = 0


class AuditChain(SQLModel, table=True):
    """The head of a chain. `chain` is the area's id, or 0 for the system; its row is locked while an event is added.

    A chain has a segment a year: the first event of a segment carries the last hash of the one before, so that an old
    segment can be dropped when its time of storage is over.
    """

    __tablename__ = "audit_chains"

    chain: int = Field(primary_key=True)
    sequence: int = Field(default=0)
    hash: str = Field(max_length=64)


class AuditEvent(SQLModel, table=True):
    """The place in the chain is the key: nothing has to be read back, which row-level security might refuse.

    `subject_kind` and `subject_id`: what it happened to. `details`: codes from → to, names of fields, counts.
    """

    __tablename__ = "audit_events"
    __table_args__ = (sa.Index("ix_audit_events_subject_kind_subject_id", "subject_kind", "subject_id"),)

    chain: int = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    happened_at: datetime
    happened_on: date
    actor: UUID | None = Field(default=None, index=True)
    role: str = Field(default="", max_length=40)
    action: str = Field(max_length=60)
    subject_kind: str = Field(max_length=40)
    subject_id: str = Field(max_length=40)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)
