"""No page breaks an axe rule: light, dark, and at 320 pixels."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from samhandling.catalogue.content import Rule, Rulebook
from tests.browser.conftest import AXE, listen

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
#: What a narrow window can change; `make test-all` runs everything there too.
LAYOUT = [*COLOURS, "target-size", "scrollable-region-focusable", "meta-viewport", "landmark-unique", "heading-order"]
ALL: dict[str, object] = {"type": "tag", "values": TAGS}
NARROW = ALL if os.environ.get("SAMHANDLING_TESTS") == "all" else {"type": "rule", "values": LAYOUT}
#: scheme, window, and what axe is to run: in the dark the page is the same but for its colours
LOOKS: dict[str, tuple[str, dict[str, int], dict[str, object]]] = {
    "light": ("light", {"width": 1280, "height": 900}, ALL),
    "dark": ("dark", {"width": 1280, "height": 900}, {"type": "rule", "values": COLOURS}),
    "narrow": ("light", {"width": 320, "height": 640}, NARROW),
}
PATHS = [
    "/",
    "/regler",
    "/regler?q=sykmelding&styrke=indikativ",
    "/regler?q=sykmeddling",
    "/regler?situasjon=multidose",
    "/regler/9.9",
    "/sjekk",
    "/sjekk/eksempel/epikrise-med-avvik",
    "/sjekk/eksempel/epikrise-uten-avvik",
    "/sjekk/eksempel/poliklinisk-notat",
    "/sjekk/eksempel/henvisning",
    "/finnes-ikke",
]
#: what a rule's page may show, each by the first statement that has it
PAGES: dict[str, Callable[[Rule], bool]] = {
    "checked by machine": lambda rule: rule.machine == "full" and "area" not in rule.documents,
    "checked in part": lambda rule: rule.machine == "partial" and not rule.never_broken,
    "for people only": lambda rule: rule.machine == "none",
    "permission": lambda rule: rule.strength == "kan" and bool(rule.documents),
    "information": lambda rule: rule.strength == "fakta",
    "about an area": lambda rule: "area" in rule.documents,
    "with parameters": lambda rule: bool(rule.parameters),
    "in conflict": lambda rule: rule.conflicts_with is not None,
}


@pytest.fixture(scope="module")
def visited(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    context = browser.new_context(base_url=address)
    page, complaints = context.new_page(), list[str]()
    listen(page, complaints)
    yield page, complaints
    context.close()


def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page scrolls sideways, in every look."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    page.evaluate(AXE)
    found = []
    for look, (scheme, size, rules) in LOOKS.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        run = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
        for rule in page.evaluate(run, rules)["violations"]:
            found += [f"{look} {rule['id']}: {node['target']} {node['html'][:120]}" for node in rule["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{look}: scrolls sideways")
    return found


@pytest.mark.parametrize("path", PATHS)
def test_a_page_breaks_no_accessibility_rule_and_does_not_scroll_sideways(
    visited: tuple[Page, list[str]], path: str
) -> None:
    page, complaints = visited
    page.goto(path)
    assert faults(page) == []
    assert complaints == []


@pytest.mark.parametrize("shows", PAGES)
def test_no_kind_of_rule_page_breaks_an_accessibility_rule(
    visited: tuple[Page, list[str]], book: Rulebook, shows: str
) -> None:
    page, complaints = visited
    number = next(s.number for s in book.statements if any(map(PAGES[shows], s.rules)))
    page.goto(f"/regler/{number}")
    assert faults(page) == []
    assert complaints == []


def test_the_form_with_errors_breaks_no_accessibility_rule(visited: tuple[Page, list[str]]) -> None:
    page, complaints = visited
    page.goto("/sjekk")
    page.get_by_role("button", name="Sjekk brevet").click()
    page.get_by_text("Du må rette").wait_for()
    assert faults(page) == []
    assert complaints == []
