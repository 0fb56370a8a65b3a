"""HTTP with the provider: bounded in time and size, no redirects, no cookies, nothing from the environment."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Final

import httpx

from samhandling.oidc.refusal import Code, SignInRefused

LARGEST: Final = 256 * 1024
SECONDS_WAITING: Final = 5.0
SECONDS_IN_ALL: Final = 15.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: httpx.Headers
    body: bytes

    def content(self) -> dict[str, Any] | None:
        """The JSON object it holds, None when it holds something else."""
        return json_object(self.body)


class Wire:
    """`transport`: for a proxy or an own certificate authority. `ticks`: seconds that only go forward."""

    def __init__(
        self, transport: httpx.BaseTransport | None = None, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._ticks = ticks
        self._http = httpx.Client(
            transport=transport,
            follow_redirects=False,
            timeout=SECONDS_WAITING,
            trust_env=False,
            # One client serves everybody who signs in: a cookie of one must not follow another.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "samhandling"},
        )

    def close(self) -> None:
        self._http.close()

    def get(self, address: str) -> dict[str, Any]:
        """The JSON object at an address. Refused: network (no answer, not 200), metadata (not an object)."""
        answer = self._send("GET", address)
        if answer.status != httpx.codes.OK:
            raise SignInRefused(Code.NETWORK)
        content = answer.content()
        if content is None:
            raise SignInRefused(Code.METADATA)
        return content

    def post(self, address: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        """Whatever answer there was, good or bad. Refused: network."""
        return self._send("POST", address, data=dict(form), headers=dict(headers))

    def _send(self, method: str, address: str, **more: Any) -> Answer:
        started = self._ticks()
        body = bytearray()
        try:
            with self._http.stream(method, address, **more) as response:
                if response.is_redirect or response.headers.get("Content-Encoding", "identity") != "identity":
                    raise SignInRefused(Code.NETWORK)
                for chunk in response.iter_raw():
                    body += chunk
                    if len(body) > LARGEST or self._ticks() - started > SECONDS_IN_ALL:
                        raise SignInRefused(Code.NETWORK)
                return Answer(response.status_code, response.headers, bytes(body))
        except (httpx.HTTPError, httpx.InvalidURL):
            raise SignInRefused(Code.NETWORK) from None


def json_object(text: bytes) -> dict[str, Any] | None:
    """None for anything but a JSON object; NaN, bombs of brackets and broken UTF-8 among it."""
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _refuse(constant: str) -> None:
    raise ValueError(constant)
