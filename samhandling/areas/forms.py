"""The forms of organisations, bodies and names of roles, and what each refusal says."""

from collections.abc import Mapping
from typing import Final

from samhandling.areas.names import BODY_KINDS, MAALFORMER, ORGANISATION_KINDS
from samhandling.web.fields import Field, Kind
from samhandling.web.i18n import Text, marked

NAME: Final = Field("navn", marked("Navn"))
CONTACT: Final = Field(
    "kontakt",
    marked("Slik nås stedet"),
    Kind.LONG,
    hint=marked("Telefon, åpningstid eller et felles postmottak. Ikke navn på enkeltpersoner."),
    required=False,
    longest=2000,
)
SINGLE: Final = Field(
    "enkeltperson",
    marked("Færre enn tre leger"),
    Kind.TICK,
    hint=marked(
        "Da sier et tall om stedet noe om én person. Tallene vises bare for stedet selv og praksiskonsulenten."
    ),
    required=False,
)
MAALFORM: Final = Field(
    "maalform", marked("Målform"), Kind.CHOICE, options={code: str(t.nb) for code, t in MAALFORMER.items()}
)
SINCE: Final = Field("fra", marked("Gjelder fra"), Kind.DATE)
NEW_NAME_SINCE: Final = Field(
    "fra",
    marked("Gjelder fra"),
    Kind.DATE,
    hint=marked("Det gamle navnet står ved lag til dagen før, også i saker fra den tiden."),
)
LAST_DAY: Final = Field("til", marked("Siste dag"), Kind.DATE)
LAST_DAY_IF_ANY: Final = Field("til", marked("Siste dag"), Kind.DATE, required=False)


def new_organisation(parents: Mapping[str, str]) -> tuple[Field, ...]:
    kinds = {kind.value: text for kind, text in ORGANISATION_KINDS.items()}
    return (
        Field("slag", marked("Hva slags virksomhet"), Kind.CHOICE, options=_words(kinds)),
        NAME,
        Field(
            "over",
            marked("Hører under"),
            Kind.CHOICE,
            hint=marked("En avdeling hører under et sykehus, en tjeneste eller et legekontor under en kommune."),
            required=False,
            options=parents,
        ),
        CONTACT,
        SINGLE,
        MAALFORM,
        SINCE,
    )


def changed_organisation() -> tuple[Field, ...]:
    return (NAME, CONTACT, SINGLE, NEW_NAME_SINCE)


def corrected_organisation() -> tuple[Field, ...]:
    return (NAME, CONTACT, SINGLE, MAALFORM)


def closed_organisation(successors: Mapping[str, str]) -> tuple[Field, ...]:
    successor = Field(
        "etterfolger",
        marked("Hvem tar over"),
        Kind.CHOICE,
        hint=marked("Den som leter etter det gamle stedet, blir vist videre dit."),
        required=False,
        options=successors,
    )
    return (LAST_DAY, successor)


def membership() -> tuple[Field, ...]:
    return (Field("fra", marked("Med i området fra"), Kind.DATE), LAST_DAY_IF_ANY)


def joining() -> tuple[Field, ...]:
    return (Field("fra", marked("Med i området fra"), Kind.DATE),)


LABELS: Final = (
    Field("nb", marked("Navn på bokmål")),
    Field("nn", marked("Navn på nynorsk"), required=False),
    Field("se", marked("Navn på nordsamisk"), required=False),
)


def new_body(owners: Mapping[str, str]) -> tuple[Field, ...]:
    kinds = {kind.value: text for kind, text in BODY_KINDS.items()}
    owner = Field(
        "virksomhet",
        marked("Hører til"),
        Kind.CHOICE,
        hint=marked("For eksempel kommunen til et ALU. La stå tomt for områdets egne organer."),
        required=False,
        options=owners,
    )
    return (Field("slag", marked("Hva slags organ"), Kind.CHOICE, options=_words(kinds)), *LABELS, owner, SINCE)


def renamed_body() -> tuple[Field, ...]:
    return (*LABELS, NEW_NAME_SINCE)


def corrected_body() -> tuple[Field, ...]:
    return LABELS


def closed_body() -> tuple[Field, ...]:
    return (LAST_DAY,)


def role_label() -> tuple[Field, ...]:
    return (
        Field("nb", marked("Navn på bokmål"), required=False),
        Field("nn", marked("Navn på nynorsk"), required=False),
        Field("se", marked("Navn på nordsamisk"), required=False),
        SINCE,
    )


def _words(texts: Mapping[str, Text]) -> dict[str, str]:
    return {code: str(text) for code, text in texts.items()}


REFUSALS: Final[Mapping[str, str]] = {
    "parent_needed": marked("En slik virksomhet må høre under en annen. Velg hvilken."),
    "parent_unfit": marked(
        "Den kan ikke høre under dette stedet. Velg et sykehus for en avdeling, en kommune for de andre."
    ),
    "parent_too_deep": marked("Det er bare plass til tre nivåer: sykehus, avdeling og seksjon."),
    "name_taken": marked("Det finnes allerede en åpen med dette navnet samme sted."),
    "outside_period": marked("Da fantes den ikke. Velg en dag den var i drift."),
    "same_day": marked("Det som gjelder nå, begynte denne dagen. Rett det i stedet, eller velg en senere dag."),
    "ends_before_start": marked("Siste dag er før den første."),
    "nothing_changed": marked("Ingenting er endret."),
    "closed_already": marked("Den er allerede avsluttet."),
    "in_several_areas": marked("Den er med i flere områder. Ta den ut av dette området i stedet."),
    "has_open_departments": marked("Noe som hører under den, er fortsatt åpent. Avslutt det først."),
    "successor_unfit": marked("Den som tar over, må være en annen, og være åpen."),
    "not_by_itself": marked("Den hører under en annen. Legg til den den hører under."),
    "membership_overlaps": marked("Den er med i området i noe av denne tiden fra før."),
    "organisation_unfit": marked("Velg en virksomhet i området."),
    "on_ladder": marked("Organet står i rekkefølgen for uenighet. Ta det ut der først."),
    "body_unfit": marked("Rekkefølgen kan bare ha åpne organer, hvert én gang."),
    "slug_unfit": marked("Bruk små bokstaver a–z, tall og bindestrek, minst to tegn, og begynn med en bokstav."),
    "slug_taken": marked("Adressen er i bruk. Velg en annen."),
}
