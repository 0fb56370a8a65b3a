"""The same cases give the same report on SQLite and PostgreSQL, byte for byte but for when it was counted."""

from contextlib import closing
from pathlib import Path
from shutil import copy

import msgspec
import pytest

from samhandling.checks.judging import Judge
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.kernel.secrets import Secrets
from samhandling.reports.content import frozen
from samhandling.reports.drafting import draft
from samhandling.reports.periods import period
from samhandling.site import rules_counted
from tools import million
from tools.synthetic_cases import NOW

CASES, AREAS = 120, 1


def test_both_databases_give_the_identical_report(
    sqlite_template: Path, tmp_path: Path, judge: Judge, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("postgresql")
    urls = [f"sqlite:///{copy(sqlite_template, tmp_path / 'samhandling.db')}", server.new(server.template).url]
    reports, numbers = [], []
    for url in urls:
        with closing(Database(url)) as database:
            million.fill(database, Secrets("x" * 40), CASES, AREAS, traced=0)
            with database.reading(SYSTEM) as session:
                made = draft(session, 1, period("2025"), rules_counted(judge), NOW, lambda _stage: None)
            reports.append(frozen(msgspec.structs.replace(made.report, counted_at=NOW)))
            numbers.append(made.numbers)

    assert reports[0] == reports[1]
    assert numbers[0] == numbers[1]
    assert all('"received":0' not in each for each in reports)
