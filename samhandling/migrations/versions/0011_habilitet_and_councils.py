"""Which body found a member disqualified, and when; when a council is told that a dispute does not move."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_DAYS = ("council_on", "escalated_on")


def upgrade() -> None:
    with op.batch_alter_table("disqualifications") as disqualifications:
        disqualifications.add_column(sa.Column("body_id", sa.Integer(), nullable=True))
        disqualifications.add_column(sa.Column("decided_on", sa.Date(), nullable=True))
        disqualifications.create_foreign_key(op.f("fk_disqualifications_body_id"), "bodies", ["body_id"], ["id"])
    for name in _DAYS:
        op.add_column("disputes", sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    for name in _DAYS:
        op.drop_column("disputes", name)
    with op.batch_alter_table("disqualifications") as disqualifications:
        disqualifications.drop_constraint(op.f("fk_disqualifications_body_id"), type_="foreignkey")
        disqualifications.drop_column("decided_on")
        disqualifications.drop_column("body_id")
