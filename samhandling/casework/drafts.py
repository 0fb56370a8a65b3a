"""What is typed in a form is saved while it is typed, for its writer alone, and only what the guard lets through.

A field that is blocked stands in the browser's page and nowhere else. The form itself is sent as ever; a draft is
thrown away when that succeeds.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from samhandling.cases.tables import Draft
from samhandling.casework import repository
from samhandling.kernel.clock import NORWAY
from samhandling.kernel.database import DbSession
from samhandling.web.fields import VERSION, Field, Inspect, Kind
from samhandling.web.forms import Submitted

#: the field that names the form
FORM: Final = "utkast"
_NOT_TYPED: Final = (VERSION, FORM, "frigivelse", "nokkel")
_LONGEST: Final = 10_000
_MOST_FIELDS: Final = 400


@dataclass(frozen=True, slots=True)
class Saved:
    """`left_out`: names of fields that were not saved: they seem to point at a person, or are too long."""

    at: datetime
    left_out: tuple[str, ...]


def save(session: DbSession, person: UUID, area: int, sent: Submitted, inspect: Inspect, now: datetime) -> Saved:
    values: dict[str, str] = {}
    left_out = []
    for name, text in list(sent.fields.items())[:_MOST_FIELDS]:
        if name in _NOT_TYPED or name.startswith("svar.") or not text.strip():
            continue
        if len(text) > _LONGEST or inspect(Field(name, name, Kind.LONG), text.strip(), sent).problems:
            left_out.append(name)
        else:
            values[name] = text
    form = sent.text(FORM)[:80]
    row = repository.draft(session, person, form) or Draft(person_id=person, area_id=area, form=form, saved_at=now)
    row.values, row.saved_at, row.version = values, now, row.version + 1
    session.add(row)
    session.flush()
    return Saved(now, tuple(left_out))


def clock(at: datetime) -> str:
    return at.astimezone(NORWAY).strftime("%H.%M")


def saved(session: DbSession, person: UUID, form: str) -> Draft | None:
    return repository.draft(session, person, form)


def discard(session: DbSession, person: UUID, form: str) -> None:
    row = repository.draft(session, person, form)
    if row is not None:
        session.delete(row)
        session.flush()
