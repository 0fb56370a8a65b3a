"""Which body found a member disqualified from a case, and when it did; a person who steps aside has neither."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("disqualifications") as disqualifications:
        disqualifications.add_column(sa.Column("body_id", sa.Integer(), nullable=True))
        disqualifications.add_column(sa.Column("decided_on", sa.Date(), nullable=True))
        disqualifications.create_foreign_key(op.f("fk_disqualifications_body_id"), "bodies", ["body_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("disqualifications") as disqualifications:
        disqualifications.drop_constraint(op.f("fk_disqualifications_body_id"), type_="foreignkey")
        disqualifications.drop_column("decided_on")
        disqualifications.drop_column("body_id")
