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

# What the transaction announced (kernel.database.announce). Nothing announced: nothing seen. Those that read tables do
# so as their owner: what a person may see of a case cannot itself depend on seeing the case.
_SCOPE_POSTGRESQL = """
CREATE FUNCTION app_ids(what text) RETURNS integer[] LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('app.' || what, true), ''), '{}')::integer[] $$;
CREATE FUNCTION app_person() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('app.person', true), '')::uuid $$;
CREATE FUNCTION app_everything() RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT coalesce(current_setting('app.everything', true), '') = 'on' $$;
CREATE FUNCTION app_stepped_aside() RETURNS integer[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT coalesce(array_agg(case_id), '{}') FROM disqualifications WHERE person_id = app_person() $$;
CREATE FUNCTION app_takes_part(the_case integer) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER COST 1000 SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM participants p WHERE p.case_id = the_case AND p.left_at IS NULL
    AND (p.organisation_id = ANY (app_ids('organisations')) OR p.body_id = ANY (app_ids('bodies')))) $$;
"""
# The functions above read these two as their owner, so they are not forced; the application never is the owner.
_READ_BY_FUNCTIONS = ("participants", "disqualifications")
_OF_A_CASE = ("assignments", "disqualifications", "statements", "rule_links", "attachments")


def _ids(what: str) -> str:
    """A subquery of its own is answered once a query, a bare call once a row (25 times slower over 100,000 cases)."""
    return f"ANY ((SELECT app_ids('{what}'))::integer[])"


_ALL = "(SELECT app_everything())"
_ME = "(SELECT app_person())"
_ASIDE = "ANY ((SELECT app_stepped_aside())::integer[])"
_SEEN = f"{_ALL} OR (area_id = {_ids('areas')} OR created_by = {_ME} OR app_takes_part(id)) AND NOT (id = {_ASIDE})"
_ON_BEHALF = (
    f"left_at IS NULL AND (organisation_id = {_ids('organisations')} OR body_id = {_ids('bodies')})"
    f" AND NOT (case_id = {_ASIDE})"
)


def _sees(case: str) -> str:
    return f"EXISTS (SELECT 1 FROM cases c WHERE c.id = {case})"


_POLICIES = {
    "cases": {
        "cases_seen": f"FOR SELECT USING ({_SEEN})",
        "cases_opened": f"FOR INSERT WITH CHECK ({_ALL} OR created_by = {_ME}"
        f" AND (area_id = {_ids('home')} OR area_id = {_ids('areas')}))",
        "cases_changed": f"FOR UPDATE USING ({_SEEN}) WITH CHECK ({_SEEN})",
        "cases_deleted": f"FOR DELETE USING ({_ALL})",
    },
    "participants": {
        "participants_of_case": f"USING ({_ALL} OR {_ON_BEHALF} OR {_sees('case_id')})"
        f" WITH CHECK ({_ALL} OR {_sees('case_id')})"
    },
    **{table: {f"{table}_of_case": f"USING ({_ALL} OR {_sees('case_id')})"} for table in _OF_A_CASE},
    "clocks": {"clocks_of_case": f"USING ({_ALL} OR EXISTS (SELECT 1 FROM assignments a WHERE a.id = assignment_id))"},
    "case_links": {"case_links_of_both": f"USING ({_ALL} OR {_sees('from_id')} AND {_sees('to_id')})"},
    # What happened in a case is seen by those who see the case, whatever else they may read of the area's trail.
    "audit_events": {
        "audit_events_seen": f"FOR SELECT USING ({_ALL} OR actor = {_ME} OR CASE subject_kind"
        f" WHEN 'case' THEN {_sees('subject_id::integer')}"
        f" WHEN 'person' THEN chain = {_ids('areas')} OR subject_id = {_ME}::text"
        f" ELSE chain = {_ids('areas')} END)",
        "audit_events_added": f"FOR INSERT WITH CHECK ({_ALL} OR actor = {_ME})",
    },
    "guard_releases": {
        "guard_releases_of_area": f"USING ({_ALL} OR area_id = {_ids('areas')} OR {_ME} IN (for_person, given_by))"
    },
    "redactions": {"redactions_of_area": f"USING ({_ALL} OR area_id = {_ids('areas')} OR hidden_by = {_ME})"},
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
        if table not in _READ_BY_FUNCTIONS:
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
    op.execute("DROP FUNCTION app_takes_part, app_stepped_aside, app_everything, app_person, app_ids")
    op.execute("DROP FUNCTION refuse_change, refuse_sent CASCADE")
    op.execute("DROP COLLATION nb")
