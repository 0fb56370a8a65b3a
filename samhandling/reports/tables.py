"""Every number ever published, from any report, file or version, so that no later one reveals a hidden one."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


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
