"""Disputes and their parties."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = ("disputes", "dispute_parties")


def upgrade() -> None:
    op.create_table(
        "disputes",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("advised_on", sa.Date(), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("facts", sa.String(length=4000), nullable=False),
        sa.Column("legal_basis", sa.String(length=1000), nullable=False),
        sa.Column("copied_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_disputes_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_disputes")),
    )
    op.create_table(
        "dispute_parties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("follows", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_dispute_parties_case_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_dispute_parties_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_parties")),
        sa.UniqueConstraint("case_id", "participant_id", name=op.f("uq_dispute_parties_case_id_participant_id")),
    )
    op.create_index("ix_dispute_parties_case_id", "dispute_parties", ["case_id"])
    if op.get_bind().dialect.name == "postgresql":
        seen = "(SELECT app_everything()) OR EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id)"
        for table in _TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY {table}_of_case ON {table} USING ({seen})")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
