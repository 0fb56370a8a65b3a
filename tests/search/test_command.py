"""`samhandling index` on a real file."""

import sqlalchemy as sa

from samhandling import cli
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.kernel.secrets import kept_in
from samhandling.migrations import running
from samhandling.search.tables import SearchEntry
from tests.database.world import populate
from tests.search.test_index import file, hits


def test_a_case_that_is_missing_from_the_index_comes_back(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SAMHANDLING_FOLDER", str(tmp_path))
    for name in ("SAMHANDLING_DATABASE_URL", "SAMHANDLING_SECRET"):
        monkeypatch.delenv(name, raising=False)
    kept_in(tmp_path / "secret")
    database = Database(f"sqlite:///{tmp_path}/samhandling.db")
    running.upgrade(database)
    world = populate(database)
    case = file(database, world, "Epikrise")
    with database.writing(SYSTEM) as session:
        session.execute(sa.delete(SearchEntry))
    assert cli.main(["index"]) == 0
    assert "1 saker" in capsys.readouterr().out
    assert hits(database, world.worker(), "epikrise") == [case]
    database.close()
