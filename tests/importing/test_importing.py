"""A file from the upload to the cases, over HTTP on both databases."""

import re

import httpx
import pytest

from samhandling.cases.kinds import Part
from samhandling.cases.tables import Case, Participant, RuleLink, Statement
from samhandling.deviations.tables import Deviation
from tests.deviations.acting import People
from tests.importing.files import GOOD, LATE, workbook
from tests.worlds import World, post, told

IMPORT = "/omrade/nord/avvik/importer"


def upload(client: httpx.Client, content: bytes, name: str = "avvik.xlsx") -> httpx.Response:
    return client.post(IMPORT, files={"fil": (name, content)})


def sealed(page: str) -> str:
    return re.search(r'name="rader" value="([^"]+)"', page).group(1)


def imported(people: People, content: bytes, **more: str) -> httpx.Response:
    pia = people("Pia Pko")
    tried = upload(pia, content)
    assert tried.status_code == 200, told(tried.text)
    return post(pia, IMPORT, rader=sealed(tried.text), **more)


def test_a_dry_run_shows_what_will_be_made_and_stores_nothing(people: People, world: World) -> None:
    page = upload(people("Pia Pko"), workbook(GOOD)).text

    assert f"{LATE} – Medisinsk avdeling" in page
    assert "Importer 1 sak" in told(page)
    assert world.rows(Case) == []


def test_a_second_press_makes_the_cases_on_behalf_of_their_offices(people: People, world: World) -> None:
    answer = imported(people, workbook(GOOD))

    assert answer.headers["location"] == f"{IMPORT}?laget=1&fantes=0"
    case, row = world.rows(Case)[0], world.rows(Deviation)[0]
    reporter = next(each for each in world.rows(Participant) if each.part is Part.REPORTER)
    assert (case.state, row.month, row.minutes, row.label) == ("sent", "2026-03", 20, "reporter")
    assert reporter.organisation_id == world.units["Fjordvik legekontor"]
    assert world.rows(RuleLink)[0].statement == "2.1.2"
    assert world.rows(Statement)[0].text == GOOD[4]
    assert case.number in people("Gro Gp").get("/omrade/nord/saker").text
    assert "Ført inn av praksiskonsulenten fra en liste" in people.page("Gro Gp", case.number)
    assert "1 sak er laget." in told(people("Pia Pko").get(answer.headers["location"]).text)


@pytest.mark.parametrize(("straks", "state"), [("ja", "with_unit"), ("", "sent")])
def test_units_are_asked_at_once_only_when_the_box_is_ticked(
    people: People, world: World, straks: str, state: str
) -> None:
    imported(people, workbook(GOOD), straks=straks)

    assert [each.state for each in world.rows(Case)] == [state]
