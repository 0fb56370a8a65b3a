"""Every column that holds free text, so that a slip can be taken out of any of them."""

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col, select

from samhandling.areas.tables import AreaMembership, Organisation, OrganisationVersion
from samhandling.cases.tables import Case, Statement
from samhandling.guarding.redacting import Redactable
from samhandling.kernel.database import DbSession


def _of_organisation(session: DbSession, row: int) -> frozenset[int]:
    """In its own right or through what it stands under, whenever that was."""
    unit, parent = aliased(Organisation), aliased(Organisation)
    return frozenset(
        session.exec(
            select(AreaMembership.area_id)
            .join(OrganisationVersion, col(OrganisationVersion.id) == row)
            .join(unit, col(unit.id) == OrganisationVersion.organisation_id)
            .outerjoin(parent, col(parent.id) == unit.parent_id)
            .where(col(AreaMembership.organisation_id).in_([unit.id, unit.parent_id, parent.parent_id]))
        )
    )


def _of_case(session: DbSession, row: int) -> frozenset[int]:
    return frozenset(session.exec(select(Case.area_id).where(Case.id == row)))


def _of_statement(session: DbSession, row: int) -> frozenset[int]:
    return frozenset(
        session.exec(
            select(Case.area_id).join(Statement, col(Statement.case_id) == Case.id).where(Statement.id == row)
        )
    )


def _column(table: type[SQLModel], name: str) -> sa.Column[Any]:
    return SQLModel.metadata.tables[str(table.__tablename__)].c[name]


REDACTABLE: Final[Mapping[str, Redactable]] = {
    "organisation_note": Redactable(_column(OrganisationVersion, "contact_note"), _of_organisation),
    "case_title": Redactable(_column(Case, "title"), _of_case),
    "statement": Redactable(_column(Statement, "text"), _of_statement, _column(Statement, "redacted_at")),
}
