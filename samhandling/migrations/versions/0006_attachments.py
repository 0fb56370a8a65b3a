"""Attachments: who cleared one, what no machine reads in it, the same file once a case; unseen until cleared."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TWINS = ("uq_attachments_case_id_added_by_fingerprint", ["case_id", "added_by", "fingerprint"])


def _columns() -> tuple[sa.Column[Any], ...]:
    """New ones each time: a batch keeps those it is given."""
    return (
        sa.Column("pages", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("unread", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("cleared_by", sa.Uuid(), nullable=True),
    )


def upgrade() -> None:
    with op.batch_alter_table("attachments") as attachments:
        for column in _columns():
            attachments.add_column(column)
        attachments.create_foreign_key(op.f("fk_attachments_cleared_by"), "persons", ["cleared_by"], ["id"])
        attachments.create_unique_constraint(op.f(_TWINS[0]), _TWINS[1])
    if op.get_bind().dialect.name == "postgresql":
        _protect()


def _ids(what: str) -> str:
    return f"ANY ((SELECT app_ids('{what}'))::integer[])"


_ALL = "(SELECT app_everything())"
_ME = "(SELECT app_person())"
_SEES = "EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id)"
_STEWARD = f"EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id AND c.area_id = {_ids('areas')})"
_OPENED = f"EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id AND c.created_by = {_ME})"
_TAKES_PART = f"({_STEWARD} OR {_OPENED} OR app_takes_part(case_id))"
# Whether a statement is for this reader, the policy of statements says.
_SENT = "EXISTS (SELECT 1 FROM statements s WHERE s.id = statement_id AND s.sent_at IS NOT NULL)"
_READ = (
    f"{_ALL} OR {_SEES} AND (added_by = {_ME} OR {_STEWARD}"
    f" OR cleared_at IS NOT NULL AND (statement_id IS NULL AND {_TAKES_PART} OR {_SENT}))"
)
_POLICIES = {
    "attachments_read": f"FOR SELECT USING ({_READ})",
    "attachments_added": f"FOR INSERT WITH CHECK ({_ALL} OR {_TAKES_PART} AND {_SEES} AND added_by = {_ME})",
    "attachments_changed": f"FOR UPDATE USING ({_READ})",
    "attachments_removed": f"FOR DELETE USING ({_ALL} OR {_SEES} AND (added_by = {_ME} OR {_STEWARD}))",
}


def _protect() -> None:
    op.execute("DROP POLICY attachments_of_case ON attachments")
    for name, policy in _POLICIES.items():
        op.execute(f"CREATE POLICY {name} ON attachments {policy}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in _POLICIES:
            op.execute(f"DROP POLICY {name} ON attachments")
        op.execute(f"CREATE POLICY attachments_of_case ON attachments USING ({_ALL} OR {_SEES})")
    with op.batch_alter_table("attachments") as attachments:
        attachments.drop_constraint(op.f(_TWINS[0]), type_="unique")
        attachments.drop_constraint(op.f("fk_attachments_cleared_by"), type_="foreignkey")
        for column in _columns():
            attachments.drop_column(column.name)
