"""Areas, organisations and bodies, each with its history: a case keeps the names and ladders of its own time.

A department is an organisation with a parent; both have versions. Dates are local, the last day included.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from samhandling.areas.kinds import BodyKind, OrganisationKind
from samhandling.kernel.columns import code_type, in_order


class Area(SQLModel, table=True):
    """A hospital area with its municipalities. `fingerprint_key`: for attachments; a plain hash would betray twins."""

    __tablename__ = "areas"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=120)
    maalform: str = Field(default="nb", max_length=2)
    fingerprint_key: bytes
    version: int = Field(default=1)


class Organisation(SQLModel, table=True):
    """`successor_id`: who took over when it was closed."""

    __tablename__ = "organisations"

    id: int | None = Field(default=None, primary_key=True)
    kind: OrganisationKind = Field(sa_type=code_type(OrganisationKind))
    parent_id: int | None = Field(default=None, foreign_key="organisations.id", index=True)
    successor_id: int | None = Field(default=None, foreign_key="organisations.id")
    maalform: str = Field(default="nb", max_length=2)
    version: int = Field(default=1)


class OrganisationVersion(SQLModel, table=True):
    """What it was called and how it was to be reached from a date on.

    `single_person`: fewer than three doctors, so that what is said of the unit is said of one of them; such a unit is
    shown only to itself and the PKO, and is rolled up elsewhere (ruling A3). `contact_note`: free text, guarded.
    """

    __tablename__ = "organisation_versions"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "valid_from"), in_order())

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisations.id")
    name: str = Field(max_length=120)
    contact_note: str = Field(default="", max_length=2000)
    single_person: bool = Field(default=False)
    valid_from: date
    valid_to: date | None = None


class AreaMembership(SQLModel, table=True):
    """An organisation in an area; it may be in several (Oslo: one municipality, four hospitals)."""

    __tablename__ = "area_memberships"
    __table_args__ = (sa.UniqueConstraint("area_id", "organisation_id", "valid_from"), in_order())

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="areas.id")
    organisation_id: int = Field(foreign_key="organisations.id", index=True)
    valid_from: date
    valid_to: date | None = None


class Body(SQLModel, table=True):
    """`organisation_id`: whose body it is, e.g. the municipality of an ALU; None for the area's own."""

    __tablename__ = "bodies"
    __table_args__ = (in_order(),)

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="areas.id", index=True)
    kind: BodyKind = Field(sa_type=code_type(BodyKind))
    organisation_id: int | None = Field(default=None, foreign_key="organisations.id")
    valid_from: date
    valid_to: date | None = None
    version: int = Field(default=1)


class BodyLabel(SQLModel, table=True):
    """What a body is called in a language (nb, nn, se) from a date on: OSO became strategisk samarbeidsutvalg."""

    __tablename__ = "body_labels"
    __table_args__ = (sa.UniqueConstraint("body_id", "language", "valid_from"), in_order())

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = Field(foreign_key="bodies.id")
    language: str = Field(max_length=2)
    label: str = Field(max_length=120)
    valid_from: date
    valid_to: date | None = None


class LadderStep(SQLModel, table=True):
    """Where a dispute goes next in an area: `step` 1 is tried first."""

    __tablename__ = "ladder_steps"
    __table_args__ = (sa.UniqueConstraint("area_id", "step", "valid_from"), in_order())

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="areas.id")
    step: int
    body_id: int = Field(foreign_key="bodies.id")
    valid_from: date
    valid_to: date | None = None


class RoleLabel(SQLModel, table=True):
    """What an area calls a role: PKO, or samhandlingslege."""

    __tablename__ = "role_labels"
    __table_args__ = (sa.UniqueConstraint("area_id", "role", "language", "valid_from"), in_order())

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="areas.id")
    role: str = Field(max_length=40)
    language: str = Field(max_length=2)
    label: str = Field(max_length=120)
    valid_from: date
    valid_to: date | None = None
