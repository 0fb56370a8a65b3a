"""The forms of signing in and of the own account, and what is said when something in them does not fit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from samhandling.guarding import inspecting as allowed
from samhandling.identity.delay import Wait
from samhandling.identity.passwords import LONGEST, Weakness
from samhandling.identity.signing_in import LONGEST_LOGIN
from samhandling.kernel.errors import DomainError
from samhandling.web import fields
from samhandling.web.fields import Field, Filled, Inspect, Inspected, Kind, Problem
from samhandling.web.forms import Submitted
from samhandling.web.i18n import gettext, marked, ngettext

_RULES: Final = marked("Minst 12 tegn. Flere tilfeldige ord etter hverandre er lett å huske og vanskelig å gjette.")

LOGIN: Final = Field(
    "brukernavn",
    marked("Brukernavn"),
    longest=LONGEST_LOGIN,
    autocomplete="username",
    allows=allowed.EMAIL,
)
PASSWORD: Final = Field("passord", marked("Passord"), Kind.SECRET, longest=LONGEST * 8, autocomplete="current-password")
NEW_PASSWORD: Final = Field(
    "passord", marked("Nytt passord"), Kind.SECRET, hint=_RULES, longest=LONGEST * 8, autocomplete="new-password"
)
AGAIN: Final = Field(
    "passord_igjen", marked("Gjenta passordet"), Kind.SECRET, longest=LONGEST * 8, autocomplete="new-password"
)
OLD_PASSWORD: Final = Field(
    "passord_na", marked("Passordet du har nå"), Kind.SECRET, longest=LONGEST * 8, autocomplete="current-password"
)
CODE: Final = Field(
    "kode",
    marked("Kode fra appen"),
    Kind.CODE,
    hint=marked("Seks sifre. Appen viser en ny kode hvert halve minutt."),
    longest=20,
    autocomplete="one-time-code",
)
RECOVERY: Final = Field(
    "kode_gjenoppretting",
    marked("Gjenopprettingskode"),
    hint=marked("En av de ti kodene du lagret da du tok i bruk appen. Hver kan brukes én gang."),
    longest=80,
    not_stored="compared with hashes",
)
REMEMBER: Final = Field(
    "husk",
    marked("Husk denne nettleseren i 30 dager"),
    Kind.TICK,
    hint=marked("Da slipper du koden her, men ikke passordet. Ikke på en maskin du deler med andre."),
    required=False,
)
NAME: Final = Field(
    "navn",
    marked("Navn"),
    hint=marked("Slik andre i samarbeidet ser deg når de får se hvem du er."),
    autocomplete="name",
    allows=allowed.NAMES,
)
LANGUAGE: Final = Field(
    "maalform",
    marked("Målform"),
    Kind.CHOICE,
    options={"nb": marked("Bokmål"), "nn": marked("Nynorsk")},
)

ABOUT: Final = (NAME, LANGUAGE)
SIGN_IN: Final = (LOGIN, PASSWORD)
SECOND: Final = (CODE, REMEMBER)
INVITED: Final = (LOGIN, NEW_PASSWORD, AGAIN)
RESET: Final = (NEW_PASSWORD, AGAIN)
CHANGED: Final = (OLD_PASSWORD, NEW_PASSWORD, AGAIN)

#: A list of several empty fields says which.
_MISSING: Final[Mapping[str, str]] = {
    "brukernavn": marked("Skriv brukernavnet."),
    "passord": marked("Skriv passordet."),
    "passord_igjen": marked("Skriv passordet en gang til."),
    "passord_na": marked("Skriv passordet du har nå."),
    "kode": marked("Skriv koden fra appen."),
    "navn": marked("Skriv navnet ditt."),
}
_MESSAGES: Final[Mapping[str, str]] = {
    "wrong_login": marked("Brukernavnet eller passordet er feil."),
    "wrong_password": marked("Passordet er feil."),
    "wrong_code": marked("Koden stemmer ikke. Skriv den som vises nå, og se etter at klokka på telefonen går riktig."),
    "used_code": marked("Denne koden er brukt. Vent til appen viser en ny."),
    "wrong_recovery_code": marked("Koden finnes ikke, eller den er brukt før."),
    "login_form": marked("Skriv 3 til 80 tegn uten mellomrom, for eksempel fornavn.etternavn."),
    "login_taken": marked("Brukernavnet er tatt. Velg et annet."),
    Weakness.SHORT: marked("Passordet må ha minst 12 tegn."),
    Weakness.LONG: marked("Passordet kan ha opptil 128 tegn."),
    Weakness.COMMON: marked("Passordet er blant dem som gjettes først. Velg noe mindre vanlig."),
    Weakness.CONTEXT: marked(
        "Passordet er satt sammen av navnet ditt eller ord som hører til her. Velg noe andre ikke ville prøve."
    ),
    "enrolled": marked("Kontoen har en app fra før. Logg inn med koden fra den."),
}


def read(of: tuple[Field, ...], sent: Submitted, inspect: Inspect | None = None) -> Filled:
    """The two passwords, where there are two, are alike. `inspect`: where something typed is going to be stored."""
    form = fields.read(of, sent, inspect or _never)
    problems = tuple(
        Problem(each.field, gettext(_MISSING[each.field]))
        if each.field in _MISSING and not form.text(each.field)
        else each
        for each in form.problems
    )
    form = replace(form, problems=problems)
    if AGAIN in of and not form.problem("passord") and form.text("passord") != form.text("passord_igjen"):
        form = form.with_problem("passord_igjen", gettext(marked("De to passordene er ikke like.")))
    return form


@dataclass(frozen=True, slots=True)
class Notice:
    """`colour`: success, info, warning or danger."""

    colour: str
    message: str


def refused(form: Filled, error: DomainError) -> tuple[Filled, Notice | None]:
    """What the use case said: at the field it concerns, or above the form when it concerns none."""
    if isinstance(error, Wait):
        return form, Notice("warning", waiting(error.seconds))
    message, field = gettext(_MESSAGES[error.code]), error.values.get("field")
    return (form, Notice("danger", message)) if field is None else (form.with_problem(str(field), message), None)


def waiting(seconds: int) -> str:
    if seconds < 60:
        message = ngettext(
            "For mange forsøk. Vent %(n)d sekund før du prøver igjen.",
            "For mange forsøk. Vent %(n)d sekunder før du prøver igjen.",
            seconds,
        )
        return message % {"n": seconds}
    minutes = -(-seconds // 60)
    message = ngettext(
        "For mange forsøk. Vent %(n)d minutt før du prøver igjen.",
        "For mange forsøk. Vent %(n)d minutter før du prøver igjen.",
        minutes,
    )
    return message % {"n": minutes}


def _never(field: Field, text: str, sent: Submitted) -> Inspected:
    return Inspected()
