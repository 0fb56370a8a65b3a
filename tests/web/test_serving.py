"""The command that serves the site, as anyone starts it."""

import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMHANDLING_FOLDER", str(tmp_path))


def test_serve_prints_its_address_once_it_is_open_and_ends_when_told_to() -> None:
    command = [sys.executable, "-m", "samhandling.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().strip()
            assert httpx.get(f"{address}/regler/2.1.6").status_code == 200
        finally:
            server.send_signal(signal.SIGTERM)
            _, log = server.communicate(timeout=30)
    assert "GET /regler/2.1.6 200" in log


def test_a_taken_port_is_told_without_a_traceback(address: str) -> None:
    port = address.rpartition(":")[2]
    command = [sys.executable, "-m", "samhandling.cli", "serve", "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "address already in use" in done.stderr.lower()
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
