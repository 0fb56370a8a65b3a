"""Append-only triggers, row-level security, Norwegian order."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_APPEND_ONLY_SQLITE = {
    f"audit_events_no_{verb}": f"""
CREATE TRIGGER audit_events_no_{verb} BEFORE {verb.upper()} ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END"""
    for verb in ("update", "delete")
}
_SENT_SQLITE = {
    "statements_sent_stands": """
CREATE TRIGGER statements_sent_stands BEFORE UPDATE ON statements
WHEN OLD.sent_at IS NOT NULL AND NEW.redacted_at IS NULL
  AND (NEW.text IS NOT OLD.text OR NEW.author IS NOT OLD.author OR NEW.case_id IS NOT OLD.case_id
       OR NEW.participant_id IS NOT OLD.participant_id OR NEW.kind IS NOT OLD.kind OR NEW.sent_at IS NOT OLD.sent_at)
BEGIN SELECT RAISE(ABORT, 'a sent statement cannot be changed'); END""",
    "statements_sent_stays": """
CREATE TRIGGER statements_sent_stays BEFORE DELETE ON statements WHEN OLD.sent_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a sent statement cannot be deleted'); END""",
}
_SQLITE = _APPEND_ONLY_SQLITE | _SENT_SQLITE

_TRIGGERS_POSTGRESQL = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_events_not_truncated BEFORE TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a sent statement cannot be changed or deleted'; END $$;
CREATE TRIGGER statements_sent_stands BEFORE UPDATE ON statements FOR EACH ROW
  WHEN (OLD.sent_at IS NOT NULL AND NEW.redacted_at IS NULL
    AND (NEW.text, NEW.author, NEW.case_id, NEW.participant_id, NEW.kind, NEW.sent_at)
      IS DISTINCT FROM (OLD.text, OLD.author, OLD.case_id, OLD.participant_id, OLD.kind, OLD.sent_at))
  EXECUTE FUNCTION refuse_sent();
CREATE TRIGGER statements_sent_stays BEFORE DELETE ON statements FOR EACH ROW
  WHEN (OLD.sent_at IS NOT NULL) EXECUTE FUNCTION refuse_sent();
"""

# What the transaction announced (kernel.database.announce). Nothing announced: nothing seen.
_SCOPE_POSTGRESQL = """
CREATE FUNCTION app_ids(what text) RETURNS integer[] LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('app.' || what, true), ''), '{}')::integer[] $$;
CREATE FUNCTION app_person() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('app.person', true), '')::uuid $$;
CREATE FUNCTION app_everything() RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT coalesce(current_setting('app.everything', true), '') = 'on' $$;
CREATE FUNCTION app_may_see_case(the_case integer, its_area integer, its_creator uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT app_everything() OR (
    NOT EXISTS (SELECT 1 FROM disqualifications d WHERE d.case_id = the_case AND d.person_id = app_person())
    AND (its_area = ANY (app_ids('areas')) OR its_creator = app_person() OR EXISTS (
      SELECT 1 FROM participants p WHERE p.case_id = the_case AND p.left_at IS NULL
      AND (p.organisation_id = ANY (app_ids('organisations')) OR p.body_id = ANY (app_ids('bodies')))))) $$;
"""
# The function above reads these two as their owner, so they are not forced; the application never is the owner.
_READ_BY_THE_FUNCTION = ("participants", "disqualifications")
_OF_A_CASE = ("assignments", "statements", "rule_links", "attachments")
_SEES_CASE = "EXISTS (SELECT 1 FROM cases c WHERE c.id = {column})"
_POLICIES = {
    "cases": {
        "cases_seen": "FOR SELECT USING (app_may_see_case(id, area_id, created_by))",
        "cases_opened": "FOR INSERT WITH CHECK (app_everything() OR created_by = app_person()"
        " AND area_id = ANY (app_ids('home') || app_ids('areas')))",
        "cases_changed": "FOR UPDATE USING (app_may_see_case(id, area_id, created_by))"
        " WITH CHECK (app_may_see_case(id, area_id, created_by))",
        "cases_deleted": "FOR DELETE USING (app_everything())",
    },
    **{
        table: {f"{table}_of_case": f"USING (app_everything() OR {_SEES_CASE.format(column='case_id')})"}
        for table in (*_READ_BY_THE_FUNCTION, *_OF_A_CASE)
    },
    "clocks": {
        "clocks_of_case": "USING (app_everything() OR EXISTS (SELECT 1 FROM assignments a WHERE a.id = assignment_id))"
    },
    "case_links": {"case_links_of_case": f"USING (app_everything() OR {_SEES_CASE.format(column='from_id')})"},
    "audit_events": {
        "audit_events_seen": "FOR SELECT USING (app_everything() OR chain = ANY (app_ids('areas'))"
        " OR actor = app_person() OR subject_kind = 'person' AND subject_id = app_person()::text"
        " OR subject_kind = 'case' AND EXISTS (SELECT 1 FROM cases c WHERE c.id::text = subject_id))",
        "audit_events_added": "FOR INSERT WITH CHECK (app_everything() OR actor = app_person())",
    },
    "guard_releases": {
        "guard_releases_of_area": "USING (app_everything() OR area_id = ANY (app_ids('areas'))"
        " OR app_person() IN (for_person, given_by))"
    },
    "redactions": {
        "redactions_of_area": "USING (app_everything() OR area_id = ANY (app_ids('areas')) OR hidden_by = app_person())"
    },
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for trigger in _SQLITE.values():
            op.execute(trigger)
        return
    # A PostgreSQL built without ICU has no Norwegian order to give; lists are then ordered by their bytes.
    with_icu = op.get_bind().exec_driver_sql("SELECT 1 FROM pg_collation WHERE collname = 'nb-x-icu'").first()
    op.execute("CREATE COLLATION nb (provider = icu, locale = 'nb-NO')" if with_icu else 'CREATE COLLATION nb FROM "C"')
    op.execute(_TRIGGERS_POSTGRESQL)
    op.execute(_SCOPE_POSTGRESQL)
    for table, policies in _POLICIES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        if table not in _READ_BY_THE_FUNCTION:
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        for name, policy in policies.items():
            op.execute(f"CREATE POLICY {name} ON {table} {policy}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in _SQLITE:
            op.execute(f"DROP TRIGGER {name}")
        return
    for table, policies in _POLICIES.items():
        for name in policies:
            op.execute(f"DROP POLICY {name} ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute("DROP FUNCTION app_may_see_case, app_everything, app_person, app_ids")
    op.execute("DROP FUNCTION refuse_change, refuse_sent CASCADE")
    op.execute("DROP COLLATION nb")
