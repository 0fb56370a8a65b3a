"""What is kept from whom on a dashboard, what it guesses, and what it costs."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from samhandling.cases.kinds import CaseKind, Part
from samhandling.cases.tables import Case
from samhandling.dashboards.steward import duration
from samhandling.dashboards.tables import StewardHours
from samhandling.kernel.scope import SYSTEM
from samhandling.reports.tables import PublishedReport
from samhandling.transfers.tables import TransferPlace, TransferVolume
from tests.dashboards.building import numbers, opened, owed, reported, stored, transfer, values
from tests.dashboards.conftest import HOME
from tests.deviations.acting import People
from tests.worlds import post, told


def test_the_pages_take_the_same_queries_however_many_cases_there_are(busy: People) -> None:
    world = busy.site.world
    pages = [(who, HOME) for who in ("Pia Pko", "Hild Head", "Rut Råd")]
    pages.append(("Kim Kommune", f"{HOME}/kommune/{world.units['Fjordvik kommune']}"))
    pages.append(("Dag Avdeling", numbers(busy("Dag Avdeling"), HOME)["Å svare på"].href))

    def queries() -> dict[tuple[str, str], int]:
        return {(who, path): world.queries(partial(busy(who).get, path)) for who, path in pages}

    before = [queries(), queries()][1]
    for _ in range(2):
        owed(world, reported(world, date(2026, 4, 13)), date(2026, 4, 23))
        opened(world, CaseKind.TRANSFER, "to_council", Part.COUNCIL, body=world.bodies["Fastlegerådet"])
    assert queries() == before
    assert max(before.values()) <= 25


def test_a_municipality_counts_no_case_of_its_offices_and_no_hours_of_one_or_two(people: People) -> None:
    world = people.site.world
    reported(world, date(2026, 3, 16))
    volume = {"since": date(2026, 1, 1), "times_a_year": 4, "minutes": 10}
    tasks = {}
    for title, patients in (("Alle", 270), ("Ett kontor", 2_700)):
        oso = world.bodies["OSO Nordmo"]
        tasks[title] = opened(world, CaseKind.TRANSFER, "in_operation", Part.INFORMED, body=oso)
        stored(world, transfer(world, tasks[title]))
        stored(world, TransferVolume(case_id=tasks[title], patients=patients, **volume))
        with world.database.writing(SYSTEM) as session:
            case = session.get_one(Case, tasks[title])
            case.shared, case.title = True, title
    stored(world, TransferPlace(case_id=tasks["Ett kontor"], organisation_id=world.units["Fjordvik legekontor"]))

    path = f"{HOME}/kommune/{world.units['Fjordvik kommune']}"
    assert "Ingen rapport er publisert" in told(people("Kim Kommune").get(path).text)
    published = PublishedReport(
        area_id=world.areas["nord"], period="2025-H2", version=1, number="R-2025-H2", maalform="nb", body="{}",
        digest="", published_by=world.persons["Ada Admin"], published_at=world.clock(), published_on=date(2026, 2, 1),
    )  # fmt: skip
    stored(world, published)
    whole = people("Kim Kommune").get(path).text
    page = told(whole)

    assert values(people("Kim Kommune"), path) == [0, 0, 0, 0]
    assert "AV-2026-001" not in page
    assert "Alle 4,0 1. januar 2026" in page
    assert "Ett kontor – 1. januar 2026" in page
    assert '<a class="ds-link" href="/rapporter/nord/R-2025-H2">Rapporten for andre halvår 2025</a>' in whole
    assert [people(who).get(path).status_code for who in ("Pia Pko", "Dag Avdeling")] == [404, 404]


def test_the_time_of_the_queue_is_guessed_only_from_weeks_that_are_entered(people: People) -> None:
    world, monday = people.site.world, date(2026, 4, 20)
    for ago in range(1, 5):
        week = monday - timedelta(weeks=ago)
        for _ in range(3):
            opened(world, CaseKind.DISPUTE, "reported", Part.INFORMED, on=week, body=world.bodies["OSO Nordmo"])
        stored(world, StewardHours(area_id=world.areas["nord"], week=week, minutes=150))
        if ago > 2:
            page = told(people("Pia Pko").get(HOME).text)
            assert ("Et grovt anslag" in page) is (ago == 4)
    # 600 minutes on the 12 cases that came in; 12 wait.
    assert "køen tar omtrent 10 t. I de 4 ukene som er ført, gikk det i snitt 50 min på hver sak" in page
    assert [duration(each) for each in (0, 45, 60, 210)] == ["0 min", "45 min", "1 t", "3 t 30 min"]


def test_it_is_not_taken_back_on_another_day(people: People) -> None:
    world = people.site.world
    path = f"{HOME}/gjennomgang/{world.units['Medisinsk avdeling']}/2025-H2"
    post(people("Hild Head"), path)
    world.clock.now = datetime(2026, 4, 21, 9, tzinfo=UTC)
    people.browsers.clear()
    assert post(people("Hild Head"), f"{path}/angre").status_code == 422
    assert "Ta tilbake" not in told(people("Hild Head").get(HOME).text)


@pytest.mark.parametrize("period", ["2026-H1", "2024-H1", "2025"])
def test_a_half_year_that_is_not_among_the_last_two_that_are_over_is_not_told_of(people: People, period: str) -> None:
    unit = people.site.world.units["Medisinsk avdeling"]
    assert post(people("Hild Head"), f"{HOME}/gjennomgang/{unit}/{period}").status_code == 404


def test_what_is_others_does_not_exist(busy: People) -> None:
    world = busy.site.world
    unit, council = world.units["Medisinsk avdeling"], world.bodies["Fastlegerådet"]
    asked = (
        ("Dag Avdeling", "saker/frist-ute"), ("Dag Avdeling", "saker/svare"), ("Dag Avdeling", "saker/svare?hos=x"),
        ("Pia Pko", f"saker/svare?hos={unit}"), ("Gro Gp", f"saker/svare?hos={unit}"), ("Pia Pko", "saker/noe"),
        ("Dag Avdeling", f"saker/maaned?hos={unit}"), ("Dag Avdeling", f"saker/maaned?hos={unit}&maaned=9999-12"),
        ("Osk Oso", f"saker/venter?hos={council}"), ("Pia Pko", "timer/2026-04-27"), ("Pia Pko", "timer/2026-04-14"),
        ("Pia Pko", "timer/uke"),
    )  # fmt: skip
    assert [each for each in asked if busy(each[0]).get(f"{HOME}/{each[1]}").status_code != 404] == []
    for who in ("Dag Avdeling", "Kari Kirurg", "Pia Pko"):
        assert post(busy(who), f"{HOME}/gjennomgang/{unit}/2025-H2").status_code == 404


def test_the_pages_speak_nynorsk(busy: People) -> None:
    for who in ("Pia Pko", "Hild Head", "Rut Råd"):
        page = told(busy(who).get(f"{HOME}?maalform=nn").text).lower()
        assert not {"ikke", "dere", "oppgaver", "hvert", "uke", "venter"} & set(page.split())
