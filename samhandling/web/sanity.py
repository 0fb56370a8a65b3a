"""What no browser sends, and nothing behind this layer should have to think of: refused with a page, never a fault.

The methods of forms and links are all there is. An address is UTF-8 without control characters, so that the log, the
database and the pages mean the same by it; NUL, which PostgreSQL cannot store, is refused in questions as well.
"""

from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Receive, Scope, Send

from samhandling.web.errors import ErrorPages

METHODS: Final = ("GET", "HEAD", "POST")
_CONTROL: Final = frozenset({*map(chr, range(32)), "\x7f"})


class Sanity:
    def __init__(self, app: ASGIApp, errors: ErrorPages) -> None:
        self.app = app
        self.errors = errors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["method"] not in METHODS:
            refused = self.errors.response(scope, 405)
            refused.headers["Allow"] = ", ".join(METHODS)
            await refused(scope, receive, send)
        elif not _is_sane(scope):
            await self.errors.response(scope, 400)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _is_sane(scope: Scope) -> bool:
    path = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogatepass")
    try:
        address = unquote_to_bytes(path.partition(b"?")[0]).decode()
        question = unquote_to_bytes(scope["query_string"]).decode()
    except UnicodeDecodeError:
        return False
    return _CONTROL.isdisjoint(address) and "\0" not in question
