"""A theme is made by the PKO; anyone says «det samme skjedde hos oss» in one press."""

from dataclasses import dataclass
from typing import Final

from samhandling.cases.kinds import Audience, CaseKind
from samhandling.cases.moves import START, Hat
from samhandling.cases.opening import Deed, open_case, say, share
from samhandling.cases.tables import Case
from samhandling.casework import repository as common
from samhandling.casework.moving import looking, settle
from samhandling.casework.rulebook import Cites, cite
from samhandling.casework.slices import Acting
from samhandling.identity.users import User
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.errors import NotAllowed, Refused
from samhandling.themes import repository
from samhandling.themes.states import MACHINE
from samhandling.themes.tables import Theme, ThemeReport

#: From how many «det samme skjedde hos oss» the number itself is told; below it says less (ruling A15).
TOLD_FROM: Final = 5


@dataclass(frozen=True, slots=True)
class NewTheme:
    title: str
    summary: str
    rule: str
    form_key: str
    unit: int | None = None


def make(deed: Deed, user: User, area: int, new: NewTheme, cites: Cites, let_through: dict[str, int]) -> Case:
    """The theme, or the one this form has made already. NotAllowed for anybody but a PKO of the area."""
    before = common.case_of_form(deed.session, new.form_key)
    if before is not None:
        return before
    case = open_case(deed, area=area, kind=CaseKind.THEME, title=new.title, state=START, form_key=new.form_key)
    deed.session.add(Theme(case_id=key(case.id), organisation_id=new.unit))
    deed.session.flush()
    seen = looking(deed.session, case, user, now=deed.at, cites=cites)
    if Hat.STEWARD not in seen.hats:
        raise NotAllowed("no_permission")
    today = local_date(deed.at)
    cite(deed.session, cites, key(case.id), new.rule, f"{today:%Y-%m}", main=True, at=deed.at)
    acting = Acting(deed, case, MACHINE.by_code["open"], Hat.STEWARD, None, seen)
    said = say(deed, case, None, kind="summary", text=new.summary, audience=Audience.AREA)
    acting.details["statements"] = [said]
    share(deed, key(case.id))
    settle(acting, "open", ends=MACHINE.ends, let_through=let_through)
    return case


def happened_here_too(deed: Deed, case: Case, organisation: int, *, month: str, minutes: int | None) -> bool:
    """False when the person has said so for that month already. Refused: «month_ahead», «theme_closed»."""
    today = local_date(deed.at)
    if month > f"{today:%Y-%m}":
        raise Refused("month_ahead", field="maaned")
    if case.state != "open":
        raise Refused("theme_closed")
    theme = repository.theme(deed.session, key(case.id), to_change=True)
    if repository.reported(deed.session, theme.case_id, deed.person, month) is not None:
        return False
    deed.session.add(
        ThemeReport(
            theme_id=theme.case_id,
            organisation_id=organisation,
            person_id=deed.person,
            month=month,
            minutes=minutes,
            made_at=deed.at,
        )
    )
    theme.reports += 1
    theme.minutes += minutes or 0
    deed.session.add(theme)
    deed.session.flush()
    return True
