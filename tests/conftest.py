"""What many tests share, loaded once a session: the judge, the rulebook as pages show it, and the real site."""

from collections.abc import Iterator

import pytest

from samhandling.catalogue.content import Rulebook
from samhandling.catalogue.from_rules import rulebook
from samhandling.checks.judging import Judge
from samhandling.naming import Names
from samhandling.paths import data


@pytest.fixture(scope="session")
def judge() -> Judge:
    return Judge(data("rules"))


@pytest.fixture(scope="session")
def book(judge: Judge) -> Rulebook:
    return rulebook(judge.ruleset(None), data("rules") / "nfa-2018")


@pytest.fixture(scope="session")
def names(judge: Judge) -> Names:
    ruleset = judge.ruleset(None)
    return Names(ruleset.book, ruleset.schema)


@pytest.fixture(scope="session")
def address(judge: Judge) -> Iterator[str]:
    """Where the real site answers."""
    # Imported here so that tests of the cores do not pay for the web framework.
    from samhandling.settings import Settings
    from samhandling.site import site
    from tests.serving import serving

    with serving(site(Settings(), judge)) as address:
        yield address
