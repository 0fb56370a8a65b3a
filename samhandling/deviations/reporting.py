"""A deviation is reported: the case, its rule, what was written, what the other side sees, where it goes.

The same form sent twice opens one case. Of what belongs in another channel only a stub is kept: number, month, channel.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from samhandling.cases.kinds import STUB, CaseKind, Part
from samhandling.cases.moves import START, Hat
from samhandling.cases.opening import Deed, add_participant, open_case, say
from samhandling.cases.tables import Case
from samhandling.casework import repository as common
from samhandling.casework.asking import ask
from samhandling.casework.moving import looking, settle
from samhandling.casework.rulebook import Cites, cite, parted
from samhandling.casework.slices import Acting
from samhandling.deviations import repository
from samhandling.deviations.codes import Frequency, Identification
from samhandling.deviations.diverting import stub_of
from samhandling.deviations.labels import label_for, place_of
from samhandling.deviations.situations import SITUATIONS
from samhandling.deviations.states import MACHINE
from samhandling.deviations.tables import Deviation
from samhandling.deviations.tells import TELLS
from samhandling.identity.users import User
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.errors import Refused

#: kinds of what a reporter may write, in the order they are shown
TEXTS: Final = ("account", "immediate_action", "proposal")


@dataclass(frozen=True, slots=True)
class Report:
    """`month`: YYYY-MM. `rule`: empty for «not covered by a rule». `unit`: None when the PKO is to find out.

    `texts`: by the kinds in TEXTS, empty ones left out; they passed the guard. `office`: on whose behalf.
    """

    title: str
    month: str
    form_key: str
    rule: str = ""
    unit: int | None = None
    office: int | None = None
    role: str = ""
    situation: str = ""
    category: str = ""
    channel: str = ""
    good: bool = False
    consequence: int | None = None
    minutes: int | None = None
    frequency: Frequency = Frequency.UNKNOWN
    identification: Identification = Identification.UNKNOWN
    texts: dict[str, str] = field(default_factory=dict)
    maalform: str = "nb"


def report(
    deed: Deed,
    user: User,
    area: int,
    what: Report,
    cites: Cites,
    let_through: dict[str, int],
    *,
    from_list: bool = False,
    at_once: bool = True,
) -> Case:
    """The case, or the one this form has opened already. Refused: «month_ahead», «rule_unknown», «own_unit».

    `from_list`: the PKO writes it in for somebody, which its timeline says, and no other PKO is told of each.
    `at_once`: a clean one goes to its unit without waiting.
    """
    before = common.case_of_form(deed.session, what.form_key)
    if before is not None:
        return before
    today = local_date(deed.at)
    if what.month > f"{today:%Y-%m}":
        raise Refused("month_ahead", field="maaned")
    if what.unit is not None and what.unit == what.office:
        raise Refused("own_unit", field="enhet")
    code = "divert" if what.channel else "thank" if what.good else "send"
    case = open_case(
        deed,
        area=area,
        kind=CaseKind.DEVIATION,
        title="" if what.channel else what.title,
        state=START,
        maalform=what.maalform,
        form_key=what.form_key,
    )
    if what.channel:
        case.retention_class = STUB
    elif what.office is not None:
        add_participant(deed, key(case.id), Part.REPORTER, organisation=what.office)
    deed.session.add(_row(deed, case, what, today))
    deed.session.flush()
    seen = looking(deed.session, case, user, now=deed.at, cites=cites)
    reporter = next((each for each in seen.participants if each.part is Part.REPORTER), None)
    acting = Acting(deed, case, MACHINE.by_code[code], Hat.REPORTER, reporter, seen)
    after = MACHINE.step(START, code, seen.hats | {Hat.REPORTER}, frozenset())
    if not what.channel:
        _fill(acting, what, cites)
    answered_for = {} if what.channel else let_through
    settle(acting, after, ends=MACHINE.ends, let_through=answered_for, tells={} if from_list else TELLS)
    if from_list:
        deed.record(case, "case_listed", hat=Hat.STEWARD.value)
    if at_once and after == "sent" and what.unit is not None:
        _route_at_once(acting, what, today)
    return case


def _row(deed: Deed, case: Case, what: Report, today: date) -> Deviation:
    if what.channel:
        return stub_of(case, what.month, what.channel)
    label = label_for(deed.session, what.role, what.office, area=case.area_id, day=today)
    return Deviation(
        case_id=key(case.id),
        good=what.good,
        situation=what.situation,
        category=what.category or (SITUATIONS[what.situation].category if what.situation in SITUATIONS else ""),
        month=what.month,
        consequence=what.consequence,
        minutes=what.minutes,
        frequency=what.frequency,
        identification=what.identification,
        label=label,
        unit_id=what.unit,
        reporter_role=what.role,
        reporter_place_id=place_of(deed.session, what.office) if what.office else None,
        no_rule=not what.rule,
    )


def _fill(acting: Acting, what: Report, cites: Cites) -> None:
    deed, case = acting.deed, acting.case
    if what.rule:
        cite(deed.session, cites, key(case.id), what.rule, what.month, main=True, at=deed.at)
    speaks = acting.participant.id if acting.participant else None
    written = [say(deed, case, speaks, kind=kind, text=what.texts[kind]) for kind in TEXTS if what.texts.get(kind)]
    if written:
        acting.details["statements"] = written
    if what.good and what.unit is not None:
        add_participant(deed, key(case.id), Part.INFORMED, organisation=what.unit)


def _route_at_once(sent: Acting, what: Report, today: date) -> None:
    """A clean report to a unit with somebody who can answer does not wait for the PKO (ruling A11)."""
    unit = what.unit or 0
    facts = {"has_unit"}
    with_contact = repository.has_contact(sent.session, unit, today)
    if sent.looking.settings["route_at_once"] and with_contact and what.rule and not what.good:
        facts.add("clean")
    move = MACHINE.by_code["route_at_once"]
    acting = Acting(sent.deed, sent.case, move, Hat.MACHINE, None, sent.looking)
    acting.details["organisation"] = unit
    if MACHINE.missing(move, frozenset(facts)):
        return
    sent.case.received_at, sent.case.received_on = sent.deed.at, today
    ask(acting, unit, days=sent.looking.settings["answer_days"])
    after = MACHINE.step("sent", move.code, frozenset({Hat.MACHINE}), frozenset(facts))
    settle(acting, after, ends=MACHINE.ends, let_through={}, tells=TELLS)


def suggested_title(situation: str, rule: str, unit: str, cites: Cites) -> str:
    """Made from what was chosen, so that nobody has to write one; the first 120 characters."""
    known = SITUATIONS.get(situation)
    what = str(known.text) if known else (cites.heading(parted(rule)[0]) if rule else "")
    return f"{what} – {unit}"[:120] if what and unit else (what or unit)[:120]
