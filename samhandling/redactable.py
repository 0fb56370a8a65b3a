"""Every column that holds free text, so that a slip can be taken out of any of them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from samhandling.areas.repository import areas_ever
from samhandling.areas.tables import OrganisationVersion
from samhandling.cases.tables import Attachment, Case, Statement
from samhandling.deviations.tables import Measure
from samhandling.disputes.tables import Dispute
from samhandling.guarding.redacting import Redactable
from samhandling.kernel.database import DbSession
from samhandling.reports.tables import Indicator, ReportText
from samhandling.transfers.tables import TransferCondition, TransferScore


def _of_organisation(session: DbSession, row: int) -> frozenset[int]:
    """Those it belongs to or ever did, in its own right or through the one above it: old notes can go too."""
    version = session.get(OrganisationVersion, row)
    return areas_ever(session, version.organisation_id) if version else frozenset()


def _of_case(session: DbSession, row: int) -> frozenset[int]:
    return frozenset(session.exec(select(Case.area_id).where(Case.id == row)))


def _of_statement(session: DbSession, row: int) -> frozenset[int]:
    return frozenset(
        session.exec(select(Case.area_id).join(Statement, col(Statement.case_id) == Case.id).where(Statement.id == row))
    )


def _of_attachment(session: DbSession, row: int) -> frozenset[int]:
    return frozenset(
        session.exec(
            select(Case.area_id).join(Attachment, col(Attachment.case_id) == Case.id).where(Attachment.id == row)
        )
    )


def _column(table: type[SQLModel], name: str) -> sa.Column[Any]:
    return SQLModel.metadata.tables[str(table.__tablename__)].c[name]


def _of_measure(session: DbSession, row: int) -> frozenset[int]:
    return frozenset(
        session.exec(select(Case.area_id).join(Measure, col(Measure.case_id) == Case.id).where(Measure.id == row))
    )


def _of_report_row(table: type[ReportText] | type[Indicator]) -> Callable[[DbSession, int], frozenset[int]]:
    def areas(session: DbSession, row: int) -> frozenset[int]:
        return frozenset(session.exec(select(table.area_id).where(table.id == row)))

    return areas


def _of_transfer_row(
    table: type[TransferScore] | type[TransferCondition],
) -> Callable[[DbSession, int], frozenset[int]]:
    def areas(session: DbSession, row: int) -> frozenset[int]:
        of_case = select(Case.area_id).join(table, col(table.case_id) == Case.id)
        return frozenset(session.exec(of_case.where(table.id == row)))

    return areas


REDACTABLE: Final[Mapping[str, Redactable]] = {
    "organisation_note": Redactable(_column(OrganisationVersion, "contact_note"), _of_organisation),
    "case_title": Redactable(_column(Case, "title"), _of_case),
    "measure": Redactable(_column(Measure, "text"), _of_measure),
    "measure_effect": Redactable(_column(Measure, "effect"), _of_measure),
    "transfer_score": Redactable(_column(TransferScore, "text"), _of_transfer_row(TransferScore)),
    "transfer_condition": Redactable(_column(TransferCondition, "text"), _of_transfer_row(TransferCondition)),
    "dispute_facts": Redactable(_column(Dispute, "facts"), _of_case),
    "dispute_legal": Redactable(_column(Dispute, "legal_basis"), _of_case),
    "dispute_contact": Redactable(_column(Dispute, "contact"), _of_case),
    "report_text": Redactable(
        _column(ReportText, "text"), _of_report_row(ReportText), _column(ReportText, "redacted_at")
    ),
    "indicator_source": Redactable(_column(Indicator, "source"), _of_report_row(Indicator)),
    "statement": Redactable(_column(Statement, "text"), _of_statement, _column(Statement, "redacted_at")),
    "attachment": Redactable(_column(Attachment, "content"), _of_attachment, _column(Attachment, "redacted_at")),
    "attachment_name": Redactable(_column(Attachment, "name"), _of_attachment, _column(Attachment, "redacted_at")),
}
