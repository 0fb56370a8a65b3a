"""What the forms of task transfers ask for."""

from collections.abc import Mapping
from typing import Final

from samhandling.identity.roles import ROLES, Place
from samhandling.transfers.codes import (
    ADVICE,
    CRITERIA,
    DURATIONS,
    GROUPS,
    HEARD,
    HEARING_GROUPS,
    IN_USE,
    QUESTIONS,
    REPLIES,
    SCORES,
    TASKS,
)
from samhandling.web.fields import Field, Kind
from samhandling.web.i18n import gettext, marked

#: What is written, in characters.
LONGEST: Final = 4_000
SHORT: Final = 1_000
_YES_NO: Final = {"ja": marked("Ja"), "nei": marked("Nei")}

WHY: Final = Field("grunn", marked("Hvorfor?"), Kind.LONG, longest=SHORT)
NOTE: Final = Field("grunn", marked("Noe å legge til"), Kind.LONG, required=False, longest=SHORT)
TEXT: Final = Field("grunn", marked("Det du vil skrive"), Kind.LONG, longest=LONGEST)
REASONS: Final = Field("grunn", marked("Begrunnelse"), Kind.LONG, longest=LONGEST)


def proposal_fields(
    units: Mapping[str, str], municipalities: Mapping[str, str], offices: Mapping[str, str]
) -> tuple[Field, ...]:
    return (
        Field("tittel", marked("Hvilken oppgave?"), hint=marked("For eksempel: Blodprøver ved stabil behandling.")),
        Field("fra", marked("Hvem har oppgaven i dag, eller har gitt den fra seg?"), Kind.CHOICE, options=units),
        Field("til", marked("Hvem skal gjøre den?"), Kind.CHOICE, options=GROUPS),
        *place_fields(municipalities),
        Field("slag", marked("Hva slags oppgave?"), Kind.CHOICE, options=TASKS),
        Field("i_bruk", marked("Er den flyttet alt?"), Kind.CHOICE, options=IN_USE),
        Field("siden", marked("Siden omtrent når?"), Kind.DATE, required=False),
        Field("hva", marked("Hva er oppgaven, og hvorfor flyttes den?"), Kind.LONG, longest=2_000,
              hint=marked("Hva som gjøres, av hvem og hvor ofte. Ikke navn eller noe om en enkelt pasient.")),
        *(Field(f"svar_{code}", text, Kind.CHOICE, options=REPLIES) for code, text in QUESTIONS.items()),
        Field("bygger", marked("Bygger den på en sak som finnes?"), required=False, longest=20,
              hint=marked("Nummeret, for eksempel AV-2026-016.")),
        Field("regler", marked("Andre regler saken gjelder"), required=False, longest=60,
              hint=marked("Numre med komma mellom, for eksempel 2.1.6, 2.4.1.")),
        Field("kontor", marked("På vegne av"), Kind.CHOICE, required=False, options=offices),
    )  # fmt: skip


def place_fields(municipalities: Mapping[str, str]) -> tuple[Field, ...]:
    return tuple(Field(f"kommune_{each}", name, Kind.TICK, required=False) for each, name in municipalities.items())


SCREEN: Final = (
    Field("storre", marked("Er dette en større endring?"), Kind.CHOICE, required=False, options=_YES_NO,
          nothing=marked("Ikke avgjort"),
          hint=marked("For eksempel varig, voksende, eller for flere enn fastlegene. Den må forankres i OSO.")),
    NOTE,
)  # fmt: skip
SIZE: Final = (
    Field("storre", marked("Er dette en større endring?"), Kind.CHOICE, options=_YES_NO),
    WHY,
)
VOLUME: Final = (
    Field("pasienter", marked("Hvor mange pasienter gjelder det nå?"), Kind.NUMBER),
    Field("ganger", marked("Hvor mange ganger i året for hver pasient?"), Kind.NUMBER, most=366),
    Field("minutter", marked("Hvor mange minutter hver gang?"), Kind.NUMBER, most=600,
          hint=marked("Legens tid, med svar, brev og telefon.")),
    Field("nye", marked("Hvor mange flere pasienter blir det for hvert år?"), Kind.NUMBER, required=False),
    Field("varighet", marked("Hvor lenge varer oppgaven?"), Kind.CHOICE, options=DURATIONS),
)  # fmt: skip


def score_fields() -> tuple[Field, ...]:
    """A number and a reason for each criterion; both can wait."""
    found = []
    for code, (name, hint) in CRITERIA.items():
        found.append(Field(f"poeng_{code}", name, Kind.CHOICE, hint=hint, required=False, options=SCORES,
                           nothing=marked("Ikke vurdert")))  # fmt: skip
        label = gettext(marked("Begrunnelse: %(what)s")) % {"what": gettext(name)}
        found.append(Field(f"hvorfor_{code}", label, Kind.LONG, required=False, longest=600))
    return tuple(found)


def heard_fields(bodies: Mapping[str, str]) -> tuple[Field, ...]:
    return (
        Field("naar", marked("Når ble fastlegene hørt?"), Kind.CHOICE, options=HEARD),
        Field("dag", marked("Hvilken dag ble det drøftet første gang?"), Kind.DATE, required=False),
        Field("organ", marked("Hvor ble det drøftet?"), Kind.CHOICE, required=False, options=bodies),
        NOTE,
    )


def hearing_fields() -> tuple[Field, ...]:
    return (
        *(Field(f"til_{code}", name, Kind.TICK, required=False) for code, name in HEARING_GROUPS.items()),
        Field("frist", marked("Frist for å svare"), Kind.DATE),
        NOTE,
    )


def answer_fields(units: Mapping[str, str]) -> tuple[Field, ...]:
    return (
        Field("enhet", marked("Hvem svarte?"), Kind.CHOICE, options=units),
        Field("grunn", marked("Hva svarte de?"), Kind.LONG, longest=LONGEST),
    )


HEARING_OVER: Final = (
    Field("antall", marked("Hvor mange svar kom?"), Kind.NUMBER, most=5_000),
    Field("grunn", marked("Hva sa de, samlet?"), Kind.LONG, longest=LONGEST),
)


def before_body(bodies: Mapping[str, str], note: str) -> tuple[Field, ...]:
    return (
        Field("organ", marked("Hvilket organ?"), Kind.CHOICE, options=bodies),
        Field("grunn", note, Kind.LONG, required=False, longest=LONGEST),
    )


def advice_fields(bodies: Mapping[str, str]) -> tuple[Field, ...]:
    return (
        Field("organ", marked("Hvilket organ?"), Kind.CHOICE, options=bodies),
        Field("dag", marked("Møtedato"), Kind.DATE),
        Field("raad", marked("Hva er rådet?"), Kind.CHOICE, options=ADVICE),
        REASONS,
        Field("vilkaar", marked("Vilkår, ett på hver linje"), Kind.LONG, required=False, longest=3_000),
        Field("for", marked("Stemmer for"), Kind.NUMBER, required=False, most=200),
        Field("mot", marked("Stemmer mot"), Kind.NUMBER, required=False, most=200),
        Field("avholdende", marked("Avholdende"), Kind.NUMBER, required=False, most=200),
        Field("dissens", marked("Dissens"), Kind.LONG, required=False, longest=LONGEST,
              hint=marked("Mindretallets syn, uten navn.")),
    )  # fmt: skip


def decision_fields(bodies: Mapping[str, str], *, reasons: Field) -> tuple[Field, ...]:
    return (
        Field("organ", marked("Hvem vedtok?"), Kind.CHOICE, options=bodies),
        Field("dag", marked("Vedtaksdato"), Kind.DATE),
        reasons,
    )


def plan_fields(owners: Mapping[str, str], *, required: bool) -> tuple[Field, ...]:
    return (
        Field("starter", marked("Starter"), Kind.DATE, required=required),
        Field("eier", marked("Hvem eier avtalen?"), Kind.CHOICE, required=required, options=owners),
        Field("rolle", marked("Hvilken rolle der?"), Kind.CHOICE, required=False, options=owning_roles()),
        Field("evalueres", marked("Evalueres"), Kind.DATE, required=required),
        Field("opphorer", marked("Siste dag"), Kind.DATE, required=False,
              hint=marked("Tom når avtalen gjelder til den sies opp.")),
    )  # fmt: skip


def owning_roles() -> dict[str, str]:
    """Who can answer for an agreement: a role, which stays when people move on."""
    return {role.code: str(role.label) for role in ROLES.values() if role.place is Place.ORGANISATION}


POSTPONE: Final = (Field("til_dag", marked("Utsatt til"), Kind.DATE), WHY)
CONTINUE: Final = (
    Field("evalueres", marked("Evalueres neste gang"), Kind.DATE),
    Field("opphorer", marked("Siste dag"), Kind.DATE, required=False),
    Field("grunn", marked("Hva viste evalueringen?"), Kind.LONG, longest=LONGEST),
)
END: Final = (Field("dag", marked("Første dag uten oppgaven"), Kind.DATE), WHY)
STOP: Final = (Field("dag", marked("Første dag uten oppgaven"), Kind.DATE), NOTE)
OWN_LOAD: Final = Field(
    "pasienter", marked("Hvor mange pasienter hos dere?"), Kind.NUMBER, most=10_000,
    hint=marked("0 når ingen har den lenger. Bare kontoret og praksiskonsulenten ser tallet."),
)  # fmt: skip


def own_load_fields(offices: Mapping[str, str]) -> tuple[Field, ...]:
    which = Field("kontor", marked("Hvilket kontor?"), Kind.CHOICE, options=offices)
    return (which, OWN_LOAD) if len(offices) > 1 else (OWN_LOAD,)
