"""The commands for those who run the database: exit codes, and what is said in bokmål."""

from contextlib import closing

import pytest

from samhandling import cli
from samhandling.audit.chain import Trail
from samhandling.kernel.database import Database
from samhandling.kernel.secrets import kept_in
from samhandling.migrations import running
from tests.database.test_audit import add, tampering
from tests.databases import APPLICATION

ANOTHER = "en annen hemmelighet, på minst 32 tegn"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SAMHANDLING_FOLDER", str(tmp_path))
    for name in ("SAMHANDLING_DATABASE_URL", "SAMHANDLING_SECRET"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def stored(folder):
    """A SQLite database with a trail, sealed with the folder's own secret."""
    secret = kept_in(folder / "secret")
    database = Database(f"sqlite:///{folder}/samhandling.db")
    running.upgrade(database)
    add(database, trail=Trail(secret.key("audit")))
    yield database
    database.close()


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    code = cli.main([str(each) for each in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_migrate_makes_a_database_and_goes_a_step_back(folder, capsys):
    assert run(capsys, "migrate") == (0, f"Databasen gikk fra versjon ingen til {running.newest()}.\n", "")
    code, said, _ = run(capsys, "migrate", "--down")
    with closing(Database(f"sqlite:///{folder}/samhandling.db")) as database:
        before = running.current(database)
    assert before != running.newest()
    assert (code, said) == (0, f"Databasen gikk fra versjon {running.newest()} til {before}.\n")
    assert not (folder / "secret").exists()


def test_migrate_gives_the_applications_role_its_rights(postgresql, monkeypatch, capsys, connect):
    place = postgresql.new()
    monkeypatch.setenv("SAMHANDLING_DATABASE_URL", place.owner_url)
    assert run(capsys, "migrate", "--app-role", APPLICATION)[0] == 0
    assert running.current(connect(place.url)) == running.newest()


def test_the_application_cannot_migrate(postgresql_place, monkeypatch, capsys):
    monkeypatch.setenv("SAMHANDLING_DATABASE_URL", postgresql_place.url)
    code, _, said = run(capsys, "migrate", "--down")
    assert (code, said) == (
        2,
        "samhandling migrate: Databasen svarer ikke, eller den nekter (InsufficientPrivilege).\n",
    )


def test_a_role_that_is_no_role_is_wrong_use(folder):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["migrate", "--app-role", "x; DROP"])
    assert stopped.value.code == 64


@pytest.mark.usefixtures("stored")
def test_a_whole_trail_ends_with_0(capsys):
    code, said, complained = run(capsys, "audit", "verify")
    assert (code, complained) == (0, "")
    assert said == "Kjede 0 (systemet): 12 hendelser, nr. 1–12, hel.\nLoggen er hel.\n"


def test_a_touched_trail_ends_with_1_and_says_where(stored, capsys):
    with tampering(stored) as connection:
        connection.exec_driver_sql("UPDATE audit_events SET role = 'x' WHERE sequence = 7")
    code, said, complained = run(capsys, "audit", "verify")
    assert code == 1
    assert "Loggen er rørt." in said
    assert complained == "Kjede 0 (systemet): hendelse nr. 7 er endret, flyttet eller satt inn.\n"


@pytest.mark.usefixtures("folder")
def test_no_database_ends_with_2_and_makes_none(folder, capsys):
    code, _, complained = run(capsys, "audit", "verify")
    assert code == 2
    assert "ingen database" in complained
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("stored")
def test_a_wrong_or_missing_secret_accuses_nobody(folder, capsys, monkeypatch):
    monkeypatch.setenv("SAMHANDLING_SECRET", ANOTHER)
    code, said, complained = run(capsys, "audit", "verify")
    assert (code, said) == (2, "")
    assert "SAMHANDLING_SECRET" in complained
    monkeypatch.delenv("SAMHANDLING_SECRET")
    (folder / "secret").unlink()
    code, said, complained = run(capsys, "audit", "verify")
    assert (code, said) == (2, "")
    assert "Hemmeligheten mangler" in complained
    assert not (folder / "secret").exists()


def test_a_file_that_is_no_database_ends_with_2(folder, capsys):
    kept_in(folder / "secret")
    (folder / "samhandling.db").write_bytes(b"x" * 5000)
    assert run(capsys, "audit", "verify")[0] == 2


@pytest.mark.usefixtures("stored")
def test_old_years_are_dropped_and_said(capsys):
    code, said, _ = run(capsys, "audit", "drop", "--before", "2025")
    assert (code, said) == (0, "Ingen hendelser er eldre enn 2025.\n")
    code, _, complained = run(capsys, "audit", "drop", "--before", "2999")
    assert code == 64
    assert "har ikke begynt" in complained


@pytest.mark.usefixtures("stored")
def test_a_backup_is_taken_and_put_back(folder, capsys, tmp_path_factory, monkeypatch):
    copy = tmp_path_factory.mktemp("elsewhere") / "copy.db"
    code, said, _ = run(capsys, "backup", copy)
    assert (code, said) == (0, f"«{copy}» er hel: 12 hendelser kontrollert.\n")
    code, _, complained = run(capsys, "backup", copy)
    assert code == 64
    assert "finnes fra før" in complained
    code, _, complained = run(capsys, "restore", copy)
    assert code == 64
    assert "flytt den først" in complained
    elsewhere = tmp_path_factory.mktemp("new machine")
    (elsewhere / "secret").write_text((folder / "secret").read_text())
    monkeypatch.setenv("SAMHANDLING_FOLDER", str(elsewhere))
    code, said, complained = run(capsys, "restore", copy)
    assert (code, said) == (0, "Databasen er lagt tilbake, og 0 tekster er sladdet på nytt. Start programmet nå.\n")
    code, said, _ = run(capsys, "audit", "verify")
    assert code == 0
    assert "sikkerhetskopi lagt tilbake" in said


@pytest.mark.usefixtures("stored")
def test_a_redaction_list_that_cannot_be_read_stops_the_restore(folder, capsys, tmp_path_factory, monkeypatch):
    copy = tmp_path_factory.mktemp("elsewhere") / "copy.db"
    run(capsys, "backup", copy)
    (folder / "samhandling.db").unlink()
    (folder / "redactions").write_text("2026-11-25T10:00:00+00:00 redacted statements\n")
    code, _, complained = run(capsys, "restore", copy)
    assert code == 2
    assert "Linje 1" in complained
    assert not (folder / "samhandling.db").exists()


def test_postgresql_is_backed_up_by_its_own_tools(postgresql_place, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("SAMHANDLING_DATABASE_URL", postgresql_place.url)
    monkeypatch.setenv("SAMHANDLING_FOLDER", str(tmp_path))
    monkeypatch.setenv("SAMHANDLING_SECRET", ANOTHER)
    code, _, complained = run(capsys, "backup", tmp_path / "x")
    assert code == 64
    assert "pg_dump" in complained
    assert run(capsys, "restore", tmp_path / "x")[0] == 64
    assert run(capsys, "restore")[0] == 0
