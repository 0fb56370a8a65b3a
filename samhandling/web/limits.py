"""How much a request may send. Bytes are counted as they come: a declared length can lie and a chunked body has none.

Past the limit the rest is thrown away unread, so that the browser hears the answer instead of a broken connection.
"""

from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT: Final = 1024 * 1024
_DRAIN_LIMIT: Final = 32 * BODY_LIMIT


class BodyTooLarge(HTTPException):
    """Raised where the body is read."""

    def __init__(self) -> None:
        super().__init__(413)


class BodyLimit:
    def __init__(self, app: ASGIApp, limit: int = BODY_LIMIT) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        taken = 0

        async def counting() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.limit:
                await _drain(message, receive)
                raise BodyTooLarge
            return message

        await self.app(scope, counting, send)


async def _drain(message: Message, receive: Receive) -> None:
    drained = 0
    while message.get("more_body", False) and drained <= _DRAIN_LIMIT:
        message = await receive()
        drained += len(message.get("body", b""))
