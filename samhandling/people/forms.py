"""The forms of persons and roles, and what each refusal says. Names, addresses and numbers are what they ask for."""

from collections.abc import Mapping
from typing import Final

from samhandling.areas.forms import REFUSALS as AREA_REFUSALS
from samhandling.guarding import inspecting as allowed
from samhandling.identity.links import Purpose
from samhandling.web.fields import Field, Kind
from samhandling.web.i18n import marked

NAME: Final = Field("navn", marked("Navn"), allows=allowed.NAMES)
EMAIL: Final = Field(
    "epost",
    marked("E-post"),
    hint=marked("Jobbadressen. Brukes til å kjenne igjen personen, ikke til utsending."),
    required=False,
    longest=254,
    allows=allowed.EMAIL,
)
HPR: Final = Field(
    "hpr",
    marked("HPR-nummer"),
    hint=marked("Kobler innlogging med HelseID til denne personen."),
    required=False,
    longest=9,
    allows=allowed.HPR,
)
SINCE: Final = Field("fra", marked("Gjelder fra"), Kind.DATE)
UNTIL: Final = Field(
    "til", marked("Siste dag"), Kind.DATE, hint=marked("La stå tomt når rollen ikke har noen slutt."), required=False
)


def place(places: Mapping[str, str] | None) -> tuple[Field, ...]:
    """`places`: id to name; None for a role in the area as a whole."""
    return () if places is None else (Field("sted", marked("Hvor"), Kind.CHOICE, options=places),)


def deputy(holders: Mapping[str, str]) -> tuple[Field, ...]:
    field = Field("vara_for", marked("Vara eller vikar for"), Kind.CHOICE, required=False, options=holders)
    return (field,) if holders else ()


def invited(places: Mapping[str, str] | None, holders: Mapping[str, str]) -> tuple[Field, ...]:
    return (NAME, EMAIL, HPR, *place(places), SINCE, UNTIL, *deputy(holders))


def known(places: Mapping[str, str] | None, holders: Mapping[str, str]) -> tuple[Field, ...]:
    email = Field(EMAIL.name, EMAIL.label, required=False, longest=254, allows=allowed.EMAIL)
    hpr = Field(HPR.name, HPR.label, required=False, longest=9, allows=allowed.HPR)
    return (email, hpr, *place(places), SINCE, UNTIL, *deputy(holders))


def granted(places: Mapping[str, str] | None, holders: Mapping[str, str]) -> tuple[Field, ...]:
    return (*place(places), SINCE, UNTIL, *deputy(holders))


def dates() -> tuple[Field, ...]:
    return (SINCE, UNTIL)


def named() -> tuple[Field, ...]:
    return (NAME, EMAIL, HPR)


def name_deleted() -> tuple[Field, ...]:
    tick = marked("Jeg vet at navnet ikke kan hentes tilbake")
    return (Field("bekreft", tick, Kind.TICK),)


def reset() -> tuple[Field, ...]:
    choices = {Purpose.PASSWORD.value: marked("Passordet"), Purpose.SECOND_FACTOR.value: marked("Engangskoden")}
    return (Field("formaal", marked("Hva er mistet"), Kind.CHOICE, options=choices),)


def confirmed() -> tuple[Field, ...]:
    tick = marked("Jeg har forsikret meg om hvem det er: møtt personen, eller ringt et nummer jeg kjente fra før")
    return (Field("bekreft", tick, Kind.TICK),)


def disabled() -> tuple[Field, ...]:
    return ()


def area(first: tuple[Field, ...] = ()) -> tuple[Field, ...]:
    slug = Field(
        "adresse",
        marked("Kort navn i adressen"),
        hint=marked("Små bokstaver, tall og bindestrek. Kan ikke endres siden."),
        longest=40,
        allows=allowed.NAMES,
    )
    options = {"nb": marked("Bokmål"), "nn": marked("Nynorsk")}
    return (
        Field("omraadenavn", marked("Navn på området")),
        slug,
        Field("maalform", marked("Målform"), Kind.CHOICE, options=options),
        *first,
        Field("navn", marked("Navn på den første administratoren"), allows=allowed.NAMES),
        EMAIL,
        HPR,
    )


REFUSALS: Final[Mapping[str, str]] = {
    **AREA_REFUSALS,
    "role_unfit": marked("Denne rollen kan ikke gis her."),
    "place_unfit": marked("Rollen kan ikke holdes der. Velg et av stedene i listen."),
    "place_closed": marked("Stedet er avsluttet. Velg et som er åpent, eller en tidligere dag."),
    "grant_overlaps": marked(
        "Personen har denne rollen samme sted i noe av denne tiden. Endre datoene på den i stedet."
    ),
    "deputy_unfit": marked("En vara må ha samme rolle samme sted som den det gjelder."),
    "last_administrator": marked("Området må ha minst én administrator uten sluttdato. Gi rollen til en annen først."),
    "begun": marked("Rollen har begynt. Avslutt den med en siste dag i stedet."),
    "email_unfit": marked("Skriv adressen med @ og punktum, for eksempel navn@virksomhet.no."),
    "hpr_unfit": marked("Et HPR-nummer har opptil ni siffer og ingenting annet."),
    "email_taken": marked("Adressen hører til en som alt finnes. Bruk «Gi rolle til en som finnes»."),
    "hpr_taken": marked("Nummeret hører til en som alt finnes. Bruk «Gi rolle til en som finnes»."),
    "nobody_known": marked(
        "Ingen har akkurat denne adressen eller dette nummeret. Sjekk skrivemåten, eller inviter som ny."
    ),
    "has_account": marked("Personen har alt en konto. Er passordet mistet, be om ny innlogging."),
    "no_account": marked("Personen har ikke tatt i bruk invitasjonen ennå. Lag en ny invitasjon i stedet."),
    "account_disabled": marked("Kontoen er sperret. Opphev sperringen først."),
    "own_account": marked("Dette kan du ikke gjøre med din egen konto. En annen må gjøre det."),
    "own_request": marked("Du ba selv om dette. En annen må bekrefte."),
    "nothing_asked": marked("Ingen har bedt om dette, eller det er bekreftet eller trukket siden."),
    "name_deleted": marked("Navnet er slettet. Personen må inviteres på nytt."),
    "has_roles": marked("Personen har roller som gjelder eller skal gjelde. Avslutt dem først."),
    "not_empty": marked("Databasen har områder fra før. Demoen bygges bare i en tom database."),
    "demo_unfinished": marked("Demoen ble avbrutt, eller laget av en eldre utgave. Slett mappen og bygg på nytt."),
    "looked_after_elsewhere": marked(
        "Navn og konto for denne personen stelles et annet sted. Rollene her kan du endre."
    ),
}
