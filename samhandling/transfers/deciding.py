"""Steps from the council to a decision, and what is agreed: conditions, votes, start, owner, review, end."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from samhandling.areas import repository as areas
from samhandling.areas.kinds import BodyKind
from samhandling.cases.kinds import Audience
from samhandling.cases.opening import share
from samhandling.casework.slices import Acting, Looking, StepForm
from samhandling.kernel.columns import key
from samhandling.kernel.errors import Refused
from samhandling.transfers import forms
from samhandling.transfers.codes import Advice, Heard, InUse, Result, Track
from samhandling.transfers.tables import Transfer, TransferAdvice, TransferCondition, TransferDecision
from samhandling.transfers.whole import whole
from samhandling.transfers.writing import (
    ahead,
    bodies_of,
    keep,
    lay_before,
    not_ahead,
    owners_of,
    row_of,
    taking_part,
    write,
)
from samhandling.web.fields import Field, Filled
from samhandling.web.i18n import marked

#: Who advises.
ADVISING: Final = (BodyKind.GP_COUNCIL, BodyKind.KSU, BodyKind.ALU, BodyKind.LSU, BodyKind.PARTNERSHIP_MEETING)
#: Equal dialogue with GPs in the sense of 8a; an LSU is a municipality's own.
_OF_GPS: Final = frozenset({BodyKind.GP_COUNCIL, BodyKind.ALU})
_DIALOGUE: Final = _OF_GPS | {BodyKind.KSU, BodyKind.PARTNERSHIP_MEETING}
_HEARD: Final = {InUse.NO: Heard.BEFORE, InUse.TRIAL: Heard.DURING, InUse.UNAGREED: Heard.AFTER}
MOST_CONDITIONS: Final = 20
LONGEST_CONDITION: Final = 300


def _lay_before(acting: Acting, filled: Filled) -> None:
    lay_before(acting, int(filled.text("organ")))
    write(acting, "case_paper", filled.text("grunn"))


def _send_back(acting: Acting, filled: Filled) -> None:
    row = row_of(acting)
    row.track = Track.FULL
    keep(acting, row)
    write(acting, "question", filled.text("grunn"))


def conditions_in(text: str) -> tuple[str, ...]:
    """One a line; a list's marks in front are left out. Refused: «too_many_conditions», «long_condition»."""
    found = tuple(line.strip().lstrip("-–•*").strip() for line in text.splitlines())
    found = tuple(line for line in found if line)
    if len(found) > MOST_CONDITIONS:
        raise Refused("too_many_conditions", field="vilkaar", most=MOST_CONDITIONS)
    if any(len(line) > LONGEST_CONDITION for line in found):
        raise Refused("long_condition", field="vilkaar", most=LONGEST_CONDITION)
    return found


def _votes(filled: Filled) -> tuple[int | None, int | None, int | None]:
    """All three when any is given: then the others were none."""
    given = tuple(filled.number(name) for name in ("for", "mot", "avholdende"))
    if all(each is None for each in given):
        return None, None, None
    cast = tuple(each or 0 for each in given)
    if not sum(cast):
        raise Refused("no_votes", field="for")
    return cast[0], cast[1], cast[2]


def _advise(acting: Acting, filled: Filled) -> None:
    """From now on everybody in the area can read the case."""
    advice, day = Advice(filled.text("raad")), not_ahead(acting, filled, "dag")
    conditions = conditions_in(filled.text("vilkaar"))
    if advice is Advice.WITH_CONDITIONS and not conditions:
        raise Refused("no_conditions", field="vilkaar")
    if conditions and advice not in (Advice.WITH_CONDITIONS, Advice.PILOT):
        raise Refused("conditions_without_advice", field="raad")
    votes, body = _votes(filled), int(filled.text("organ"))
    row = TransferAdvice(
        case_id=key(acting.case.id),
        body_id=body,
        given_on=day,
        advice=advice,
        votes_for=votes[0],
        votes_against=votes[1],
        abstained=votes[2],
        reason_id=write(acting, "reasons", filled.text("grunn"), Audience.AREA),
        dissent_id=write(acting, "dissent", filled.text("dissens"), Audience.AREA),
    )
    acting.session.add(row)
    acting.session.flush()
    for text in conditions:
        acting.session.add(TransferCondition(case_id=row.case_id, advice_id=key(row.id), text=text))
    _discussed(acting, body, day)
    acting.details.update(advice=advice.value, body=body)
    if not acting.case.shared:
        share(acting.deed, key(acting.case.id))


def _discussed(acting: Acting, body: int, day: date) -> None:
    """A council's meeting is dialogue, and a council of GPs is GPs heard, unless somebody has told of an earlier.

    What is on trial by agreement was talked of before, somewhere: of that nothing is concluded.
    """
    kind = areas.body_row(acting.session, acting.case.area_id, body).kind
    row = row_of(acting)
    if kind in _OF_GPS and row.heard in (None, Heard.NEVER):
        row.heard = _HEARD[row.in_use]
    told = row.heard is Heard.NEVER or row.discussed_on is not None or row.in_use is InUse.TRIAL
    if kind in _DIALOGUE and not told:
        row.discussed_on, row.discussed_in_id = day, body
    keep(acting, row)


def _advise_fields(looking: Looking) -> tuple[Field, ...]:
    known = bodies_of(looking, ADVISING)
    return forms.advice_fields(taking_part(looking, known) or known)


def _decide(acting: Acting, filled: Filled, result: Result) -> None:
    day = not_ahead(acting, filled, "dag")
    body = int(filled.text("organ")) if filled.text("organ") else None
    acting.session.add(
        TransferDecision(
            case_id=key(acting.case.id),
            body_id=body,
            decided_on=day,
            result=result,
            reason_id=write(acting, "decision", filled.text("grunn"), Audience.AREA),
        )
    )
    acting.session.flush()
    if body is not None:
        acting.details["body"] = body


def _adopt(acting: Acting, filled: Filled) -> None:
    _decide(acting, filled, Result.ADOPTED)
    row = row_of(acting)
    row.ended_on = None
    _plan_into(row, filled)
    keep(acting, row)


def _plan(acting: Acting, filled: Filled) -> None:
    row = row_of(acting)
    _plan_into(row, filled)
    keep(acting, row)


def _plan_into(row: Transfer, filled: Filled) -> None:
    """Refused: «review_before_start», «end_before_start», «review_after_end»."""
    start, review, end = (filled.day(name) for name in ("starter", "evalueres", "opphorer"))
    if start and review and review <= start:
        raise Refused("review_before_start", field="evalueres")
    if start and end and end < start:
        raise Refused("end_before_start", field="opphorer")
    _set_review(row, review, end)
    row.starts_on, row.owner_role = start, filled.text("rolle")
    row.owner_id = int(filled.text("eier")) if filled.text("eier") else None


def _set_review(row: Transfer, review: date | None, end: date | None) -> None:
    """What the clock has said of the old dates no longer counts."""
    if review and end and review > end:
        raise Refused("review_after_end", field="evalueres")
    if review != row.review_on:
        row.reminded_on = None
    if end != row.ends_on:
        row.expired_on = None
    row.review_on, row.ends_on = review, end


def _plan_start(looking: Looking) -> Mapping[str, str]:
    row = whole(looking).row
    days = {"starter": row.starts_on, "evalueres": row.review_on, "opphorer": row.ends_on}
    return {
        **{name: day.isoformat() if day else "" for name, day in days.items()},
        "eier": str(row.owner_id or ""),
        "rolle": row.owner_role,
    }


def _deciding(looking: Looking) -> dict[str, str]:
    """OSO when the case lies there; otherwise those who may have agreed."""
    kinds = (BodyKind.OSO,) if looking.case.state == "to_oso" else (*ADVISING, BodyKind.OSO)
    return bodies_of(looking, kinds)


def _adopt_fields(looking: Looking) -> tuple[Field, ...]:
    note = forms.NOTE
    return (
        *forms.decision_fields(_deciding(looking), reasons=note),
        *forms.plan_fields(owners_of(looking), required=False),
    )


def _reject_fields(looking: Looking) -> tuple[Field, ...]:
    return forms.decision_fields(_deciding(looking), reasons=forms.REASONS)


def _postpone(acting: Acting, filled: Filled) -> None:
    row = row_of(acting)
    row.postponed_to = ahead(acting, filled, "til_dag")
    keep(acting, row)
    reason = write(acting, "decision", filled.text("grunn"), Audience.AREA)
    acting.session.add(_without_body(acting, Result.POSTPONED, acting.today, reason))
    acting.details["due"] = row.postponed_to.isoformat()


def _without_body(acting: Acting, result: Result, day: date, reason: int | None) -> TransferDecision:
    return TransferDecision(case_id=key(acting.case.id), decided_on=day, result=result, reason_id=reason)


def _continue(acting: Acting, filled: Filled) -> None:
    row = row_of(acting)
    _set_review(row, ahead(acting, filled, "evalueres"), filled.day("opphorer"))
    keep(acting, row)
    reason = write(acting, "review", filled.text("grunn"), Audience.AREA)
    acting.session.add(_without_body(acting, Result.CONTINUED, acting.today, reason))
    acting.details["due"] = filled.text("evalueres")


def _continue_start(looking: Looking) -> Mapping[str, str]:
    row = whole(looking).row
    return {"opphorer": row.ends_on.isoformat() if row.ends_on and row.ends_on > looking.today else ""}


def _end(acting: Acting, filled: Filled) -> None:
    row = row_of(acting)
    row.ended_on = not_ahead(acting, filled, "dag")
    if row.in_use is not InUse.NO and row.stopped_on is None:
        row.stopped_on = row.ended_on
    keep(acting, row)
    reason = write(acting, "decision", filled.text("grunn"), Audience.AREA)
    acting.session.add(_without_body(acting, Result.ENDED, row.ended_on, reason))


def _stop(acting: Acting, filled: Filled) -> None:
    row = row_of(acting)
    row.stopped_on = not_ahead(acting, filled, "dag")
    if row.in_use_since is not None and row.stopped_on < row.in_use_since:
        raise Refused("stopped_before_use", field="dag")
    keep(acting, row)
    write(acting, "note", filled.text("grunn"))


def _remind(acting: Acting, _filled: Filled) -> None:
    row = row_of(acting)
    row.reminded_on = acting.today
    keep(acting, row)


def _expire(acting: Acting, _filled: Filled) -> None:
    row = row_of(acting)
    row.expired_on = acting.today
    keep(acting, row)


def _note(kind: str) -> Callable[[Acting, Filled], None]:
    def act(acting: Acting, filled: Filled) -> None:
        write(acting, kind, filled.text("grunn"))

    return act


def _before_council(looking: Looking) -> tuple[Field, ...]:
    return forms.before_body(bodies_of(looking, ADVISING), marked("Saksframlegg"))


def _before_oso(looking: Looking) -> tuple[Field, ...]:
    return forms.before_body(bodies_of(looking, (BodyKind.OSO,)), marked("Innstilling"))


DECIDING: Final[Mapping[str, StepForm]] = {
    "to_council": StepForm(_before_council, _lay_before, marked("Organet får se hele saken.")),
    "to_council_light": StepForm(_before_council, _lay_before, marked("Organet får se hele saken.")),
    "send_back": StepForm(lambda _l: (forms.WHY,), _send_back),
    "advise": StepForm(
        _advise_fields,
        _advise,
        warn=marked(
            "Rådet, begrunnelsen, vilkårene og dissensen blir lest av alle i området, og kan ikke endres etterpå."
        ),
    ),
    "to_oso": StepForm(_before_oso, _lay_before, marked("OSO får se hele saken.")),
    "adopt": StepForm(
        _adopt_fields,
        _adopt,
        marked("Start, eier og evaluering kan settes nå eller siden. Vedtaket leses av alle i området."),
    ),
    "reject": StepForm(
        _reject_fields,
        lambda acting, filled: _decide(acting, filled, Result.REJECTED),
        marked("Vedtaket leses av alle i området. En ny sak kan bygge på denne."),
    ),
    "postpone": StepForm(lambda _l: forms.POSTPONE, _postpone, marked("Saken tas opp igjen av seg selv den dagen.")),
    "plan": StepForm(lambda looking: forms.plan_fields(owners_of(looking), required=True), _plan, start=_plan_start),
    "continue": StepForm(lambda _l: forms.CONTINUE, _continue, start=_continue_start),
    "end": StepForm(
        lambda _l: forms.END, _end, warn=marked("Avtalen gjelder ikke lenger. Saken kan ikke åpnes igjen.")
    ),
    "stop_use": StepForm(lambda _l: forms.STOP, _stop),
    "write": StepForm(lambda _l: (forms.TEXT,), _note("comment"), marked("Leses av dem som er med i saken.")),
    "withdraw": StepForm(lambda _l: (forms.NOTE,), _note("comment"), warn=marked("Saken kan ikke åpnes igjen.")),
    "remind": StepForm(act=_remind),
    "expire": StepForm(act=_expire),
}
