"""Serves the stand-in on a port: `python -m tests.standin.serve 8123`."""

import sys

import uvicorn

from samhandling.app import create_app
from samhandling.checks.letters import load_letters
from samhandling.paths import data
from samhandling.settings import Settings
from tests.standin.check import check
from tests.standin.rulebook import rulebook


def main() -> None:
    letters = load_letters(data("rules") / "nfa-2018" / "letters")
    app = create_app(Settings(), rulebook(), check, letters)
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
