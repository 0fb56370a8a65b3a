"""Imports that run after the answer, and the views of lists that persons save."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OWN = "USING ((SELECT app_everything()) OR person_id = (SELECT app_person()))"
_TABLES = ("case_imports", "saved_views")


def upgrade() -> None:
    op.create_table(
        "case_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_case_imports_area_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_case_imports_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_imports")),
        sa.UniqueConstraint("token", name=op.f("uq_case_imports_token")),
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("query", sa.String(length=200), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_saved_views_area_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_saved_views_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("person_id", "area_id", "name", name=op.f("uq_saved_views_person_id_area_id_name")),
    )
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_own ON {table} {_OWN}")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
