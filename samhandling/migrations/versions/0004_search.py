"""The index of the search: FTS5 over it on SQLite, lexemes on PostgreSQL, and triggers that keep both true.

A title or a sent text that changes takes the entry of its case with it, whoever changed it: a redaction, also one made
again in a restored backup, leaves nothing to be found. The use case writes the entry anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# FTS5 keeps no text of its own. Without `secure-delete` it would keep deleted words. The parts of a term are words.py's
# business: everything but blanks belongs to it.
_INDEX_SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(words, facets, content='search_entries', content_rowid='place',"
    " detail=none, columnsize=0, tokenize=\"ascii tokenchars '^:.-'\")",
    "INSERT INTO search_words(search_words, rank) VALUES ('secure-delete', 1)",
)
_OUT = (
    "INSERT INTO search_words(search_words, rowid, words, facets) VALUES ('delete', OLD.place, OLD.words, OLD.facets);"
)
_IN = "INSERT INTO search_words(rowid, words, facets) VALUES (NEW.place, NEW.words, NEW.facets);"
_TRIGGERS_SQLITE = {
    "search_entries_added": f"AFTER INSERT ON search_entries BEGIN {_IN} END",
    "search_entries_changed": f"AFTER UPDATE ON search_entries BEGIN {_OUT} {_IN} END",
    "search_entries_removed": f"AFTER DELETE ON search_entries BEGIN {_OUT} END",
    "cases_forgotten": "AFTER UPDATE OF title ON cases WHEN OLD.title IS NOT NEW.title"
    " BEGIN DELETE FROM search_entries WHERE case_id = NEW.id; END",
    "statements_forgotten": "AFTER UPDATE OF text ON statements"
    " WHEN OLD.sent_at IS NOT NULL AND OLD.text IS NOT NEW.text"
    " BEGIN DELETE FROM search_entries WHERE case_id = NEW.case_id; END",
}

# `@@` is not leakproof, so row-level security would keep it from the index and ask the policy about every row there is.
# The function reads the entries as their owner and asks of each one found whether its case is seen: `cases` is forced.
# PostgreSQL cannot know how often words meet, and a wrong guess reads a million rows. So the newest are looked through
# window by window for as long as they yield enough; what is rarer is asked of the index. The bound is where both cost
# the same among a million.
_POSTGRESQL = r"""
ALTER TABLE search_entries ADD COLUMN terms tsvector GENERATED ALWAYS AS
  (array_to_tsvector(array_remove(string_to_array(words || ' ' || facets, ' '), ''))) STORED;
CREATE INDEX ix_search_entries_terms ON search_entries USING gin (terms) WITH (fastupdate = off);
ALTER TABLE search_entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY search_entries_of_case ON search_entries
  USING ((SELECT app_everything()) OR EXISTS (SELECT 1 FROM cases c WHERE c.id = case_id));
CREATE FUNCTION app_search(asked text, since bigint, before bigint, most integer)
  RETURNS TABLE (place bigint, case_id integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  wanted tsquery := asked::tsquery;
  step integer := 4 * most;
  looked_through integer := 0;
  missing integer := most;
  yielded integer;
  ending bigint;
BEGIN
  LOOP
    SELECT e.place INTO ending FROM search_entries e WHERE e.place >= since AND e.place < before
      ORDER BY e.place DESC OFFSET step LIMIT 1;
    RETURN QUERY SELECT e.place, e.case_id FROM search_entries e
      WHERE e.place >= coalesce(ending, since) AND e.place < before AND e.terms @@ wanted
        AND EXISTS (SELECT 1 FROM cases c WHERE c.id = e.case_id)
      ORDER BY e.place DESC LIMIT missing;
    GET DIAGNOSTICS yielded = ROW_COUNT;
    missing := missing - yielded;
    IF ending IS NULL OR missing <= 0 THEN
      RETURN;
    END IF;
    before := ending;
    looked_through := looked_through + step;
    step := 2 * step;
    EXIT WHEN (most - missing) * sqrt(4000000.0 / most) < looked_through;
  END LOOP;
  RETURN QUERY WITH met AS MATERIALIZED (
      SELECT e.place, e.case_id FROM search_entries e
      WHERE e.terms @@ wanted AND e.place >= since AND e.place < before
    ), newest AS MATERIALIZED (SELECT m.place, m.case_id FROM met m ORDER BY m.place DESC)
    SELECT n.place, n.case_id FROM newest n
    WHERE EXISTS (SELECT 1 FROM cases c WHERE c.id = n.case_id)
    ORDER BY n.place DESC LIMIT missing;
END $$;
CREATE FUNCTION search_forget() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM search_entries WHERE case_id = (to_jsonb(NEW) ->> TG_ARGV[0])::integer;
  RETURN NULL;
END $$;
CREATE TRIGGER cases_forgotten AFTER UPDATE OF title ON cases FOR EACH ROW
  WHEN (OLD.title IS DISTINCT FROM NEW.title) EXECUTE FUNCTION search_forget('id');
CREATE TRIGGER statements_forgotten AFTER UPDATE OF text ON statements FOR EACH ROW
  WHEN (OLD.sent_at IS NOT NULL AND OLD.text IS DISTINCT FROM NEW.text) EXECUTE FUNCTION search_forget('case_id');
"""


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "search_entries",
        sa.Column("place", sa.Integer() if sqlite else sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("facets", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_search_entries_case_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_search_entries")),
        sa.UniqueConstraint("case_id", "subject", name=op.f("uq_search_entries_case_id_subject")),
    )
    if not sqlite:
        op.execute(_POSTGRESQL)
        return
    for statement in _INDEX_SQLITE:
        op.execute(statement)
    for name, trigger in _TRIGGERS_SQLITE.items():
        op.execute(f"CREATE TRIGGER {name} {trigger}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in _TRIGGERS_SQLITE:
            op.execute(f"DROP TRIGGER {name}")
        op.execute("DROP TABLE search_words")
    else:
        op.execute("DROP TRIGGER cases_forgotten ON cases; DROP TRIGGER statements_forgotten ON statements")
        op.execute("DROP FUNCTION search_forget, app_search")
    op.drop_table("search_entries")
