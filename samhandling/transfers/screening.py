"""Steps from a proposal to a complete assessment: the track, the figures, the criteria, who was heard."""

from collections.abc import Mapping
from typing import Final

from samhandling.areas import repository as areas
from samhandling.areas.kinds import BodyKind
from samhandling.cases.kinds import Audience, Part
from samhandling.cases.opening import add_participant, share
from samhandling.casework import repository as common
from samhandling.casework.choices import units
from samhandling.casework.slices import Acting, Looking, StepForm
from samhandling.kernel.columns import key
from samhandling.kernel.errors import Refused
from samhandling.transfers import forms, repository
from samhandling.transfers.codes import CRITERIA, HEARING_GROUPS, Duration, Heard, InUse, Track
from samhandling.transfers.tables import TransferScore, TransferVolume
from samhandling.transfers.whole import whole
from samhandling.transfers.writing import ahead, bodies_of, keep, not_ahead, row_of, write
from samhandling.web.fields import Field, Filled
from samhandling.web.i18n import marked

#: Where GPs can be heard, and what comes before them.
MEETING_PLACES: Final = (
    BodyKind.GP_COUNCIL, BodyKind.ALU, BodyKind.KSU, BodyKind.LSU, BodyKind.PARTNERSHIP_MEETING, BodyKind.OSO,
)  # fmt: skip
_SEEN_BY_ALL: Final = marked("Vises for alle i området når rådet er gitt.")


def _screen(acting: Acting, filled: Filled, track: Track) -> None:
    """The unit that gives the task away takes part from now on."""
    row, major = row_of(acting), filled.text("storre")
    if track is Track.LIGHT and major == "ja":
        raise Refused("major_is_full", field="storre")
    row.track = track
    if major:
        row.major = major == "ja"
    keep(acting, row)
    there = {each.organisation_id for each in acting.looking.participants}
    if row.from_unit_id not in there:
        add_participant(acting.deed, key(acting.case.id), Part.PARTY, organisation=row.from_unit_id)
    write(acting, "note", filled.text("grunn"))


def _to_full(acting: Acting, filled: Filled) -> None:
    row = row_of(acting)
    row.track, row.postponed_to = Track.FULL, None
    keep(acting, row)
    write(acting, "note", filled.text("grunn"))


def _make_known(acting: Acting, _filled: Filled) -> None:
    share(acting.deed, key(acting.case.id))


def _volume(acting: Acting, filled: Filled) -> None:
    """Told again the same day, it is mended; on another day it counts from then."""
    case_id = key(acting.case.id)
    today = next((v for v in whole(acting.looking).volumes if v.since == acting.today), None)
    row = today or TransferVolume(case_id=case_id, since=acting.today, patients=0, times_a_year=0, minutes=0)
    row.patients, row.times_a_year = filled.number("pasienter") or 0, filled.number("ganger") or 0
    row.minutes, row.added = filled.number("minutter") or 0, filled.number("nye") or 0
    acting.session.add(row)
    transfer = row_of(acting)
    transfer.duration = Duration(filled.text("varighet"))
    keep(acting, transfer)


def _volume_start(looking: Looking) -> Mapping[str, str]:
    found = whole(looking)
    if not found.volumes:
        return {}
    last = found.volumes[-1]
    return {
        "pasienter": str(last.patients),
        "ganger": str(last.times_a_year),
        "minutter": str(last.minutes),
        "nye": str(last.added or ""),
        "varighet": found.row.duration or "",
    }


def _score(acting: Acting, filled: Filled) -> None:
    case_id = key(acting.case.id)
    stored = {each.criterion: each for each in repository.scores(acting.session, case_id)}
    for criterion in CRITERIA:
        row = stored.get(criterion) or TransferScore(case_id=case_id, criterion=criterion)
        row.value, row.text = filled.number(f"poeng_{criterion}"), filled.text(f"hvorfor_{criterion}")
        acting.session.add(row)
    acting.session.flush()


def _score_start(looking: Looking) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for criterion, score in whole(looking).scores.items():
        found[f"poeng_{criterion}"] = "" if score.value is None else str(score.value)
        found[f"hvorfor_{criterion}"] = score.text
    return found


def _size(acting: Acting, filled: Filled) -> None:
    row = row_of(acting)
    row.major = filled.text("storre") == "ja"
    keep(acting, row)
    write(acting, "size", filled.text("grunn"), Audience.AREA)


def _heard(acting: Acting, filled: Filled) -> None:
    row, when = row_of(acting), Heard(filled.text("naar"))
    day = not_ahead(acting, filled, "dag") if filled.text("dag") else None
    if when is Heard.NEVER and (day is not None or filled.text("organ")):
        raise Refused("never_heard", field="dag")
    if when is Heard.AFTER and row.in_use is InUse.NO:
        raise Refused("not_moved", field="naar")
    row.heard, row.discussed_on = when, day
    row.discussed_in_id = int(filled.text("organ")) if filled.text("organ") else None
    keep(acting, row)
    write(acting, "note", filled.text("grunn"))


def _heard_start(looking: Looking) -> Mapping[str, str]:
    row = whole(looking).row
    return {
        "naar": row.heard or "",
        "dag": row.discussed_on.isoformat() if row.discussed_on else "",
        "organ": str(row.discussed_in_id or ""),
    }


def _hear(acting: Acting, filled: Filled) -> None:
    chosen = [code for code in HEARING_GROUPS if filled.ticked(f"til_{code}")]
    if not chosen:
        raise Refused("nobody_asked", field="til_gps")
    row = row_of(acting)
    row.hearing_to, row.hearing_from, row.hearing_answers = ",".join(chosen), acting.today, None
    row.hearing_due = ahead(acting, filled, "frist")
    keep(acting, row)
    acting.details["due"] = row.hearing_due.isoformat()
    write(acting, "note", filled.text("grunn"))


def _answer_fields(looking: Looking) -> tuple[Field, ...]:
    known = areas.organisations(looking.session, looking.case.area_id)
    return forms.answer_fields(units(known, looking.today))


def _note_answer(acting: Acting, filled: Filled) -> None:
    """The answer of one of those asked, who need no account here."""
    acting.details["organisation"] = int(filled.text("enhet"))
    write(acting, "hearing_answer", filled.text("grunn"), Audience.AREA)


def _noted(looking: Looking) -> Mapping[str, str]:
    said = common.statements(looking.session, key(looking.case.id)).values()
    begun = whole(looking).row.hearing_from
    sent = [each.sent_on for each in said if each.kind == "hearing_answer"]
    answers = [day for day in sent if day is not None and begun is not None and day >= begun]
    return {"antall": str(len(answers))} if answers else {}


def _hearing_over(acting: Acting, filled: Filled) -> None:
    """GPs who have answered a hearing have been heard."""
    row = row_of(acting)
    row.hearing_answers = filled.number("antall")
    if row.heard is None and row.hearing_answers and "gps" in row.hearing_to.split(","):
        row.heard = Heard.AFTER if row.in_use is InUse.UNAGREED else Heard.DURING
    keep(acting, row)
    write(acting, "hearing", filled.text("grunn"), Audience.AREA)


SCREENING: Final[Mapping[str, StepForm]] = {
    "screen_light": StepForm(
        lambda _l: forms.SCREEN,
        lambda acting, filled: _screen(acting, filled, Track.LIGHT),
        marked("Alle de sju spørsmålene er besvart med ja. Avdelingen som har oppgaven i dag, får se saken."),
    ),
    "screen_full": StepForm(
        lambda _l: forms.SCREEN,
        lambda acting, filled: _screen(acting, filled, Track.FULL),
        marked("Avdelingen som har oppgaven i dag, får se saken."),
    ),
    "make_known": StepForm(
        act=_make_known,
        warn=marked("Alle i området ser at oppgaven er funnet i bruk uten avtale, og kan si fra at det gjelder dem."),
    ),
    "assess": StepForm(act=_to_full),
    "resume": StepForm(lambda _l: (forms.NOTE,), _to_full),
    "time_up": StepForm(act=_to_full),
    "volume": StepForm(lambda _l: forms.VOLUME, _volume, _SEEN_BY_ALL, start=_volume_start),
    "score": StepForm(lambda _l: forms.score_fields(), _score, _SEEN_BY_ALL, start=_score_start),
    "size": StepForm(lambda _l: forms.SIZE, _size, _SEEN_BY_ALL),
    "heard": StepForm(
        lambda looking: forms.heard_fields(bodies_of(looking, MEETING_PLACES)), _heard, start=_heard_start
    ),
    "hear": StepForm(lambda _l: forms.hearing_fields(), _hear),
    "note_answer": StepForm(_answer_fields, _note_answer, _SEEN_BY_ALL),
    "hearing_over": StepForm(lambda _l: forms.HEARING_OVER, _hearing_over, _SEEN_BY_ALL, start=_noted),
}
