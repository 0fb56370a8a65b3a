"""Reports as records, what they are made with, and every number ever published.

No later number may reveal one that was hidden, so what was published is remembered for good.

What is published is never changed: triggers refuse it. A correction is a new version with a number of its own.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from samhandling.kernel.columns import code_type, in_order


class PublishedNumber(SQLModel, table=True):
    """`value` is None where the number was hidden. `cell`: the dimensions it stands for, in one canonical form."""

    __tablename__ = "published_numbers"
    __table_args__ = (sa.Index("ix_published_numbers_area_id_period", "area_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    area_id: int | None = Field(default=None, foreign_key="areas.id")
    period: str = Field(max_length=12)
    publication: str = Field(max_length=80)
    place: str = Field(max_length=80)
    cell: str = Field(max_length=200)
    value: int | None = None
    published_at: datetime


class PublishedReport(SQLModel, table=True):
    """`body`: `content.Report` as JSON, without a word of free text; `digest`: its SHA-256. `number`: R-2026-H1-2."""

    __tablename__ = "published_reports"
    __table_args__ = (
        sa.UniqueConstraint("area_id", "number"),
        sa.UniqueConstraint("area_id", "period", "version"),
    )

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="areas.id")
    period: str = Field(max_length=12)
    version: int
    number: str = Field(max_length=20)
    maalform: str = Field(max_length=2)
    body: str
    digest: str = Field(max_length=64)
    published_by: UUID = Field(foreign_key="persons.id")
    published_at: datetime
    published_on: date


class ReportText(SQLModel, table=True):
    """What the secretary writes: a comment to a section, «asked» of OSO, or «changed» since the version before.

    `report_id`: as it was published; None for the draft of the period, which is the one that is written in.
    """

    __tablename__ = "report_texts"
    __table_args__ = (
        sa.UniqueConstraint("report_id", "section"),
        sa.Index("ix_report_texts_area_id_period", "area_id", "period"),
    )

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="areas.id")
    period: str = Field(max_length=12)
    report_id: int | None = Field(default=None, foreign_key="published_reports.id")
    section: str = Field(max_length=40)
    text: str = Field(max_length=4000)
    redacted_at: datetime | None = None
    version: int = Field(default=1)


class ReportReceipt(SQLModel, table=True):
    """That a person with an account has opened a published report; the first time counts."""

    __tablename__ = "report_receipts"

    report_id: int = Field(primary_key=True, foreign_key="published_reports.id")
    person_id: UUID = Field(primary_key=True, foreign_key="persons.id")
    read_at: datetime


class DraftState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class ReportDraft(SQLModel, table=True):
    """The numbers of a period as last counted, safe to publish; one an area and period.

    `stage`, `steps`: how far the counting has come; `beat_at`: when that was last said. `ledger_id`: the last number
    that had been published in the area by then: a later one, and it must be counted anew.
    """

    __tablename__ = "report_drafts"
    __table_args__ = (sa.UniqueConstraint("area_id", "period"), sa.Index("ix_report_drafts_state", "state"))

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="areas.id")
    period: str = Field(max_length=12)
    state: DraftState = Field(sa_type=code_type(DraftState))
    stage: str = Field(default="", max_length=40)
    steps: int = Field(default=0)
    asked_by: UUID = Field(foreign_key="persons.id")
    asked_at: datetime
    beat_at: datetime | None = None
    counted_at: datetime | None = None
    body: str = Field(default="")
    numbers: str = Field(default="")
    digest: str = Field(default="", max_length=64)
    ledger_id: int = Field(default=0)
    attempts: int = Field(default=0)


class Indicator(SQLModel, table=True):
    """An official number, entered by hand: the share of discharge letters sent in time, in tenths of a per cent.

    `source`: where it was read; free text, guarded.
    """

    __tablename__ = "indicators"
    __table_args__ = (sa.UniqueConstraint("area_id", "period", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="areas.id")
    period: str = Field(max_length=12)
    code: str = Field(max_length=40)
    tenths: int
    source: str = Field(max_length=120)
    read_on: date


class LocalAgreement(SQLModel, table=True):
    """That an area has one of the agreements and routines that the recommendations ask it for, by the rule's number."""

    __tablename__ = "local_agreements"
    __table_args__ = (in_order(),)

    area_id: int = Field(primary_key=True, foreign_key="areas.id")
    topic: str = Field(primary_key=True, max_length=12)
    valid_from: date
    valid_to: date | None = None
