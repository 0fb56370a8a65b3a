"""Several deviations under one name."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class Theme(SQLModel, table=True):
    """Several deviations under one name, written by the PKO. `reports`, `minutes`: of «det samme skjedde hos oss».

    The sums stand here so that everybody can be told them roughly without seeing whose they are.
    """

    __tablename__ = "themes"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisations.id")
    reports: int = Field(default=0)
    minutes: int = Field(default=0)


class ThemeReport(SQLModel, table=True):
    """«Det samme skjedde hos oss»: no text, once a person and month."""

    __tablename__ = "theme_reports"
    __table_args__ = (sa.UniqueConstraint("theme_id", "person_id", "month"),)

    id: int | None = Field(default=None, primary_key=True)
    theme_id: int = Field(foreign_key="cases.id", index=True)
    organisation_id: int = Field(foreign_key="organisations.id")
    person_id: UUID = Field(foreign_key="persons.id")
    month: str = Field(max_length=7)
    minutes: int | None = None
    made_at: datetime
