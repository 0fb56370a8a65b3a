"""The provider's page in a real Chromium: readable, reachable by keyboard, safe, and it brings the person back."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route

from samhandling.oidc.client import Client
from samhandling.oidc.values import Started
from samhandling.oidc.wire import Wire
from samhandling.oidc_provider.app import provider
from tests.browser.conftest import AXE, listen
from tests.oidc.house import BERIT, CLIENT, CLIENT_KEY, JONAS, PUSHED, House, helseid, replace
from tests.serving import serving

pytestmark = pytest.mark.browser
NOW = datetime.now(UTC)


class Places:
    """A provider and the site the person comes back to, on two origins of this machine."""

    def __init__(self, stack: ExitStack) -> None:
        self.came_back: list[list[tuple[str, str]]] = []
        outer = Starlette()
        issuer = stack.enter_context(serving(outer))
        self.back = stack.enter_context(serving(Starlette(routes=[Route("/retur", self._retur)]))) + "/retur"
        registered = replace(PUSHED, redirect_uris=(self.back,))
        outer.routes.append(Mount("/", provider(issuer, [registered], [BERIT, JONAS], clock=lambda: NOW)))
        wire = Wire()
        stack.callback(wire.close)
        self.client = Client(helseid(issuer, CLIENT, CLIENT_KEY), wire)

    async def _retur(self, request: Request) -> Response:
        self.came_back.append(request.query_params.multi_items())
        return HTMLResponse("<!doctype html><html lang=nb><title>Tilbake</title><h1>Tilbake</h1>")

    def begin(self) -> Started:
        return self.client.begin(self.back, NOW)


@pytest.fixture
def places() -> Iterator[Places]:
    with ExitStack() as stack:
        yield Places(stack)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    complaints: list[str] = []
    context = browser.new_context(java_script_enabled=True, viewport={"width": 320, "height": 640})
    page = context.new_page()
    listen(page, complaints)
    yield page
    context.close()
    assert complaints == []


def test_a_person_is_chosen_with_the_keyboard_and_comes_back_signed_in(places: Places, page: Page) -> None:
    started = places.begin()
    page.goto(started.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{places.back}?**")
    (answer,) = places.came_back
    assert places.client.finish(started.pending, answer, NOW).name == BERIT.name


def test_names_are_shown_as_text_and_the_page_says_that_it_is_invented(places: Places, page: Page) -> None:
    page.goto(places.begin().url)
    assert page.get_by_role("heading", level=1).inner_text() == "Hvem vil du logge inn som?"
    assert page.get_by_role("button", name=JONAS.name).count() == 1
    assert "oppdiktet" in page.get_by_role("banner").inner_text().lower()
    assert page.get_by_role("listitem").count() == 2


def test_the_page_is_accessible_and_fits_a_narrow_window(places: Places, page: Page) -> None:
    page.goto(places.begin().url)
    found: Any = page.evaluate("async source => { new Function(source)(); return await axe.run() }", AXE)
    assert [(each["id"], each["help"]) for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_who_cancels_comes_back_without_being_signed_in(places: Places, page: Page) -> None:
    page.goto(places.begin().url)
    page.get_by_role("button", name="Avbryt").click()
    page.wait_for_url(f"{places.back}?**")
    assert dict(places.came_back[0])["error"] == "access_denied"


def test_the_page_allows_no_script_no_frame_and_no_other_target() -> None:
    at = House()
    answer = at.browser.get(at.client.begin("https://samhandling.example/innlogging/retur", at.now).url)
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "form-action": "'self' https://samhandling.example",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text
    assert "<b>" not in answer.text
