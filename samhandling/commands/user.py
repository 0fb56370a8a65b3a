"""`samhandling user invite | list | grant | end | reset | disable`. A one-time link is printed once, and kept nowhere.

Whoever runs these has the machine, so no second person confirms a reset; that it was the machine stands in the trail.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import uuid4

from samhandling.areas import repository as areas
from samhandling.areas.change import Change
from samhandling.areas.pages import grant_place
from samhandling.commands.administering import area_id, changing, origin, reading
from samhandling.commands.stores import USAGE, Stopped
from samhandling.identity import links
from samhandling.identity.links import Purpose
from samhandling.identity.roles import ROLES, Place
from samhandling.people import repository
from samhandling.people.use_cases import accounts, grants, persons
from samhandling.people.use_cases.system import invite_system_administrator
from samhandling.services import Services

_SYSTEM_ROLE: Final = next(role.code for role in ROLES.values() if role.place is Place.SYSTEM)


def invite(services: Services, args: argparse.Namespace) -> int:
    naming = persons.Naming(args.name, args.email, args.hpr)
    if (args.role == _SYSTEM_ROLE) != (args.area == "-"):
        raise Stopped(USAGE, f"Området er «-» for {_SYSTEM_ROLE}, og bare da.")
    if args.area == "-":
        with changing(services, None) as change:
            path = invite_system_administrator(change, uuid4(), naming)
    else:
        area = area_id(services, args.area)
        with changing(services, args.area) as change:
            new = grants.NewGrant(args.role, args.place, args.since or change.today, args.until)
            path = persons.invite(change, area, uuid4(), naming, new)
    print(origin() + path)
    return 0


def show(services: Services, args: argparse.Namespace) -> int:
    area = area_id(services, args.area)
    with reading(services) as (session, today):
        units, bodies = areas.organisations(session, area), areas.bodies(session, area, today)
        for grant, name in repository.grants_in(session, area):
            span = f"{grant.valid_from} – {grant.valid_to or ''}"
            place = grant_place(grant, units, bodies, today)
            print(f"{grant.id:6} {grant.person_id} {name:28} {grant.role:22} {span:26} {place}".rstrip())
    return 0


def grant(services: Services, args: argparse.Namespace) -> int:
    area = area_id(services, args.area)
    with changing(services, args.area) as change:
        new = grants.NewGrant(args.role, args.place, args.since or change.today, args.until)
        print(grants.give(change, area, args.person, new))
    return 0


def end(services: Services, args: argparse.Namespace) -> int:
    area = area_id(services, args.area)
    with changing(services, args.area) as change:
        row = repository.grant(change.session, area, args.person, args.grant)
        last_day = args.last_day or change.today
        grants.set_dates(change, area, args.person, (args.grant, row.version), row.valid_from, last_day)
    return 0


@contextmanager
def _of_person(services: Services, args: argparse.Namespace) -> Iterator[Change]:
    """In the area's chain when it knows the person; «-» is for those who administer the system."""
    slug = None if args.area == "-" else args.area
    with changing(services, slug) as change:
        if change.area is not None:
            repository.person(change.session, change.area, args.person)
        elif repository.any_person(change.session, args.person) is None:
            raise Stopped(USAGE, "Personen finnes ikke.")
        yield change


def reset(services: Services, args: argparse.Namespace) -> int:
    with _of_person(services, args) as change:
        purpose = Purpose(args.lost)
        path = links.make(change.session, services, purpose, args.person, by=change.by, area=change.area)
    print(origin() + path)
    return 0


def disable(services: Services, args: argparse.Namespace) -> int:
    with _of_person(services, args) as change:
        for account in repository.accounts(change.session, args.person):
            accounts.disable_account(change, args.person, account)
    return 0
