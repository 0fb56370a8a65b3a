"""Standard errors: as JSON to a client (RFC 6749 5.2), through the browser (4.1.2.1), or as a page for the person."""

from starlette.responses import JSONResponse, Response


class Refused(Exception):
    """The client is told, server to server."""

    def __init__(self, error: str, why: str, status: int = 400, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{error}: {why}")
        self.error, self.why, self.status, self.headers = error, why, status, headers or {}

    def answer(self) -> Response:
        return JSONResponse({"error": self.error, "error_description": self.why}, self.status, self.headers)


class SentBack(Exception):
    """The client is told through the browser: its redirect address is known to be its own."""

    def __init__(self, error: str, redirect_uri: str, state: str | None) -> None:
        super().__init__(error)
        self.error, self.redirect_uri, self.state = error, redirect_uri, state


class NotTrusted(Exception):
    """The person is told: client, redirect address or reference is unknown, so nobody is sent anywhere."""
