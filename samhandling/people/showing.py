"""What the routes of persons ask the database for before a page is made."""

from datetime import date
from typing import Final
from uuid import UUID

from fastapi import Request

from samhandling.areas import repository as areas
from samhandling.areas.answering import Crumbs, made_of, may, today_of
from samhandling.areas.change import Change
from samhandling.areas.pages import body_name, places, role_name
from samhandling.identity.access import Visitor
from samhandling.identity.permissions import Permission
from samhandling.identity.roles import ROLES, Place, Role
from samhandling.identity.tables import RoleGrant
from samhandling.kernel.collation import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound
from samhandling.people import pages, repository
from samhandling.people.pages import Known
from samhandling.people.use_cases.persons import looked_after_by
from samhandling.web.i18n import gettext, marked

_LOST: Final = {"ask_password": marked("Nytt passord"), "ask_second_factor": marked("Ny engangskode")}


def known(session: DbSession, area: int, today: date) -> Known:
    """Seven queries."""
    return Known(
        areas.organisations(session, area),
        areas.bodies(session, area, today),
        tuple(areas.role_labels(session, area)),
        today,
    )


def person_id(text: str) -> UUID:
    """NotFound for what is no id."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def role_of(code: str) -> Role:
    """A role that an area can give. NotFound for others."""
    role = ROLES.get(code)
    if role is None or role.place is Place.SYSTEM:
        raise NotFound
    return role


def role_places(role: Role, known: Known) -> dict[str, str] | None:
    """Where the role can be held, id to name; None for the area as a whole."""
    if role.place is Place.AREA:
        return None
    if role.place is Place.ORGANISATION:
        kinds = {each.kind for each in known.organisations.values() if each.kind.value in role.kinds}
        return places(known.organisations, known.today, kinds)
    fit = [b for b in known.bodies.values() if b.kind.value in role.kinds and not b.is_closed(known.today)]
    return {str(b.id): body_name(b, known.today) for b in sorted(fit, key=lambda b: key(body_name(b, known.today)))}


def holders(session: DbSession, area: int, role: Role, known: Known, without: UUID | None) -> dict[str, str]:
    """For whom somebody may stand in: those who hold the role now or later, by the grant's id."""
    found = [
        (grant, name)
        for grant, name in repository.grants_in(session, area)
        if grant.role == role.code
        and name
        and grant.person_id != without
        and (grant.valid_to is None or grant.valid_to >= known.today)
    ]
    names: dict[int, str] = {}
    shown = {str(grant.id): f"{name} – {known.held(grant, names).place}".rstrip(" –") for grant, name in found}
    return dict(sorted(shown.items(), key=lambda item: key(item[1])))


def person_page(request: Request, who: Visitor, person: UUID, crumbs: Crumbs, base: str, done: str) -> pages.PersonPage:
    """NotFound for somebody the area does not know."""
    made, today, area = made_of(request), today_of(request), who.here.id
    administers = may(who, Permission.PEOPLE_ADMINISTER)
    with made.database.reading(who.scope) as session:
        repository.person(session, area, person)
        named = repository.name_of(session, person)
        everything = known(session, area, today)
        everyone = repository.grants_in(session, area)
        accounts = repository.accounts(session, person)
        invited = repository.open_links(session, "invitation", made.clock(), [person])
        asked = [link for each in _LOST for link in repository.open_links(session, each, made.clock(), [person])]
        askers = repository.names_of(session, [link.made_by for link in asked if link.made_by])
        looked_after = looked_after_by(Change(session, made, who.actor, made.clock(), area), area, person)
    names = {grant.id or 0: pages.shown_name(name) for grant, name in everyone}
    held = [everything.held(grant, names) for grant, _ in everyone if grant.person_id == person]
    return pages.PersonPage(
        title=pages.shown_name(named.name if named else ""),
        crumbs=crumbs,
        base=base,
        id=person,
        named=named is not None,
        email=(named.email if named else None) or "",
        hpr=(named.hpr_number if named else None) or "",
        now=tuple(each for each in held if each.state == "now"),
        coming=tuple(each for each in held if each.state == "coming"),
        former=tuple(each for each in held if each.state == "former"),
        accounts=tuple(
            pages.AccountRow(
                each.id or 0,
                "local" if each.login is not None else "outside",
                each.login or "",
                each.disabled_at is not None,
                each.version,
            )
            for each in accounts
        ),
        invited_until=invited[0].expires_at if invited else None,
        waiting=tuple(
            pages.Waiting(
                link.purpose.removeprefix("ask_"),
                gettext(_LOST[link.purpose]),
                askers.get(link.made_by, "") if link.made_by else "",
                link.expires_at,
                link.made_by == who.me.person,
            )
            for link in asked
        ),
        looked_after=looked_after,
        is_me=person == who.me.person,
        may_administer=administers,
        may_confirm=may(who, Permission.PEOPLE_CONFIRM),
        done=done,
    )


def role_filter(known: Known) -> dict[str, str]:
    """Every role that can be held in an area, by what it is called there."""
    return {
        role.code: role_name(known.labels, role.code, known.today)
        for role in ROLES.values()
        if role.place is not Place.SYSTEM
    }


def fits(grant: RoleGrant, role: str, organisation: str, body: str) -> bool:
    """Whether a grant is among those a list is filtered on; an empty filter lets all through."""
    return (
        role in ("", grant.role)
        and organisation in ("", str(grant.organisation_id))
        and body in ("", str(grant.body_id))
    )
