"""A house with one provider and one client: everything a test of the sign-in needs, and a clock it can turn."""

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from joserfc.jwk import Key

from samhandling.oidc.client import Client
from samhandling.oidc.keys import new_client_key, public_jwks
from samhandling.oidc.provider import ClientSecret, PrivateKey, Provider, helseid
from samhandling.oidc.values import Identity, Pending
from samhandling.oidc.wire import Wire
from samhandling.oidc_provider.app import provider
from samhandling.oidc_provider.bending import HONEST, Bending
from samhandling.oidc_provider.registered import Person, Registered
from tests.oidc.in_process import InProcess

ISSUER = "https://op.example"
BACK = "https://samhandling.example/innlogging/retur"
CLIENT = "samhandling-test"
SECRET = "a secret that is &=: +æ long enough"  # noqa: S105
CLIENT_KEY = new_client_key()
JWKS = json.loads(public_jwks(CLIENT_KEY))
BERIT = Person("7f3c-berit", "Berit Oppdiktet", "Fastlege, Nordre legekontor", "9012345")
JONAS = Person("11aa-jonas", "Jonas <b>Påfunn</b>", "Overlege, medisinsk avdeling", "9054321", "3")
PUSHED = Registered(CLIENT, (BACK,), jwks=JWKS, pushed=True, dpop=True, logout_uris=("https://samhandling.example/",))
OPEN = replace(PUSHED, pushed=False, dpop=False)
SHARED_SECRET = Registered(CLIENT, (BACK,), secret=SECRET)

Parameters = list[tuple[str, str]]


def generic(**settings: Any) -> Provider:
    chosen: dict[str, Any] = {
        "id": "generic",
        "label": "Logg inn",
        "issuer": ISSUER,
        "client_id": CLIENT,
        "authentication": PrivateKey(CLIENT_KEY),
        "par": "off",
    }
    return Provider(**(chosen | settings))


HELSEID = helseid(ISSUER, CLIENT, CLIENT_KEY)
PRIVATE_KEY = generic()
CLIENT_SECRET = generic(authentication=ClientSecret(SECRET))


@dataclass
class House:
    """`settings`: the client's; `registered`: what the provider knows of it."""

    settings: Provider = HELSEID
    registered: Registered = PUSHED
    bending: Bending = HONEST
    key: Key | None = None
    now: datetime = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    transport: InProcess = field(init=False)
    client: Client = field(init=False)
    browser: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        app = provider(
            ISSUER, [self.registered], [BERIT, JONAS], clock=lambda: self.now, key=self.key, bending=self.bending
        )
        self.transport = InProcess({ISSUER: app})
        self.client = Client(self.settings, Wire(self.transport))
        self.browser = httpx.Client(transport=InProcess({ISSUER: app}))

    def turn_clock(self, **span: float) -> None:
        self.now += timedelta(**span)

    def choose(self, url: str, person: Person = BERIT) -> Parameters:
        """Opens the sign-in page and presses the person's button; what the callback is then given."""
        return self.answer(self.press(self.browser.get(url), person=person.subject))

    def press(self, page: httpx.Response, **button: str) -> httpx.Response:
        found = re.search(r'name="sign_in" value="([^"]+)"', page.text)
        assert found, page.text
        return self.browser.post(f"{ISSUER}/connect/authorize", data={"sign_in": found[1], **button})

    def answer(self, response: httpx.Response) -> Parameters:
        assert response.status_code == 303, response.text
        return parse_qsl(urlsplit(response.headers["location"]).query, keep_blank_values=True)

    def begin(self, person: Person = BERIT) -> tuple[Pending, Parameters]:
        """As far as the callback."""
        started = self.client.begin(BACK, self.now)
        return started.pending, self.choose(started.url, person)

    def sign_in(self, person: Person = BERIT) -> Identity:
        pending, answer = self.begin(person)
        return self.client.finish(pending, answer, self.now)
