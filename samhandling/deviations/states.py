"""The states of a deviation and who may move it (peers c.1, rulings A11–A13, C).

«Ikke avvik» is proposed by the unit and confirmed by PKO or council, never by a party.
"""

from typing import Final

from samhandling.cases.moves import START, Hat, Machine, Move
from samhandling.web.i18n import marked


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


def _by(*hats: Hat) -> frozenset[Hat]:
    return frozenset(hats)


_REPORTER, _UNIT, _PKO, _COUNCIL = Hat.REPORTER, Hat.RESPONSIBLE, Hat.STEWARD, Hat.COUNCIL

MACHINE: Final = Machine(
    kind="deviation",
    states={
        "sent": marked("Sendt"),
        "received": marked("Mottatt"),
        "with_unit": marked("Til svar"),
        "answered": marked("Besvart"),
        "closed": marked("Lukket"),
        "merged": marked("Samlet i et tema"),
        "other_channel": marked("Annen kanal"),
        "withdrawn": marked("Trukket"),
    },
    ends=frozenset({"closed", "merged", "other_channel", "withdrawn"}),
    facts={
        "has_unit": marked("Velg først hvem som skal svare."),
        "clean": marked("Saken kan ikke gå videre av seg selv."),
        "not_extended": marked("Fristen er alt forlenget én gang i denne runden."),
        "no_proposal": marked("Enheten mener at dette ikke er et avvik. Praksiskonsulenten eller rådet avgjør det."),
        "proposal": marked("Enheten har ikke foreslått at dette ikke er et avvik."),
        "overdue": marked("Fristen for svar er ikke ute."),
        "long_overdue": marked("Det er ikke tid for å si fra til rådet."),
        "near": marked("Det er for tidlig å minne om fristen."),
        "silent": marked("Melderen har fortsatt tid til å si fra."),
        "was_owed": marked("Det er ingenting å svare på i denne saken."),
        "within_year": marked("Det er gått mer enn tolv måneder siden saken ble lukket. Meld heller på nytt."),
    },
    moves=(
        Move("send", _from(START), "sent", _by(_REPORTER, _PKO), marked("Send meldingen"), marked("Meldt")),
        Move("thank", _from(START), "closed", _by(_REPORTER, _PKO), marked("Send"), marked("Godt samarbeid meldt")),
        Move(
            "divert", _from(START, "sent", "received", "with_unit"), "other_channel", _by(_REPORTER, _PKO),
            marked("Hører til i en annen kanal"), marked("Vist til en annen kanal"), weight="danger",
        ),
        Move(
            "receive", _from("sent"), "received", _by(_PKO),
            marked("Ta imot"), marked("Tatt imot"),
        ),
        Move(
            "route", _from("sent", "received"), "with_unit", _by(_PKO),
            marked("Send til svar"), marked("Sendt til svar"), weight="primary",
        ),
        Move(
            "route_at_once", _from("sent"), "with_unit", _by(Hat.MACHINE), "", marked("Sendt rett til svar"),
            needs=("has_unit", "clean"),
        ),
        Move(
            "ask_back", _from("sent", "received", "with_unit", "answered"), "", _by(_PKO, _UNIT),
            marked("Be melderen om mer"), marked("Bedt om flere opplysninger"),
        ),
        Move(
            "tell_more", _from("sent", "received", "with_unit", "answered"), "", _by(_REPORTER),
            marked("Gi flere opplysninger"), marked("Gitt flere opplysninger"),
        ),
        Move(
            "answer", _from("with_unit"), "answered", _by(_UNIT),
            marked("Svar"), marked("Besvart"), stays_while="others_owe", weight="primary",
        ),
        Move(
            "answer_on_behalf", _from("with_unit"), "answered", _by(_PKO),
            marked("Før inn et svar"), marked("Svar ført inn av praksiskonsulenten"), stays_while="others_owe",
        ),
        Move(
            "not_us", _from("with_unit"), "received", _by(_UNIT),
            marked("Ikke oss"), marked("Sendt tilbake: hører til et annet sted"), stays_while="others_owe",
        ),
        Move(
            "delegate", _from("with_unit"), "", _by(_UNIT, _PKO),
            marked("Gi videre til en annen enhet"), marked("Gitt videre"),
        ),
        Move(
            "ask_another", _from("with_unit"), "", _by(_PKO),
            marked("Spør en enhet til"), marked("Spurt en enhet til"),
        ),
        Move(
            "extend", _from("with_unit"), "", _by(_UNIT, _PKO),
            marked("Utsett fristen"), marked("Fristen er utsatt"), needs=("not_extended",),
        ),
        Move(
            "accept", _from("answered"), "closed", _by(_REPORTER, _PKO),
            marked("Godta svaret og lukk"), marked("Svaret er godtatt"), needs=("no_proposal",), weight="primary",
        ),
        Move(
            "disagree", _from("answered"), "", _by(_REPORTER),
            marked("Ikke enig"), marked("Melderen er ikke enig"),
        ),
        Move(
            "send_back", _from("answered"), "with_unit", _by(_PKO, _COUNCIL),
            marked("Be om nytt svar"), marked("Bedt om nytt svar"), impartial=True,
        ),
        Move(
            "confirm_not_deviation", _from("answered"), "closed", _by(_PKO, _COUNCIL),
            marked("Bekreft: ikke avvik"), marked("Bekreftet at det ikke er avvik"), needs=("proposal",),
            impartial=True,
        ),
        Move(
            "close_silent", _from("answered"), "closed", _by(Hat.MACHINE), "", marked("Lukket: ingen innvending"),
            needs=("no_proposal", "silent"),
        ),
        Move(
            "escalate", _from("with_unit"), "", _by(Hat.MACHINE), "", marked("Fristen gikk ut"), needs=("overdue",),
        ),
        Move(
            "tell_council", _from("with_unit"), "", _by(Hat.MACHINE), "",
            marked("Rådet er varslet: svaret er ikke kommet"), needs=("long_overdue", "overdue"),
        ),
        Move(
            "remind", _from("with_unit"), "", _by(Hat.MACHINE), "", marked("Påminnet om fristen"), needs=("near",),
        ),
        Move(
            "close_unanswered", _from("with_unit"), "closed", _by(_PKO),
            marked("Lukk uten svar"), marked("Lukket uten svar"), needs=("overdue",), impartial=True, weight="danger",
        ),
        Move(
            "merge", _from("sent", "received", "with_unit", "answered"), "merged", _by(_PKO),
            marked("Samle i et tema"), marked("Samlet i et tema"),
        ),
        Move(
            "take_out", _from("merged"), "received", _by(_PKO),
            marked("Ta ut av temaet"), marked("Tatt ut av temaet"),
        ),
        Move(
            "withdraw", _from("sent", "received"), "withdrawn", _by(_REPORTER),
            marked("Trekk meldingen"), marked("Trukket"), weight="danger",
        ),
        Move(
            "reopen", _from("closed"), "with_unit", _by(_REPORTER, _PKO),
            marked("Det skjedde igjen"), marked("Gjenåpnet: det skjedde igjen"), needs=("was_owed", "within_year"),
        ),
    ),
)  # fmt: skip
