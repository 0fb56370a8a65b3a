"""The headers every answer carries: what a page may load, who may frame it, and that nothing of it is kept.

`no-store` holds for everything but static files, which set their own `Cache-Control`: a page may show a letter.
"""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY: Final = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
POLICY: Final = "Content-Security-Policy"
HEADERS: Final = {
    POLICY: CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)",
}


class SecurityHeaders:
    """`https`: the public address is https, so browsers are told to stay there."""

    def __init__(self, app: ASGIApp, https: bool = False) -> None:
        self.app = app
        self.headers = HEADERS | ({"Strict-Transport-Security": "max-age=31536000; includeSubDomains"} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def forward(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                own = headers.get(POLICY)
                headers.update(self.headers)
                if own:  # of several policies all hold, so an answer's own can only be stricter
                    headers[POLICY] = f"{CONTENT_SECURITY_POLICY}, {own}"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, forward if scope["type"] == "http" else send)
