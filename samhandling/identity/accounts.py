"""Queries about accounts and what signing in needs: devices, recovery codes, links, failures."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, delete, select

from samhandling.areas.tables import Area, BodyLabel, OrganisationVersion
from samhandling.identity.tables import (
    Account,
    FailedSignIn,
    KnownDevice,
    OneTimeLink,
    PendingSignIn,
    Person,
    PersonName,
    RecoveryCode,
    RoleGrant,
    UserSession,
)
from samhandling.kernel.database import DbSession


def by_login(session: DbSession, login: str) -> Account | None:
    return session.exec(select(Account).where(Account.login == login)).first()


def by_subject(session: DbSession, issuer: str, subject: str) -> Account | None:
    return session.exec(select(Account).where(Account.issuer == issuer, Account.subject == subject)).first()


def person_with_hpr(session: DbSession, number: str) -> UUID | None:
    return session.exec(select(PersonName.person_id).where(PersonName.hpr_number == number)).first()


def take_pending(session: DbSession, cookie_hash: str) -> PendingSignIn | None:
    """Taken out: what was begun can be finished once."""
    row = session.exec(select(PendingSignIn).where(PendingSignIn.cookie_hash == cookie_hash).with_for_update()).first()
    if row is not None:
        session.delete(row)
    return row


def local_account(session: DbSession, person: UUID) -> Account | None:
    return session.exec(select(Account).where(Account.person_id == person, col(Account.login).is_not(None))).first()


def person_of(session: DbSession, person: UUID) -> tuple[Person, PersonName | None]:
    row = session.exec(
        select(Person, PersonName)
        .outerjoin(PersonName, col(PersonName.person_id) == Person.id)
        .where(Person.id == person)
    ).one()
    return row[0], row[1]


def grants_with_places(
    session: DbSession, person: UUID, today: date, language: str
) -> Sequence[tuple[RoleGrant, str | None]]:
    """The grants in force with what their place is called today."""
    version, label, area = OrganisationVersion, BodyLabel, Area
    return session.exec(
        select(RoleGrant, sa.func.coalesce(version.name, label.label, area.name))
        .outerjoin(
            version, sa.and_(col(version.organisation_id) == RoleGrant.organisation_id, in_force(version, today))
        )
        .outerjoin(
            label,
            sa.and_(col(label.body_id) == RoleGrant.body_id, col(label.language) == language, in_force(label, today)),
        )
        .outerjoin(area, col(area.id) == RoleGrant.area_id)
        .where(RoleGrant.person_id == person, in_force(RoleGrant, today))
        .order_by(col(RoleGrant.valid_from), col(RoleGrant.id))
    ).all()


def in_force(
    table: type[RoleGrant] | type[OrganisationVersion] | type[BodyLabel], today: date
) -> sa.ColumnElement[bool]:
    return sa.and_(col(table.valid_from) <= today, sa.or_(col(table.valid_to).is_(None), col(table.valid_to) >= today))


def device_of(session: DbSession, token_hash: str, account: int, now: datetime) -> KnownDevice | None:
    return session.exec(
        select(KnownDevice).where(
            KnownDevice.token_hash == token_hash, KnownDevice.account_id == account, KnownDevice.expires_at > now
        )
    ).first()


def forget_devices(session: DbSession, account: int) -> None:
    session.exec(delete(KnownDevice).where(col(KnownDevice.account_id) == account))


def open_browsers(session: DbSession, account: int, now: datetime) -> Sequence[UserSession]:
    """Signed in and not run out, the last seen first. Those idle too long are the caller's to leave out."""
    return session.exec(
        select(UserSession)
        .where(
            UserSession.account_id == account,
            col(UserSession.ended_at).is_(None),
            UserSession.ends_at > now,
            col(UserSession.complete).is_(True),
        )
        .order_by(col(UserSession.last_seen_at).desc(), col(UserSession.id).desc())
    ).all()


def end_browsers(
    session: DbSession, now: datetime, *, account: int | None = None, token_hash: str | None = None
) -> int:
    """Ends every open row of an account, or the one of a token; says how many."""
    which = [UserSession.account_id == account] if account is not None else [UserSession.token_hash == token_hash]
    rows = session.exec(select(UserSession).where(col(UserSession.ended_at).is_(None), *which)).all()
    for row in rows:
        row.ended_at = now
        session.add(row)
    return len(rows)


def recovery_code(session: DbSession, account: int, code_hash: str) -> RecoveryCode | None:
    """An unused one, locked."""
    return session.exec(
        select(RecoveryCode)
        .where(
            RecoveryCode.account_id == account,
            RecoveryCode.code_hash == code_hash,
            col(RecoveryCode.used_at).is_(None),
        )
        .with_for_update()
    ).first()


def unused_recovery_codes(session: DbSession, account: int) -> int:
    return session.exec(
        select(sa.func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.account_id == account, col(RecoveryCode.used_at).is_(None))
    ).one()


def replace_recovery_codes(session: DbSession, account: int, hashes: Iterable[str]) -> None:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account))
    session.add_all(RecoveryCode(account_id=account, code_hash=code_hash) for code_hash in hashes)


def link_by_hash(session: DbSession, token_hash: str, *, lock: bool = False) -> OneTimeLink | None:
    query = select(OneTimeLink).where(OneTimeLink.token_hash == token_hash)
    return session.exec(query.with_for_update() if lock else query).first()


def open_links(session: DbSession, person: UUID, purpose: str, now: datetime) -> Sequence[OneTimeLink]:
    return session.exec(
        select(OneTimeLink).where(
            OneTimeLink.person_id == person,
            OneTimeLink.purpose == purpose,
            col(OneTimeLink.used_at).is_(None),
            col(OneTimeLink.withdrawn_at).is_(None),
            OneTimeLink.expires_at > now,
        )
    ).all()


def one_at_a_time(session: DbSession, login_hash: str) -> None:
    """Until the transaction ends nobody else counts failures of this login. On SQLite nobody else writes at all."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(int(login_hash[:15], 16))))


def failures(session: DbSession, login_hash: str, place_hash: str, since: datetime) -> tuple[int, datetime | None]:
    """How many, and the last."""
    return session.exec(
        select(sa.func.count(), sa.func.max(FailedSignIn.failed_at)).where(
            FailedSignIn.login_hash == login_hash,
            FailedSignIn.address_hash == place_hash,
            FailedSignIn.failed_at > since,
        )
    ).one()


def places_of_failures(session: DbSession, login_hash: str, since: datetime) -> int:
    return session.exec(
        select(sa.func.count(sa.distinct(col(FailedSignIn.address_hash)))).where(
            FailedSignIn.login_hash == login_hash, FailedSignIn.failed_at > since
        )
    ).one()


def forget_failures(session: DbSession, login_hash: str, place_hash: str) -> None:
    session.exec(
        delete(FailedSignIn).where(
            col(FailedSignIn.login_hash) == login_hash, col(FailedSignIn.address_hash) == place_hash
        )
    )
