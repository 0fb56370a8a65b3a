"""The sign-in page: invented people as buttons. No script, one small style sheet, nothing from elsewhere."""

from typing import Final
from urllib.parse import urlsplit

from jinja2 import Environment
from starlette.responses import HTMLResponse, Response

from samhandling.oidc_provider.registered import Person

_WORDS: Final = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
_FRAME: Final = """<!doctype html>
<html lang="nb">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }} – oppdiktet innloggingstjeneste</title>
<link rel="stylesheet" href="{{ issuer }}/stil.css">
</head>
<body>
<header>
<p><strong>Oppdiktet innloggingstjeneste for test og demo.</strong>
Dette er ikke HelseID, og ingen av personene finnes.</p>
</header>
<main>
<h1>{{ title }}</h1>
"""
_END: Final = "</main>\n</body>\n</html>\n"
_CHOOSE: Final = _WORDS.from_string(
    _FRAME
    + """<p>Du blir logget inn som den du velger. Det trengs ikke passord.</p>
<form method="post" action="{{ issuer }}/connect/authorize">
<input type="hidden" name="sign_in" value="{{ sign_in }}">
<ul>
{% for person in people %}
<li><button name="person" value="{{ person.subject }}"><strong>{{ person.name }}</strong>
{% if person.about %}<span>{{ person.about }}</span>{% endif %}</button></li>
{% endfor %}
</ul>
<p><button class="quiet" name="cancel" value="1">Avbryt</button></p>
</form>
"""
    + _END
)
_SAY: Final = _WORDS.from_string(_FRAME + "<p>{{ text }}</p>\n" + _END)
_REST: Final = "base-uri 'none'; frame-ancestors 'none'"
STYLE: Final = """:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif }
body { margin: 0 }
header { background: #8a4a00; color: #fff; padding: .5rem 1rem }
header p { max-width: 40rem; margin: 0 auto }
main { max-width: 40rem; margin: 0 auto; padding: 1rem }
ul { list-style: none; padding: 0 }
li { margin: 0 0 .75rem }
button { font: inherit; width: 100%; min-height: 3rem; padding: .5rem 1rem; text-align: start; cursor: pointer;
  color: CanvasText; background: Canvas; border: 2px solid currentColor; border-radius: .25rem }
button:hover { text-decoration: underline }
button:focus-visible { outline: 4px solid #2a62d8; outline-offset: 2px }
button span { display: block }
button.quiet { width: auto; border-width: 1px }
"""


def choose(issuer: str, people: tuple[Person, ...], sign_in: str, redirect_uri: str) -> Response:
    """The form's answer sends the browser on to the client, so its origin must be allowed as a form target."""
    title = "Hvem vil du logge inn som?"
    return _page(_CHOOSE.render(issuer=issuer, title=title, people=people, sign_in=sign_in), 200, redirect_uri)


def refuse(issuer: str, text: str, status: int = 400) -> Response:
    return say(issuer, "Innloggingen kan ikke fortsette", text, status)


def say(issuer: str, title: str, text: str, status: int = 200) -> Response:
    return _page(_SAY.render(issuer=issuer, title=title, text=text), status, None)


def _page(html: str, status: int, redirect_uri: str | None) -> Response:
    target = urlsplit(redirect_uri) if redirect_uri else None
    origin = f" {target.scheme}://{target.netloc}" if target else ""
    policy = f"default-src 'none'; style-src 'self'; form-action 'self'{origin}; {_REST}"
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(html, status, headers)
