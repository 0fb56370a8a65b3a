"""What a user sees when something goes wrong: what happened, why, and what to do. Never a traceback.

The log of a fault holds its reference number, its type and where it happened – not its message, which may quote
what was sent.
"""

import logging
import secrets
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from samhandling.kernel.errors import DomainError, NotAllowed, NotFound, Refused, Stale
from samhandling.web.i18n import gettext, marked
from samhandling.web.rendering import Pages

logger = logging.getLogger("samhandling.errors")


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """`why` and `advice` are finished sentences; `reference` ties a fault to the log."""

    status: int
    title: str
    why: str
    advice: str
    reference: str | None = None


_TEXTS: Final[Mapping[int, tuple[str, str, str]]] = {
    400: (
        marked("Forespørselen kunne ikke leses"),
        marked("Det som ble sendt hit, var ufullstendig eller hadde en form vi ikke kjenner."),
        marked("Gå tilbake, last siden på nytt og prøv igjen."),
    ),
    403: (
        marked("Forespørselen ble avvist"),
        marked("Skjemaet så ut til å være sendt fra et annet nettsted enn dette."),
        marked("Åpne siden her og send skjemaet på nytt. Bruk samme adresse hele veien."),
    ),
    404: (
        marked("Fant ikke siden"),
        marked("Adressen finnes ikke, eller siden har flyttet."),
        marked("Se etter skrivefeil i adressen, eller søk i reglene."),
    ),
    405: (
        marked("Siden kan ikke brukes slik"),
        marked("Adressen finnes, men tar ikke imot denne typen forespørsel."),
        marked("Gå til siden fra menyen i stedet."),
    ),
    409: (
        marked("Noen andre har endret dette"),
        marked("Det ble endret mens du holdt på, så det du sendte, er ikke lagret."),
        marked("Gå tilbake, kopier det du skrev, last siden på nytt og legg inn endringen igjen."),
    ),
    413: (
        marked("Det du sendte, er for stort"),
        marked("Siden tar imot opptil 1 MB. Ingenting av det som ble sendt, er tatt vare på."),
        marked("Gå tilbake og velg en mindre fil, eller lim inn bare brevteksten."),
    ),
    422: (
        marked("Noe i skjemaet kunne ikke brukes"),
        marked("Ett eller flere felt hadde en verdi siden ikke forstår."),
        marked("Gå tilbake, rett feltene og send på nytt."),
    ),
    429: (
        marked("For mange forespørsler"),
        marked("Det kom flere forespørsler fra nettverket ditt enn siden tar imot på kort tid."),
        marked("Vent et minutt og prøv igjen. Ingenting du har lagret, er borte."),
    ),
    503: (
        marked("Databasen svarer ikke akkurat nå"),
        marked("Det du sendte, er ikke lagret. Reglene og sjekken virker uten databasen når du ikke er logget inn."),
        marked("Gå tilbake og prøv igjen om litt. Hjelper det ikke, meld fra med referansen under."),
    ),
    500: (
        marked("Noe gikk galt hos oss"),
        marked("Feilen er registrert uten innholdet du sendte."),
        marked("Prøv igjen om litt. Hjelper det ikke, meld fra med referansen under."),
    ),
}
_REFUSALS: Final[Mapping[str, tuple[str, str, str]]] = {
    "no_permission": (
        marked("Rollen din gir ikke adgang hit"),
        marked("Du er logget inn, men ingen av rollene dine gir adgang til denne siden."),
        marked("Trenger du adgang, kan områdeadministratoren gi deg en rolle."),
    ),
}
_STATUS: Final[Mapping[type[DomainError], int]] = {NotFound: 404, NotAllowed: 403, Stale: 409, Refused: 422}


class ErrorPages:
    """Renders the page for a status; statuses without a text of their own get that of 400 or 500."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    def response(self, scope: Scope, status: int, reference: str | None = None, key: str = "") -> Response:
        """`key`: the code of a refusal, which may have a text of its own."""
        title, why, advice = _REFUSALS.get(key) or _TEXTS.get(status) or _TEXTS[400 if status < 500 else 500]
        page = ErrorPage(status, gettext(title), gettext(why), gettext(advice), reference)
        return self.pages.response(scope, "errors/error.html", page, status)

    async def for_exception(self, request: Request, error: Exception) -> Response:
        """The handler of HTTPException, of what a use case refused, and of requests whose fields do not fit (422)."""
        if isinstance(error, DomainError):
            return self.response(request.scope, _STATUS[type(error)], key=error.code)
        if not isinstance(error, HTTPException):
            return self.response(request.scope, 422)
        response = self.response(request.scope, error.status_code)
        response.headers.update(error.headers or {})
        return response

    async def unavailable(self, request: Request, error: Exception) -> Response:
        """The handler of a database that is gone, full or held by somebody else: nothing was stored."""
        response = self.response(request.scope, 503, _logged(error))
        response.headers["Retry-After"] = "30"
        return response


class Faults:
    """The last net: an unforeseen exception becomes the page of 500 and a line in the log."""

    def __init__(self, app: ASGIApp, errors: ErrorPages) -> None:
        self.app = app
        self.errors = errors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def forward(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, forward)
        except Exception as error:
            if scope["type"] != "http" or started:
                raise
            await self.errors.response(scope, 500, _logged(error))(scope, receive, send)


def _logged(error: Exception) -> str:
    """The reference number under which the log says what happened and where."""
    reference = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))
    logger.error("%s %s at %s", reference, type(error).__name__, where)
    return reference
