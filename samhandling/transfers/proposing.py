"""A transfer is proposed, or found in use: the case, what it builds on, the seven answers.

The same form sent twice opens one case. The unit that gives the task away sees it when the PKO has looked at it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from samhandling.areas.kinds import OrganisationKind
from samhandling.cases.kinds import Audience, CaseKind, LinkKind, Part
from samhandling.cases.moves import START, Hat
from samhandling.cases.opening import Deed, add_participant, open_case, say
from samhandling.cases.tables import Case, CaseLink
from samhandling.casework import repository as common
from samhandling.casework.moving import looking, settle
from samhandling.casework.rulebook import Cites, cite
from samhandling.casework.slices import Acting
from samhandling.identity.users import User
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.errors import NotFound, Refused
from samhandling.transfers.codes import Direction, Group, InUse, Reply
from samhandling.transfers.states import MACHINE
from samhandling.transfers.tables import Transfer, TransferAnswer, TransferPlace
from samhandling.transfers.tells import TELLS

#: The rule every transfer counts under: it is to be discussed before it is moved.
RULE: Final = "8a"
_HOSPITAL: Final = {OrganisationKind.HOSPITAL_TRUST, OrganisationKind.HOSPITAL_UNIT}
_MOST_RULES: Final = 8


@dataclass(frozen=True, slots=True)
class Proposal:
    """`places`: municipalities; none for the whole area. `office`: on whose behalf. `builds_on`: a case number.

    `rules`: numbers beside 8a. `text` has passed the guard.
    """

    title: str
    text: str
    task: str
    from_unit: int
    from_kind: OrganisationKind
    to_group: Group
    form_key: str
    office: int | None = None
    places: tuple[int, ...] = ()
    in_use: InUse = InUse.NO
    since: date | None = None
    replies: Mapping[str, Reply] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    builds_on: str = ""
    maalform: str = "nb"


def propose(deed: Deed, user: User, area: int, what: Proposal, cites: Cites, let_through: Mapping[str, int]) -> Case:
    """The case, or the one this form has opened already.

    Refused: «since_ahead», «since_without_use», «rule_unknown», «too_many_rules», «no_such_case».
    """
    before = common.case_of_form(deed.session, what.form_key)
    if before is not None:
        return before
    _sound(what, local_date(deed.at))
    case = open_case(
        deed,
        area=area,
        kind=CaseKind.TRANSFER,
        title=what.title,
        state=START,
        maalform=what.maalform,
        form_key=what.form_key,
    )
    case_id = key(case.id)
    if what.office is not None:
        add_participant(deed, case_id, Part.REPORTER, organisation=what.office)
    _rows(deed, case_id, what)
    _rules(deed, case_id, what, cites)
    _link(deed, case, what.builds_on)
    seen = looking(deed.session, case, user, now=deed.at, cites=cites)
    reporter = next((each for each in seen.participants if each.part is Part.REPORTER), None)
    acting = Acting(deed, case, MACHINE.by_code["propose"], Hat.REPORTER, reporter, seen)
    after = MACHINE.step(START, "propose", seen.hats | {Hat.REPORTER}, frozenset())
    speaks = reporter.id if reporter else None
    said = say(deed, case, speaks, kind="wish", text=what.text, audience=Audience.AREA)
    acting.details["statements"] = [said]
    settle(acting, after, ends=MACHINE.ends, let_through=let_through, tells=TELLS)
    return case


def _sound(what: Proposal, today: date) -> None:
    if what.since is not None and what.in_use is InUse.NO:
        raise Refused("since_without_use", field="siden")
    if what.since is not None and what.since > today:
        raise Refused("since_ahead", field="siden")
    if len(what.rules) > _MOST_RULES:
        raise Refused("too_many_rules", field="regler", most=_MOST_RULES)


def _rows(deed: Deed, case_id: int, what: Proposal) -> None:
    row = Transfer(
        case_id=case_id,
        direction=direction(what.from_kind, what.to_group),
        to_group=what.to_group,
        task=what.task,
        from_unit_id=what.from_unit,
        in_use=what.in_use,
        in_use_since=what.since,
    )
    deed.session.add(row)
    for question, reply in what.replies.items():
        deed.session.add(TransferAnswer(case_id=case_id, question=question, reply=reply))
    for place in what.places:
        deed.session.add(TransferPlace(case_id=case_id, organisation_id=place))
    deed.session.flush()


def _rules(deed: Deed, case_id: int, what: Proposal, cites: Cites) -> None:
    month = f"{what.since or local_date(deed.at):%Y-%m}"
    for rule in dict.fromkeys((RULE, *what.rules)):
        if rule in ("8", RULE) and rule != RULE:
            continue
        try:
            cite(deed.session, cites, case_id, rule, month, main=rule == RULE, at=deed.at)
        except Refused as error:
            raise Refused("rule_unknown", field="regler", rule=error.values["rule"]) from None


def _link(deed: Deed, case: Case, number: str) -> None:
    """To an earlier transfer that is taken up anew, or to what it was found through."""
    if not number:
        return
    try:
        other = common.case_numbered(deed.session, case.area_id, number)
    except NotFound:
        raise Refused("no_such_case", field="bygger", number=number[:20]) from None
    kind = LinkKind.FOLLOWS if other.kind is CaseKind.TRANSFER else LinkKind.SOURCE
    deed.session.add(CaseLink(from_id=key(case.id), to_id=key(other.id), kind=kind))
    deed.session.flush()


def direction(from_kind: OrganisationKind, to_group: Group) -> Direction:
    """Which way the task goes, from where it is and who gets it."""
    if from_kind in _HOSPITAL:
        gets_it = {
            Group.GPS: Direction.HOSPITAL_TO_GP,
            Group.GPS_AND_MUNICIPAL: Direction.HOSPITAL_TO_GP,
            Group.MUNICIPAL: Direction.HOSPITAL_TO_MUNICIPALITY,
        }
        return gets_it.get(to_group, Direction.OTHER)
    if from_kind is OrganisationKind.GP_OFFICE and to_group is Group.HOSPITAL:
        return Direction.GP_TO_HOSPITAL
    return Direction.OTHER
