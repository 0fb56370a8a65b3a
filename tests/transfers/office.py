"""The forms of a transfer as people fill them in, over HTTP: who does what, with what a test leaves to be usual."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import httpx

from samhandling.audit.chain import Actor
from samhandling.cases.opening import Deed
from samhandling.cases.tables import Case
from samhandling.casework import moving
from samhandling.casework import repository as common
from samhandling.casework.rulebook import Cites
from samhandling.identity import sessions
from samhandling.identity.users import User
from samhandling.transfers.codes import CRITERIA, QUESTIONS
from samhandling.transfers.slice import SLICE
from samhandling.transfers.tables import Transfer
from samhandling.web.fields import Filled
from tests.worlds import Site, World, post, told, version_in

AREA = "/omrade/nord"
FULL = "full"


@dataclass
class Office:
    site: Site
    cites: Cites
    browsers: dict[str, httpx.Client] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    @property
    def world(self) -> World:
        return self.site.world

    def browser(self, name: str) -> httpx.Client:
        if name not in self.browsers:
            self.browsers[name] = self.site.browser(name)
        return self.browsers[name]

    def on(self, day: date) -> None:
        """The morning of another day; everybody signs in anew."""
        self.world.clock.now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        self.browsers.clear()
        self.users.clear()

    def unit(self, name: str) -> int:
        return self.world.units[name]

    def body(self, name: str) -> int:
        return self.world.bodies[name]

    def proposal(self, **changed: Any) -> dict[str, Any]:
        usual = {
            "tittel": "Blodprøver ved stabil behandling",
            "fra": self.unit("Medisinsk avdeling"),
            "til": "gps",
            "slag": "sampling",
            "i_bruk": "no",
            "hva": "Faste prøver hver tredje måned flyttes nærmere hjemmet.",
            "nokkel": uuid4().hex,
        }
        return usual | dict.fromkeys((f"svar_{question}" for question in QUESTIONS), "yes") | changed

    def propose(self, by: str = "Hans Sykehus", **changed: Any) -> str:
        """The number of the new case."""
        answer = post(self.browser(by), f"{AREA}/oppgaver/ny", **self.proposal(**changed))
        assert answer.status_code == 303, told_problems(answer)
        return answer.headers["location"].split("?")[0].rsplit("/", 1)[1]

    def page(self, number: str, by: str) -> httpx.Response:
        return self.browser(by).get(f"{AREA}/saker/{number}")

    def step(self, number: str, code: str, by: str = "Pia Pko", **form: Any) -> httpx.Response:
        """As a browser does: the form is opened and sent."""
        path = f"{AREA}/saker/{number}/steg/{code}"
        opened = self.browser(by).get(path)
        if opened.status_code != 200:
            return opened
        return post(self.browser(by), path, **({"versjon": version_in(opened.text)} | form))

    def made(self, number: str, code: str, by: str = "Pia Pko", **form: Any) -> None:
        answer = self.step(number, code, by, **form)
        done = answer.status_code == 303 and f"gjort={code}" in answer.headers["location"]
        assert done, (code, answer.status_code, told_problems(answer))

    def does(self, number: str, code: str, by: str = "Pia Pko", **form: Any) -> None:
        """The same move without its page: the way to where a test begins."""
        user, made = self.user(by), self.world.services
        actor = Actor(user.person, user.roles[0].role.code)
        with self.world.database.writing(user.scope) as session:
            case = common.case_numbered(session, self.world.areas["nord"], number, to_change=True)
            seen = moving.looking(session, case, user, now=self.world.clock(), cites=self.cites)
            filled = Filled((), {name: str(value) for name, value in form.items()}, version=case.version)
            moving.move(Deed(session, made.trail, actor, self.world.clock()), SLICE, seen, code, filled)

    def user(self, name: str) -> User:
        if name not in self.users:
            found = sessions.find(self.world.database, self.world.token(name), self.world.clock())
            assert found is not None
            self.users[name] = found.user
        return self.users[name]

    def assessed(self, number: str, major: str = "nei") -> None:
        """From a proposal to a full assessment that is complete."""
        self.does(number, "screen_full", storre=major)
        self.does(number, "assess")
        self.does(number, "volume", **VOLUME)
        self.does(number, "score", **scored())

    def before_council(self, number: str, major: str = "nei") -> None:
        self.assessed(number, major)
        self.does(number, "to_council", organ=self.body("Fastlegerådet"))

    def advised(self, number: str, major: str = "nei", **changed: Any) -> None:
        self.before_council(number, major)
        self.does(number, "advise", "Sol Sekretær", **(self.advice() | changed))

    def advice(self, **changed: Any) -> dict[str, Any]:
        usual = {
            "organ": self.body("Fastlegerådet"),
            "dag": "2026-03-12",
            "raad": "with_conditions",
            "grunn": "Kort reisevei taler for. Den som stiller indikasjonen, eier svaret.",
            "vilkaar": "Rekvisisjonen kommer fra avdelingen\nDirekte telefonnummer til lege",
        }
        return usual | changed

    def adoption(self, **changed: Any) -> dict[str, Any]:
        decision = {"organ": self.body("Fastlegerådet"), "dag": "2026-03-13"}
        plan = {"starter": "2026-04-01", "evalueres": "2027-04-01", "rolle": "department_head"}
        return decision | plan | {"eier": self.unit("Medisinsk avdeling")} | changed

    def adopted(self, number: str, **changed: Any) -> None:
        self.does(number, "adopt", **self.adoption(**changed))

    def case(self, number: str) -> Case:
        return next(each for each in self.world.rows(Case) if each.number == number)

    def row(self, number: str) -> Transfer:
        case_id = self.case(number).id
        return next(each for each in self.world.rows(Transfer) if each.case_id == case_id)


VOLUME = {"pasienter": 210, "ganger": 4, "minutter": 10, "varighet": "lasting"}


def scored() -> dict[str, str]:
    return {f"poeng_{code}": "2" for code in CRITERIA} | {f"hvorfor_{code}": "Godt ivaretatt." for code in CRITERIA}


def told_problems(answer: httpx.Response) -> str:
    return told(answer.text)[:1500]
