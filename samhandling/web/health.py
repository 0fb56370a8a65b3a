"""`/helse/live`: the process answers. `/helse/klar`: it can do its work. For machines; no names, no versions."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_LEAST_FREE: Final = 200 * 1024 * 1024

#: Raises what keeps the work from being done.
Ready = Callable[[], None]


class Health:
    """Answers before anything else looks at the request: a probe needs no cookie and leaves no line in the log."""

    def __init__(self, app: ASGIApp, ready: Ready, folder: Path) -> None:
        self.app = app
        self.ready = ready
        self.folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/helse/") or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        answer = {"/helse/live": self._live, "/helse/klar": self._ready}.get(scope["path"], _unknown)()
        answer.headers["Cache-Control"] = "no-store"
        await answer(scope, receive, send)

    def _live(self) -> PlainTextResponse:
        return PlainTextResponse("ok")

    def _ready(self) -> PlainTextResponse:
        try:
            self.ready()
        except Exception:  # noqa: BLE001 – whatever it is, the answer is that we are not ready
            return PlainTextResponse("databasen svarer ikke", 503)
        # With a database elsewhere there may be no folder.
        if self.folder.exists() and shutil.disk_usage(self.folder).free < _LEAST_FREE:
            return PlainTextResponse("disken er snart full", 503)
        return PlainTextResponse("ok")


def _unknown() -> PlainTextResponse:
    return PlainTextResponse("ukjent", 404)
