"""What each move of a deviation asks for, and what it does beside changing the state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from samhandling.cases.kinds import Audience
from samhandling.cases.moves import Hat
from samhandling.cases.working_days import after
from samhandling.casework import asking, councils
from samhandling.casework import repository as common
from samhandling.casework.choices import units_to_ask
from samhandling.casework.rulebook import cite, parted
from samhandling.casework.slices import Acting, Looking, StepForm
from samhandling.deviations import ending, repository
from samhandling.deviations.codes import CHANNELS, PROPOSALS, Outcome
from samhandling.deviations.diverting import keep_stub
from samhandling.deviations.tables import Measure
from samhandling.deviations.writing import keep, row_of, still_owing, write
from samhandling.kernel.columns import key
from samhandling.kernel.errors import Refused
from samhandling.web.fields import Field, Filled, Kind
from samhandling.web.i18n import marked

_LONGEST: Final = 4_000
#: A closed case can be taken up again for so long (peers c.1).
REOPENED_WITHIN: Final = timedelta(days=365)

_UNIT: Final = Field("enhet", marked("Hvem skal svare?"), Kind.CHOICE)
_RATHER: Final = Field("heller", marked("Hvem er det heller?"), Kind.CHOICE, required=False)
_WHY: Final = Field("grunn", marked("Hvorfor?"), Kind.LONG, longest=1_000)
_NOTE: Final = Field("grunn", marked("Noe å legge til"), Kind.LONG, required=False, longest=1_000)


def rule_field(looking: Looking, *, required: bool, label: str = marked("Hvilken regel?")) -> Field:
    options = {number: f"{number} {each.heading}" for number, each in looking.cites.statements.items()}
    return Field("regel", label, Kind.CHOICE, required=required, options=options)


def facts(looking: Looking) -> frozenset[str]:
    row, case = repository.deviation(looking.session, key(looking.case.id)), looking.case
    found = common.assignments(looking.session, key(case.id))
    owing = asking.still_owing(found)
    clocks = common.clocks(looking.session, key(case.id), "")
    ran_out = {each.kind for each in clocks if each.stopped_on is None and each.due_on < looking.today}
    mine = looking.user.scope.organisations if looking.user else frozenset()
    extended = [each.extended for each in owing if each.organisation_id in mine or Hat.STEWARD in looking.hats]
    holding = {
        "has_unit": bool(owing) or row.unit_id is not None,
        "others_owe": len(owing) > 1,
        "not_extended": not all(extended) if extended else True,
        "no_proposal": row.proposed is not Outcome.NOT_DEVIATION,
        "proposal": row.proposed is Outcome.NOT_DEVIATION,
        "overdue": asking.ANSWER in ran_out or row.escalated_on is not None,
        "near": asking.REMIND in ran_out,
        "long_overdue": asking.COUNCIL in ran_out,
        "silent": row.silent_on is not None and row.silent_on < looking.today and not row.disagreed,
        "was_owed": bool(found),
        "within_year": case.closed_on is not None and looking.today - case.closed_on <= REOPENED_WITHIN,
    }
    return frozenset(name for name, holds_ in holding.items() if holds_)


def _received(acting: Acting) -> None:
    if acting.case.received_at is None:
        acting.case.received_at, acting.case.received_on = acting.deed.at, acting.today


def _receive(acting: Acting, filled: Filled) -> None:
    _received(acting)
    _settle_rule(acting, filled)


def _settle_rule(acting: Acting, filled: Filled) -> None:
    """The PKO fills in, or mends, the one rule the case counts under."""
    chosen = filled.text("regel")
    links = common.rule_links(acting.session, key(acting.case.id))
    main = next((each for each in links if each.main), None)
    if not chosen or (main is not None and main.statement == parted(chosen)[0]):
        return
    row = row_of(acting)
    for each in links:
        if each.main:
            each.main = False
            acting.session.add(each)
    same = next((each for each in links if (each.statement, each.letter) == parted(chosen)), None)
    if same is not None:
        same.main = True
        acting.session.add(same)
    else:
        cite(acting.session, acting.looking.cites, key(acting.case.id), chosen, row.month, main=True, at=acting.deed.at)
    row.no_rule = False
    keep(acting, row)
    acting.details["rule"] = chosen


def _route(acting: Acting, filled: Filled) -> None:
    _received(acting)
    _settle_rule(acting, filled)
    _ask(acting, filled)
    write(acting, "handover", filled.text("overlevering"), Audience.STEWARDS)


def _ask(acting: Acting, filled: Filled) -> None:
    """In a round of its own when what was answered does not count: the case has been in a theme since."""
    unit = int(filled.text("enhet"))
    found = common.assignments(acting.session, key(acting.case.id))
    last = max((each.round for each in found), default=1)
    set_aside = acting.case.state == "received" and row_of(acting).proposed is None
    anew = set_aside and any(each.round == last and each.answered_at for each in found)
    asking.ask(acting, unit, days=acting.looking.settings["answer_days"], round_=last + anew)
    acting.details["organisation"] = unit


def _routing_fields(looking: Looking) -> tuple[Field, ...]:
    links = common.rule_links(looking.session, key(looking.case.id))
    return (
        replace(_UNIT, options=units_to_ask(looking)),
        rule_field(looking, required=not links),
        Field("overlevering", marked("Notat til en annen praksiskonsulent"), Kind.LONG, required=False, longest=1_000),
    )


def _routing_start(looking: Looking) -> Mapping[str, str]:
    row = repository.deviation(looking.session, key(looking.case.id))
    links = common.rule_links(looking.session, key(looking.case.id))
    main = next((each.statement for each in links if each.main), "")
    return {"enhet": str(row.unit_id or ""), "regel": main}


def _ask_back(acting: Acting, filled: Filled) -> None:
    row = row_of(acting)
    row.missing_information = True
    keep(acting, row)
    write(acting, "question", filled.text("grunn"))


def _tell_more(acting: Acting, filled: Filled) -> None:
    row = row_of(acting)
    row.missing_information = False
    keep(acting, row)
    write(acting, "more", filled.text("grunn"))


def _answer(acting: Acting, filled: Filled) -> None:
    found = common.assignments(acting.session, key(acting.case.id))
    asking.answered(acting, asking.theirs(acting, found))
    _take_answer(acting, filled)


def _answer_on_behalf(acting: Acting, filled: Filled) -> None:
    owing = still_owing(acting)
    unit = next((each for each in owing if str(each.organisation_id) == filled.text("enhet")), None)
    if unit is None:
        raise Refused("nothing_owed", field="enhet")
    on = filled.day("dag") or acting.today
    if on > acting.today:
        raise Refused("day_ahead", field="dag")
    asking.answered(acting, unit, on=on, on_behalf=True)
    acting.details.update(organisation=unit.organisation_id, channel=filled.text("kanal"))
    _take_answer(acting, filled)


def _take_answer(acting: Acting, filled: Filled) -> None:
    row, proposed = row_of(acting), Outcome(filled.text("resultat"))
    if proposed is Outcome.NOT_DEVIATION:
        if not filled.text("regel"):
            raise Refused("needs_rule", field="regel")
        row.outcome_rule = parted(filled.text("regel"))[0]
    row.proposed, row.disagreed = proposed, False
    row.silent_on = after(acting.today, acting.looking.settings["silent_days"])
    keep(acting, row)
    write(acting, "answer", filled.text("svar"))
    acting.details["outcome"] = proposed.value
    if filled.text("tiltak"):
        _add_measure(acting, filled)


def _add_measure(acting: Acting, filled: Filled) -> None:
    unit = acting.participant.organisation_id if acting.participant else acting.details.get("organisation")
    due = filled.day("tiltak_frist") or acting.today + timedelta(days=90)
    if unit is not None:
        acting.session.add(
            Measure(case_id=key(acting.case.id), organisation_id=unit, text=filled.text("tiltak"), due_on=due)
        )


def _answer_fields(looking: Looking) -> tuple[Field, ...]:
    return (
        Field("svar", marked("Svar til melderen"), Kind.LONG, longest=_LONGEST,
              hint=marked("Hva fant dere, og hva gjør dere? Ikke navn eller opplysninger om pasienten.")),
        Field("resultat", marked("Hva mener enheten?"), Kind.CHOICE, options=PROPOSALS),
        rule_field(looking, required=False, label=marked("Regelen, dersom dere mener det ikke er et avvik")),
        Field("tiltak", marked("Tiltak"), required=False, longest=500),
        Field("tiltak_frist", marked("Når skal tiltaket være på plass?"), Kind.DATE, required=False),
    )  # fmt: skip


def _behalf_fields(looking: Looking) -> tuple[Field, ...]:
    owing = {
        each.organisation_id for each in asking.still_owing(common.assignments(looking.session, key(looking.case.id)))
    }
    units = units_to_ask(looking, owing=owing)
    return (
        Field("enhet", marked("Hvem svarte?"), Kind.CHOICE, options=units),
        Field("dag", marked("Hvilken dag?"), Kind.DATE),
        Field("kanal", marked("Hvordan?"), Kind.CHOICE, options=ANSWERED_BY),
        *_answer_fields(looking),
    )


ANSWERED_BY: Final[Mapping[str, str]] = {
    "phone": marked("På telefon"),
    "meeting": marked("I et møte"),
    "letter": marked("I et brev"),
    "mail": marked("I en e-post"),
}


def _not_us(acting: Acting, filled: Filled) -> None:
    asking.withdraw(acting, asking.theirs(acting, common.assignments(acting.session, key(acting.case.id))))
    row = row_of(acting)
    row.unit_id = int(filled.text("heller")) if filled.text("heller") else None
    keep(acting, row)
    if row.unit_id:
        acting.details["organisation"] = row.unit_id
    write(acting, "not_us", filled.text("grunn"))


def _delegate(acting: Acting, filled: Filled) -> None:
    """The time already gone stays gone: the new unit gets the clock of the old one."""
    found = common.assignments(acting.session, key(acting.case.id))
    owing = asking.still_owing(found)
    mine = owing[0] if acting.hat is Hat.STEWARD and owing else asking.theirs(acting, found)
    running = asking.running(acting, mine)
    asking.withdraw(acting, mine)
    unit = int(filled.text("enhet"))
    given = asking.ask(acting, unit, days=0, round_=mine.round)
    for clock in common.clocks(acting.session, key(acting.case.id), ""):
        if clock.assignment_id == given.id and clock.stopped_on is None:
            clock.due_on = running.get(clock.kind, clock.due_on)
            clock.stopped_on = None if clock.kind in running else acting.today
            acting.session.add(clock)
    acting.details["organisation"] = unit
    write(acting, "reason", filled.text("grunn"))


def _extend(acting: Acting, filled: Filled) -> None:
    found = common.assignments(acting.session, key(acting.case.id))
    owing = asking.still_owing(found)
    mine = owing[0] if acting.hat is Hat.STEWARD and owing else asking.theirs(acting, found)
    running = asking.running(acting, mine)
    due = after(running[asking.ANSWER], acting.looking.settings["extend_days"])
    asking.stop_clocks(acting, mine)
    mine.extended = True
    acting.session.add(mine)
    asking.start_clock(acting, mine, due)
    row = row_of(acting)
    row.escalated_on = None  # late is what the new day says
    keep(acting, row)
    if asking.COUNCIL in running:
        asking.start_clock(acting, mine, max(due, running[asking.COUNCIL]), asking.COUNCIL)
    acting.details["due"] = due.isoformat()
    write(acting, "reason", filled.text("grunn"))


def _escalate(acting: Acting, _filled: Filled) -> None:
    row = row_of(acting)
    row.escalated_on = acting.today
    keep(acting, row)


def _remind(acting: Acting, _filled: Filled) -> None:
    """Once a round: the clock that was to remind is stopped."""
    for each in still_owing(acting):
        asking.stop_clocks(acting, each, asking.REMIND)


def _tell_council(acting: Acting, _filled: Filled) -> None:
    """Once a round."""
    for each in still_owing(acting):
        asking.stop_clocks(acting, each, asking.COUNCIL)
    councils.bring_in(acting)


def _divert(acting: Acting, filled: Filled) -> None:
    keep_stub(acting, filled.text("kanal"))
    acting.details.update(outcome=Outcome.OTHER_CHANNEL.value, channel=filled.text("kanal"))


def _why(lead: str = "", warn: str = "", *, act: object, optional: bool = False) -> StepForm:
    field = _NOTE if optional else _WHY
    return StepForm(lambda _looking: (field,), act, lead, warn)  # type: ignore[arg-type]


STEPS: Final[Mapping[str, StepForm]] = {
    "receive": StepForm(lambda looking: (rule_field(looking, required=False),), _receive, start=_routing_start),
    "route": StepForm(_routing_fields, _route, start=_routing_start),
    "ask_another": StepForm(lambda looking: (replace(_UNIT, options=units_to_ask(looking)),), _ask),
    "ask_back": _why(marked("Melderen får spørsmålet og kan svare i saken."), act=_ask_back),
    "tell_more": StepForm(lambda _l: (Field("grunn", marked("Det du vil legge til"), Kind.LONG, longest=_LONGEST),),
                          _tell_more, marked("Det du har skrevet før, blir stående. Dette legges til.")),
    "answer": StepForm(_answer_fields, _answer, marked("Melderen ser svaret, enhetens navn og når det ble gitt.")),
    "answer_on_behalf": StepForm(_behalf_fields, _answer_on_behalf,
                                 marked("For en enhet som har svart på en annen måte.")),
    "not_us": StepForm(lambda looking: (_WHY, replace(_RATHER, options=units_to_ask(looking))), _not_us,
                       marked("Saken går tilbake til praksiskonsulenten. Den nye enheten får full frist.")),
    "delegate": StepForm(lambda looking: (replace(_UNIT, options=units_to_ask(looking)), _NOTE), _delegate,
                         marked("Fristen følger med: tiden som er gått, er gått.")),
    "extend": _why(marked("Fristen kan utsettes én gang i hver runde."), act=_extend),
    "accept": _why(act=ending.accept, optional=True),
    "disagree": _why(marked("Praksiskonsulenten får saken, og kan be om nytt svar eller legge den fram som tvist."),
                     act=ending.disagree),
    "send_back": _why(act=ending.send_back),
    "confirm_not_deviation": StepForm(lambda looking: (rule_field(looking, required=True), _WHY), ending.confirm,
                                      marked("Melderen får regelen og begrunnelsen."), start=ending.confirm_start),
    "close_unanswered": _why(warn=marked("Saken telles som ubesvart i rapporten til OSO."), act=ending.unanswered),
    "escalate": StepForm(act=_escalate),
    "tell_council": StepForm(act=_tell_council),
    "remind": StepForm(act=_remind),
    "divert": StepForm(lambda _l: (Field("kanal", marked("Hvilken kanal?"), Kind.CHOICE,
                                         options={code: name for code, (name, _) in CHANNELS.items()}),),
                       _divert, warn=marked("Av saken beholdes bare nummer, måned og kanal. Det som er skrevet, "
                                    "skjules nå, og slettes for godt når en annen har bekreftet det.")),
    "merge": StepForm(ending.merge_fields, ending.merge),
    "take_out": StepForm(act=ending.take_out),
    "withdraw": _why(act=ending.withdraw, optional=True, warn=marked("Ingen blir spurt. Saken kan ikke åpnes igjen.")),
    "reopen": _why(marked("Den samme enheten blir spurt på nytt, og saken får én gjentakelse til."), act=ending.reopen),
    "close_silent": StepForm(act=lambda acting, _f: ending.close(acting, row_of(acting).proposed or Outcome.AGREED)),
}  # fmt: skip

REFUSALS: Final[Mapping[str, str]] = {
    "rule_unknown": marked("Regelverket har ikke regelen %(rule)s."),
    "asked_already": marked("Denne enheten er spurt i denne runden."),
    "nothing_owed": marked("Det er ikke noe å svare på her nå."),
    "needs_rule": marked("Velg regelen som viser at dette ikke er et avvik."),
    "no_theme": marked("Temaet finnes ikke."),
    "day_ahead": marked("Dagen kan ikke ligge fram i tid."),
    "month_ahead": marked("Måneden kan ikke ligge fram i tid."),
    "own_unit": marked("Du kan ikke melde et avvik hos deg selv."),
}
