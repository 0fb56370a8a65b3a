"""Deviations, themes, measures, drafts, settings; who reads what in a case."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

from samhandling.migrations import triggers

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Added to tables that are there; a column with a default is added in place, which keeps the triggers.
_COLUMNS: dict[str, tuple[sa.Column[Any], ...]] = {
    "cases": (
        sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("released", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("form_key", sa.String(length=64), nullable=True),
    ),
    "assignments": (
        sa.Column("extended", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), nullable=False, server_default=sa.false()),
    ),
}
_INDEXES = {
    "ix_cases_area_id_created_on": ("cases", ["area_id", "created_on", "id"]),
    "ix_cases_area_id_kind_state_created_on": ("cases", ["area_id", "kind", "state", "created_on", "id"]),
    "ix_cases_area_id_shared": ("cases", ["area_id", "shared", "id"]),
    "ix_cases_created_by": ("cases", ["created_by", "id"]),
}
_OF_A_CASE = ("deviations", "measures", "themes")


def _code(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=40), nullable=nullable)


def upgrade() -> None:
    op.drop_index("ix_cases_area_id_created_on", "cases")
    op.drop_index("ix_cases_created_by", "cases")
    for table, columns in _COLUMNS.items():
        for column in columns:
            op.add_column(table, column)
    for name, (table, columns_) in _INDEXES.items():
        op.create_index(name, table, columns_)
    op.create_index("ix_cases_form_key", "cases", ["form_key"], unique=True)
    with triggers.kept("statements"), op.batch_alter_table("statements") as statements:
        statements.add_column(
            sa.Column("audience", sa.String(length=40), nullable=False, server_default="participants")
        )
        statements.alter_column("participant_id", existing_type=sa.Integer(), nullable=True)
    _create()
    if op.get_bind().dialect.name == "postgresql":
        _protect()


def _create() -> None:
    op.create_table(
        "case_settings",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_case_settings_area_id")),
        sa.PrimaryKeyConstraint("area_id", "name", name=op.f("pk_case_settings")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=80), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_drafts_person_id")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_drafts_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("person_id", "form", name=op.f("uq_drafts_person_id_form")),
    )
    op.create_table(
        "deviations",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        _code("situation"),
        sa.Column("category", sa.String(length=3), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("consequence", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        _code("frequency"),
        _code("identification"),
        sa.Column("identified_on", sa.Date(), nullable=True),
        _code("label"),
        _code("reporter_role"),
        sa.Column("reporter_place_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("no_rule", sa.Boolean(), nullable=False),
        sa.Column("missing_information", sa.Boolean(), nullable=False),
        sa.Column("disagreed", sa.Boolean(), nullable=False),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("silent_on", sa.Date(), nullable=True),
        _code("proposed", nullable=True),
        _code("outcome", nullable=True),
        sa.Column("outcome_rule", sa.String(length=12), nullable=False),
        _code("channel"),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_deviations_case_id")),
        sa.ForeignKeyConstraint(
            ["reporter_place_id"], ["organisations.id"], name=op.f("fk_deviations_reporter_place_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["organisations.id"], name=op.f("fk_deviations_unit_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_deviations")),
    )
    op.create_index("ix_deviations_silent_on", "deviations", ["silent_on"])
    op.create_table(
        "measures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("effect", sa.String(length=500), nullable=False),
        sa.Column("effect_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_measures_case_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_measures_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
    )
    op.create_index("ix_measures_case_id", "measures", ["case_id"])
    op.create_table(
        "themes",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_themes_case_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_themes_organisation_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_themes")),
    )
    op.create_table(
        "theme_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["cases.id"], name=op.f("fk_theme_reports_theme_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_theme_reports_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_theme_reports_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_reports")),
        sa.UniqueConstraint(
            "theme_id", "person_id", "month", name=op.f("uq_theme_reports_theme_id_person_id_month")
        ),
    )
    op.create_index("ix_theme_reports_theme_id", "theme_reports", ["theme_id"])


def _ids(what: str) -> str:
    return f"ANY ((SELECT app_ids('{what}'))::integer[])"


_ALL = "(SELECT app_everything())"
_ME = "(SELECT app_person())"
_ASIDE = "ANY ((SELECT app_stepped_aside())::integer[])"
_OWN = f"area_id = {_ids('areas')} OR created_by = {_ME} OR app_takes_part(id)"
_SHARED = f"shared AND area_id = {_ids('home')}"
_SEEN_BEFORE = f"{_ALL} OR ({_OWN}) AND NOT (id = {_ASIDE})"
_SEEN = f"{_ALL} OR ({_OWN} OR {_SHARED}) AND NOT (id = {_ASIDE})"
_SEES = "EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id)"
_STEWARD = f"EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id AND c.area_id = {_ids('areas')})"
_OPENED = f"EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id AND c.created_by = {_ME})"
_TAKES_PART = f"({_STEWARD} OR {_OPENED} OR app_takes_part(case_id))"
_RELEASED = "EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id AND c.released)"
_WRITERS = (
    "EXISTS (SELECT 1 FROM participants p WHERE p.id = participant_id"
    f" AND (p.organisation_id = {_ids('organisations')} OR p.body_id = {_ids('bodies')}))"
)
_STATEMENTS = (
    f"{_ALL} OR author = {_ME} AND {_SEES} OR sent_at IS NOT NULL AND {_SEES} AND ("
    f"audience = 'area' OR audience = 'participants' AND {_TAKES_PART}"
    f" OR audience = 'own_side' AND ({_STEWARD} OR {_WRITERS} OR {_TAKES_PART} AND {_RELEASED})"
    f" OR audience = 'stewards' AND {_STEWARD})"
)
_POLICIES = {
    "drafts": f"{_ALL} OR person_id = {_ME}",
    "theme_reports": f"{_ALL} OR person_id = {_ME} OR organisation_id = {_ids('organisations')}"
    f" OR EXISTS (SELECT 1 FROM cases c WHERE c.id = theme_id AND c.area_id = {_ids('areas')})",
    **dict.fromkeys(_OF_A_CASE, f"{_ALL} OR {_SEES}"),
}


def _change(seen: str) -> None:
    """What is only shared is read, not changed."""
    op.execute("DROP POLICY cases_seen ON cases")
    op.execute("DROP POLICY cases_changed ON cases")
    op.execute(f"CREATE POLICY cases_seen ON cases FOR SELECT USING ({seen})")
    op.execute(f"CREATE POLICY cases_changed ON cases FOR UPDATE USING ({_SEEN_BEFORE}) WITH CHECK ({_SEEN_BEFORE})")


def _protect() -> None:
    _change(_SEEN)
    op.execute("DROP POLICY statements_of_case ON statements")
    op.execute(f"CREATE POLICY statements_read ON statements FOR SELECT USING ({_STATEMENTS})")
    op.execute(f"CREATE POLICY statements_written ON statements FOR INSERT WITH CHECK ({_ALL} OR {_SEES})")
    op.execute(f"CREATE POLICY statements_changed ON statements FOR UPDATE USING ({_STATEMENTS})")
    op.execute(f"CREATE POLICY statements_deleted ON statements FOR DELETE USING ({_STATEMENTS})")
    for table, seen in _POLICIES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_seen ON {table} USING ({seen})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in ("read", "written", "changed", "deleted"):
            op.execute(f"DROP POLICY statements_{name} ON statements")
        op.execute(f"CREATE POLICY statements_of_case ON statements USING ({_ALL} OR {_SEES})")
        _change(_SEEN_BEFORE)
    for table in ("theme_reports", "themes", "measures", "deviations", "drafts", "case_settings"):
        op.drop_table(table)
    with triggers.kept("statements"), op.batch_alter_table("statements") as statements:
        statements.alter_column("participant_id", existing_type=sa.Integer(), nullable=False)
        statements.drop_column("audience")
    op.drop_index("ix_cases_form_key", "cases")
    for name, (table, _) in _INDEXES.items():
        op.drop_index(name, table)
    for table, columns in _COLUMNS.items():
        for column in columns:
            op.drop_column(table, column.name)
    op.create_index("ix_cases_area_id_created_on", "cases", ["area_id", "created_on"])
    op.create_index("ix_cases_created_by", "cases", ["created_by"])
