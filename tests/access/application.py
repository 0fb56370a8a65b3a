"""The application's routes, as it is put together for the site."""

import tempfile
from pathlib import Path

from fastapi import FastAPI
from starlette.types import ASGIApp

from samhandling.app import create_app
from samhandling.catalogue.from_rules import rulebook
from samhandling.checks.findings import Checked, Submission
from samhandling.checks.judging import Judge
from samhandling.identity.access import Declared, declared
from samhandling.naming import Names
from samhandling.paths import data
from samhandling.settings import Settings
from samhandling.starting import start


def nobody_checks(submission: Submission) -> Checked:
    raise NotImplementedError


def routes() -> tuple[Declared, ...]:
    judge = Judge(data("rules"))
    ruleset = judge.ruleset(None)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(folder=Path(folder))
        names, book = Names(ruleset.book, ruleset.schema), rulebook(ruleset, data("rules") / "nfa-2018")
        return routes_of(create_app(settings, start(settings), names, book, nobody_checks))


def routes_of(app: ASGIApp) -> tuple[Declared, ...]:
    """Through the layers of middleware, each of which holds the next as `app`."""
    inner: object = app
    while not isinstance(inner, FastAPI):
        inner = inner.app  # type: ignore[attr-defined]
    return declared(inner)
