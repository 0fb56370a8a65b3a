"""Task transfers: assessment, advice, decisions, agreements, load."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OF_A_CASE = (
    "transfers", "transfer_answers", "transfer_scores", "transfer_places", "transfer_volumes", "transfer_advice",
    "transfer_conditions", "transfer_decisions",
)  # fmt: skip
_TABLES = (*_OF_A_CASE, "transfer_loads")
_INDEXES = {
    "transfers": (("postponed_to",), ("review_on",), ("ends_on",)),
    "transfer_advice": (("case_id",),),
    "transfer_conditions": (("case_id",),),
    "transfer_decisions": (("case_id",),),
    "transfer_loads": (("organisation_id",),),
}


def _code(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=40), nullable=nullable)


def _number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _day(name: str, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _points_at(table: str, column: str, other: str, its: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{its}"], name=op.f(f"fk_{table}_{column}"))


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def upgrade() -> None:
    _create_transfers()
    _create_assessments()
    _create_decisions()
    for table, indexes in _INDEXES.items():
        for columns in indexes:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
    if op.get_bind().dialect.name == "postgresql":
        _protect()


def _create_transfers() -> None:
    op.create_table(
        "transfers",
        _number("case_id"),
        _code("direction"),
        _code("to_group"),
        _code("task"),
        _number("from_unit_id"),
        _code("in_use"),
        _day("in_use_since"),
        _day("stopped_on"),
        _code("track", nullable=True),
        _code("duration", nullable=True),
        sa.Column("major", sa.Boolean(), nullable=True),
        _code("heard", nullable=True),
        _day("discussed_on"),
        _number("discussed_in_id", nullable=True),
        sa.Column("hearing_to", sa.String(length=80), nullable=False),
        _day("hearing_from"),
        _day("hearing_due"),
        _number("hearing_answers", nullable=True),
        _day("postponed_to"),
        _day("starts_on"),
        _day("review_on"),
        _day("ends_on"),
        _day("ended_on"),
        _number("owner_id", nullable=True),
        _code("owner_role"),
        _day("reminded_on"),
        _day("expired_on"),
        _points_at("transfers", "case_id", "cases"),
        _points_at("transfers", "from_unit_id", "organisations"),
        _points_at("transfers", "discussed_in_id", "bodies"),
        _points_at("transfers", "owner_id", "organisations"),
        _key("transfers", "case_id"),
    )


def _create_assessments() -> None:
    op.create_table(
        "transfer_answers",
        _number("case_id"),
        _code("question"),
        _code("reply"),
        _points_at("transfer_answers", "case_id", "cases"),
        _key("transfer_answers", "case_id", "question"),
    )
    op.create_table(
        "transfer_scores",
        _number("id"),
        _number("case_id"),
        _code("criterion"),
        _number("value", nullable=True),
        sa.Column("text", sa.String(length=600), nullable=False),
        _points_at("transfer_scores", "case_id", "cases"),
        _key("transfer_scores", "id"),
        _once("transfer_scores", "case_id", "criterion"),
    )
    op.create_table(
        "transfer_places",
        _number("case_id"),
        _number("organisation_id"),
        _points_at("transfer_places", "case_id", "cases"),
        _points_at("transfer_places", "organisation_id", "organisations"),
        _key("transfer_places", "case_id", "organisation_id"),
    )
    op.create_table(
        "transfer_volumes",
        _number("id"),
        _number("case_id"),
        _day("since", nullable=False),
        _number("patients"),
        _number("added"),
        _number("times_a_year"),
        _number("minutes"),
        _points_at("transfer_volumes", "case_id", "cases"),
        _key("transfer_volumes", "id"),
        _once("transfer_volumes", "case_id", "since"),
    )


def _create_decisions() -> None:
    op.create_table(
        "transfer_advice",
        _number("id"),
        _number("case_id"),
        _number("body_id"),
        _day("given_on", nullable=False),
        _code("advice"),
        _number("votes_for", nullable=True),
        _number("votes_against", nullable=True),
        _number("abstained", nullable=True),
        _number("reason_id", nullable=True),
        _number("dissent_id", nullable=True),
        _points_at("transfer_advice", "case_id", "cases"),
        _points_at("transfer_advice", "body_id", "bodies"),
        _points_at("transfer_advice", "reason_id", "statements"),
        _points_at("transfer_advice", "dissent_id", "statements"),
        _key("transfer_advice", "id"),
    )
    op.create_table(
        "transfer_conditions",
        _number("id"),
        _number("case_id"),
        _number("advice_id"),
        sa.Column("text", sa.String(length=300), nullable=False),
        _points_at("transfer_conditions", "case_id", "cases"),
        _points_at("transfer_conditions", "advice_id", "transfer_advice"),
        _key("transfer_conditions", "id"),
    )
    op.create_table(
        "transfer_decisions",
        _number("id"),
        _number("case_id"),
        _number("body_id", nullable=True),
        _day("decided_on", nullable=False),
        _code("result"),
        _number("reason_id", nullable=True),
        _points_at("transfer_decisions", "case_id", "cases"),
        _points_at("transfer_decisions", "body_id", "bodies"),
        _points_at("transfer_decisions", "reason_id", "statements"),
        _key("transfer_decisions", "id"),
    )
    op.create_table(
        "transfer_loads",
        _number("id"),
        _number("transfer_id"),
        _number("organisation_id"),
        _number("patients"),
        sa.Column("told_at", UTCDateTime(), nullable=False),
        _number("version"),
        _points_at("transfer_loads", "transfer_id", "cases"),
        _points_at("transfer_loads", "organisation_id", "organisations"),
        _key("transfer_loads", "id"),
        _once("transfer_loads", "transfer_id", "organisation_id"),
    )


_ALL = "(SELECT app_everything())"
_SEES = "EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id)"
_OWN = "organisation_id = ANY ((SELECT app_ids('organisations'))::integer[])"
_STEWARD = (
    "EXISTS (SELECT 1 FROM cases c WHERE c.id = transfer_id AND c.area_id = ANY ((SELECT app_ids('areas'))::integer[]))"
)
_POLICIES = {
    **dict.fromkeys(_OF_A_CASE, f"{_ALL} OR {_SEES}"),
    # One office's load can be one doctor's (ruling A3).
    "transfer_loads": f"{_ALL} OR {_OWN} OR {_STEWARD}",
}


def _protect() -> None:
    for table, seen in _POLICIES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_seen ON {table} USING ({seen})")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
