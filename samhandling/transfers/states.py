"""The states of a task transfer and who may move it (peers c.2, analysis W03, recommendation 8).

A larger change is adopted only after OSO (8b), nothing is adopted before GPs have been heard, and whoever has a side in
it neither scores, advises nor decides. What was found in use without agreement goes the same way.
"""

from typing import Final

from samhandling.cases.moves import START, Hat, Machine, Move
from samhandling.casework import habilitet
from samhandling.web.i18n import marked


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


def _by(*hats: Hat) -> frozenset[Hat]:
    return frozenset(hats)


_PROPOSER, _PARTY, _PKO, _COUNCIL = Hat.REPORTER, Hat.PARTY, Hat.STEWARD, Hat.COUNCIL
_KEEPS_PAPERS = _by(Hat.STEWARD, Hat.SECRETARY, Hat.OSO)
#: before anything is decided
DISCUSSED: Final = _from("proposal", "screened", "assessing", "hearing", "to_council", "advised", "to_oso", "postponed")
#: in use because it was agreed
RUNNING: Final = _from("in_operation", "under_review", "continued")

MACHINE: Final = Machine(
    kind="transfer",
    states={
        "proposal": marked("Forslag"),
        "screened": marked("Silt"),
        "assessing": marked("Vurderes"),
        "hearing": marked("På høring"),
        "to_council": marked("Til rådet"),
        "advised": marked("Råd gitt"),
        "to_oso": marked("Til OSO"),
        "postponed": marked("Utsatt"),
        "adopted": marked("Vedtatt"),
        "in_operation": marked("I drift"),
        "under_review": marked("Evalueres"),
        "continued": marked("Videreført"),
        "rejected": marked("Avslått"),
        "ended": marked("Avviklet"),
        "withdrawn": marked("Trukket"),
    },
    ends=frozenset({"rejected", "ended", "withdrawn"}),
    facts={
        "all_yes": marked("Alle de sju spørsmålene må være besvart med ja. Ellers trengs full vurdering."),
        "assessed": marked("Den fulle vurderingen er ikke ferdig: fyll ut omfanget og alle kriteriene."),
        "size_settled": marked("Svar først på om dette er en større endring."),
        "not_major": marked("En større endring trenger full vurdering og må forankres i OSO."),
        "supported": marked("Rådet har ikke anbefalt dette. Skal det likevel vedtas, må saken til OSO."),
        "anchored": marked("En større endring må forankres i OSO før den vedtas (anbefaling 8b)."),
        "gps_heard": marked("Fastlegene er ikke hørt. Hør dem, og før inn når det skjedde, før dette vedtas."),
        "planned": marked("Sett startdato, eier og dato for evaluering først."),
        "begun": marked("Startdatoen er ikke kommet."),
        "in_use": marked("Oppgaven er ikke meldt å være i bruk."),
        "not_shared": marked("Saken er alt kjent i området."),
        "review_soon": marked("Det er ikke tid for påminning om evaluering."),
        "review_due": marked("Datoen for evaluering er ikke kommet."),
        "expired": marked("Avtalen er ikke utløpt."),
        "time_is_up": marked("Utsettelsen er ikke over."),
        **habilitet.FACTS,
    },
    moves=(
        Move("propose", _from(START), "proposal", _by(_PROPOSER, _PKO), marked("Send forslaget"), marked("Foreslått")),
        Move(
            "screen_light", _from("proposal"), "screened", _by(_PKO),
            marked("Velg forenklet vurdering"), marked("Silt: forenklet vurdering"), needs=("all_yes",),
            impartial=True, weight="primary",
        ),
        Move(
            "screen_full", _from("proposal"), "screened", _by(_PKO),
            marked("Velg full vurdering"), marked("Silt: full vurdering"), weight="primary",
        ),
        Move(
            "make_known", _from("proposal", "screened", "assessing", "to_council"), "", _by(_PKO),
            marked("Gjør kjent i området"), marked("Gjort kjent i området"), needs=("in_use", "not_shared"),
        ),
        Move(
            "to_council_light", _from("screened"), "to_council", _by(_PKO, Hat.SECRETARY),
            marked("Legg fram for rådet uten full vurdering"), marked("Lagt fram for rådet"),
            needs=("all_yes", "size_settled", "not_major"), impartial=True,
        ),
        Move(
            "assess", _from("screened"), "assessing", _by(_PKO),
            marked("Begynn full vurdering"), marked("Full vurdering begynt"), weight="primary",
        ),
        Move(
            "volume", _from("proposal", "screened", "assessing", "adopted") | RUNNING, "",
            _by(_PROPOSER, _PARTY, _PKO), marked("Før inn omfang og tid"), marked("Omfang og tid ført inn"),
        ),
        Move(
            "score", _from("assessing"), "", _by(_PKO, _COUNCIL, Hat.SECRETARY),
            marked("Vurder kriteriene"), marked("Kriteriene er vurdert"), impartial=True,
        ),
        Move(
            "size", _from("screened", "assessing", "to_council", "advised"), "", _by(_PKO, _COUNCIL, Hat.SECRETARY),
            marked("Avgjør om det er en større endring"), marked("Størrelsen på endringen er avgjort"), impartial=True,
        ),
        Move(
            "heard", DISCUSSED, "", _by(_PKO, _COUNCIL, Hat.SECRETARY),
            marked("Før inn når fastlegene ble hørt"), marked("Ført inn når fastlegene ble hørt"), impartial=True,
        ),
        Move(
            "hear", _from("assessing"), "hearing", _by(_PKO, Hat.SECRETARY),
            marked("Send på høring"), marked("Sendt på høring"), needs=("assessed",),
        ),
        Move(
            "note_answer", _from("hearing"), "", _by(_PKO, Hat.SECRETARY),
            marked("Før inn et høringssvar"), marked("Høringssvar"),
        ),
        Move(
            "hearing_over", _from("hearing"), "assessing", _by(_PKO, Hat.SECRETARY),
            marked("Avslutt høringen"), marked("Høringen er avsluttet"), weight="primary",
        ),
        Move(
            "to_council", _from("assessing"), "to_council", _by(_PKO, Hat.SECRETARY),
            marked("Legg fram for rådet"), marked("Lagt fram for rådet"), needs=("assessed", "size_settled"),
            weight="primary",
        ),
        Move(
            "send_back", _from("to_council"), "assessing", _by(_PKO, _COUNCIL, Hat.SECRETARY),
            marked("Be om grundigere vurdering"), marked("Bedt om grundigere vurdering"), impartial=True,
        ),
        Move(
            "advise", _from("to_council"), "advised", _by(_PKO, _COUNCIL, Hat.SECRETARY),
            marked("Før inn rådet"), marked("Råd gitt"), needs=("size_settled",), impartial=True, weight="primary",
        ),
        Move(
            "to_oso", _from("advised"), "to_oso", _by(_PKO, Hat.SECRETARY),
            marked("Legg fram for OSO"), marked("Lagt fram for OSO"),
        ),
        Move(
            "adopt", _from("advised", "to_oso"), "adopted", _KEEPS_PAPERS,
            marked("Før inn vedtak: innføres"), marked("Vedtatt"), needs=("anchored", "supported", "gps_heard"),
            impartial=True, weight="primary",
        ),
        Move(
            "reject", _from("advised", "to_oso"), "rejected", _KEEPS_PAPERS,
            marked("Før inn vedtak: innføres ikke"), marked("Avslått"), impartial=True, weight="danger",
        ),
        Move(
            "postpone", _from("to_council", "advised", "to_oso"), "postponed", _KEEPS_PAPERS,
            marked("Utsett"), marked("Utsatt"), impartial=True,
        ),
        Move(
            "resume", _from("postponed"), "assessing", _by(_PKO, Hat.SECRETARY),
            marked("Ta opp igjen"), marked("Tatt opp igjen"), weight="primary",
        ),
        Move(
            "time_up", _from("postponed"), "assessing", _by(Hat.MACHINE), "", marked("Utsettelsen er over"),
            needs=("time_is_up",),
        ),
        Move(
            "plan", _from("adopted") | RUNNING, "", _KEEPS_PAPERS,
            marked("Sett start, eier og evaluering"), marked("Start, eier og evaluering satt"),
        ),
        Move(
            "start", _from("adopted"), "in_operation", _by(_PKO, Hat.SECRETARY, Hat.MACHINE),
            marked("Sett i drift"), marked("Satt i drift"), needs=("planned", "begun"), weight="primary",
        ),
        Move(
            "review", _from("in_operation", "continued"), "under_review", _by(_PKO, Hat.SECRETARY),
            marked("Begynn evalueringen"), marked("Evalueringen er begynt"),
        ),
        Move(
            "review_falls_due", _from("in_operation", "continued"), "under_review", _by(Hat.MACHINE), "",
            marked("Tid for evaluering"), needs=("review_due",),
        ),
        Move("remind", _from("in_operation", "continued"), "", _by(Hat.MACHINE), "", marked("Påminning om evaluering"),
             needs=("review_soon",)),
        Move("expire", _from("adopted") | RUNNING, "", _by(Hat.MACHINE), "", marked("Avtalen er utløpt"),
             needs=("expired",)),
        Move(
            "continue", _from("under_review"), "continued", _by(_PKO, _COUNCIL, Hat.SECRETARY, Hat.OSO),
            marked("Før videre"), marked("Videreført"), impartial=True, weight="primary",
        ),
        Move(
            "end", _from("adopted") | RUNNING, "ended", _KEEPS_PAPERS,
            marked("Avvikle"), marked("Avviklet"), impartial=True, weight="danger",
        ),
        Move(
            "stop_use", DISCUSSED | {"rejected"}, "", _by(_PROPOSER, _PARTY, _PKO),
            marked("Oppgaven er ikke i bruk lenger"), marked("Ikke i bruk lenger"), needs=("in_use",),
        ),
        Move(
            "write", DISCUSSED | {"adopted"} | RUNNING, "",
            _by(_PROPOSER, _PARTY, _PKO, _COUNCIL, Hat.SECRETARY, Hat.OSO),
            marked("Skriv i saken"), marked("Skrevet i saken"),
        ),
        Move(
            "withdraw", _from("proposal", "screened", "assessing"), "withdrawn", _by(_PROPOSER),
            marked("Trekk forslaget"), marked("Trukket"), needs=("not_shared",), weight="danger",
        ),
        *habilitet.moves(_from("to_council", "advised", "to_oso")),
    ),
)  # fmt: skip
