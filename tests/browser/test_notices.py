"""Notices and mails in a browser: no axe fault, and on a phone nothing is cut off."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from samhandling.catalogue.content import Rulebook
from samhandling.kernel.database import Database
from samhandling.naming import Names
from tests.browser.conftest import listen
from tests.browser.test_accessibility import faults
from tests.notices.house import House, furnish, later
from tests.notices.post import postbox
from tests.worlds import site

OPEN = Callable[..., Page]
PAGES = {
    "notices": ("Gro Gp", "/varsler"),
    "notices of a PKO": ("Pia Pko", "/varsler"),
    "no notices": ("Rita Råd", "/varsler"),
    "choice of mail": ("Gro Gp", "/varsler/valg"),
    "choice saved": ("Gro Gp", "/varsler/valg?etter=valg"),
    "mails to look at": ("Pia Pko", "/omrade/nord/utsending"),
}


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("notices") / "samhandling.db")
    database = Database(f"sqlite:///{file}")
    made = furnish(database)
    second = made.open()
    with postbox() as box:
        box.answer = lambda step: "drop" if step == "STORED" else None
        made.tell("Gro Gp", "Pia Pko")
        made.send(box.office())
        box.answer = lambda step: "550 no" if step == "RCPT" else None
        later(made, hours=3)
        made.tell("Gro Gp", code="deadline_near", due=made.world.clock().date())
        made.tell("Gro Gp", "Pia Pko", case=second, code="question_asked")
        made.tell("Gro Gp", case=second, code="question_asked")
        made.send(box.office())
    yield made
    database.close()


@pytest.fixture
def open_as(browser: Browser, house: House, names: Names, book: Rulebook) -> Iterator[OPEN]:
    contexts, complaints = [], list[str]()
    with site(house.world, names, book) as served:

        def opened(name: str, path: str, **options: object) -> Page:
            context = browser.new_context(base_url=served.address, reduced_motion="reduce", **options)  # type: ignore[arg-type]
            contexts.append(context)
            cookie = {"name": "samhandling", "value": house.world.token(name), "url": served.address}
            context.add_cookies([cookie])  # type: ignore[list-item]
            page = context.new_page()
            listen(page, complaints)
            page.goto(path)
            return page

        yield opened
        for context in contexts:
            context.close()
    assert complaints == []


@pytest.mark.parametrize("shows", PAGES)
def test_no_page_breaks_an_accessibility_rule(open_as: OPEN, shows: str) -> None:
    name, path = PAGES[shows]
    assert faults(open_as(name, path)) == []


def test_a_notice_is_marked_read_without_javascript(open_as: OPEN) -> None:
    page = open_as("Pia Pko", "/varsler", java_script_enabled=False)
    expect(page.get_by_role("link", name="Varsler , 2 uleste")).to_be_visible()
    page.get_by_role("button", name="Merk som lest: AV-2026-001, Det er kommet et svar").click()
    expect(page.get_by_role("link", name="Varsler , 1 ulest")).to_be_visible()
    page.get_by_role("button", name="Merk alle som lest").click()
    expect(page.get_by_text("Ulest", exact=True)).to_have_count(0)
