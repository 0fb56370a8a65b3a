"""What each move of a dispute asks for, and what it does beside changing the state."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from samhandling.areas.kinds import BodyKind
from samhandling.cases.kinds import Audience, Part
from samhandling.cases.opening import add_participant, release, say, share
from samhandling.cases.tables import Participant
from samhandling.cases.working_days import after
from samhandling.casework import councils, habilitet
from samhandling.casework import repository as common
from samhandling.casework.choices import units_to_ask
from samhandling.casework.slices import Acting, Looking, StepForm
from samhandling.disputes import repository
from samhandling.disputes.codes import AFTER_ADVICE, Outcome
from samhandling.disputes.tables import Dispute, Party
from samhandling.kernel.columns import key
from samhandling.kernel.errors import Refused
from samhandling.web.fields import Field, Filled, Kind
from samhandling.web.i18n import marked

_LONGEST: Final = 6_000
_REASON: Final = Field("grunn", marked("Begrunnelse"), Kind.LONG, longest=_LONGEST)


def facts(looking: Looking) -> frozenset[str]:
    case_id = key(looking.case.id)
    row, parties = repository.dispute(looking.session, case_id), repository.parties(looking.session, case_id)
    mine = own_party(looking, parties)
    holding = {
        "two_parties": len(parties) >= 2,
        "arranged": "arrangement" in {each.kind for each in common.statements(looking.session, case_id).values()},
        "not_sent": mine is None or mine.sent_on is None,
        "waiting": row.released_on is None,
        "late": row.due_on is not None and row.due_on < looking.today,
        "unheard": row.council_on is not None and row.council_on < looking.today,
        "not_told": row.escalated_on is None,
        "released": row.released_on is not None,
        "not_confirmed": mine is None or mine.confirmed_on is None,
        "fair": bool(parties) and all(each.confirmed_on is not None for each in parties if each.sent_on is not None),
        "not_said": mine is None or mine.follows is None,
        "complete": row.package_written,
    }
    return frozenset(name for name, holds in holding.items() if holds) | habilitet.facts(looking)


def own_party(looking: Looking, parties: list[Party]) -> Party | None:
    """The party that the reader works for; None for one who works for none."""
    user = looking.user
    if user is None:
        return None
    mine = {
        each.id
        for each in looking.participants
        if each.part is Part.PARTY
        and (each.organisation_id in user.scope.organisations or each.body_id in user.scope.bodies)
    }
    return next((each for each in parties if each.participant_id in mine), None)


def add_party(acting: Acting, *, organisation: int | None = None, body: int | None = None) -> Participant:
    joining = add_participant(acting.deed, key(acting.case.id), Part.PARTY, organisation=organisation, body=body)
    acting.session.add(Party(case_id=key(acting.case.id), participant_id=key(joining.id)))
    acting.session.flush()
    return joining


def write(acting: Acting, kind: str, text: str, audience: Audience = Audience.PARTICIPANTS) -> None:
    """Nothing is written when nothing was typed."""
    if not text:
        return
    speaks = acting.participant.id if acting.participant else None
    said = say(acting.deed, acting.case, speaks, kind=kind, text=text, audience=audience)
    acting.details.setdefault("statements", []).append(said)


def _row(acting: Acting) -> Dispute:
    return repository.dispute(acting.session, key(acting.case.id))


def _mine(acting: Acting) -> Party:
    """Refused («no_party») for one who works for none."""
    found = own_party(acting.looking, repository.parties(acting.session, key(acting.case.id)))
    if found is None:
        raise Refused("no_party")
    return found


def _keep(acting: Acting, row: Dispute | Party) -> None:
    acting.session.add(row)
    acting.session.flush()


def _add_party(acting: Acting, filled: Filled) -> None:
    add_party(acting, organisation=int(filled.text("enhet")))
    acting.details["organisation"] = int(filled.text("enhet"))


def _invite(acting: Acting, _filled: Filled) -> None:
    row = _row(acting)
    settings = acting.looking.settings
    row.due_on = after(acting.today, settings["statement_days"])
    row.council_on = after(acting.today, max(settings["statement_days"], settings["council_days"]))
    _keep(acting, row)
    acting.case.received_at, acting.case.received_on = acting.deed.at, acting.today
    acting.details["due"] = row.due_on.isoformat()


def _state(acting: Acting, filled: Filled) -> None:
    """Read by its own side and the PKO until the last one is sent; then everybody reads everything at once."""
    party = _mine(acting)
    write(acting, "statement", filled.text("tekst"), Audience.OWN_SIDE)
    party.sent_on = acting.today
    _keep(acting, party)
    if all(each.sent_on is not None for each in repository.parties(acting.session, key(acting.case.id))):
        _lay_open(acting)


def _lay_open(acting: Acting) -> None:
    row = _row(acting)
    row.released_on = acting.today
    _keep(acting, row)
    release(acting.deed, key(acting.case.id))


def _release(acting: Acting, _filled: Filled) -> None:
    _lay_open(acting)


def _escalate(acting: Acting, _filled: Filled) -> None:
    row = _row(acting)
    row.escalated_on = acting.today
    _keep(acting, row)
    councils.bring_in(acting)


def _confirm(acting: Acting, _filled: Filled) -> None:
    party = _mine(acting)
    party.confirmed_on = acting.today
    _keep(acting, party)


def _settle(acting: Acting, outcome: Outcome) -> None:
    row = _row(acting)
    row.outcome = outcome
    _keep(acting, row)
    acting.details["outcome"] = outcome.value
    share(acting.deed, key(acting.case.id))


def _agreed(acting: Acting, filled: Filled) -> None:
    write(acting, "settlement", filled.text("tekst"), Audience.AREA)
    _settle(acting, Outcome.SETTLED)


def _submit(acting: Acting, filled: Filled) -> None:
    councils.join(acting, int(filled.text("organ")))
    write(acting, "reason", filled.text("grunn"))


def _advise(acting: Acting, filled: Filled) -> None:
    row = _row(acting)
    row.votes_for, row.votes_against = filled.number("for"), filled.number("mot")
    row.advised_on = acting.today
    _keep(acting, row)
    write(acting, "advice", filled.text("tekst"), Audience.AREA)
    write(acting, "advice_reason", filled.text("grunn"), Audience.AREA)
    write(acting, "dissent", filled.text("dissens"), Audience.AREA)
    share(acting.deed, key(acting.case.id))


def _answer_advice(acting: Acting, filled: Filled) -> None:
    party = _mine(acting)
    party.follows = filled.text("folger") == "ja"
    _keep(acting, party)
    write(acting, "advice_answer", filled.text("grunn"))


def _end(acting: Acting, filled: Filled) -> None:
    write(acting, "end", filled.text("grunn"), Audience.AREA)
    _settle(acting, Outcome(filled.text("utfall")))


def _lift(acting: Acting, filled: Filled) -> None:
    councils.join(acting, int(filled.text("organ")))
    write(acting, "reason", filled.text("grunn"))


def _decide(acting: Acting, filled: Filled) -> None:
    write(acting, "decision", filled.text("tekst"), Audience.AREA)
    _settle(acting, Outcome.DECIDED)


def _prepare(acting: Acting, filled: Filled) -> None:
    row = _row(acting)
    row.contact, row.facts = filled.text("kontakt"), filled.text("fakta")
    row.legal_basis = filled.text("rettslig")
    row.copied_on = (row.copied_on or acting.today) if filled.ticked("kopi") else None
    _keep(acting, row)


def _prepared(looking: Looking) -> Mapping[str, str]:
    row = repository.dispute(looking.session, key(looking.case.id))
    return {
        "kontakt": row.contact,
        "fakta": row.facts,
        "rettslig": row.legal_basis,
        "kopi": "ja" if row.copied_on else "",
    }


def _opinion(acting: Acting, filled: Filled) -> None:
    write(acting, "opinion", filled.text("tekst"), Audience.AREA)
    _settle(acting, Outcome.OPINION)


def _drop(acting: Acting, filled: Filled) -> None:
    write(acting, "reason", filled.text("grunn"))
    row = _row(acting)
    row.outcome = Outcome.DROPPED
    _keep(acting, row)
    acting.details["outcome"] = Outcome.DROPPED.value


def _text(label: str, act: Callable[[Acting, Filled], None], lead: str = "", hint: str = "") -> StepForm:
    field = Field("tekst", label, Kind.LONG, longest=_LONGEST, hint=hint)
    return StepForm(lambda _looking: (field,), act, lead)


def _party_fields(looking: Looking) -> tuple[Field, ...]:
    return (Field("enhet", marked("Hvilken part?"), Kind.CHOICE, options=units_to_ask(looking)),)


def _bodies(kinds: tuple[BodyKind, ...]) -> Callable[[Looking], tuple[Field, ...]]:
    def fields(looking: Looking) -> tuple[Field, ...]:
        ids = common.bodies(looking.session, looking.case.area_id, kinds)
        names = common.named(looking.session, (), ids, looking.today).bodies
        options = {str(each): names.get(each, "") for each in ids}
        note = replace(_REASON, label=marked("Noe å legge til"), required=False)
        return (Field("organ", marked("Hvilket organ?"), Kind.CHOICE, options=options), note)

    return fields


_ADVICE: Final = (
    Field("tekst", marked("Rådet"), Kind.LONG, longest=_LONGEST,
          hint=marked("Alle i området leser dette. Skriv om rutinen, ikke om personer.")),
    _REASON,
    Field("dissens", marked("Dissens"), Kind.LONG, required=False, longest=_LONGEST),
    Field("for", marked("Stemmer for"), Kind.NUMBER, required=False, most=99),
    Field("mot", marked("Stemmer mot"), Kind.NUMBER, required=False, most=99),
)  # fmt: skip
_PACKAGE: Final = (
    Field("kontakt", marked("Kontakt for nemnda"), hint=marked("En rolle, ikke et navn: «Sekretær for OSO».")),
    Field("fakta", marked("Hva som har skjedd"), Kind.LONG, longest=4_000,
          hint=marked("Uten navn på personer. Partene blir hetende A, B og C i pakken.")),
    Field("rettslig", marked("Avtaler og bestemmelser"), Kind.LONG, longest=1_000),
    Field("kopi", marked("De andre partene har fått kopi"), Kind.TICK, required=False),
)  # fmt: skip
_FOLLOWS: Final = {"ja": marked("Vi følger rådet"), "nei": marked("Vi følger det ikke")}

STEPS: Final[Mapping[str, StepForm]] = {
    "add_party": StepForm(_party_fields, _add_party),
    "arrange": _text(marked("Hva gjelder til saken er avgjort?"),
                     lambda acting, filled: write(acting, "arrangement", filled.text("tekst")),
                     marked("Skriv det slik at ingen pasient rammes mens dere er uenige.")),
    "invite": StepForm(act=_invite),
    "state": _text(marked("Slik ser vi det"), _state,
                   marked("De andre partene leser dette først når alle har sendt sin, eller når fristen er ute. "
                          "Etter at det er sendt, kan det ikke endres.")),
    "release": StepForm(act=_release),
    "escalate": StepForm(act=_escalate),
    "confirm": StepForm(act=_confirm),
    "remark": _text(marked("Merknad"), lambda acting, filled: write(acting, "remark", filled.text("tekst"))),
    "mediate": StepForm(),
    "settle": _text(marked("Hva er dere blitt enige om?"), _agreed),
    "submit": StepForm(_bodies(councils.COUNCILS), _submit),
    "advise": StepForm(lambda _looking: _ADVICE, _advise),
    "answer_advice": StepForm(lambda _looking: (
        Field("folger", marked("Følger dere rådet?"), Kind.CHOICE, options=_FOLLOWS),
        replace(_REASON, required=False)), _answer_advice),
    "end": StepForm(lambda _looking: (
        Field("utfall", marked("Hvordan endte det?"), Kind.CHOICE, options=AFTER_ADVICE),
        replace(_REASON, required=False)), _end),
    "lift": StepForm(_bodies((BodyKind.OSO,)), _lift),
    "decide": _text(marked("Vedtaket"), _decide),
    "prepare": StepForm(lambda _looking: _PACKAGE, _prepare, start=_prepared),
    "send_on": StepForm(),
    "opinion": _text(marked("Hva nemnda uttalte"), _opinion),
    "drop": StepForm(lambda _looking: (_REASON,), _drop),
    **habilitet.STEPS,
}  # fmt: skip

REFUSALS: Final[Mapping[str, str]] = {
    "no_party": marked("Du arbeider ikke for noen av partene."),
    "already_takes_part": marked("Denne parten er alt med."),
    "rule_unknown": marked("Regelverket har ikke regelen %(rule)s."),
    "source_unknown": marked("Finner ikke saken %(number)s blant dem du ser."),
    "two_parties": marked("Velg minst to ulike parter."),
    **habilitet.REFUSALS,
}
