"""Lets a synchronous HTTP client speak with an ASGI application in the same process, under any address."""

from collections.abc import Coroutine, Mapping
from typing import Any
from urllib.parse import unquote

import httpx
from starlette.types import ASGIApp


class InProcess(httpx.BaseTransport):
    """`applications`: by origin; any other origin is a connection error. `requests` is every request that was sent."""

    def __init__(self, applications: Mapping[str, ASGIApp]) -> None:
        self.applications = dict(applications)
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        url = request.url
        app = self.applications.get(f"{url.scheme}://{url.netloc.decode()}")
        if app is None:
            raise httpx.ConnectError("nobody answers")
        return _run(_ask(app, request))


def _run(asking: Coroutine[Any, Any, httpx.Response]) -> httpx.Response:
    """Without an event loop: everything the application waits for is here already."""
    try:
        asking.send(None)
    except StopIteration as done:
        answer: httpx.Response = done.value
        return answer
    raise RuntimeError("the application waits for something else")


async def _ask(app: ASGIApp, request: httpx.Request) -> httpx.Response:
    url = request.url
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": url.scheme,
        "path": unquote(url.path),
        "raw_path": url.raw_path,
        "query_string": url.query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "server": (url.host, url.port),
        "client": ("127.0.0.1", 1),
    }
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": request.content, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return httpx.Response(sent[0]["status"], headers=sent[0]["headers"], stream=httpx.ByteStream(body))
