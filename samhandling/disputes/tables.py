"""What a dispute has beside what every case has: where the parties stand, the vote, papers for the national board."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from samhandling.disputes.codes import Outcome
from samhandling.kernel.columns import code_type


class Dispute(SQLModel, table=True):
    """The question is the case's title. `due_on`: for the statements. `released_on`: when all could read all.

    `council_on`: the last day before the council is told that statements do not come. `escalated_on`: that it was told;
    a flag, no state (ruling A20).

    `votes_for`, `votes_against`: of the council, as counts, never whose. `contact`: a role, `facts`, `legal_basis`,
    `copied_on`: what the national board asks for beside the papers themselves.
    """

    __tablename__ = "disputes"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    due_on: date | None = None
    council_on: date | None = None
    escalated_on: date | None = None
    released_on: date | None = None
    advised_on: date | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    contact: str = Field(default="", max_length=120)
    facts: str = Field(default="", max_length=4000)
    legal_basis: str = Field(default="", max_length=1000)
    copied_on: date | None = None
    outcome: Outcome | None = Field(default=None, sa_type=code_type(Outcome))

    @property
    def package_written(self) -> bool:
        """What the national board asks for stands here."""
        return bool(self.contact and self.facts and self.legal_basis and self.copied_on)


class Party(SQLModel, table=True):
    """`participant_id`: the organisation or body. `follows`: whether it will follow the advice; None until it says."""

    __tablename__ = "dispute_parties"
    __table_args__ = (sa.UniqueConstraint("case_id", "participant_id"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    participant_id: int = Field(foreign_key="participants.id")
    sent_on: date | None = None
    confirmed_on: date | None = None
    follows: bool | None = None
