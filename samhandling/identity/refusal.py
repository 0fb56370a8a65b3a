"""What somebody sees who is not signed in: the sign-in page, or the form that came, given back to be sent again.

Nothing that was typed is lost, and nothing is stored: the fields stand in the page, and the page is not kept.
"""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from samhandling.web.forms import submitted
from samhandling.web.i18n import gettext, marked
from samhandling.web.origin import SAFE_METHODS
from samhandling.web.rendering import Pages

SIGN_IN = "/logg-inn"
_NEVER_SHOWN = ("passord", "kode")


@dataclass(frozen=True, slots=True)
class SessionOver:
    """`fields`: name and text, as sent. `action`: where the form goes again."""

    title: str
    action: str
    sign_in: str
    fields: tuple[tuple[str, str], ...]
    files: bool


class SignInFirst:
    """The handler of NotSignedIn."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    async def __call__(self, request: Request, error: Exception) -> Response:
        there = quote(request.scope["path"], safe="/")
        if request.method in SAFE_METHODS:
            return _go(request, f"{SIGN_IN}?til={there}")
        try:
            sent = await submitted(request)
        except HTTPException:
            return _go(request, SIGN_IN)
        shown = tuple((name, text) for name, text in sent.fields.items() if not name.startswith(_NEVER_SHOWN))
        page = SessionOver(
            gettext(marked("Du er logget ut")), request.scope["path"], SIGN_IN, shown, files=bool(sent.files)
        )
        return self.pages.response(request.scope, "errors/session_over.html", page, 401)


def _go(request: Request, place: str) -> Response:
    """htmx would put the sign-in page inside a fragment; it is told to leave instead."""
    if request.headers.get("HX-Request"):
        return Response(status_code=401, headers={"HX-Redirect": place})
    return RedirectResponse(place, 303)
