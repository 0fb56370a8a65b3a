"""The states of a dispute and who may move it (peers c.3, ruling B36).

Nobody reads the others' statements before all are sent or the deadline is over. Whoever has a side does not judge.
"""

from typing import Final

from samhandling.cases.moves import START, Hat, Machine, Move
from samhandling.casework import habilitet
from samhandling.web.i18n import marked


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


def _by(*hats: Hat) -> frozenset[Hat]:
    return frozenset(hats)


_PARTY, _PKO, _OSO = Hat.PARTY, Hat.STEWARD, Hat.OSO
_BODY: Final = (Hat.COUNCIL, Hat.SECRETARY)

MACHINE: Final = Machine(
    kind="dispute",
    states={
        "reported": marked("Meldt"),
        "statements": marked("Fremstillinger"),
        "mediation": marked("Mekling"),
        "to_council": marked("Til rådet"),
        "advised": marked("Råd gitt"),
        "to_oso": marked("Til OSO"),
        "sent_on": marked("Til den nasjonale nemnda"),
        "ended": marked("Avsluttet"),
    },
    ends=frozenset({"ended"}),
    facts={
        "two_parties": marked("Det må være minst to parter."),
        "arranged": marked("Skriv først hva som gjelder i mellomtiden, så ingen pasient rammes."),
        "not_sent": marked("Dere har sendt fremstillingen. Den blir stående; legg heller til en merknad."),
        "waiting": marked("Fremstillingene er alt lagt fram for alle."),
        "late": marked("Fristen for fremstillinger er ikke ute."),
        "unheard": marked("Det er ikke tid for å si fra til rådet."),
        "not_told": marked("Rådet har fått beskjed om at svaret ikke er kommet."),
        "released": marked("Fremstillingene er ikke lagt fram for alle ennå."),
        "not_confirmed": marked("Dere har alt bekreftet at fremstillingen er dekkende."),
        "fair": marked("Alle må først ha bekreftet at fremstillingen er dekkende."),
        "not_said": marked("Dere har alt sagt hva dere gjør med rådet."),
        "complete": marked("Pakken til nemnda er ikke ferdig."),
        **habilitet.FACTS,
    },
    moves=(
        Move(
            "report", _from(START), "reported", _by(Hat.REPORTER, _PARTY, _PKO),
            marked("Meld tvist"), marked("Meldt"),
        ),
        Move(
            "add_party", _from("reported"), "", _by(_PKO),
            marked("Ta med en part"), marked("En part til er med"),
        ),
        Move(
            "arrange", _from("reported", "statements", "mediation", "to_council"), "", _by(_PKO, _PARTY, Hat.REPORTER),
            marked("Hva gjelder i mellomtiden?"), marked("Midlertidig ordning"),
        ),
        Move(
            "invite", _from("reported"), "statements", _by(_PKO),
            marked("Be om fremstillinger"), marked("Bedt om fremstillinger"), needs=("two_parties", "arranged"),
            weight="primary",
        ),
        Move(
            "state", _from("statements"), "", _by(_PARTY),
            marked("Skriv fremstillingen"), marked("Fremstilling sendt"), needs=("not_sent", "waiting"),
            weight="primary",
        ),
        Move(
            "release", _from("statements"), "", _by(_PKO),
            marked("Legg fram fremstillingene"), marked("Fremstillingene er lagt fram for alle"),
            needs=("waiting", "late"), impartial=True,
        ),
        Move(
            "escalate", _from("statements"), "", _by(Hat.MACHINE), "",
            marked("Rådet er varslet: svaret er ikke kommet"), needs=("unheard", "waiting", "not_told"),
        ),
        Move(
            "confirm", _from("statements", "mediation"), "", _by(_PARTY),
            marked("Fremstillingen er dekkende"), marked("Bekreftet: fremstillingen er dekkende"),
            needs=("released", "not_confirmed"), weight="primary",
        ),
        Move(
            "remark", _from("statements", "mediation"), "", _by(_PARTY),
            marked("Legg til en merknad"), marked("Merknad til fremstillingen"), needs=("released",),
        ),
        Move(
            "mediate", _from("statements"), "mediation", _by(_PKO),
            marked("Mekle"), marked("Mekling"), needs=("released",), impartial=True,
        ),
        Move(
            "settle", _from("statements", "mediation", "to_council", "advised"), "ended", _by(_PKO),
            marked("Partene er blitt enige"), marked("Forlik"), needs=("released",), impartial=True,
        ),
        Move(
            "submit", _from("statements", "mediation"), "to_council", _by(_PKO),
            marked("Legg fram for rådet"), marked("Lagt fram for rådet"), needs=("released", "fair"), impartial=True,
        ),
        Move(
            "advise", _from("to_council"), "advised", _by(*_BODY),
            marked("Gi råd"), marked("Råd gitt"), impartial=True, weight="primary",
        ),
        Move(
            "answer_advice", _from("advised"), "", _by(_PARTY),
            marked("Si hva dere gjør med rådet"), marked("Svar på rådet"), needs=("not_said",), weight="primary",
        ),
        Move(
            "end", _from("advised"), "ended", _by(_PKO, Hat.SECRETARY),
            marked("Avslutt"), marked("Avsluttet"), impartial=True,
        ),
        Move(
            "lift", _from("to_council", "advised"), "to_oso", _by(_PKO, Hat.SECRETARY),
            marked("Send til OSO"), marked("Sendt til OSO"), impartial=True,
        ),
        Move(
            "decide", _from("to_oso"), "ended", _by(_OSO),
            marked("Før inn vedtaket"), marked("Vedtatt i OSO"), impartial=True, weight="primary",
        ),
        Move(
            "prepare", _from("to_oso"), "", _by(_OSO, _PKO),
            marked("Gjør klar pakken til nemnda"), marked("Pakken til nemnda er endret"),
        ),
        Move(
            "send_on", _from("to_oso"), "sent_on", _by(_OSO),
            marked("Send til den nasjonale nemnda"), marked("Sendt til den nasjonale nemnda"), needs=("complete",),
            impartial=True,
        ),
        Move(
            "opinion", _from("sent_on"), "ended", _by(_OSO, _PKO),
            marked("Før inn uttalelsen"), marked("Uttalelse fra nemnda"),
        ),
        Move(
            "drop", _from("reported", "statements", "mediation"), "ended", _by(Hat.REPORTER, _PKO),
            marked("Saken bortfaller"), marked("Bortfalt"), weight="danger",
        ),
        *habilitet.moves(_from("to_council", "advised", "to_oso", "sent_on")),
    ),
)  # fmt: skip
