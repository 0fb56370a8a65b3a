"""What the identity guard leaves behind: releases of a wrong block, and slips that were taken out. Never the text."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from samhandling.kernel.columns import both_or_neither


class GuardRelease(SQLModel, table=True):
    """A second person lets `for_person` store a text in spite of hits of these kinds, once, for a short while.

    The code is read out to the writer; only its hash is kept. `text_hash`: keyed, of the one text it was used for; that
    text may come again, when the form had something else to mend.
    """

    __tablename__ = "guard_releases"

    id: int | None = Field(default=None, primary_key=True)
    area_id: int | None = Field(default=None, foreign_key="areas.id", index=True)
    code_hash: str = Field(max_length=64, unique=True)
    for_person: UUID = Field(foreign_key="persons.id")
    given_by: UUID = Field(foreign_key="persons.id")
    kinds: list[str] = Field(sa_type=sa.JSON)
    given_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    text_hash: str | None = Field(default=None, max_length=64)


class Redaction(SQLModel, table=True):
    """A text that should not be here: hidden at once by one, erased for good when a second person confirms.

    `sealed`: the text while it is hidden, unreadable without a key outside the database; gone when it is erased.

    `place`: table, row and column, as the redaction list outside the database has it, so that a restored backup is
    redacted again. `ground`: code of the legal ground when it had been sent (then it is kassasjon).
    """

    __tablename__ = "redactions"
    __table_args__ = (
        both_or_neither("erased_at", "erased_by"),
        both_or_neither("withdrawn_at", "withdrawn_by"),
        sa.CheckConstraint("erased_by IS NULL OR erased_by <> hidden_by", name="two_persons"),
    )

    id: int | None = Field(default=None, primary_key=True)
    area_id: int | None = Field(default=None, foreign_key="areas.id", index=True)
    place: dict[str, Any] = Field(sa_type=sa.JSON)
    sealed: bytes | None = None
    ground: str = Field(max_length=40)
    hidden_at: datetime
    hidden_by: UUID = Field(foreign_key="persons.id")
    erased_at: datetime | None = None
    erased_by: UUID | None = Field(default=None, foreign_key="persons.id")
    withdrawn_at: datetime | None = None
    withdrawn_by: UUID | None = Field(default=None, foreign_key="persons.id")
