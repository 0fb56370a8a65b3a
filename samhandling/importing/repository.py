"""Queries about imports, and about what lists have made already."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from samhandling.cases.repository import scoped
from samhandling.cases.tables import Case
from samhandling.identity.repository import held_roles
from samhandling.identity.tables import Account, Person
from samhandling.identity.users import User
from samhandling.importing.tables import CaseImport
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound

_AT_A_TIME: Final = 500


def made_already(session: DbSession, form_keys: Sequence[str]) -> dict[str, str]:
    """Form key to case number, of those that have opened a case."""
    found: dict[str, str] = {}
    for start in range(0, len(form_keys), _AT_A_TIME):
        some = form_keys[start : start + _AT_A_TIME]
        query = scoped(session, select(Case.form_key, Case.number).where(col(Case.form_key).in_(some)))
        found |= {str(form_key): number for form_key, number in session.exec(query)}
    return found


def with_token(session: DbSession, token: str) -> CaseImport | None:
    return session.exec(select(CaseImport).where(CaseImport.token == token)).first()


def case_import(
    session: DbSession, import_id: int, *, area: int | None = None, person: UUID | None = None, to_change: bool = False
) -> CaseImport:
    """Of the person, in the area, when they are named. Raises NotFound."""
    query = select(CaseImport).where(CaseImport.id == import_id)
    if area is not None:
        query = query.where(CaseImport.area_id == area)
    if person is not None:
        query = query.where(CaseImport.person_id == person)
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.exec(query).first()
    if found is None:
        raise NotFound
    return found


def user(session: DbSession, person: UUID, today: date) -> User | None:
    """Somebody who is not at a browser now, with the roles of today; None when no account is open."""
    query = (
        select(Account, Person)
        .join(Person, col(Person.id) == Account.person_id)
        .where(Account.person_id == person, col(Account.disabled_at).is_(None))
    )
    row = session.exec(query).first()
    if row is None:
        return None
    account, found = row
    return User(person, "", key(account.id), 0, found.maalform, held_roles(session, person, today))
