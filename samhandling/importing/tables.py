"""An import that is too large for one answer, and how far it has come."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from samhandling.kernel.columns import code_type


class ImportState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    STOPPED = "stopped"  # who asked for it may not import any more


class CaseImport(SQLModel, table=True):
    """`rows`: what is to be made, sealed with a key outside the database; emptied when nothing more is to be made.

    `token`: of the dry run, so that its button pressed twice starts one. `at_once`: clean cases go to their units.
    `done`: rows dealt with. `made`: cases opened; the rest were there already, or are in `left_out`, by row number.
    """

    __tablename__ = "case_imports"

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="areas.id")
    person_id: UUID = Field(foreign_key="persons.id")
    role: str = Field(max_length=40)
    token: str = Field(max_length=64, unique=True)
    rows: bytes
    at_once: bool = Field(default=False)
    state: ImportState = Field(default=ImportState.RUNNING, sa_type=code_type(ImportState))
    total: int
    done: int = Field(default=0)
    made: int = Field(default=0)
    left_out: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    made_at: datetime
    ended_at: datetime | None = None
