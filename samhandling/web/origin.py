"""Requests that change or send something are taken only from our own pages.

A browser says where a request comes from in Sec-Fetch-Site, older ones only in Origin. A request with neither is no
browser's and carries nobody's cookies, so it passes.
"""

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from samhandling.web.errors import ErrorPages

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class SameOrigin:
    """`public_origin`: scheme, host and port users see, e.g. «https://samhandling.example»; None = the Host asked."""

    def __init__(self, app: ASGIApp, errors: ErrorPages, public_origin: str | None = None) -> None:
        self.app = app
        self.errors = errors
        self.public_origin = public_origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS or self._is_ours(scope):
            await self.app(scope, receive, send)
        else:
            await self.errors.response(scope, 403)(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None:
            return site in ("same-origin", "none")
        return origin is None or origin == (self.public_origin or f"{scope['scheme']}://{headers.get('host', '')}")
