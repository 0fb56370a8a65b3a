"""Persons, accounts, roles, sign-in. A person is not an account, and an account is not a role.

A name stands in a table of its own: events point at the person's id, a random pseudonym, so that a name can be deleted
without touching the trail.
"""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from samhandling.kernel.columns import in_order


class Person(SQLModel, table=True):
    """`id`: random, says nothing. `maalform`: the form of Norwegian the person reads."""

    __tablename__ = "persons"

    id: UUID = Field(primary_key=True)
    maalform: str = Field(default="nb", max_length=2)
    created_at: datetime
    version: int = Field(default=1)


class PersonName(SQLModel, table=True):
    """Deletable. `hpr_number`: matches a HelseID sign-in to an invitation."""

    __tablename__ = "person_names"

    person_id: UUID = Field(primary_key=True, foreign_key="persons.id")
    name: str = Field(max_length=120)
    email: str | None = Field(default=None, max_length=254)
    hpr_number: str | None = Field(default=None, max_length=9, unique=True)


class RoleGrant(SQLModel, table=True):
    """A role a person holds, where, and between which local dates.

    Exactly the place the role asks for is filled: an area, an organisation, a body (with its area), or none (the
    system's). `deputy_for_id`: the grant this one stands in for (vara, vikar).
    """

    __tablename__ = "role_grants"
    __table_args__ = (
        sa.Index("ix_role_grants_person_id", "person_id"),
        sa.Index("ix_role_grants_organisation_id", "organisation_id"),
        sa.Index("ix_role_grants_area_id", "area_id"),
        in_order(),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: UUID = Field(foreign_key="persons.id")
    role: str = Field(max_length=40)
    area_id: int | None = Field(default=None, foreign_key="areas.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisations.id")
    body_id: int | None = Field(default=None, foreign_key="bodies.id")
    deputy_for_id: int | None = Field(default=None, foreign_key="role_grants.id")
    valid_from: date
    valid_to: date | None = None
    version: int = Field(default=1)


class Account(SQLModel, table=True):
    """A way of signing in: a local one has `login`, an outside one `issuer` and `subject`.

    `totp_seed` is sealed with a key that is not in the database; `totp_last_step` makes each code usable once.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        sa.UniqueConstraint("issuer", "subject"),
        sa.CheckConstraint("(login IS NULL) = (issuer IS NOT NULL)", name="local_or_outside"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: UUID = Field(foreign_key="persons.id", index=True)
    login: str | None = Field(default=None, max_length=80, unique=True)
    password_hash: str | None = Field(default=None, max_length=200)
    totp_seed: bytes | None = None
    totp_last_step: int = Field(default=0)
    issuer: str | None = Field(default=None, max_length=200)
    subject: str | None = Field(default=None, max_length=200)
    disabled_at: datetime | None = None
    created_at: datetime
    version: int = Field(default=1)


class RecoveryCode(SQLModel, table=True):
    __tablename__ = "recovery_codes"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    code_hash: str = Field(max_length=64)
    used_at: datetime | None = None


class OneTimeLink(SQLModel, table=True):
    """An invitation or a reset, shown once to the one who made it; only its hash is kept."""

    __tablename__ = "one_time_links"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    purpose: str = Field(max_length=20)
    person_id: UUID = Field(foreign_key="persons.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="accounts.id")
    made_by: UUID | None = Field(default=None, foreign_key="persons.id")
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None


class UserSession(SQLModel, table=True):
    """A signed-in browser. The cookie holds a token, this row its hash.

    `complete`: the second factor is given as well. `last_seen_at` is written at most every five minutes (ruling B28).
    `ended_at`: signed out, here or everywhere.
    """

    __tablename__ = "user_sessions"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    complete: bool = Field(default=False)
    device: str = Field(default="", max_length=80)
    started_at: datetime
    last_seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None


class KnownDevice(SQLModel, table=True):
    """A browser that has given the second factor and may leave it out for 30 days."""

    __tablename__ = "known_devices"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    known_at: datetime
    expires_at: datetime


class FailedSignIn(SQLModel, table=True):
    """Counts towards the growing delay. Login and address are keyed hashes."""

    __tablename__ = "failed_sign_ins"
    __table_args__ = (sa.Index("ix_failed_sign_ins_login_hash_address_hash", "login_hash", "address_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    login_hash: str = Field(max_length=64)
    address_hash: str = Field(max_length=64)
    failed_at: datetime = Field(index=True)


class PendingSignIn(SQLModel, table=True):
    """A sign-in begun at an outside provider. `sealed`: what the client must remember, unreadable without the key."""

    __tablename__ = "pending_sign_ins"

    id: int | None = Field(default=None, primary_key=True)
    cookie_hash: str = Field(max_length=64, unique=True)
    sealed: bytes
    started_at: datetime
