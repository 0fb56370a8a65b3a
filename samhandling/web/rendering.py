"""Page objects in, HTML out: one Jinja environment that escapes everything and fails on a name nobody gave it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse
from starlette.types import Scope

from samhandling.web.assets import Assets
from samhandling.web.i18n import LANGUAGES, PARAMETER, gettext, language, long_date, moment, ngettext

# Keys in the request's scope under which pages find who is signed in, and how many notices wait.
USER: Final = "samhandling.user"
UNREAD: Final = "samhandling.unread"


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A place in the main menu; `label` is a message id."""

    label: str
    path: str


class Pages:
    """`response` gives a template one object, `page`, whose `title` becomes both the heading and the window's title.

    `known`: what every template may use by name, also in its macros.
    """

    def __init__(
        self,
        templates: Path,
        assets: Assets,
        navigation: tuple[NavigationItem, ...] = (),
        known: Mapping[str, object] | None = None,
    ) -> None:
        self.assets = assets
        self.environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self.environment.globals.update(_=said, gettext=said, ngettext=counted)
        self.environment.globals.update(asset=assets.url, navigation=navigation, **(known or {}))
        self.environment.filters["long_date"] = long_date
        self.environment.filters["moment"] = moment
        self.environment.filters["opening"] = opening

    def render(self, scope: Scope, template: str, page: object) -> str:
        return self.environment.get_template(template).render(
            page=page,
            path=scope["path"],
            language=language.get(),
            switch=_switch(scope),
            user=scope.get(USER),
            unread=scope.get(UNREAD, 0),
        )

    def response(self, scope: Scope, template: str, page: object, status: int = 200) -> HTMLResponse:
        return HTMLResponse(self.render(scope, template, page), status_code=status)


def said(message: str, **values: object) -> Markup:
    """A text of the interface, escaped like any other: what a page hands over may be a name somebody typed.

    The extension's own would trust it, and would read a % in it as a placeholder.
    """
    text = escape(gettext(message))
    return text % values if values else text


def counted(singular: str, plural: str, num: int, **values: object) -> Markup:
    """As `said`; `num` may be named in the text."""
    return escape(ngettext(singular, plural, num)) % ({"num": num} | values)


def opening(words: str) -> str:
    """With a capital first, as at the start of a line; the rest as written («PLO»)."""
    return words[:1].upper() + words[1:]


def _switch(scope: Scope) -> str:
    """The query string of this same page in the other written language."""
    query = scope["query_string"].decode("latin-1")
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != PARAMETER]
    other = next(code for code in LANGUAGES if code != language.get())
    return "?" + urlencode([*kept, (PARAMETER, other)])
