"""Notices, the mails that tell of them, and who wants mail when."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ALL = "(SELECT app_everything())"
_ME = "(SELECT app_person())"
_HERE = "EXISTS (SELECT 1 FROM mail_lines l WHERE l.mail_id = mails.id)"
# A person's own. What looks after the mails of an area sees which cases they are about, and not whose notices.
_POLICIES = {
    "notices": {"notices_own": f"USING ({_ALL} OR person_id = {_ME})"},
    "mails": {
        "mails_seen": f"FOR SELECT USING ({_ALL} OR person_id = {_ME} OR {_HERE})",
        "mails_looked_after": f"FOR UPDATE USING ({_ALL} OR {_HERE})",
        "mails_made": f"FOR INSERT WITH CHECK ({_ALL})",
        "mails_thrown_away": f"FOR DELETE USING ({_ALL})",
    },
    "mail_lines": {
        "mail_lines_of_area": f"FOR SELECT USING ({_ALL} OR EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id"
        " AND c.area_id = ANY ((SELECT app_ids('areas'))::integer[])))",
        "mail_lines_made": f"FOR INSERT WITH CHECK ({_ALL})",
        "mail_lines_thrown_away": f"FOR DELETE USING ({_ALL})",
    },
    "mail_preferences": {"mail_preferences_own": f"USING ({_ALL} OR person_id = {_ME})"},
}


def upgrade() -> None:
    _notices()
    _mails()
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, policies in _POLICIES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        for name, policy in policies.items():
            op.execute(f"CREATE POLICY {name} ON {table} {policy}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in _POLICIES["mails"]:
            op.execute(f"DROP POLICY {name} ON mails")
    for table in ("mail_preferences", "mail_lines", "mails", "notices"):
        op.drop_table(table)


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("read_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notices_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_notices_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_case_id"), "notices", ["case_id"])
    op.create_index("ix_notices_person_id_made_at", "notices", ["person_id", "made_at"])
    for name, columns, unique, where in (
        ("uq_notices_unread", ["person_id", "case_id", "code"], True, "read_at IS NULL"),
        ("ix_notices_unsettled", ["id"], False, "settled_at IS NULL"),
    ):
        condition = sa.text(where)
        op.create_index(name, "notices", columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _mails() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("first_tried_at", UTCDateTime(), nullable=True),
        sa.Column("leased_until", UTCDateTime(), nullable=True),
        sa.Column("error", sa.String(length=40), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_mails_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mails_message_id")),
        sa.UniqueConstraint("person_id", "digest_on", name=op.f("uq_mails_person_id_digest_on")),
    )
    op.create_index("ix_mails_state_due_at", "mails", ["state", "due_at"])
    op.create_table(
        "mail_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_mail_lines_case_id")),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_mail_lines_mail_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_mail_lines_notice_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_lines")),
        sa.UniqueConstraint("mail_id", "notice_id", name=op.f("uq_mail_lines_mail_id_notice_id")),
    )
    op.create_index(op.f("ix_mail_lines_notice_id"), "mail_lines", ["notice_id"])
    op.create_index(op.f("ix_mail_lines_case_id"), "mail_lines", ["case_id"])
    op.create_table(
        "mail_preferences",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_mail_preferences_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_preferences")),
    )
