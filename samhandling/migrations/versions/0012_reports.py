"""Reports: published ones, which nothing changes, their drafts, and what is entered by hand for them."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TABLES = (
    "published_reports", "report_texts", "report_receipts", "report_drafts", "indicators", "local_agreements",
)  # fmt: skip
_APPEND_ONLY = ("published_reports", "published_numbers")
# What was published of a text stands too, but for the redaction of a slip.
_SQLITE = {
    **{
        f"{table}_no_{verb}": f"""
CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
        for table in _APPEND_ONLY
        for verb in ("update", "delete")
    },
    "report_texts_published_stand": """
CREATE TRIGGER report_texts_published_stand BEFORE UPDATE ON report_texts
WHEN OLD.report_id IS NOT NULL AND NEW.redacted_at IS NULL
BEGIN SELECT RAISE(ABORT, 'a published text cannot be changed'); END""",
    "report_texts_published_stay": """
CREATE TRIGGER report_texts_published_stay BEFORE DELETE ON report_texts WHEN OLD.report_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a published text cannot be deleted'); END""",
}
_POSTGRESQL = "\n".join(
    f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_not_truncated BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();"""
    for table in _APPEND_ONLY
) + """
CREATE TRIGGER report_texts_published_stand BEFORE UPDATE ON report_texts FOR EACH ROW
  WHEN (OLD.report_id IS NOT NULL AND NEW.redacted_at IS NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER report_texts_published_stay BEFORE DELETE ON report_texts FOR EACH ROW
  WHEN (OLD.report_id IS NOT NULL) EXECUTE FUNCTION refuse_change();
"""


def upgrade() -> None:
    op.create_table(
        "published_reports",
        _number("id"), _number("area_id"), _code("period", 12), _number("version"), _code("number", 20),
        _code("maalform", 2), _text("body"), _code("digest", 64), sa.Column("published_by", sa.Uuid(), nullable=False),
        _instant("published_at"), _day("published_on"),
        _points_at("published_reports", "area_id", "areas"), _points_at("published_reports", "published_by", "persons"),
        _key("published_reports", "id"), _once("published_reports", "area_id", "number"),
        _once("published_reports", "area_id", "period", "version"),
    )  # fmt: skip
    op.create_table(
        "report_texts",
        _number("id"), _number("area_id"), _code("period", 12), _number("report_id", nullable=True),
        _code("section", 40), _code("text", 4000), _instant("redacted_at", nullable=True), _number("version"),
        _points_at("report_texts", "area_id", "areas"), _points_at("report_texts", "report_id", "published_reports"),
        _key("report_texts", "id"), _once("report_texts", "report_id", "section"),
    )  # fmt: skip
    op.create_index("ix_report_texts_area_id_period", "report_texts", ["area_id", "period"])
    op.create_table(
        "report_receipts",
        _number("report_id"), sa.Column("person_id", sa.Uuid(), nullable=False), _instant("read_at"),
        _points_at("report_receipts", "report_id", "published_reports"),
        _points_at("report_receipts", "person_id", "persons"), _key("report_receipts", "report_id", "person_id"),
    )  # fmt: skip
    op.create_table(
        "report_drafts",
        _number("id"), _number("area_id"), _code("period", 12), _code("state", 40), _code("stage", 40),
        _number("steps"), sa.Column("asked_by", sa.Uuid(), nullable=False), _instant("asked_at"),
        _instant("beat_at", nullable=True), _instant("counted_at", nullable=True), _text("body"), _text("numbers"),
        _code("digest", 64), _number("ledger_id"), _number("attempts"),
        _points_at("report_drafts", "area_id", "areas"), _points_at("report_drafts", "asked_by", "persons"),
        _key("report_drafts", "id"), _once("report_drafts", "area_id", "period"),
    )  # fmt: skip
    op.create_index("ix_report_drafts_state", "report_drafts", ["state"])
    op.create_table(
        "indicators",
        _number("id"), _number("area_id"), _code("period", 12), _code("code", 40), _number("tenths"),
        _code("source", 120), _day("read_on"),
        _points_at("indicators", "area_id", "areas"), _key("indicators", "id"),
        _once("indicators", "area_id", "period", "code"),
    )  # fmt: skip
    op.create_table(
        "local_agreements",
        _number("area_id"), _code("topic", 12), _day("valid_from"), sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_local_agreements_valid_from_before_valid_to")
        ),
        _points_at("local_agreements", "area_id", "areas"), _key("local_agreements", "area_id", "topic"),
    )  # fmt: skip
    if op.get_bind().dialect.name == "sqlite":
        for trigger in _SQLITE.values():
            op.execute(trigger)
    else:
        op.execute(_POSTGRESQL)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER published_numbers_no_{verb}")
    else:
        op.execute("DROP TRIGGER published_numbers_append_only ON published_numbers")
        op.execute("DROP TRIGGER published_numbers_not_truncated ON published_numbers")
    for table in reversed(_TABLES):
        op.drop_table(table)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _code(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UTCDateTime(), nullable=nullable)


def _day(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=False)


def _points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))
