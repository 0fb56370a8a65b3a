"""The real guard, loaded once."""

import pytest

from samhandling.guard import Guard
from samhandling.paths import data


@pytest.fixture(scope="session")
def guard() -> Guard:
    return Guard.load(data("rules") / "guard")
