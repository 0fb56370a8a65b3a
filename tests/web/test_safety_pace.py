"""How much one address may ask for, and whom the server believes about addresses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from starlette.types import Scope

from samhandling.checks.judging import Judge
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.site import site
from samhandling.web.addresses import network
from samhandling.web.pace import FORM, Window
from tests.web.conftest import SERVE
from tests.web.house import House
from tests.web.test_safety_routes import is_safe

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_who_asks_too_much_is_told_to_wait_and_others_are_not(
    serve: SERVE, house: House, judge: Judge
) -> None:
    client = serve(site(Settings(dev_http=True, requests_per_minute=60), house.services, judge))
    statuses = [client.get("/regler/2.1.6").status_code for _ in range(60)]
    assert set(statuses) == {200}
    held = client.get("/regler/2.1.6")
    assert (held.status_code, held.headers["retry-after"]) == (429, "1")
    assert "For mange forespørsler" in held.text
    assert is_safe(held)
    assert client.get("/helse/live").status_code == 200
    assert client.get("/static/x/css/app.css").status_code == 200
    neighbour = {"X-Forwarded-For": "192.0.2.7"}
    assert client.get("/regler/2.1.6", headers=neighbour).status_code == 200


def test_a_form_counts_as_several_pages(serve: SERVE, house: House, judge: Judge) -> None:
    client = serve(site(Settings(dev_http=True, requests_per_minute=60), house.services, judge))
    statuses = [client.post("/sjekk", files={"brev": (None, "")}).status_code for _ in range(60 // FORM + 1)]
    assert statuses == [422] * (60 // FORM) + [429]


@given(steps=st.lists(st.floats(0, 30), min_size=1, max_size=200), most=st.integers(1, 50))
def test_no_minute_lets_more_through_than_twice_as_many(steps: list[float], most: int) -> None:
    window, now, admitted = Window(most, MINUTE), NOON, []
    for step in steps:
        now += timedelta(seconds=step)
        if not window.wait("a", now):
            admitted.append(now)
    for first in admitted:
        assert sum(first <= each < first + MINUTE for each in admitted) <= 2 * most


def test_a_clock_that_is_set_back_shuts_nobody_out_for_longer_than_a_minute() -> None:
    window = Window(60, MINUTE)
    for _ in range(60):
        assert window.wait("a", NOON) == 0
    an_hour_ago = NOON - timedelta(hours=1)
    assert window.wait("a", an_hour_ago) <= 60
    assert window.wait("a", an_hour_ago + MINUTE) == 0


def test_many_addresses_do_not_fill_the_memory() -> None:
    window = Window(60, MINUTE)
    for number in range(10_500):
        window.wait(str(number), NOON)
    assert len(window._due) == 10_000


@pytest.mark.parametrize(
    ("host", "same"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("192.0.2.1", "192.0.2.1"),
        ("ikke en adresse", "ikke en adresse"),
    ],
)
def test_a_household_is_one_address(host: str, same: str) -> None:
    scope: Scope = {"client": (host, 1)}
    assert network(scope) == same


def test_only_proxies_that_are_named_are_believed() -> None:
    assert Settings().trusted_proxies == "127.0.0.1"
    for everybody in ("*", "proxy.example", "127.0.0.1; *"):
        with pytest.raises(ValidationError):
            Settings(trusted_proxies=everybody)


def test_what_a_client_claims_about_its_address_gives_it_no_new_allowance_behind_a_proxy(
    serve: SERVE, house: House, judge: Judge, services: Services
) -> None:
    """The proxy adds the address it saw at the end; what stands before it is the client's own invention."""
    client = serve(site(Settings(dev_http=True, requests_per_minute=60), house.services, judge))
    claims = [{"X-Forwarded-For": f"203.0.113.{n}, 192.0.2.99"} for n in range(70)]
    statuses = [client.get("/logg-inn", headers=claim).status_code for claim in claims]
    assert statuses.count(429) >= 10
