"""Bokmål first, nynorsk beside it: which language a request speaks, and the catalogue of interface texts.

Bokmål sentences are the message ids; nynorsk comes from `samhandling/locale`. A request chooses with `?maalform=nn`,
which is remembered in a cookie; content that is written in both languages travels as `Text`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from gettext import NullTranslations
from http.cookies import CookieError, SimpleCookie
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LANGUAGES: Final = ("nb", "nn")
PARAMETER: Final = "maalform"
CHOSEN: Final = "samhandling.language_chosen"  # in the request's scope: whether the browser has said which
_LOCALE = Path(__file__).parent.parent / "locale"
_YEAR = 365 * 24 * 3600

language: ContextVar[str] = ContextVar("language", default="nb")


@dataclass(frozen=True, slots=True)
class Text:
    """Content in both written languages."""

    nb: str
    nn: str

    def __str__(self) -> str:
        return self.nn if language.get() == "nn" else self.nb


def _catalogue(code: str) -> NullTranslations:
    """All the catalogues of a language together: one file a slice, so that a slice's texts lie in one place."""
    together = NullTranslations()
    for path in sorted((_LOCALE / code / "LC_MESSAGES").glob("*.po")):
        compiled = BytesIO()
        with path.open("rb") as source:
            write_mo(compiled, read_po(source, locale=code))
        compiled.seek(0)
        found = Translations(compiled)
        together = together.merge(found) if isinstance(together, Translations) else found
    return together


_CATALOGUES: Mapping[str, NullTranslations] = {code: _catalogue(code) for code in LANGUAGES}


def gettext(message: str) -> str:
    return _CATALOGUES[language.get()].gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    return _CATALOGUES[language.get()].ngettext(singular, plural, count)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """What is said inside is said in this language, whatever the request's is."""
    token = language.set(code)
    try:
        yield
    finally:
        language.reset(token)


def marked(message: str) -> str:
    """Marks a text for the catalogue where it is written; it is translated where it is shown."""
    return message


def long_date(value: date) -> str:
    return format_date(value, "d. MMMM y", locale=language.get())


def moment(value: datetime) -> str:
    """Date and time of day of an instant that is in local time already."""
    return format_datetime(value, "d. MMM y HH:mm", locale=language.get())


class LanguageMiddleware:
    """Sets `language` for the request: the address's choice, else the cookie's, else bokmål.

    `cookie_is_host`: the cookie is `__Host-` and Secure; only `--dev-http` does without.
    """

    def __init__(self, app: ASGIApp, cookie_is_host: bool = True) -> None:
        self.app = app
        self.secure = "; Secure" if cookie_is_host else ""
        self.cookie = ("__Host-" if cookie_is_host else "") + PARAMETER

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        chosen = _known(parse_qs(scope["query_string"].decode("latin-1")).get(PARAMETER, [""])[0])
        remembered = _known(_cookie(scope, self.cookie))
        scope[CHOSEN] = bool(chosen or remembered)
        token = language.set(chosen or remembered or "nb")
        try:
            await self.app(scope, receive, self._remembering(send, chosen) if chosen else send)
        finally:
            language.reset(token)

    def _remembering(self, send: Send, chosen: str) -> Send:
        async def forward(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append(
                    "Set-Cookie",
                    f"{self.cookie}={chosen}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax{self.secure}",
                )
            await send(message)

        return forward


def _known(code: str) -> str | None:
    return code if code in LANGUAGES else None


def _cookie(scope: Scope, named: str) -> str:
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                morsel = SimpleCookie(value.decode("latin-1")).get(named)
            except CookieError:
                return ""
            return morsel.value if morsel else ""
    return ""
