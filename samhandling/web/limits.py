"""How much a request may send. Bytes are counted as they come: a declared length can lie and a chunked body has none.

A route that takes files may allow itself more, once it knows who is asking and before the body is read. Past the limit
the rest is thrown away unread, so that the browser hears the answer instead of a broken connection.
"""

from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT: Final = 1024 * 1024
_DRAIN_LIMIT: Final = 32 * BODY_LIMIT
_ALLOWANCE: Final = "samhandling.body_limit"


class BodyTooLarge(HTTPException):
    """Raised where the body is read."""

    def __init__(self) -> None:
        super().__init__(413)


@dataclass(slots=True)
class _Allowance:
    """In the scope of a request: how much it may send."""

    limit: int


def allow(request: Request, limit: int) -> None:
    """This one request may send so much."""
    _of(request.scope).limit = limit


def allowed(request: Request) -> int:
    return _of(request.scope).limit


def _of(scope: Scope) -> _Allowance:
    found: _Allowance = scope.setdefault(_ALLOWANCE, _Allowance(BODY_LIMIT))
    return found


class BodyLimit:
    def __init__(self, app: ASGIApp, limit: int = BODY_LIMIT) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        taken = 0
        allowance = scope[_ALLOWANCE] = _Allowance(self.limit)

        async def counting() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > allowance.limit:
                await _drain(message, receive)
                raise BodyTooLarge
            return message

        await self.app(scope, counting, send)


async def _drain(message: Message, receive: Receive) -> None:
    drained = 0
    while message.get("more_body", False) and drained <= _DRAIN_LIMIT:
        message = await receive()
        drained += len(message.get("body", b""))
