"""A move of a case, from a form to its event: allowed or refused by the table, done by the slice, recorded once."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from samhandling.cases.moves import Hat, Move
from samhandling.cases.opening import Deed
from samhandling.cases.settings import SETTINGS
from samhandling.cases.tables import Case
from samhandling.casework import repository
from samhandling.casework.hats import hats_of, participant_for
from samhandling.casework.rulebook import Cites
from samhandling.casework.slices import Acting, Looking, Slice, Telling
from samhandling.casework.telling import tell
from samhandling.guarding.redacting import Redactor
from samhandling.identity.users import User
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession, as_system
from samhandling.kernel.errors import Refused, Stale
from samhandling.search.refreshing import refresh
from samhandling.web.fields import Filled


def looking(
    session: DbSession, case: Case, user: User | None, *, now: datetime, cites: Cites, base: str = ""
) -> Looking:
    """The case as this person meets it now; without one, as the machine does."""
    found = repository.taking_part(session, key(case.id))
    hats = frozenset({Hat.MACHINE}) if user is None else hats_of(user, case, found)
    return Looking(session, case, user, hats, found, now, cites, settings_of(session, case.area_id), base)


def settings_of(session: DbSession, area: int) -> Mapping[str, int]:
    """What the area has decided, and the defaults of the rest."""
    defaults = {name: setting.default for name, setting in SETTINGS.items()}
    return defaults | {row.name: row.value for row in repository.setting_rows(session, area)}


def move(
    deed: Deed, kind: Slice, seen: Looking, code: str, filled: Filled, redactor: Redactor | None = None
) -> str:
    """The state after it. `filled.version`: of the case, as the form was opened on. `redactor`: None for the machine.

    Refused as `Machine.step` refuses, and as the slice does; Stale when somebody moved it meanwhile.
    """
    case = seen.case
    if filled.version != case.version:
        raise Stale("stale", version=case.version)
    facts = kind.facts(seen)
    after = kind.machine.step(case.state, code, seen.hats, facts)
    made = kind.machine.by_code[code]
    hat = worn(made, seen.hats)
    speaks = participant_for(seen.user, hat, seen.participants) if seen.user else None
    acting = Acting(deed, case, made, hat, speaks, seen, redactor=redactor)
    step = kind.steps.get(code)
    if step is not None:
        step.act(acting, filled)
    settle(acting, after, ends=kind.machine.ends, let_through=filled.let_through, tells=kind.tells)
    return after


def settle(
    acting: Acting,
    after: str,
    *,
    ends: frozenset[str],
    let_through: Mapping[str, int],
    tells: Mapping[str, tuple[Telling, ...]] = MappingProxyType({}),
) -> None:
    """The case's own row, the event, and those who are told."""
    case, deed, before = acting.case, acting.deed, acting.case.state
    case.state, case.version = after, case.version + 1
    if after in ends and before not in ends:
        case.closed_at, case.closed_on = deed.at, local_date(deed.at)
    elif after not in ends:
        case.closed_at, case.closed_on = None, None
    if (after in ends) != (before in ends):
        for each in repository.everyone(deed.session, key(case.id)):
            each.open = after not in ends
    deed.session.add(case)
    deed.session.flush()
    details: dict[str, Any] = dict(acting.details)
    if let_through:
        details["let_through"] = dict(let_through)
    if acting.participant is not None:
        details["participant"] = acting.participant.id
    deed.record(case, "case_moved", move=acting.move.code, to=after, hat=acting.hat.value, **details)
    tell(acting, tells)
    with as_system(deed.session):
        refresh(deed.session, key(case.id))
    for rest in acting.afterwards:
        rest()


def worn(made: Move, hats: frozenset[Hat]) -> Hat:
    """The hat a move is made in when several would do: the one with a side before the one that judges."""
    hat = worn_of(hats, made.hats)
    if hat is None:
        raise Refused("move_not_yours", move=made.code)
    return hat


def worn_of(hats: frozenset[Hat], fitting: frozenset[Hat]) -> Hat | None:
    """The first of those that fit, in the order they are written; None when none does."""
    return next((hat for hat in Hat if hat in fitting & hats), None)
