"""What is known of a browser before anybody has signed in: where it calls from, roughly what it is, what it carries."""

import re
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from samhandling.identity import sessions
from samhandling.services import Services
from samhandling.web.addresses import network
from samhandling.web.i18n import gettext, marked

# The first that fits. Others name themselves as these do, so their own names come first.
_PROGRAMS: Final = (
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
_MACHINES: Final = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "Mac"),
    (r"CrOS", "ChromeOS"),
    (r"Linux", "Linux"),
)
UNKNOWN: Final = marked("Ukjent nettleser")
_DEVICE: Final = "enhet"


@dataclass(frozen=True, slots=True)
class Browser:
    """`device`: coarse («Firefox, Windows»). `session`, `known_device`: the tokens it carries, if any."""

    address: str
    device: str
    session: str | None = None
    known_device: str | None = None


def browser_of(request: Request, services: Services) -> Browser:
    return Browser(
        address=address_of(request),
        device=device(request.headers.get("user-agent", "")),
        session=sessions.cookie(request, services),
        known_device=request.cookies.get(sessions.cookie_name(services, _DEVICE)),
    )


def remember(response: Response, services: Services, token: str, seconds: int) -> None:
    """Lets the browser carry the token of a known device."""
    sessions.set_cookie(response, services, token, name=_DEVICE, seconds=seconds)


def address_of(request: Request) -> str:
    """One network to IPv6, where a household or an office has more addresses than can be counted."""
    return network(request.scope)


def device(agent: str) -> str:
    """Program and machine, without versions: enough to know one's own, too little to tell people apart."""
    found = [name for kinds in (_PROGRAMS, _MACHINES) if (name := _first(kinds, agent))]
    return ", ".join(found)


def shown(device: str) -> str:
    return device or gettext(UNKNOWN)


def _first(kinds: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for pattern, name in kinds if re.search(pattern, agent)), "")
