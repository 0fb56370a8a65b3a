"""Organisations: added, renamed from a day, corrected, closed, and taken into an area or out of it.

Naturally unique: within an area, kind and place in the tree, no two open organisations have the same name. A form that
is sent twice therefore makes one; the second time gives the id of the first.
"""

from dataclasses import dataclass, fields
from datetime import date

from samhandling.areas import repository
from samhandling.areas.change import Change, fresh
from samhandling.areas.domain import Organisation
from samhandling.areas.kinds import OrganisationKind
from samhandling.areas.names import NEEDS_PARENT, PARENTS
from samhandling.areas.periods import at, cut, in_order, overlap
from samhandling.areas.tables import AreaMembership, OrganisationVersion
from samhandling.areas.tables import Organisation as Row
from samhandling.areas.use_cases.ending import end_roles, end_row
from samhandling.kernel.columns import key
from samhandling.kernel.errors import NotFound, Refused
from samhandling.people.repository import grants_at


@dataclass(frozen=True, slots=True)
class Description:
    """What a version says."""

    name: str
    contact_note: str = ""
    single_person: bool = False


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    kind: OrganisationKind
    parent: int | None
    maalform: str
    start: date
    description: Description


def add(change: Change, area: int, new: NewOrganisation) -> int:
    """The id. Refused: «parent_needed», «parent_unfit», «name_taken»."""
    repository.locked(change.session, area)
    known = repository.organisations(change.session, area)
    _fits(new, known)
    twin = next((each for each in known.values() if _is_twin(each, new)), None)
    if twin is not None:
        if twin.versions[0].valid_from == new.start and _description(twin.versions[0]) == new.description:
            return twin.id
        raise Refused("name_taken", field="navn")
    row = Row(kind=new.kind, parent_id=new.parent, maalform=new.maalform)
    change.session.add(row)
    change.session.flush()
    change.session.add(_version(key(row.id), new.description, new.start, None))
    if new.parent is None:
        change.session.add(AreaMembership(area_id=area, organisation_id=key(row.id), valid_from=new.start))
    change.record(
        "organisation_added",
        "organisation",
        row.id,
        organisation_kind=new.kind.value,
        parent=new.parent,
        since=new.start.isoformat(),
        name=change.hashed(new.description.name),
    )
    return key(row.id)


def change_from(change: Change, area: int, opened: tuple[int, int], description: Description, start: date) -> None:
    """A new version from a day; the one before ends the day before. `opened`: the id and the version it was opened on.

    Refused: «outside_period», «same_day», «name_taken». Sent twice: one version.
    """
    row, known = _row(change, area, opened[0])
    current = at(known.versions, start)
    if current is not None and current.valid_from == start and _description(current) == description:
        return
    fresh(opened[1], row.version)
    _refuse_twin(change, area, known, description.name)
    rows = repository.versions(change.session, known.id)
    before, end = cut(rows, start)
    changed = _differences(_description(before), description)
    if not changed:
        raise Refused("nothing_changed")
    change.session.add_all([before, _version(known.id, description, start, end)])
    _touch(change, row)
    change.record("organisation_changed", "organisation", known.id, since=start.isoformat(), fields=changed)


def correct(change: Change, area: int, opened: tuple[int, int], description: Description, maalform: str) -> None:
    """Rewrites what holds now, which never was right; for a closed one the last. Refused: «name_taken»."""
    row, known = _row(change, area, opened[0])
    current = known.on(change.today)
    changed = _differences(_description(current), description) + (["maalform"] if maalform != row.maalform else [])
    if not changed:
        return
    fresh(opened[1], row.version)
    _refuse_twin(change, area, known, description.name)
    before = current.name
    current.name, current.contact_note = description.name, description.contact_note
    current.single_person, row.maalform = description.single_person, maalform
    change.session.add(current)
    _touch(change, row)
    names = {"was": change.hashed(before), "name": change.hashed(current.name)} if "name" in changed else {}
    change.record("organisation_corrected", "organisation", known.id, fields=changed, **names)


def close(change: Change, area: int, opened: tuple[int, int], last_day: date, successor: int | None) -> None:
    """Ends its last version, its memberships and the roles held in it.

    Refused: «in_several_areas» (it is only taken out of this one), «has_open_departments», «closed_already»,
    «ends_before_start», «successor_unfit».
    """
    row, known = _row(change, area, opened[0])
    if known.last_day() == last_day and known.successor == successor:
        return
    fresh(opened[1], row.version)
    if known.last_day() is not None:
        raise Refused("closed_already")
    if repository.areas_of(change.session, known.id, change.today) - {area}:
        raise Refused("in_several_areas")
    everyone = repository.organisations(change.session, area)
    if any(each.parent == known.id and not each.is_closed(last_day) for each in everyone.values()):
        raise Refused("has_open_departments")
    if successor is not None and (successor == known.id or successor not in everyone or everyone[successor].last_day()):
        raise Refused("successor_unfit", field="etterfolger")
    last = known.versions[-1]
    in_order(last.valid_from, last_day)
    last.valid_to, row.successor_id = last_day, successor
    change.session.add(last)
    for each in repository.all_memberships(change.session, known.id):
        end_row(change, each, last_day)
    _touch(change, row)
    change.record("organisation_closed", "organisation", known.id, last_day=last_day.isoformat(), successor=successor)
    end_roles(change, grants_at(change.session, organisation=known.id, after=last_day), last_day, "place_closed")


def reopen(change: Change, area: int, opened: tuple[int, int]) -> None:
    """Undoes a closing: the last version holds on, and so does the membership. Roles are given anew."""
    row, known = _row(change, area, opened[0])
    last_day = known.last_day()
    if last_day is None:
        return
    fresh(opened[1], row.version)
    _refuse_twin(change, area, known, known.versions[-1].name)
    known.versions[-1].valid_to, row.successor_id = None, None
    change.session.add(known.versions[-1])
    for each in known.memberships:
        if each.valid_to == last_day:
            each.valid_to = None
            change.session.add(each)
    _touch(change, row)
    change.record("organisation_reopened", "organisation", known.id, last_day=last_day.isoformat())


def join(change: Change, area: int, organisation: int, start: date) -> None:
    """Takes an organisation that stands by itself into the area as well. Refused: «not_by_itself», «closed_already»."""
    repository.locked(change.session, area)
    row = repository.organisation_row(change.session, organisation)
    if row.parent_id is not None:
        raise Refused("not_by_itself")
    rows = repository.versions(change.session, organisation)
    if at(rows, start) is None:
        raise Refused("closed_already", field="fra")
    if any(overlap(each, start, None) for each in repository.memberships(change.session, area, organisation)):
        return
    change.session.add(AreaMembership(area_id=area, organisation_id=organisation, valid_from=start))
    _touch(change, row)
    change.record("organisation_joined", "organisation", organisation, since=start.isoformat())


def set_membership(
    change: Change, area: int, opened: tuple[int, int], membership: int, start: date, end: date | None
) -> None:
    """When it came and when it leaves. Refused: «ends_before_start», «membership_overlaps», «outside_period»."""
    row, known = _row(change, area, opened[0])
    mine = next((each for each in known.memberships if each.id == membership), None)
    if mine is None:
        raise NotFound
    if (mine.valid_from, mine.valid_to) == (start, end):
        return
    fresh(opened[1], row.version)
    in_order(start, end)
    if any(each is not mine and overlap(each, start, end) for each in known.memberships):
        raise Refused("membership_overlaps", field="fra")
    if start < known.versions[0].valid_from:
        raise Refused("outside_period", field="fra")
    mine.valid_from, mine.valid_to = start, end
    change.session.add(mine)
    _touch(change, row)
    change.record(
        "organisation_membership_set",
        "organisation",
        known.id,
        since=start.isoformat(),
        last_day=end.isoformat() if end else None,
    )


def _row(change: Change, area: int, organisation: int) -> tuple[Row, Organisation]:
    repository.locked(change.session, area)
    known = repository.organisation(change.session, area, organisation)
    return repository.organisation_row(change.session, organisation), known


def _touch(change: Change, row: Row) -> None:
    row.version += 1
    change.session.add(row)
    change.session.flush()


def _fits(new: NewOrganisation, known: dict[int, Organisation]) -> None:
    if new.parent is None:
        if new.kind in NEEDS_PARENT:
            raise Refused("parent_needed", field="over")
        return
    parent = known.get(new.parent)
    if parent is None or parent.kind not in PARENTS.get(new.kind, ()) or parent.is_closed(new.start):
        raise Refused("parent_unfit", field="over")
    above = known.get(parent.parent) if parent.parent else None
    if above is not None and above.parent is not None:
        raise Refused("parent_too_deep", field="over")


def _is_twin(each: Organisation, new: NewOrganisation) -> bool:
    same_place = (each.kind, each.parent) == (new.kind, new.parent)
    return same_place and each.last_day() is None and _same(each.versions[-1].name, new.description.name)


def _refuse_twin(change: Change, area: int, known: Organisation, name: str) -> None:
    for each in repository.organisations(change.session, area).values():
        same_place = (each.kind, each.parent) == (known.kind, known.parent)
        if each.id != known.id and same_place and each.last_day() is None and _same(each.versions[-1].name, name):
            raise Refused("name_taken", field="navn")


def _same(name: str, other: str) -> bool:
    return " ".join(name.split()).casefold() == " ".join(other.split()).casefold()


def _description(version: OrganisationVersion) -> Description:
    return Description(version.name, version.contact_note, version.single_person)


def _differences(before: Description, after: Description) -> list[str]:
    return [each.name for each in fields(Description) if getattr(before, each.name) != getattr(after, each.name)]


def _version(organisation: int, description: Description, start: date, end: date | None) -> OrganisationVersion:
    return OrganisationVersion(
        organisation_id=organisation,
        name=description.name,
        contact_note=description.contact_note,
        single_person=description.single_person,
        valid_from=start,
        valid_to=end,
    )
