"""People for tests: somebody with roles in an area, and somebody who has signed up as people do."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pyotp
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from samhandling.areas.tables import Area
from samhandling.audit.chain import MACHINE
from samhandling.identity import links
from samhandling.identity.links import Purpose
from samhandling.identity.tables import Person, PersonName, RoleGrant
from samhandling.kernel.columns import key
from samhandling.kernel.scope import SYSTEM
from samhandling.services import Services
from tests.databases import ENGINES

#: Runs a test on each engine.
both = pytest.mark.parametrize("engine", ENGINES)
PASSWORD = "fjorden speiler tre rare elger"  # noqa: S105
CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


class Told:
    """A clock that stands still until it is told to go on."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)


def cheaply(services: Services, clock: Told | None = None) -> Services:
    """The same services with a cheap hasher, and the clock when one is given."""
    return replace(services, hasher=CHEAP, clock=clock or services.clock)


def a_person(services: Services, name: str = "Kari Nordli", *roles: str, email: str | None = None) -> UUID:
    """A person with roles that stand in an area, from the first of this year on."""
    person = uuid4()
    with services.database.writing(SYSTEM) as session:
        area = Area(slug=f"o-{person.hex[:8]}", name="Nordlysområdet", fingerprint_key=b"k" * 32)
        session.add_all([area, Person(id=person, created_at=services.clock())])
        session.flush()
        session.add(PersonName(person_id=person, name=name, email=email))
        session.add_all(
            RoleGrant(person_id=person, role=role, area_id=key(area.id), valid_from=date(2026, 1, 1)) for role in roles
        )
    return person


def a_link(services: Services, person: UUID, purpose: Purpose = Purpose.INVITATION) -> str:
    with services.database.writing(SYSTEM) as session:
        return links.make(session, services, purpose, person, by=MACHINE)


def sent(client: httpx.Client, path: str, **fields: str) -> httpx.Response:
    """As a browser sends a form: multipart, also without fields."""
    return client.post(path, files={name: (None, text) for name, text in (fields or {"_": ""}).items()})


def code_of(services: Services, seed: str) -> str:
    return pyotp.TOTP(seed).at(services.clock())


@dataclass(frozen=True, slots=True)
class SignedUp:
    person: UUID
    login: str
    seed: str
    codes: tuple[str, ...]


def sign_up(services: Services, client: httpx.Client, person: UUID, login: str = "kari.nordli") -> SignedUp:
    """Through the pages, as the invited person does; the client is signed in afterwards."""
    sent(client, a_link(services, person), brukernavn=login, passord=PASSWORD, passord_igjen=PASSWORD)
    page = client.get("/logg-inn/ny-kode")
    found = re.search(r'<code class="seed">([A-Z2-7 ]+)</code>', page.text)
    assert found, page.text
    seed = found[1].replace(" ", "")
    page = sent(client, "/logg-inn/ny-kode", kode=code_of(services, seed))
    codes = re.findall(r"<li><code>([\w-]+)</code></li>", page.text)
    return SignedUp(person, login, seed, tuple(codes))
