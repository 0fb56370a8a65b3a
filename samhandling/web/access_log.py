"""One line a request: method, path, status, milliseconds, person. Never the query string, a body or a secret.

The person is a pseudonym, «-» for nobody: who was refused what must be told, and only the database knows the name.
"""

import logging
import re
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from samhandling.web.rendering import USER

logger = logging.getLogger("samhandling.access")
_LONGEST_PATH = 200
_PLAIN_PART = re.compile(r"[a-z-]{1,20}")
_ONE_TIME = "/lenke/"  # what follows opens an account


class AccessLog:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = perf_counter(), 0

        async def forward(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, forward)
        finally:
            # The path as sent, still percent-encoded: a decoded one could forge lines.
            path = scope.get("raw_path", b"").partition(b"?")[0].decode("ascii", "replace")[:_LONGEST_PATH]
            if path.lower().startswith(_ONE_TIME):
                path = _ONE_TIME + "…"
            elif status == 404:
                path = _first_part(path)
            spent, person = (perf_counter() - started) * 1000, getattr(scope.get(USER), "person", None)
            logger.info("%s %s %d %.0f ms %s", scope["method"], path, status, spent, person or "-")


def _first_part(path: str) -> str:
    """Of an address that does not exist: what follows may be anything somebody typed or pasted."""
    first = path.split("/")[1] if path.startswith("/") else ""
    return f"/{first}/…" if _PLAIN_PART.fullmatch(first) else "/…"
