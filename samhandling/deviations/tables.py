"""What a deviation has beside what every case has, and what is done because of one."""

from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from samhandling.deviations.codes import Frequency, Identification, Label, Outcome
from samhandling.kernel.columns import code_type

_UNFINISHED: Final = sa.column("effect_on").is_(None)


class Deviation(SQLModel, table=True):
    """`month`: of the event, YYYY-MM, the least that identifies. `minutes`: extra work; None when nobody said.

    `good`: a report of good cooperation, which nobody has to answer for. `consequence`: 0–5; None for «vet ikke».
    `label`: what the other side is told of the reporter, settled when it was sent. `channel`: where it was moved to;
    of such a case only a stub is kept. `missing_information`, `escalated_on`: flags, not states (ruling A20).
    `silent_on`: the day it closes unless the reporter says something. `no_rule`: no rule covers it.
    `unit_id`: whom the reporter thinks it concerns; asked only when the case is sent there.
    """

    __tablename__ = "deviations"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    good: bool = Field(default=False)
    situation: str = Field(default="", max_length=40)
    category: str = Field(default="", max_length=3)
    month: str = Field(max_length=7)
    consequence: int | None = None
    minutes: int | None = None
    frequency: Frequency = Field(default=Frequency.UNKNOWN, sa_type=code_type(Frequency))
    identification: Identification = Field(default=Identification.UNKNOWN, sa_type=code_type(Identification))
    identified_on: date | None = None
    label: Label = Field(default=Label.REPORTER, sa_type=code_type(Label))
    reporter_role: str = Field(default="", max_length=40)
    reporter_place_id: int | None = Field(default=None, foreign_key="organisations.id")
    unit_id: int | None = Field(default=None, foreign_key="organisations.id")
    no_rule: bool = Field(default=False)
    missing_information: bool = Field(default=False)
    disagreed: bool = Field(default=False)
    escalated_on: date | None = None
    silent_on: date | None = Field(default=None, index=True)
    proposed: Outcome | None = Field(default=None, sa_type=code_type(Outcome))
    outcome: Outcome | None = Field(default=None, sa_type=code_type(Outcome))
    outcome_rule: str = Field(default="", max_length=12)
    channel: str = Field(default="", max_length=40)
    reopened: int = Field(default=0)


class Measure(SQLModel, table=True):
    """Something a unit does because of a case. It is not finished before its effect has been looked at."""

    __tablename__ = "measures"
    __table_args__ = (
        sa.Index(
            "ix_measures_organisation_id_unfinished",
            "organisation_id",
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    organisation_id: int = Field(foreign_key="organisations.id")
    text: str = Field(max_length=500)
    due_on: date
    done_on: date | None = None
    effect: str = Field(default="", max_length=500)
    effect_on: date | None = None
    version: int = Field(default=1)
