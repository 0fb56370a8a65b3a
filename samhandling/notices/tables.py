"""Notices, the mails that tell of them, and who wants mail when.

Codes, numbers and dates; never text. A case number is looked up when somebody who may see the case reads it.
"""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from samhandling.kernel.columns import code_type
from samhandling.notices.kinds import MailChoice, MailState

UNREAD: Final = sa.column("read_at").is_(None)
UNSETTLED: Final = sa.column("settled_at").is_(None)


class Notice(SQLModel, table=True):
    """That something happened in a case, told to one person. What is told again before it is read counts up instead.

    `made_at`: when it last happened. `settled_at`: when it was decided whether a mail tells of it; None until then.
    """

    __tablename__ = "notices"
    __table_args__ = (
        sa.Index(
            "uq_notices_unread",
            "person_id",
            "case_id",
            "code",
            unique=True,
            sqlite_where=UNREAD,
            postgresql_where=UNREAD,
        ),
        sa.Index("ix_notices_person_id_made_at", "person_id", "made_at"),
        sa.Index("ix_notices_unsettled", "id", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: UUID = Field(foreign_key="persons.id")
    case_id: int = Field(foreign_key="cases.id", index=True)
    code: str = Field(max_length=40)
    values: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    count: int = Field(default=1)
    made_at: datetime
    settled_at: datetime | None = None
    read_at: datetime | None = None


class Mail(SQLModel, table=True):
    """One mail to one person; the address is looked up when it is sent, and is not kept here.

    `digest_on`: the morning of a digest, of which a person gets one; None for a mail about one notice.
    `first_tried_at`: two days later it is given up. `leased_until`: a sender has it until then. `error`: the code of
    the last refusal.
    """

    __tablename__ = "mails"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "digest_on"),
        sa.Index("ix_mails_state_due_at", "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    message_id: str = Field(max_length=200, unique=True)
    person_id: UUID = Field(foreign_key="persons.id")
    digest_on: date | None = None
    state: MailState = Field(default=MailState.WAITING, sa_type=code_type(MailState))
    attempts: int = Field(default=0)
    due_at: datetime
    first_tried_at: datetime | None = None
    leased_until: datetime | None = None
    error: str = Field(default="", max_length=40)
    changed_at: datetime
    sent_at: datetime | None = None


class MailLine(SQLModel, table=True):
    """What a mail tells of. The case stands here too: who looks after an area's mails cannot read others' notices."""

    __tablename__ = "mail_lines"
    __table_args__ = (sa.UniqueConstraint("mail_id", "notice_id"),)

    id: int | None = Field(default=None, primary_key=True)
    mail_id: int = Field(foreign_key="mails.id", ondelete="CASCADE")
    notice_id: int = Field(foreign_key="notices.id", ondelete="CASCADE", index=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    code: str = Field(max_length=40)


class MailPreference(SQLModel, table=True):
    """Who has not chosen gets each mail at once."""

    __tablename__ = "mail_preferences"

    person_id: UUID = Field(primary_key=True, foreign_key="persons.id")
    choice: MailChoice = Field(default=MailChoice.AT_ONCE, sa_type=code_type(MailChoice))
    version: int = Field(default=1)
