"""A report in a browser: from the list of periods to what OSO and everybody reads, with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from samhandling.reports.dimensions import Ruled
from samhandling.reports.making import Maker
from tests.browser.test_accessibility import faults
from tests.browser.test_cases import AREA, open_as, report, world  # noqa: F401 – the same area, opened the same way
from tests.reports.conftest import AFTER
from tests.worlds import World

OPEN = Callable[..., Page]


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_report_from_the_list_of_periods_to_what_everybody_reads(
    open_as: OPEN, world: World, javascript: bool  # noqa: F811
) -> None:
    report(open_as("Gro Gp", f"{AREA}/avvik/ny"))
    world.clock.now = AFTER
    page = open_as("Oda Oso", AREA, javascript=javascript)
    page.get_by_role("link", name="Rapporter til OSO").click()
    page.get_by_role("button", name="Hent tallene for første halvår 2026").click()
    expect(page.get_by_role("status")).to_contain_text("Venter på tur")
    assert Maker(world.database, world.clock, Ruled({"2.1.2": "avvik"}, "0" * 64)).step()
    if not javascript:
        page.get_by_role("link", name="Se om tallene er klare").click()
    expect(page.get_by_text("Det kom 1 avvik.")).to_be_visible()
    page.get_by_role("link", name="Skriv hva OSO bes om").click()
    page.get_by_label("Dette bes OSO om").fill("OSO tar rapporten til orientering.")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("OSO tar rapporten til orientering.")).to_be_visible()
    assert not javascript or faults(page) == []
    page.get_by_role("link", name="Publiser …").click()
    page.get_by_role("button", name="Publiser R-2026-H1").click()
    expect(page.get_by_role("status")).to_contain_text("Rapporten er publisert")

    reader = open_as("Gro Gp", page.url.split("?")[0], javascript=javascript)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Samhandlingen i Nordmo, første halvår 2026")
    assert not javascript or faults(reader) == []
    with reader.expect_download() as download:
        reader.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == "nord-R-2026-H1.pdf"
    for path in ("/rapporter", f"{AREA}/rapporter", f"{AREA}/rapporter/utkast/2026-H1/epikrisetid"):
        page.goto(path)
        assert not javascript or faults(page) == [], path
