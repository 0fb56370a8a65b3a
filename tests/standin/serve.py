"""Serves the stand-in: `python -m tests.standin.serve [PORT]` prints the address once it is open."""

import socket
import sys

import uvicorn

from samhandling.app import create_app
from samhandling.checks.letters import load_letters
from samhandling.paths import data
from samhandling.settings import Settings
from tests.standin.check import check
from tests.standin.rulebook import rulebook


def main() -> None:
    door = socket.create_server(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0))
    app = create_app(Settings(), rulebook(), check, load_letters(data("rules") / "nfa-2018" / "letters"))
    print(f"http://127.0.0.1:{door.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[door])


if __name__ == "__main__":
    main()
