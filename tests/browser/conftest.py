"""A real Chromium against the real site. A page fails its test on any console error, script error or CSP violation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

OPEN = Callable[..., Page]
AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OPEN]:
    """`open_page(path, javascript=True, **context)`; no page may complain."""
    with opening(browser, address) as opened:
        yield opened


@contextmanager
def opening(browser: Browser, address: str) -> Iterator[OPEN]:
    """`opened(path, session="", javascript=True, **context)`: a page of its own; `session`: a cookie."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(path: str, *, session: str = "", javascript: bool = True, **options: object) -> Page:
        context = browser.new_context(
            base_url=address, java_script_enabled=javascript, reduced_motion="reduce", **options
        )  # type: ignore[arg-type]
        contexts.append(context)
        if session:
            context.add_cookies([{"name": "samhandling", "value": session, "url": address}])
        page = context.new_page()
        listen(page, complaints)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def listen(page: Page, complaints: list[str]) -> None:
    page.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))


def _is_complaint(message: ConsoleMessage) -> bool:
    """Chromium also reports a page we answer with 4xx on purpose; a missing file or a 500 stays a complaint."""
    refused = message.text.startswith("Failed to load resource: the server responded with a status of 4")
    return message.type in ("error", "warning") and not (refused and "/static/" not in message.location["url"])
