"""One inhabited area behind the real pages, its routes with ids that exist, and what the database holds."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property

import httpx
import sqlalchemy as sa

from samhandling.areas.tables import AreaMembership, OrganisationVersion
from samhandling.audit.chain import Actor
from samhandling.cases.kinds import CaseKind
from samhandling.cases.opening import Deed, open_case
from samhandling.checks.judging import Judge
from samhandling.guarding.redacting import Ground
from samhandling.identity.access import Declared
from samhandling.identity.links import Purpose
from samhandling.identity.tables import Account, UserSession
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.notices.kinds import MailState
from samhandling.notices.tables import Mail, MailLine, Notice
from samhandling.reports.content import digest, frozen
from samhandling.reports.dimensions import Ruled
from samhandling.reports.drafting import draft
from samhandling.reports.periods import Period
from samhandling.reports.tables import DraftState, PublishedReport, ReportDraft
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.site import site
from samhandling.tables import metadata
from tests.access.application import routes_of
from tests.identity.people import a_link
from tests.serving import serving
from tests.worlds import Site, World, small_area

ADMIN, PKO, GP, SYSTEM_ADMIN = "Ada Admin", "Pia Pko", "Gro Gp", "Sissel System"
EVERYBODY = (None, ADMIN, PKO, GP, SYSTEM_ADMIN)
_NUMBERED = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass
class House:
    site: Site
    routes: tuple[Declared, ...]
    services: Services
    ids: Mapping[str, str]

    @property
    def world(self) -> World:
        return self.site.world

    def browser(self, name: str | None) -> httpx.Client:
        return self.site.browser(name)

    @cached_property
    def calls(self) -> tuple[tuple[str, str], ...]:
        """Method and path of every route, with ids of what there is."""
        return tuple(
            (method, self._path(route.path))
            for route in self.routes
            for method in sorted(route.methods)
            if method != "HEAD"
        )

    @property
    def pages(self) -> tuple[str, ...]:
        return tuple(path for method, path in self.calls if method == "GET")

    @property
    def forms(self) -> tuple[str, ...]:
        return tuple(path for method, path in self.calls if method == "POST")

    def _path(self, pattern: str) -> str:
        role = "pko" if "/rollenavn/" in pattern else self.ids["grant"]
        return _NUMBERED.sub(lambda name: (self.ids | {"rolle": role})[name.group(1)], pattern)

    def contents(self) -> dict[str, str]:
        """A checksum of the rows of every table."""
        with self.world.database.reading(SYSTEM) as session:
            return {
                name: hashlib.sha256(repr(sorted(map(repr, session.execute(sa.select(table))))).encode()).hexdigest()
                for name, table in metadata().tables.items()
            }


@contextmanager
def inhabited(database: Database, judge: Judge) -> Iterator[House]:
    world = World(database)
    small_area(world)
    world.add_person(SYSTEM_ADMIN, world.role("system_administrator"))
    services = world.services
    with ExitStack() as stack:
        app = site(Settings(dev_http=True), services, judge)
        served = Site(world, stack.enter_context(serving(app)), stack)
        yield House(served, routes_of(app), services, _ids(world, services))


def _ids(world: World, services: Services) -> Mapping[str, str]:
    gp, note = world.persons[GP], key(world.rows(OrganisationVersion)[0].id)
    world.token(GP)
    with world.database.writing(SYSTEM) as session:
        session.execute(
            sa.update(OrganisationVersion).where(sa.column("id") == note).values(contact_note="ring sentralbordet")
        )
    area, office, members = world.areas["nord"], world.units["Fjordvik kommune"], world.rows(AreaMembership)
    with world.database.writing(SYSTEM) as session:
        hidden = services.redactor.hide(
            session, "organisation_note", note, Ground.PATIENT, area=area, by=Actor(gp, "gp"), now=world.clock()
        )
        hidden_id = key(hidden.id)
    return {
        "number": "2.1.6",
        "provider": "helseid",
        "letter_id": "epikrise-med-avvik",
        "omraade": "nord",
        "sak": "AV-2026-999",
        "steg": "route",
        "tiltak": "ny",
        "vedlegg": "999",
        "nummer": "2.1.2",
        "varsel": "999",
        "visning": "999",
        "epost": "999",
        "navn": "cases.xlsx",
        "virksomhet": str(office),
        "medlemskap": str(next(key(each.id) for each in members if each.organisation_id == office)),
        "organ": str(world.bodies["OSO Nordmo"]),
        "person": str(gp),
        "grant": str(next(key(each.id) for each in world.grants() if each.person_id == gp)),
        "konto": str(next(key(each.id) for each in world.rows(Account) if each.person_id == gp)),
        "formaal": "password",
        "sted": "organisation_note",
        "rad": str(note),
        "skjult": str(hidden_id),
        "browser": str(key(world.rows(UserSession)[0].id)),
        "token": a_link(services, gp, Purpose.PASSWORD).rpartition("/")[2],
        **{"utvalg": "frist-ute", "uke": "2026-03-16", "kommune": str(office), "avdeling": "999", "halvaar": "2025-H2"},
        **_notice(world),
        **_report(world),
    }


def _report(world: World) -> Mapping[str, str]:
    """The draft of a half-year when nothing came, and the same published."""
    area, period, now = world.areas["nord"], Period(2025, 2), world.clock()
    with world.database.writing(SYSTEM) as session:
        made = draft(session, area, period, Ruled({"2.1.2": "avvik"}, "0" * 64), now, lambda _stage: None)
        body, by = frozen(made.report), world.persons[PKO]
        both = {"area_id": area, "period": period.code, "body": body, "digest": digest(body)}
        session.add(ReportDraft(**both, state=DraftState.DONE, asked_by=by, asked_at=now, counted_at=now))
        published = {"published_by": by, "published_at": now, "published_on": now.date()}
        session.add(PublishedReport(**both, **published, version=1, number="R-2025-H2", maalform="nb"))
    return {
        "periode": period.code, "avsnitt": "answers", "hvor": "nord", "rapport": "R-2025-H2", "fil": "rapport.csv",
    }  # fmt: skip


def _notice(world: World) -> Mapping[str, str]:
    """That something happened in a case, told to the GP, with a mail that nobody knows the fate of."""
    gp, now = world.persons[GP], world.clock()
    with world.database.writing(SYSTEM) as session:
        deed = Deed(session, world.services.trail, Actor(gp, "gp"), now)
        case = open_case(deed, area=world.areas["nord"], kind=CaseKind.DEVIATION, title="Sak", state="open")
        notice = Notice(person_id=gp, case_id=key(case.id), code="case_answered", made_at=now, settled_at=now)
        mail = Mail(message_id="<1@x>", person_id=gp, state=MailState.UNCERTAIN, due_at=now, changed_at=now)
        session.add_all([notice, mail])
        session.flush()
        told = (key(notice.id), key(mail.id))
        session.add(MailLine(mail_id=told[1], notice_id=told[0], case_id=key(case.id), code=notice.code))
    return {"varsel": str(told[0]), "epost": str(told[1])}
