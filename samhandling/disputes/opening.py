"""A dispute is reported: one question that can be answered, at least two parties, what it builds on."""

from dataclasses import dataclass

from samhandling.cases.kinds import CaseKind, LinkKind
from samhandling.cases.moves import START, Hat
from samhandling.cases.opening import Deed, open_case
from samhandling.cases.tables import Case, CaseLink
from samhandling.casework import repository as common
from samhandling.casework.moving import looking, settle
from samhandling.casework.rulebook import Cites, cite
from samhandling.casework.slices import Acting
from samhandling.disputes.states import MACHINE
from samhandling.disputes.steps import add_party, write
from samhandling.disputes.tables import Dispute
from samhandling.disputes.tells import TELLS
from samhandling.identity.users import User
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class NewDispute:
    """`parties`: organisations, two or more. `sources`: numbers of cases that the reporter sees. Texts are guarded."""

    question: str
    parties: tuple[int, ...]
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    form_key: str
    background: str = ""
    arrangement: str = ""
    maalform: str = "nb"


def report(deed: Deed, user: User, area: int, new: NewDispute, cites: Cites, let_through: dict[str, int]) -> Case:
    """The case, or the one this form has opened already. Refused: «two_parties», «rule_unknown», «source_unknown»."""
    before = common.case_of_form(deed.session, new.form_key)
    if before is not None:
        return before
    if len(set(new.parties)) < 2:
        raise Refused("two_parties", field="part2")
    case = open_case(
        deed,
        area=area,
        kind=CaseKind.DISPUTE,
        title=new.question,
        state=START,
        maalform=new.maalform,
        form_key=new.form_key,
    )
    deed.session.add(Dispute(case_id=key(case.id)))
    deed.session.flush()
    seen = looking(deed.session, case, user, now=deed.at, cites=cites)
    acting = Acting(deed, case, MACHINE.by_code["report"], Hat.REPORTER, None, seen)
    for each in dict.fromkeys(new.parties):
        add_party(acting, organisation=each)
    month = f"{local_date(deed.at):%Y-%m}"
    for place, rule in enumerate(dict.fromkeys(new.rules)):
        cite(deed.session, cites, key(case.id), rule, month, main=place == 0, at=deed.at)
    for number in dict.fromkeys(new.sources):
        _build_on(deed, case, area, number)
    write(acting, "background", new.background)
    write(acting, "arrangement", new.arrangement)
    settle(acting, "reported", ends=MACHINE.ends, let_through=let_through, tells=TELLS)
    return case


def _build_on(deed: Deed, case: Case, area: int, number: str) -> None:
    try:
        source = common.case_numbered(deed.session, area, number)
    except NotFound:
        raise Refused("source_unknown", field="kilder", number=number[:20]) from None
    deed.session.add(CaseLink(from_id=key(case.id), to_id=key(source.id), kind=LinkKind.SOURCE))
    deed.session.flush()
