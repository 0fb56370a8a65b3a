"""An area with its first administrator, made by the system's administrator, who sees nothing of it afterwards.

The area's short name is unique and the form has a key of its own: sent twice, it makes one area and one person.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from samhandling.areas import repository as areas
from samhandling.areas.change import Change
from samhandling.areas.use_cases import areas as area_deeds
from samhandling.identity import links
from samhandling.identity.links import Purpose
from samhandling.identity.tables import RoleGrant
from samhandling.kernel.columns import key
from samhandling.people import repository
from samhandling.people.use_cases.grants import ADMINISTRATOR, NewGrant
from samhandling.people.use_cases.persons import Naming, add_person, invite

SYSTEM_ADMINISTRATOR: Final = "system_administrator"


@dataclass(frozen=True, slots=True)
class NewArea:
    slug: str
    name: str
    maalform: str


def add_area(change: Change, new: NewArea, person: UUID, naming: Naming) -> str:
    """The path of the administrator's link. Refused: «slug_unfit», «slug_taken», and as `invite`."""
    made = areas.area_by_slug(change.session, new.slug)
    if made is not None and any(
        grant.role == ADMINISTRATOR for grant in repository.grants_of(change.session, key(made.id), person)
    ):
        return links.make(change.session, change.services, Purpose.INVITATION, person, by=change.by)
    area = area_deeds.add(change, new.slug, new.name, new.maalform)
    return invite(change, area, person, naming, NewGrant(ADMINISTRATOR, None, change.today))


def invite_system_administrator(change: Change, person: UUID, naming: Naming) -> str:
    """For the command line: whoever comes first has nobody to be invited by. Refused: as `invite`."""
    add_person(change, person, naming, "nb")
    grant = RoleGrant(person_id=person, role=SYSTEM_ADMINISTRATOR, valid_from=change.today)
    change.session.add(grant)
    change.session.flush()
    since = change.today.isoformat()
    change.record("role_given", "person", person, grant=grant.id, role=grant.role, since=since)
    return links.make(change.session, change.services, Purpose.INVITATION, person, by=change.by)
