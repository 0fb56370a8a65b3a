"""Minutes of the PKO's role by week, half-years that a department has gone through, and its unfinished measures."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ALL = "(SELECT app_everything())"
_AREAS = "area_id = ANY ((SELECT app_ids('areas'))::integer[])"
_OWN = "organisation_id = ANY ((SELECT app_ids('organisations'))::integer[])"
_POLICIES = {
    "steward_hours": f"{_ALL} OR {_AREAS}",
    "acknowledgements": f"{_ALL} OR {_OWN} OR {_AREAS}",
}


def _points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "steward_hours",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_at("steward_hours", "area_id", "areas"),
        sa.PrimaryKeyConstraint("area_id", "week", name=op.f("pk_steward_hours")),
    )
    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _points_at("acknowledgements", "organisation_id", "organisations"),
        _points_at("acknowledgements", "area_id", "areas"),
        _points_at("acknowledgements", "by", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgements")),
        sa.UniqueConstraint(
            "organisation_id", "area_id", "period", name=op.f("uq_acknowledgements_organisation_id_area_id_period")
        ),
    )
    unfinished = sa.text("effect_on IS NULL")
    op.create_index(
        "ix_measures_organisation_id_unfinished", "measures", ["organisation_id"], sqlite_where=unfinished,
        postgresql_where=unfinished,
    )  # fmt: skip
    if op.get_bind().dialect.name == "postgresql":
        for table, seen in _POLICIES.items():
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY {table}_seen ON {table} USING ({seen})")


def downgrade() -> None:
    op.drop_index("ix_measures_organisation_id_unfinished", table_name="measures")
    op.drop_table("acknowledgements")
    op.drop_table("steward_hours")
