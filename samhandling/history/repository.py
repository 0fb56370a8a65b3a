"""What the persons and things of some events are called now."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlmodel import col, select

from samhandling.areas.tables import Area, Body, BodyLabel, OrganisationVersion
from samhandling.audit.tables import AuditEvent
from samhandling.identity.tables import PersonName
from samhandling.kernel.database import DbSession
from samhandling.web.i18n import language


def names(session: DbSession, events: Sequence[AuditEvent]) -> Mapping[UUID, str]:
    """Actors and persons that something was done to. Deleted names are not there."""
    persons = {event.actor for event in events if event.actor}
    persons |= {UUID(event.subject_id) for event in events if event.subject_kind == "person"}
    persons |= {UUID(str(event.details["person"])) for event in events if event.details.get("person")}
    rows = session.exec(
        select(PersonName.person_id, PersonName.name).where(col(PersonName.person_id).in_(persons))
    ).all()
    return dict(rows)


def things(session: DbSession, events: Sequence[AuditEvent]) -> Mapping[tuple[str, str], str]:
    """The newest name of each organisation, body and area that the events mention."""
    found: dict[tuple[str, str], str] = {}
    versions = select(OrganisationVersion.organisation_id, OrganisationVersion.name).where(
        col(OrganisationVersion.organisation_id).in_(_ids("organisation", events))
    )
    for organisation, name in session.exec(versions.order_by(col(OrganisationVersion.valid_from))):
        found["organisation", str(organisation)] = name
    labels = (
        select(Body.id, BodyLabel.label, BodyLabel.language)
        .join(BodyLabel, col(BodyLabel.body_id) == Body.id)
        .where(col(Body.id).in_(_ids("body", events)), col(BodyLabel.language).in_(["nb", language.get()]))
    )
    in_order = sorted(session.exec(labels.order_by(col(BodyLabel.valid_from))), key=lambda row: row[2] != "nb")
    found |= {("body", str(body)): label for body, label, _ in in_order}
    areas = select(Area.id, Area.name).where(col(Area.id).in_(_ids("area", events)))
    found |= {("area", str(area)): name for area, name in session.exec(areas)}
    return found


def _ids(kind: str, events: Sequence[AuditEvent]) -> Collection[int]:
    mentioned = {event.subject_id for event in events if event.subject_kind == kind}
    mentioned |= {str(event.details[kind]) for event in events if event.details.get(kind)}
    return [int(each) for each in mentioned if each.isdigit()]
