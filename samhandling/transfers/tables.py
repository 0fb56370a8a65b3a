"""What a task transfer has beside what every case has: its assessment, advice, decisions, agreement and load.

Reasons are statements of the case, which cannot be changed after sending. Votes are counts, never a person's.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from samhandling.kernel.columns import code_type
from samhandling.transfers.codes import Advice, Direction, Duration, Group, Heard, InUse, Reply, Result, Track


class Transfer(SQLModel, table=True):
    """`in_use`, `in_use_since`: told when it was opened. `stopped_on`: the first day it was not done any more.

    `major`: a larger change (8b); None until somebody has said. `discussed_on`, `discussed_in`: the first equal
    dialogue about it. `starts_on` … `ends_on`: the agreement; `ended_on`: the first day it no longer holds.
    `reminded_on`, `expired_on`: what the clock has done about this agreement.
    """

    __tablename__ = "transfers"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    direction: Direction = Field(sa_type=code_type(Direction))
    to_group: Group = Field(sa_type=code_type(Group))
    task: str = Field(max_length=40)
    from_unit_id: int = Field(foreign_key="organisations.id")
    in_use: InUse = Field(default=InUse.NO, sa_type=code_type(InUse))
    in_use_since: date | None = None
    stopped_on: date | None = None
    track: Track | None = Field(default=None, sa_type=code_type(Track))
    duration: Duration | None = Field(default=None, sa_type=code_type(Duration))
    major: bool | None = None
    heard: Heard | None = Field(default=None, sa_type=code_type(Heard))
    discussed_on: date | None = None
    discussed_in_id: int | None = Field(default=None, foreign_key="bodies.id")
    hearing_to: str = Field(default="", max_length=80)
    hearing_from: date | None = None
    hearing_due: date | None = None
    hearing_answers: int | None = None
    postponed_to: date | None = Field(default=None, index=True)
    starts_on: date | None = None
    review_on: date | None = Field(default=None, index=True)
    ends_on: date | None = Field(default=None, index=True)
    ended_on: date | None = None
    owner_id: int | None = Field(default=None, foreign_key="organisations.id")
    owner_role: str = Field(default="", max_length=40)
    reminded_on: date | None = None
    expired_on: date | None = None


class TransferAnswer(SQLModel, table=True):
    """To one of the seven questions of the light track."""

    __tablename__ = "transfer_answers"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    question: str = Field(primary_key=True, max_length=40)
    reply: Reply = Field(sa_type=code_type(Reply))


class TransferScore(SQLModel, table=True):
    """One criterion of the full assessment: 0, 1 or 2, and why."""

    __tablename__ = "transfer_scores"
    __table_args__ = (sa.UniqueConstraint("case_id", "criterion"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    criterion: str = Field(max_length=40)
    value: int | None = None
    text: str = Field(default="", max_length=600)


class TransferPlace(SQLModel, table=True):
    """A municipality or a unit that the task is moved to; none means the whole area."""

    __tablename__ = "transfer_places"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    organisation_id: int = Field(primary_key=True, foreign_key="organisations.id")


class TransferVolume(SQLModel, table=True):
    """How much it is, as told on a day; an earlier one stays, so that the ledger is right for its time."""

    __tablename__ = "transfer_volumes"
    __table_args__ = (sa.UniqueConstraint("case_id", "since"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    since: date
    patients: int
    added: int = Field(default=0)
    times_a_year: int
    minutes: int


class TransferAdvice(SQLModel, table=True):
    """What a body said. The newest counts. `reason_id`, `dissent_id`: statements."""

    __tablename__ = "transfer_advice"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    body_id: int = Field(foreign_key="bodies.id")
    given_on: date
    advice: Advice = Field(sa_type=code_type(Advice))
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    reason_id: int | None = Field(default=None, foreign_key="statements.id")
    dissent_id: int | None = Field(default=None, foreign_key="statements.id")


class TransferCondition(SQLModel, table=True):
    """One condition of an advice."""

    __tablename__ = "transfer_conditions"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    advice_id: int = Field(foreign_key="transfer_advice.id")
    text: str = Field(max_length=300)


class TransferDecision(SQLModel, table=True):
    """`body_id`: who decided; None when no body did. `reason_id`: a statement."""

    __tablename__ = "transfer_decisions"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    body_id: int | None = Field(default=None, foreign_key="bodies.id")
    decided_on: date
    result: Result = Field(sa_type=code_type(Result))
    reason_id: int | None = Field(default=None, foreign_key="statements.id")


class TransferLoad(SQLModel, table=True):
    """«Det gjelder hos oss»: how many patients an office has with the task.

    Not with the case: one office's load can be one doctor's, so only the office and the PKO see it (ruling A3).
    """

    __tablename__ = "transfer_loads"
    __table_args__ = (
        sa.UniqueConstraint("transfer_id", "organisation_id"),
        sa.Index("ix_transfer_loads_organisation_id", "organisation_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    transfer_id: int = Field(foreign_key="cases.id")
    organisation_id: int = Field(foreign_key="organisations.id")
    patients: int
    told_at: datetime
    version: int = Field(default=1)
