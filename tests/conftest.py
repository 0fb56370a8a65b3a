"""What many tests share: the judge, loaded once."""

import pytest

from samhandling.checks.judging import Judge
from samhandling.paths import data


@pytest.fixture(scope="session")
def judge() -> Judge:
    return Judge(data("rules"))
