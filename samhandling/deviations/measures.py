"""What is done because of a case: planned, done, and its effect looked at before it counts as finished."""

from collections.abc import Mapping
from typing import Final

from samhandling.cases.kinds import Part
from samhandling.cases.moves import Hat
from samhandling.cases.opening import Deed
from samhandling.casework.moving import worn_of
from samhandling.casework.slices import Looking
from samhandling.deviations import repository
from samhandling.deviations.tables import Measure
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.errors import NotAllowed, Refused, Stale
from samhandling.web.fields import Filled
from samhandling.web.i18n import marked

REFUSALS: Final[Mapping[str, str]] = {
    "nobody_responsible": marked("Saken er ikke sendt til noen enhet ennå."),
    "done_ahead": marked("Dagen kan ikke ligge fram i tid."),
    "effect_before_done": marked("Skriv først når tiltaket ble gjort."),
}


def as_form(row: Measure) -> dict[str, str]:
    return {
        "tiltak": row.text,
        "frist": row.due_on.isoformat(),
        "gjort": row.done_on.isoformat() if row.done_on else "",
        "effekt": row.effect,
    }


def save(deed: Deed, looking: Looking, measure_id: int | None, filled: Filled) -> Measure:
    """A new one when there is no id. Refused by the codes above; Stale; NotAllowed for one who only looks."""
    hat = worn_of(looking.hats, frozenset({Hat.RESPONSIBLE, Hat.STEWARD}))
    if hat is None:
        raise NotAllowed("no_permission")
    case, today = looking.case, local_date(deed.at)
    row = repository.measure(deed.session, key(case.id), measure_id) if measure_id else _new(looking)
    if measure_id and row.version != filled.version:
        raise Stale("changed_meanwhile", version=row.version)
    done = filled.day("gjort")
    if done is not None and done > today:
        raise Refused("done_ahead", field="gjort")
    if filled.text("effekt") and done is None:
        raise Refused("effect_before_done", field="gjort")
    row.text, row.due_on, row.done_on = filled.text("tiltak"), filled.day("frist") or today, done
    if filled.text("effekt") != row.effect:
        row.effect, row.effect_on = filled.text("effekt"), today if filled.text("effekt") else None
    row.version += 1 if measure_id else 0
    deed.session.add(row)
    deed.session.flush()
    if measure_id:
        deed.record(case, "measure_changed", measure=row.id, hat=hat.value)
    else:
        deed.record(case, "measure_added", measure=row.id, hat=hat.value)
    return row


def _new(looking: Looking) -> Measure:
    """The unit's own; the PKO's are the first responsible unit's."""
    mine = looking.user.scope.organisations if looking.user else frozenset()
    units = [each.organisation_id for each in looking.participants if each.part is Part.RESPONSIBLE]
    chosen = next((each for each in units if each in mine), next(iter(units), None))
    if chosen is None:
        raise Refused("nobody_responsible", field="tiltak")
    return Measure(case_id=key(looking.case.id), organisation_id=chosen, text="", due_on=looking.today)
