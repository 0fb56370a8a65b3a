"""Builds the invented area with its cases in an empty database, and gives its accounts a password and a second factor.

It cannot end up in operation: it goes only where there is no area; the password and the seed are new each time and
never written down here; and what was built is marked in the trail, which cannot be changed, so that `starting` refuses
to serve such a database at any other address than this machine's own.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import pyotp
import yaml

from samhandling.areas import repository as areas
from samhandling.areas.change import Change
from samhandling.areas.kinds import BodyKind, OrganisationKind
from samhandling.areas.names import LABEL_LANGUAGES
from samhandling.areas.use_cases import areas as area_deeds
from samhandling.areas.use_cases import bodies as body_deeds
from samhandling.areas.use_cases import organisations as organisation_deeds
from samhandling.audit.chain import MACHINE
from samhandling.casework.rulebook import Cites
from samhandling.demo import reporting
from samhandling.demo.cases import SLICES, play
from samhandling.demo.marking import DEMO_BUILT, DEMO_PLAYED, is_demo, is_played
from samhandling.demo.playing import Stage
from samhandling.identity import totp
from samhandling.identity.accounts import by_login
from samhandling.identity.roles import ROLES, Place
from samhandling.identity.tables import Account, Person, PersonName, RoleGrant
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import Refused
from samhandling.kernel.scope import SYSTEM
from samhandling.people.use_cases.grants import NewGrant, give_anyone
from samhandling.reports.dimensions import Ruled
from samhandling.services import Services

_CONTENT: Final = Path(__file__).with_name("area.yaml")


@dataclass(frozen=True, slots=True)
class DemoLogin:
    login: str
    name: str
    role: str
    place: str


@dataclass(frozen=True, slots=True)
class Built:
    """`password`, `seed`: for every login; told this once."""

    logins: tuple[DemoLogin, ...]
    password: str
    seed: str


@dataclass(slots=True)
class _Building:
    """`units`, `bodies`, `grants`: ids by the name or login they have in the file."""

    session: DbSession
    services: Services
    start: date
    areas: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, tuple[int, str]] = field(default_factory=dict)
    grants: dict[str, int] = field(default_factory=dict)

    def change(self, area: str | None) -> Change:
        chain = self.areas[area] if area else None
        return Change(self.session, self.services, MACHINE, self.services.clock(), chain)


def build(services: Services, cites: Cites, *, with_cases: bool = True, ruled: Ruled | None = None) -> Built:
    """The area in one transaction, then its cases, each event in one of its own; nobody can sign in before the end.

    In the demo's own database only new secrets. Refused: «not_empty»; «demo_unfinished» when it was interrupted.
    """
    content = yaml.safe_load(_CONTENT.read_text("utf-8"))
    area = _areas(services, content)
    if area is not None and with_cases:
        play(services, cites, area)
        if ruled is not None:
            reporting.publish(Stage(services, cites, SLICES, area), ruled)
    password, seed = secrets.token_urlsafe(12), pyotp.random_base32()
    hashed = services.hasher.hash(password)
    with services.database.writing(SYSTEM) as session:
        if area is not None:
            _Building(session, services, content["start"]).change(None).record(DEMO_PLAYED, "system", "demo")
        for person in content["persons"]:
            account = by_login(session, person["login"])
            if account is not None and account.disabled_at is None:
                account.password_hash, account.totp_last_step = hashed, 0
                account.totp_seed = totp.sealed(services.secrets, seed)
                session.add(account)
    return Built(tuple(_login(person) for person in content["persons"]), password, seed)


def _areas(services: Services, content: Mapping[str, Any]) -> int | None:
    """The first area's id; None when everything is there already."""
    with services.database.writing(SYSTEM) as session:
        if is_demo(session):
            if not is_played(session):
                raise Refused("demo_unfinished")
            return None
        if areas.areas(session):
            raise Refused("not_empty")
        building = _Building(session, services, content["start"])
        for area in content["areas"]:
            _area(building, area)
        for person in content["persons"]:
            _person(building, person)
        building.change(None).record(DEMO_BUILT, "system", "demo")
        return next(iter(building.areas.values()))


def code(services: Services) -> str | None:
    """The second factor's code of this moment; None when this is not the demo's database."""
    login = yaml.safe_load(_CONTENT.read_text("utf-8"))["persons"][0]["login"]
    with services.database.reading(SYSTEM) as session:
        account = by_login(session, login) if is_demo(session) else None
        if account is None or account.totp_seed is None:
            return None
        return pyotp.TOTP(totp.unsealed(services.secrets, account.totp_seed)).at(services.clock())


def _area(building: _Building, area: Mapping[str, Any]) -> None:
    slug = area["slug"]
    building.areas[slug] = area_deeds.add(building.change(None), slug, area["name"], area.get("maalform", "nb"))
    closed = [
        (row, building.units[row["name"]])
        for row in _organisations(building, slug, area["organisations"], None)
        if "closed" in row
    ]
    for row, unit in closed:
        ending = row["closed"]
        opened = (unit, areas.organisation_row(building.session, unit).version)
        successor = building.units[ending["successor"]]
        organisation_deeds.close(building.change(slug), building.areas[slug], opened, ending["last_day"], successor)
    for name in area.get("joins", ()):
        organisation_deeds.join(building.change(slug), building.areas[slug], building.units[name], building.start)
    for row in area["bodies"]:
        _body(building, slug, row)
    order = [building.bodies[name][0] for name in area["ladder"]]
    version = areas.area(building.session, building.areas[slug]).version
    body_deeds.set_ladder(building.change(slug), building.areas[slug], version, order)
    for label in area.get("role_labels", ()):
        version = areas.area(building.session, building.areas[slug]).version
        labels = {language: label.get(language, "") for language in LABEL_LANGUAGES}
        area_deeds.label_role(
            building.change(slug), building.areas[slug], label["role"], version, labels, building.start
        )


def _organisations(
    building: _Building, slug: str, rows: list[Mapping[str, Any]], parent: int | None
) -> Iterator[Mapping[str, Any]]:
    """Adds them with what is inside, and gives every row."""
    for row in rows:
        description = organisation_deeds.Description(
            row["name"], row.get("contact", ""), row.get("single_person", False)
        )
        new = organisation_deeds.NewOrganisation(
            OrganisationKind(row["kind"]), parent, row.get("maalform", "nb"), building.start, description
        )
        unit = organisation_deeds.add(building.change(slug), building.areas[slug], new)
        building.units[row["name"]] = unit
        if "renamed" in row:
            renamed = organisation_deeds.Description(
                row["renamed"]["to"], description.contact_note, description.single_person
            )
            since = row["renamed"]["since"]
            organisation_deeds.change_from(building.change(slug), building.areas[slug], (unit, 1), renamed, since)
        yield row
        yield from _organisations(building, slug, row.get("inside", []), unit)


def _body(building: _Building, slug: str, row: Mapping[str, Any]) -> None:
    owner = building.units[row["owner"]] if "owner" in row else None
    labels = {language: row.get(language, "") for language in LABEL_LANGUAGES}
    new = body_deeds.NewBody(BodyKind(row["kind"]), owner, building.start, labels)
    body = body_deeds.add(building.change(slug), building.areas[slug], new)
    building.bodies[row["nb"]] = (body, slug)
    if "renamed" in row:
        renamed = {"nb": row["renamed"]["to"], "nn": row["renamed"]["to_nn"], "se": ""}
        body_deeds.label(building.change(slug), building.areas[slug], (body, 1), renamed, row["renamed"]["since"])


def _person(building: _Building, row: Mapping[str, Any]) -> None:
    session, person = building.session, uuid4()
    now = building.services.clock()
    session.add(Person(id=person, maalform=row.get("maalform", "nb"), created_at=now))
    session.flush()
    session.add(PersonName(person_id=person, name=row["name"], email=f"{row['login']}@demo.example"))
    session.add(Account(person_id=person, login=row["login"], created_at=now))
    session.flush()
    if ROLES[row["role"]].place is Place.SYSTEM:
        grant = RoleGrant(person_id=person, role=row["role"], valid_from=building.start)
        session.add(grant)
        session.flush()
        building.change(None).record("role_given", "person", person, grant=grant.id, role=row["role"])
        return
    building.grants[row["login"]] = _grant(building, person, row)


def _grant(building: _Building, person: UUID, row: Mapping[str, Any]) -> int:
    place, slug = None, row.get("area")
    if row.get("at") in building.units:
        place = building.units[row["at"]]
        first = min(areas.areas_of(building.session, place, building.start))
        slug = next(name for name, area in building.areas.items() if area == first)
    elif "at" in row:
        place, slug = building.bodies[row["at"]]
    deputy_for = building.grants[row["deputy_for"]] if "deputy_for" in row else None
    new = NewGrant(row["role"], place, building.start, None, deputy_for)
    return give_anyone(building.change(slug), building.areas[str(slug)], person, new)


def _login(row: Mapping[str, Any]) -> DemoLogin:
    return DemoLogin(row["login"], row["name"], ROLES[row["role"]].label.nb, row.get("at") or row.get("area") or "")
