"""`samhandling org add | rename | close | list | join`."""

import argparse
from dataclasses import replace

from samhandling.areas import repository
from samhandling.areas.kinds import OrganisationKind
from samhandling.areas.names import ORGANISATION_KINDS
from samhandling.areas.use_cases import organisations as deeds
from samhandling.commands.administering import area_id, changing, reading
from samhandling.services import Services


def add(services: Services, args: argparse.Namespace) -> int:
    area = area_id(services, args.area)
    with changing(services, args.area) as change:
        description = deeds.Description(args.name, args.contact, args.single_person)
        new = deeds.NewOrganisation(
            OrganisationKind(args.kind), args.parent, args.maalform, args.since or change.today, description
        )
        print(deeds.add(change, area, new))
    return 0


def rename(services: Services, args: argparse.Namespace) -> int:
    area = area_id(services, args.area)
    with changing(services, args.area) as change:
        known, since = repository.organisation(change.session, area, args.id), args.since or change.today
        now = known.on(since)
        description = replace(deeds.Description(now.name, now.contact_note, now.single_person), name=args.name)
        deeds.change_from(change, area, (args.id, known.version), description, since)
    return 0


def close(services: Services, args: argparse.Namespace) -> int:
    area = area_id(services, args.area)
    with changing(services, args.area) as change:
        version = repository.organisation(change.session, area, args.id).version
        deeds.close(change, area, (args.id, version), args.last_day or change.today, args.successor)
    return 0


def show(services: Services, args: argparse.Namespace) -> int:
    area = area_id(services, args.area)
    with reading(services) as (session, today):
        for each in repository.organisations(session, area).values():
            if args.closed or not each.is_closed(today):
                ended = f"  (til {each.last_day()})" if each.last_day() else ""
                kind = ORGANISATION_KINDS[each.kind].nb
                print(f"{each.id:6} {each.parent or '':>6} {kind:24} {each.name(today)}{ended}")
    return 0


def join(services: Services, args: argparse.Namespace) -> int:
    area = area_id(services, args.area)
    with changing(services, args.area) as change:
        deeds.join(change, area, args.id, change.today)
    return 0
