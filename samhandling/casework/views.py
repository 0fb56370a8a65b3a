"""Views of the list of cases that a person has saved: the filters under a name, one's own alone (ruling B29)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from samhandling.cases.tables import SavedView
from samhandling.casework import repository
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound, Refused
from samhandling.web.fields import Field
from samhandling.web.i18n import marked

MOST: Final = 20
NAME: Final = Field("navn", marked("Navn på visningen"), longest=40)
REFUSALS: Final = {"views_full": marked("Du har %(most)s lagrede visninger. Fjern en før du lagrer en ny.")}


def save(session: DbSession, person: UUID, area: int, name: str, query: str, now: datetime) -> None:
    """`name` passed the guard. A name that is used gets the new filters. Refused («views_full»)."""
    found = repository.saved_views(session, person, area)
    row = next((each for each in found if each.name.casefold() == name.casefold()), None)
    if row is None and len(found) >= MOST:
        raise Refused("views_full", field=NAME.name, most=MOST)
    row = row or SavedView(person_id=person, area_id=area, name=name, query=query, saved_at=now)
    row.name, row.query, row.saved_at = name, query, now
    session.add(row)
    session.flush()


def remove(session: DbSession, person: UUID, area: int, view_id: int) -> None:
    """Raises NotFound, also for another's."""
    row = next((each for each in repository.saved_views(session, person, area) if each.id == view_id), None)
    if row is None:
        raise NotFound
    session.delete(row)
    session.flush()
