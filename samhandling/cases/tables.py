"""The case core that deviations, transfers and disputes own and extend.

A case has one owner area; whoever takes part sees it, from any area. Clocks belong to an assignment. What has been sent
cannot be changed, only followed by a new statement, or redacted.
"""

from datetime import date, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from samhandling.cases.kinds import Audience, CaseKind, LinkKind, Part
from samhandling.kernel.columns import both_or_neither, code_type

_NOT_OVER: Final = sa.column("closed_on").is_(None)
_OPEN: Final = sa.column("open", sa.Boolean()) == sa.true()


class CaseNumber(SQLModel, table=True):
    """The last number given in an area, by kind and local year; numbers are never given twice."""

    __tablename__ = "case_numbers"

    area_id: int = Field(primary_key=True, foreign_key="areas.id")
    kind: CaseKind = Field(primary_key=True, sa_type=code_type(CaseKind))
    year: int = Field(primary_key=True)
    last: int = Field(default=0)


class Case(SQLModel, table=True):
    """`number`: AV-2026-019, unique in the area. `created_on` and the like: the local date of the instant beside it.

    `retention_class`, `legal_ground`, `exported_at`: how long it is kept, on what ground, and that the archive has it.
    `shared`: everybody who works in the area sees that it is there, and what was written for them (Audience.AREA).
    `released`: whoever takes part reads what each side wrote (Audience.OWN_SIDE). `form_key`: of the form that opened
    it, so that the same form sent twice opens one case.
    """

    __tablename__ = "cases"
    __table_args__ = (
        sa.UniqueConstraint("area_id", "number"),
        sa.Index("ix_cases_area_id_created_on", "area_id", "created_on", "id"),
        sa.Index("ix_cases_area_id_kind_state_created_on", "area_id", "kind", "state", "created_on", "id"),
        sa.Index(
            "ix_cases_area_id_open", "area_id", "created_on", "id", sqlite_where=_NOT_OVER, postgresql_where=_NOT_OVER
        ),
        sa.Index("ix_cases_area_id_shared", "area_id", "shared", "id"),
        sa.Index("ix_cases_created_by", "created_by", "id"),
        sa.Index("ix_cases_created_by_open", "created_by", "id", sqlite_where=_NOT_OVER, postgresql_where=_NOT_OVER),
        sa.Index("ix_cases_form_key", "form_key", unique=True),
        both_or_neither("received_at", "received_on"),
        both_or_neither("closed_at", "closed_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="areas.id")
    kind: CaseKind = Field(sa_type=code_type(CaseKind))
    number: str = Field(max_length=20)
    title: str = Field(default="", max_length=120)
    maalform: str = Field(default="nb", max_length=2)
    state: str = Field(max_length=40)
    created_by: UUID = Field(foreign_key="persons.id")
    created_at: datetime
    created_on: date
    received_at: datetime | None = None
    received_on: date | None = None
    closed_at: datetime | None = None
    closed_on: date | None = None
    retention_class: str = Field(default="case", max_length=40)
    legal_ground: str = Field(default="", max_length=80)
    exported_at: datetime | None = None
    shared: bool = Field(default=False)
    released: bool = Field(default=False)
    form_key: str | None = Field(default=None, max_length=64)
    version: int = Field(default=1)


class Participant(SQLModel, table=True):
    """An organisation or a body, never a person. `open`: so is the case, written here for lists of what is open."""

    __tablename__ = "participants"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "organisation_id", "part"),
        sa.UniqueConstraint("case_id", "body_id", "part"),
        sa.CheckConstraint("(organisation_id IS NULL) = (body_id IS NOT NULL)", name="organisation_or_body"),
        sa.Index("ix_participants_organisation_id_case_id", "organisation_id", "case_id"),
        sa.Index("ix_participants_body_id_case_id", "body_id", "case_id"),
        *(
            sa.Index(f"ix_participants_{each}_open", each, "case_id", sqlite_where=_OPEN, postgresql_where=_OPEN)
            for each in ("organisation_id", "body_id")
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisations.id")
    body_id: int | None = Field(default=None, foreign_key="bodies.id")
    part: Part = Field(sa_type=code_type(Part))
    joined_at: datetime
    left_at: datetime | None = None
    open: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})


class Disqualification(SQLModel, table=True):
    """A person who has stepped aside (habilitet), and from then on does not see the case.

    `reason`: a code of casework/grounds.yaml, or «declared». `body_id`, `decided_on`: when it was found by the body
    that the person sits in.
    """

    __tablename__ = "disqualifications"
    __table_args__ = (sa.UniqueConstraint("case_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    person_id: UUID = Field(foreign_key="persons.id")
    reason: str = Field(max_length=40)
    since: datetime
    body_id: int | None = Field(default=None, foreign_key="bodies.id")
    decided_on: date | None = None


class Assignment(SQLModel, table=True):
    """That an organisation is to answer, in a round: 1, and one more for each time the case comes back.

    `extended`: got more time once. `withdrawn_at`: it was not theirs to answer. `on_behalf`: the PKO wrote down what
    was answered by other means.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "organisation_id", "round"),
        both_or_neither("answered_at", "answered_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    organisation_id: int = Field(foreign_key="organisations.id", index=True)
    round: int = Field(default=1)
    assigned_at: datetime
    answered_at: datetime | None = None
    answered_on: date | None = None
    extended: bool = Field(default=False)
    withdrawn_at: datetime | None = None
    on_behalf: bool = Field(default=False)
    version: int = Field(default=1)


class ClockRow(SQLModel, table=True):
    """A deadline of an assignment, stored and not reckoned again. `calendar`: the version of the holidays it used."""

    __tablename__ = "clocks"

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignments.id", index=True)
    kind: str = Field(max_length=40)
    started_on: date
    due_on: date = Field(index=True)
    stopped_on: date | None = None
    calendar: str = Field(max_length=20)


class Statement(SQLModel, table=True):
    """What a participant, or the PKO (who is none), wrote.

    Not changed after `sent_at`: a trigger refuses it, unless it is redacted.
    """

    __tablename__ = "statements"
    __table_args__ = (both_or_neither("sent_at", "sent_on"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    participant_id: int | None = Field(default=None, foreign_key="participants.id")
    author: UUID = Field(foreign_key="persons.id")
    kind: str = Field(max_length=40)
    text: str = Field(default="")
    audience: Audience = Field(default=Audience.PARTICIPANTS, sa_type=code_type(Audience))
    follows_id: int | None = Field(default=None, foreign_key="statements.id")
    sent_at: datetime | None = None
    sent_on: date | None = None
    redacted_at: datetime | None = None
    version: int = Field(default=1)


class Ruleset(SQLModel, table=True):
    """A rulebook with its overlay as it stood when it was first cited, by its hash."""

    __tablename__ = "rulesets"

    hash: str = Field(primary_key=True, max_length=64)
    body: str
    stored_at: datetime


class RuleLink(SQLModel, table=True):
    """`main`: the one rule the case counts under. `month`: of the event, as YYYY-MM."""

    __tablename__ = "rule_links"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "statement", "letter"),
        sa.Index("ix_rule_links_statement_case_id", "statement", "case_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    statement: str = Field(max_length=12)
    letter: str = Field(default="", max_length=1)
    ruleset_hash: str = Field(foreign_key="rulesets.hash", max_length=64)
    month: str = Field(max_length=7)
    main: bool = Field(default=False)


class CaseLink(SQLModel, table=True):
    __tablename__ = "case_links"
    __table_args__ = (sa.UniqueConstraint("from_id", "to_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    from_id: int = Field(foreign_key="cases.id")
    to_id: int = Field(foreign_key="cases.id", index=True)
    kind: LinkKind = Field(sa_type=code_type(LinkKind))


class Attachment(SQLModel, table=True):
    """`fingerprint`: of the file as it was sent, keyed with the area's own key. `content`: cleaned.

    Unseen by others until `cleared_at`; by nobody, when the guard could read all of it, else `cleared_by` the PKO.
    `unread`: codes of what in it only a human can read. With a statement it is seen by those who read the statement.
    """

    __tablename__ = "attachments"
    __table_args__ = (sa.UniqueConstraint("case_id", "added_by", "fingerprint"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    statement_id: int | None = Field(default=None, foreign_key="statements.id")
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=80)
    size: int
    content: bytes
    fingerprint: str = Field(max_length=64)
    added_at: datetime
    added_by: UUID = Field(foreign_key="persons.id")
    cleared_at: datetime | None = None
    cleared_by: UUID | None = Field(default=None, foreign_key="persons.id")
    pages: int = Field(default=1)
    unread: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    redacted_at: datetime | None = None


class CaseSetting(SQLModel, table=True):
    """What an area has decided about its cases, by the names in `settings.py`; what is not here has its default."""

    __tablename__ = "case_settings"

    area_id: int = Field(primary_key=True, foreign_key="areas.id")
    name: str = Field(primary_key=True, max_length=40)
    value: int


class Draft(SQLModel, table=True):
    """What somebody has typed in a form and not sent yet; his or her own alone. `values` passed the guard.

    `form`: which form, with what it is about. It is thrown away when it is sent, and after 90 days.
    """

    __tablename__ = "drafts"
    __table_args__ = (sa.UniqueConstraint("person_id", "form"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: UUID = Field(foreign_key="persons.id")
    area_id: int = Field(foreign_key="areas.id")
    form: str = Field(max_length=80)
    values: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    saved_at: datetime
    version: int = Field(default=1)


class SavedView(SQLModel, table=True):
    """A list's filters under a name, a person's own. `name` passed the guard; `query`: as in the list's address."""

    __tablename__ = "saved_views"
    __table_args__ = (sa.UniqueConstraint("person_id", "area_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: UUID = Field(foreign_key="persons.id")
    area_id: int = Field(foreign_key="areas.id")
    name: str = Field(max_length=40)
    query: str = Field(max_length=200)
    saved_at: datetime
