"""What a list of open cases reads instead of all that ever were: the participant's copy, and an index of the area's."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_PARTIES = ("organisation_id", "body_id")
_CASES = {"ix_cases_area_id_open": ["area_id", "created_on", "id"], "ix_cases_created_by_open": ["created_by", "id"]}


def upgrade() -> None:
    op.add_column("participants", sa.Column("open", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.execute(
        "UPDATE participants SET open = false WHERE case_id IN (SELECT id FROM cases WHERE closed_on IS NOT NULL)"
    )
    for each in _PARTIES:
        op.create_index(
            f"ix_participants_{each}_open",
            "participants",
            [each, "case_id"],
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open = true"),
        )
    not_over = sa.text("closed_on IS NULL")
    for name, columns in _CASES.items():
        op.create_index(name, "cases", columns, sqlite_where=not_over, postgresql_where=not_over)


def downgrade() -> None:
    for name in _CASES:
        op.drop_index(name, "cases")
    for each in _PARTIES:
        op.drop_index(f"ix_participants_{each}_open", "participants")
    op.drop_column("participants", "open")
