"""What keeps the server from starting, what its log looks like, and when it says that it is not ready."""

import logging
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from samhandling.checks.judging import Judge
from samhandling.cli import main
from samhandling.kernel.database import Database
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.site import site
from samhandling.starting import NotReady, start
from samhandling.web.logs import Line
from tests.web.conftest import SERVE

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "environment",
    [
        {"SAMHANDLING_HOST": "192.0.2.1"},
        {"SAMHANDLING_PUBLIC_ORIGIN": "http://samhandling.example"},
        {"SAMHANDLING_PUBLIC_ORIGIN": "https://samhandling.example/"},
        {"SAMHANDLING_SECRET": "kort"},
        {"SAMHANDLING_TRUSTED_PROXIES": "*"},
        {"SAMHANDLING_REQUESTS_PER_MINUTE": "0"},
    ],
)
def test_serve_refuses_settings_that_would_not_be_safe_with_a_reason_and_no_traceback(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAMHANDLING_FOLDER", str(tmp_path / "var"))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(["serve"]) == 64
    told = capsys.readouterr().err
    assert told.startswith("samhandling serve: ")
    assert "Traceback" not in told
    assert not (tmp_path / "var").exists()


def test_a_second_server_on_the_same_sqlite_file_is_refused_and_the_log_is_in_utc(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "samhandling.cli", "serve", "--port", "0"]
    environment = {"PATH": "/usr/bin:/bin", "SAMHANDLING_FOLDER": str(tmp_path / "var"), "TZ": "Europe/Oslo"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        try:
            address = first.stdout.readline().strip()
            answer = httpx.get(f"{address}/regler?q=hemmelig")
            assert answer.status_code == 200
            assert "server" not in answer.headers
            second = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
            )
        finally:
            first.send_signal(signal.SIGTERM)
            _, log = first.communicate(timeout=30)
    assert second.returncode == 64
    assert "En annen server bruker denne SQLite-databasen" in second.stderr
    assert "Traceback" not in second.stderr
    line = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO samhandling\.access GET /regler 200 \d+ ms -$"
    assert re.search(line, log, re.M)
    assert "hemmelig" not in log
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0
    assert (tmp_path / "var" / "secret").stat().st_mode & 0o077 == 0


def test_nothing_in_the_log_can_look_like_another_line() -> None:
    forged = "a\r\n2026-01-01T00:00:00.000Z\x1b[2J\u2028b"
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "%s", (forged,), None)
    assert "\n" not in Line().format(record)
    assert "\x1b" not in Line().format(record)
    assert "a\\r\\n2026" in Line().format(record)


def test_an_exception_in_the_log_is_its_kind_and_place_and_not_its_words() -> None:
    try:
        raise ValueError("Kanarifuglen")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "feil", None, sys.exc_info())
    line = Line().format(record)
    assert "Kanarifuglen" not in line
    assert re.search(r"ValueError at .*test_safety_start\.py:\d+", line)


def test_a_new_server_is_ready_and_one_on_an_old_or_missing_database_is_not(
    tmp_path: Path, serve: SERVE, judge: Judge
) -> None:
    settings = Settings(folder=tmp_path, dev_http=True)
    services = start(settings)
    client = serve(site(settings, services, judge))
    assert (client.get("/helse/klar").status_code, client.get("/helse/klar").text) == (200, "ok")
    with services.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    old = client.get("/helse/klar")
    assert (old.status_code, old.text) == (503, "databasen svarer ikke")
    assert client.get("/helse/live").status_code == 200
    services.database.close()
    shutil.move(tmp_path / "samhandling.db", tmp_path / "borte.db")
    (tmp_path / "samhandling.db").mkdir()
    assert client.get("/helse/klar").status_code == 503


def test_an_old_database_is_not_served(tmp_path: Path, services: Services) -> None:
    settings = Settings(folder=tmp_path)
    database: Database = start(settings).database
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    database.close()
    with pytest.raises(NotReady, match="samhandling migrate"):
        start(settings)
