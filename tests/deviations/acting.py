"""Reporting and moving deviations as people do, through the pages."""

import re
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

import httpx

from samhandling.cases.tables import Case
from tests.worlds import Site, post

CASE: Final = "/omrade/nord/saker"
NEW: Final = "/omrade/nord/avvik/ny"
TEXT: Final = "Epikrisen kom seksten dager etter utskrivning."


@dataclass
class People:
    """A browser for each, by name; kept between calls."""

    site: Site
    browsers: dict[str, httpx.Client] = field(default_factory=dict)

    def __call__(self, name: str) -> httpx.Client:
        if name not in self.browsers:
            self.browsers[name] = self.site.browser(name)
        return self.browsers[name]

    def report(self, who: str = "Gro Gp", **changed: object) -> httpx.Response:
        """As the form is sent by one who chose a situation and a unit; `changed` on top."""
        units = self.site.world.units
        form = {
            "port": "ingen",
            "situasjon": "late_letter",
            "enhet": units["Medisinsk avdeling"],
            "maaned": "2026-03",
            "kontor": units["Fjordvik legekontor"] if who == "Gro Gp" else "",
            "hva": TEXT,
            "nokkel": uuid4().hex,
        }
        return post(self(who), NEW, **form | changed)

    def case(self, who: str = "Gro Gp", **changed: object) -> str:
        """The number of a case just reported."""
        answer = self.report(who, **changed)
        assert answer.status_code == 303, told_errors(answer.text)
        return answer.headers["location"].split("/")[-1].split("?")[0]

    def move(self, who: str, case: str, code: str, **form: object) -> httpx.Response:
        version = next(each.version for each in self.site.world.rows(Case) if each.number == case)
        return post(self(who), f"{CASE}/{case}/steg/{code}", versjon=version, **form)

    def moved(self, who: str, case: str, code: str, **form: object) -> None:
        answer = self.move(who, case, code, **form)
        assert answer.status_code == 303, (code, answer.status_code, told_errors(answer.text))

    def page(self, who: str, case: str) -> str:
        answer = self(who).get(f"{CASE}/{case}")
        assert answer.status_code == 200
        return answer.text


def told_errors(page: str) -> list[str]:
    return re.findall(r'ds-error-summary.*?</div>|role="alert".*?</div>', page, re.S)


ANSWER: Final = {"svar": "Diktatet lå usignert. Vi går nå gjennom dem hver dag.", "resultat": "agreed"}
