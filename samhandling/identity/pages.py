"""What the pages of signing in and of the own account say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from samhandling.identity import forms, totp
from samhandling.identity.browsers import shown
from samhandling.identity.forms import Notice
from samhandling.identity.links import PATH, Link, Purpose
from samhandling.identity.own_account import OwnAccount
from samhandling.identity.signing_in import HalfOpen
from samhandling.identity.totp import QrCode
from samhandling.identity.users import User
from samhandling.kernel.clock import NORWAY
from samhandling.services import OutsideProvider
from samhandling.web.fields import Filled, empty
from samhandling.web.i18n import gettext, marked, moment


@dataclass(frozen=True, slots=True)
class ProviderButton:
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class SignInPage:
    """`onward`: the query that says where to go afterwards, «?til=…» or empty."""

    title: str
    form: Filled
    onward: str
    providers: tuple[ProviderButton, ...]
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class CodePage:
    title: str
    form: Filled
    recovery: Filled
    onward: str
    may_be_remembered: bool
    notice: Notice | None


@dataclass(frozen=True, slots=True)
class EnrolPage:
    title: str
    form: Filled
    onward: str
    code: QrCode
    seed: str
    address: str
    notice: Notice | None


@dataclass(frozen=True, slots=True)
class CodesPage:
    """`onward`: where to go when they are kept."""

    title: str
    codes: tuple[str, ...]
    onward: str


@dataclass(frozen=True, slots=True)
class LinkPage:
    title: str
    lead: str
    action: str
    button: str
    form: Filled
    login: str
    until: str
    notice: Notice | None
    providers: tuple[ProviderButton, ...]
    token: str


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page that only says something: what happened, and what to do."""

    title: str
    why: str
    advice: str
    sign_in: bool = True


@dataclass(frozen=True, slots=True)
class DeparturePage:
    """`url`: the provider's, with what the browser must bring."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class BrowserLine:
    id: int
    device: str
    here: bool
    started: str
    seen: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    title: str
    own: OwnAccount
    browsers: tuple[BrowserLine, ...]
    form: Filled
    notice: Notice | None


@dataclass(frozen=True, slots=True)
class OwnFormPage:
    """One of the forms of the own account that stands alone."""

    title: str
    lead: str
    action: str
    button: str
    form: Filled
    login: str
    notice: Notice | None


NOTICES: Final[Mapping[str, str]] = {
    "ut": marked("Du er logget ut."),
    "avbrutt": marked("Innloggingen ble avbrutt."),
    "overalt": marked("Du er logget ut i alle nettlesere."),
    "nytt-passord": marked("Passordet er byttet. Logg inn med det nye."),
    "passord": marked("Passordet er byttet. Andre nettlesere er logget ut."),
    "om-deg": marked("Endringene er lagret."),
    "nettleser": marked("Nettleseren er logget ut."),
}
_OVER: Final[Mapping[str, tuple[str, str]]] = {
    "unknown": (
        marked("Lenka finnes ikke"),
        marked("Adressen er ikke fullstendig, eller den har aldri vært gyldig."),
    ),
    "used": (marked("Lenka er brukt"), marked("En slik lenke virker bare én gang.")),
    "expired": (marked("Lenka har gått ut"), marked("Den ble ikke brukt i tide.")),
    "withdrawn": (
        marked("Lenka er trukket tilbake"),
        marked("Den er erstattet av en nyere, eller den som laget den, har trukket den."),
    ),
}
_ASK: Final = marked("Be den som ga deg lenka, om en ny. Har du allerede valgt passord, kan du logge inn.")
_LINKS: Final[Mapping[Purpose, tuple[str, str, str]]] = {
    Purpose.INVITATION: (
        marked("Velkommen til Samhandling"),
        marked("Velg brukernavn og passord. Etterpå kobler du til en app på telefonen, så er du i gang."),
        marked("Opprett konto"),
    ),
    Purpose.PASSWORD: (
        marked("Velg nytt passord"),
        marked("Alle nettlesere der du er logget inn, blir logget ut. Koden fra appen trenger du som før."),
        marked("Lagre passordet"),
    ),
    Purpose.SECOND_FACTOR: (
        marked("Koble til en ny app"),
        marked("Den gamle appen og de gamle gjenopprettingskodene slutter å virke. Bekreft med passordet ditt først."),
        marked("Gå videre"),
    ),
}
_OUTSIDE: Final[Mapping[str, tuple[str, str, str]]] = {
    "nobodys": (
        marked("Du har ingen konto her"),
        marked("Innloggingen gikk bra («%(label)s»), men ingen konto og ingen invitasjon hører til den."),
        marked("Er du invitert, åpner du lenka du fikk, og logger inn derfra. Ellers må administratoren invitere deg."),
    ),
    "another_person": (
        marked("Invitasjonen gjelder en annen"),
        marked("HPR-nummeret i innloggingen («%(label)s») er ikke det som står i invitasjonen."),
        marked("Be administratoren rette nummeret, eller logg inn som den invitasjonen gjelder. Lenka virker ennå."),
    ),
    "unreachable": (
        marked("Tjenesten svarer ikke"),
        marked("«%(label)s» kan ikke brukes akkurat nå."),
        marked("Prøv igjen om litt, eller logg inn med brukernavn og passord hvis du har det."),
    ),
    "unfinished": (
        marked("Innloggingen ble ikke fullført"),
        marked("Svaret fra «%(label)s» passet ikke til en innlogging som er begynt i denne nettleseren."),
        marked("Begynn på nytt, og bruk samme nettleser hele veien. Innloggingen må være ferdig på ti minutter."),
    ),
}
LINK_FIELDS: Final = {
    Purpose.INVITATION: forms.INVITED,
    Purpose.PASSWORD: forms.RESET,
    Purpose.SECOND_FACTOR: (forms.PASSWORD,),
}


def notice(code: str) -> Notice | None:
    colour = "info" if code == "avbrutt" else "success"
    return Notice(colour, gettext(NOTICES[code])) if code in NOTICES else None


def sign_in_page(
    onward: str,
    providers: Mapping[str, OutsideProvider],
    form: Filled | None = None,
    said: Notice | None = None,
) -> SignInPage:
    return SignInPage(gettext(marked("Logg inn")), form or empty(forms.SIGN_IN), onward, _buttons(providers), said)


def code_page(
    half: HalfOpen,
    onward: str,
    form: Filled | None = None,
    recovery: Filled | None = None,
    said: Notice | None = None,
) -> CodePage:
    return CodePage(
        gettext(marked("Bekreft at det er deg")),
        form or empty(forms.SECOND),
        recovery or empty((forms.RECOVERY,)),
        onward,
        half.may_be_remembered,
        said,
    )


def enrol_page(seed: str, login: str, onward: str, form: Filled | None = None, said: Notice | None = None) -> EnrolPage:
    address = totp.address(seed, login)
    return EnrolPage(
        gettext(marked("Koble til en app for engangskoder")),
        form or empty((forms.CODE,)),
        onward,
        totp.qr_code(address),
        totp.in_groups(seed),
        address,
        said,
    )


def codes_page(codes: tuple[str, ...], onward: str) -> CodesPage:
    return CodesPage(gettext(marked("Ta vare på kodene")), codes, onward)


def link_page(
    link: Link,
    token: str,
    providers: Mapping[str, OutsideProvider],
    form: Filled | None = None,
    said: Notice | None = None,
) -> LinkPage:
    title, lead, button = map(gettext, _LINKS[link.purpose])
    return LinkPage(
        title=title,
        lead=lead,
        action=PATH + token,
        button=button,
        form=form or empty(LINK_FIELDS[link.purpose], brukernavn=link.email),
        login=link.login or "",
        until=_moment(link.expires_at),
        notice=said,
        providers=_buttons(providers) if link.purpose is Purpose.INVITATION else (),
        token=token,
    )


def link_over_page(code: str) -> PlainPage:
    title, why = map(gettext, _OVER[code])
    return PlainPage(title, why, gettext(_ASK))


def departure_page(url: str, label: str) -> DeparturePage:
    return DeparturePage(label, url)


def outside_refused_page(code: str, label: str) -> PlainPage:
    title, why, advice = map(gettext, _OUTSIDE[code])
    return PlainPage(title, why % {"label": label}, advice)


def too_often_page(seconds: int) -> PlainPage:
    return PlainPage(
        gettext(marked("For mange forsøk herfra")),
        gettext(marked("Det har kommet mange innloggingsforsøk fra nettverket ditt på kort tid.")),
        forms.waiting(seconds),
        sign_in=False,
    )


def own_page(
    user: User,
    own: OwnAccount,
    said: Notice | None = None,
    form: Filled | None = None,
) -> OwnPage:
    return OwnPage(
        title=user.name or gettext(marked("Min side")),
        own=own,
        browsers=tuple(
            BrowserLine(
                id=row.id or 0,
                device=shown(row.device),
                here=row.id == user.session,
                started=_moment(row.started_at),
                seen=_moment(row.last_seen_at),
            )
            for row in own.browsers
        ),
        form=form or about(own),
        notice=said,
    )


def about(own: OwnAccount) -> Filled:
    """The form of one's own details, as they are stored."""
    return Filled(forms.ABOUT, {"navn": own.name, "maalform": own.maalform}, version=own.version)


def password_page(login: str, form: Filled | None = None, said: Notice | None = None) -> OwnFormPage:
    return OwnFormPage(
        gettext(marked("Bytt passord")),
        gettext(marked("Andre nettlesere der du er logget inn, blir logget ut.")),
        "/min-side/passord",
        gettext(marked("Bytt passord")),
        form or empty(forms.CHANGED),
        login,
        said,
    )


def new_codes_page(login: str, form: Filled | None = None, said: Notice | None = None) -> OwnFormPage:
    return OwnFormPage(
        gettext(marked("Nye gjenopprettingskoder")),
        gettext(marked("Du får ti nye koder, og de gamle slutter å virke.")),
        "/min-side/gjenopprettingskoder",
        gettext(marked("Lag nye koder")),
        form or empty((forms.OLD_PASSWORD,)),
        login,
        said,
    )


def _buttons(providers: Mapping[str, OutsideProvider]) -> tuple[ProviderButton, ...]:
    return tuple(ProviderButton(id_, each.client.provider.label) for id_, each in providers.items())


def _moment(instant: datetime) -> str:
    return moment(instant.astimezone(NORWAY))
