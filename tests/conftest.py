"""What many tests share, loaded once a session: the judge, the rulebook as pages show it, and the real site."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from samhandling.casework.rulebook import Cites
from samhandling.catalogue.citing import cited
from samhandling.catalogue.content import Rulebook
from samhandling.catalogue.from_rules import rulebook
from samhandling.checks.judging import Judge
from samhandling.naming import Names
from samhandling.paths import data
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.starting import start
from tests.browsers import browser  # noqa: F401
from tests.databases import (  # noqa: F401
    connect,
    database,
    owner,
    place,
    postgresql,
    postgresql_place,
    sqlite_place,
    sqlite_template,
)

# All tests call from one address, and some of them a thousand times.
os.environ["SAMHANDLING_REQUESTS_PER_MINUTE"] = "1000000"


#: On PostgreSQL only by `make test-all`: what differs between the databases is tried elsewhere.
ONE_DATABASE = (
    "areas/", "attachments/", "casework/test_clockwork.py", "casework/test_lists.py", "casework/test_printout.py",
    "casework/test_settings.py", "casework/test_views.py", "casework/test_visibility.py", "casework/test_walk.py",
    "dashboards/", "deviations/", "disputes/", "identity/", "importing/",
    "notices/test_killing.py", "notices/test_notifying.py", "notices/test_pages.py", "notices/test_sending.py",
    "people/", "printing/",
    "protection/", "search/test_command.py", "search/test_pages.py", "reports/test_reporting.py", "transfers/",
)  # fmt: skip
#: And these not at all: hostile files, the demonstration played over and over, mutants of the walk, many reports.
LONG = (
    "attachments/test_child.py", "attachments/test_cleaning.py", "attachments/test_naming.py",
    "attachments/test_pages.py", "attachments/test_refusing.py", "database/test_scope.py::test_the_walk_finds",
    "database/test_scope.py::test_a_thousand_random_deeds_leak_nothing[postgresql]", "demo/",
    "guard/test_hostile.py", "printing/test_pdf.py::test_fifty_thousand",
    *(
        f"search/test_seeing.py::test_{what}[postgresql"
        for what in (
            "pages_go_on_where_the_last_one_ended_and_the_count_has_an_end",
            "pages_of_any_size_give_what_is_rare_and_what_is_common_in_the_same_order",
        )
    ),
    # What these roles may is what a GP may, or a reader in OSO.
    *(
        f"access/test_matrix.py::test_a_role_gets_exactly_the_routes_its_permissions_open[{role}]"
        for role in (
            "gp_staff", "hospital_doctor", "department_contact", "contract_specialist", "municipal_staff",
            "regional_reader",
        )
    ),
    "database/test_killing.py::test_the_same_test_finds",
    # Forms and lists like others that stay.
    *(
        f"browser/test_administration.py::test_no_page_breaks_an_accessibility_rule[{page}]"
        for page in (
            "front of a GP", "change", "close", "join", "nobody found", "choose role", "names of roles", "new area",
        )
    ),
    "disclosure/test_attacks.py::test_nor_does_it_in_any_of_a_thousand_reports",
    "people/test_commands.py::test_a_demo_database", "people/test_commands.py::test_the_demo_built_again",
    "people/test_commands.py::test_the_demo_has_one",
    "search/test_erasing.py::test_an_index_of_many_pages",
    # The other half of each pair, with JavaScript or without it, stays.
    "browser/test_disputes.py::test_a_dispute_from_the_question_to_the_package_for_the_national_board[no script]",
    "browser/test_reports.py::test_a_report_from_the_list_of_periods_to_what_everybody_reads[no script]",
    "browser/test_transfers.py::test_a_transfer_from_discovery_to_the_register[script]",
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`make test` answers in minutes; SAMHANDLING_TESTS=all leaves nothing out."""
    if os.environ.get("SAMHANDLING_TESTS") == "all":
        return
    left_out = {item for item in items if _takes_long(item)}
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def _takes_long(item: pytest.Item) -> bool:
    where = f"{item.path.relative_to(Path(__file__).parent).as_posix()}::{item.name}"
    return where.startswith(LONG) or (where.startswith(ONE_DATABASE) and "postgresql" in item.name)


@pytest.fixture
def alone() -> Iterator[None]:
    """What other tests left in memory is not gone through by the collector meanwhile: it may take seconds."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="session")
def judge() -> Judge:
    return Judge(data("rules"))


@pytest.fixture(scope="session")
def book(judge: Judge) -> Rulebook:
    return rulebook(judge.ruleset(None), data("rules") / "nfa-2018")


@pytest.fixture(scope="session")
def cites(book: Rulebook) -> Cites:
    return cited(book)


@pytest.fixture(scope="session")
def names(judge: Judge) -> Names:
    ruleset = judge.ruleset(None)
    return Names(ruleset.book, ruleset.schema)


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The real services on a new SQLite file with nobody in it."""
    return start(Settings(folder=tmp_path_factory.mktemp("var")))


@pytest.fixture(scope="session")
def address(judge: Judge, services: Services) -> Iterator[str]:
    """Where the real site answers."""
    # Imported here so that tests of the cores do not pay for the web framework.
    from samhandling.site import site
    from tests.serving import serving

    with serving(site(Settings(), services, judge)) as address:
        yield address
