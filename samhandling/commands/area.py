"""`samhandling area add | list | label`."""

import argparse

from samhandling.areas import repository
from samhandling.areas.names import LABEL_LANGUAGES
from samhandling.areas.use_cases import areas as deeds
from samhandling.commands.administering import area_id, changing, reading
from samhandling.services import Services


def add(services: Services, args: argparse.Namespace) -> int:
    with changing(services, None) as change:
        deeds.add(change, args.slug, args.name, args.maalform)
    print(f"/omrade/{args.slug}")
    return 0


def show(services: Services, args: argparse.Namespace) -> int:
    with reading(services) as (session, _):
        for each in repository.areas(session):
            print(f"{each.slug:20} {each.name}")
    return 0


def label(services: Services, args: argparse.Namespace) -> int:
    area = area_id(services, args.area)
    with changing(services, args.area) as change:
        version = repository.area(change.session, area).version
        labels = {language: getattr(args, language) for language in LABEL_LANGUAGES}
        deeds.label_role(change, area, args.role, version, labels, args.since or change.today)
    return 0
