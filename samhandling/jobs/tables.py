"""Work to be done after the answer, put here in the same transaction as what asks for it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class Job(SQLModel, table=True):
    """`kind` names the function, `values` are codes and ids. `once`: a second job with the same one is not made.

    `leased_until`: a worker has it until then; one that died loses it.
    """

    __tablename__ = "jobs"
    __table_args__ = (sa.Index("ix_jobs_state_due_at", "state", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    values: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    once: str | None = Field(default=None, max_length=120, unique=True)
    area_id: int | None = Field(default=None, foreign_key="areas.id")
    state: str = Field(default="waiting", max_length=20)
    attempts: int = Field(default=0)
    due_at: datetime
    leased_until: datetime | None = None
    error: str = Field(default="", max_length=120)
    made_at: datetime
    done_at: datetime | None = None
