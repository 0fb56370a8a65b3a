"""No page breaks an axe rule: light, dark, and at 320 pixels."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import AXE, listen

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS: dict[str, dict[str, object]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "narrow": {"color_scheme": "light", "viewport": {"width": 320, "height": 640}},
}
PATHS = [
    "/",
    "/regler",
    "/regler?q=sykmelding&styrke=indikativ",
    "/regler?q=sykmeddling",
    "/regler?situasjon=multidose",
    "/regler/2.1.6",
    "/regler/2.2.3",
    "/regler/4.6",
    "/sjekk",
    "/sjekk/eksempel/epikrise-med-avvik",
    "/sjekk/eksempel/poliklinisk-notat",
]


@pytest.fixture(scope="module", params=list(LOOKS))
def look(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    context = browser.new_context(base_url=address, **LOOKS[request.param])  # type: ignore[arg-type]
    page, complaints = context.new_page(), list[str]()
    listen(page, complaints)
    yield page, complaints
    context.close()


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("path", PATHS)
def test_a_page_breaks_no_accessibility_rule_and_does_not_scroll_sideways(
    look: tuple[Page, list[str]], path: str
) -> None:
    page, complaints = look
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert violations(page) == []
    assert overflow(page) <= 0
    assert complaints == []


def test_the_form_with_errors_and_the_page_of_an_unknown_number_break_no_rule(look: tuple[Page, list[str]]) -> None:
    page, complaints = look
    page.goto("/sjekk")
    page.get_by_role("button", name="Sjekk brevet").click()
    page.get_by_text("Du må rette").wait_for()
    assert violations(page) == []
    page.goto("/regler/9.9")
    assert violations(page) == []
    assert complaints == []
