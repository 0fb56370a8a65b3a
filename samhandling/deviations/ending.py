"""The moves that end a deviation, send it another round, or take it up again."""

from collections.abc import Mapping

from samhandling.cases.kinds import CaseKind, LinkKind, Part
from samhandling.cases.tables import CaseLink
from samhandling.casework import asking
from samhandling.casework import repository as common
from samhandling.casework.rulebook import parted
from samhandling.casework.slices import Acting, Looking
from samhandling.deviations import repository
from samhandling.deviations.codes import Outcome
from samhandling.deviations.writing import keep, row_of, still_owing, write
from samhandling.kernel.columns import key
from samhandling.kernel.errors import Refused
from samhandling.web.fields import Field, Filled, Kind
from samhandling.web.i18n import marked


def close(acting: Acting, outcome: Outcome) -> None:
    row = row_of(acting)
    row.outcome, row.proposed, row.silent_on, row.missing_information = outcome, None, None, False
    keep(acting, row)
    acting.details["outcome"] = outcome.value


def accept(acting: Acting, filled: Filled) -> None:
    write(acting, "comment", filled.text("grunn"))
    close(acting, row_of(acting).proposed or Outcome.AGREED)


def disagree(acting: Acting, filled: Filled) -> None:
    row = row_of(acting)
    row.disagreed, row.silent_on = True, None
    keep(acting, row)
    write(acting, "objection", filled.text("grunn"))


def next_round(acting: Acting) -> None:
    """Everybody who answered in the last round is asked again."""
    found = common.assignments(acting.session, key(acting.case.id))
    last = max(each.round for each in found)
    for each in found:
        if each.round == last and each.withdrawn_at is None:
            asking.ask(acting, each.organisation_id, days=acting.looking.settings["answer_days"], round_=last + 1)


def send_back(acting: Acting, filled: Filled) -> None:
    next_round(acting)
    row = row_of(acting)
    row.proposed, row.disagreed, row.silent_on, row.outcome_rule, row.escalated_on = None, False, None, "", None
    keep(acting, row)
    write(acting, "reason", filled.text("grunn"))


def confirm(acting: Acting, filled: Filled) -> None:
    row = row_of(acting)
    row.outcome_rule = parted(filled.text("regel"))[0]
    keep(acting, row)
    write(acting, "reason", filled.text("grunn"))
    close(acting, Outcome.NOT_DEVIATION)


def confirm_start(looking: Looking) -> Mapping[str, str]:
    return {"regel": repository.deviation(looking.session, key(looking.case.id)).outcome_rule}


def unanswered(acting: Acting, filled: Filled) -> None:
    for each in still_owing(acting):
        asking.stop_clocks(acting, each)
    write(acting, "reason", filled.text("grunn"))
    close(acting, Outcome.UNANSWERED)


def merge(acting: Acting, filled: Filled) -> None:
    theme = common.case_numbered(acting.session, acting.case.area_id, filled.text("tema"))
    if theme.kind is not CaseKind.THEME or theme.id == acting.case.id:
        raise Refused("no_theme", field="tema")
    for each in still_owing(acting):
        asking.let_off(acting, each)
    acting.session.add(CaseLink(from_id=key(acting.case.id), to_id=key(theme.id), kind=LinkKind.SAME_THEME))
    close(acting, Outcome.MERGED)
    acting.details["related"] = theme.number


def merge_fields(looking: Looking) -> tuple[Field, ...]:
    themes = common.open_themes(looking.session, looking.case.area_id)
    return (
        Field(
            "tema", marked("Hvilket tema?"), Kind.CHOICE, options={t.number: f"{t.number} {t.title}" for t in themes}
        ),
    )


def take_out(acting: Acting, _filled: Filled) -> None:
    """Whom it concerns is settled anew: until it is sent to a unit again, none has it."""
    for each in acting.looking.participants:
        if each.part is Part.RESPONSIBLE:
            each.left_at = acting.deed.at
            acting.session.add(each)
    for link, _ in common.linked(acting.session, key(acting.case.id)):
        if link.kind is LinkKind.SAME_THEME and link.from_id == acting.case.id:
            acting.session.delete(link)
    row = row_of(acting)
    row.outcome, row.escalated_on = None, None
    keep(acting, row)


def withdraw(acting: Acting, filled: Filled) -> None:
    write(acting, "reason", filled.text("grunn"))
    close(acting, Outcome.WITHDRAWN)


def reopen(acting: Acting, filled: Filled) -> None:
    next_round(acting)
    row = row_of(acting)
    row.reopened, row.outcome, row.escalated_on = row.reopened + 1, None, None
    keep(acting, row)
    acting.details["count"] = row.reopened
    write(acting, "again", filled.text("grunn"))
