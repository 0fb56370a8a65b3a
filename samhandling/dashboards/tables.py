"""What dashboards store: minutes that the PKO's role has used, and that a department has gone through its cases."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class StewardHours(SQLModel, table=True):
    """Of the role as a whole, in the week that begins on this Monday; no person is stored (aml. chapter 9).

    `minutes`: None when what was entered has been taken out again.
    """

    __tablename__ = "steward_hours"

    area_id: int = Field(primary_key=True, foreign_key="areas.id")
    week: date = Field(primary_key=True)
    minutes: int | None = None
    version: int = Field(default=1)


class Acknowledgement(SQLModel, table=True):
    """That the head has gone through the department's cases of a half-year, e.g. «2026-H1», in this area."""

    __tablename__ = "acknowledgements"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "area_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisations.id")
    area_id: int = Field(foreign_key="areas.id")
    period: str = Field(max_length=12)
    at: datetime
    by: UUID = Field(foreign_key="persons.id")
