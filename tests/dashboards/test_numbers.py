"""Every number of a dashboard is the list behind it, on both databases, and nobody counts what is not theirs to see."""

import re
from datetime import date

from samhandling.cases.tables import Case, Disqualification
from samhandling.dashboards.tables import Acknowledgement, StewardHours
from samhandling.kernel.columns import key
from tests.dashboards.building import listed, numbers, reported, stored, values
from tests.dashboards.conftest import HOME
from tests.deviations.acting import People
from tests.worlds import post, told, version_in

READERS = ("Pia Pko", "Dag Avdeling", "Kari Kirurg", "Kim Kommune", "Rut Råd", "Osk Oso", "Gro Gp")


def test_every_number_is_as_long_as_the_list_behind_it(busy: People) -> None:
    sheet = f"{HOME}/kommune/{busy.site.world.units['Fjordvik kommune']}"
    found = {who: numbers(busy(who), HOME) for who in READERS} | {"sheet": numbers(busy("Kim Kommune"), sheet)}
    assert {who: [each.value for each in its.values()] for who, its in found.items()} == {
        "Pia Pko": [2, 1, 1, 0, 1],  # the queue holds the dispute and the evaluation
        "Dag Avdeling": [3, 1, 1, 1],
        "Kari Kirurg": [0, 0, 0, 0],
        "Kim Kommune": [1, 1, 0, 0],
        "Rut Råd": [1, 2, 0],
        "Osk Oso": [1, 0, 0],
        "Gro Gp": [0, 0, 0, 0],
        "sheet": [1, 1, 1, 1],
    }
    for who, its in found.items():
        for label, number in its.items():
            assert bool(number.href) is bool(number.value)
            reader = busy("Kim Kommune" if who == "sheet" else who)
            assert not number.href or listed(reader, number.href) == number.value, (who, label)


def test_what_a_person_has_stepped_aside_from_is_in_no_number_of_theirs(busy: People) -> None:
    world = busy.site.world
    case = min(key(each.id) for each in world.rows(Case))
    for name in ("Dag Avdeling", "Pia Pko"):
        person = world.persons[name]
        stored(world, Disqualification(case_id=case, person_id=person, reason="declared", since=world.clock()))
    assert values(busy("Dag Avdeling"), HOME) == [2, 0, 1, 1]
    assert values(busy("Hild Head"), HOME) == [3, 1, 1, 1]
    assert values(busy("Pia Pko"), HOME) == [2, 0, 1, 0, 1]
    assert "I alt 0 3" in told(busy("Dag Avdeling").get(HOME).text)
    assert "I alt 0 4" in told(busy("Hild Head").get(HOME).text)


def test_own_cases_of_this_year_stand_beside_those_of_the_same_days_last_year(people: People) -> None:
    for day in (date(2025, 3, 10), date(2025, 5, 2), date(2026, 2, 3), date(2026, 4, 16), date(2024, 12, 31)):
        reported(people.site.world, day)
    page = people("Dag Avdeling").get(HOME)
    assert "Hittil i 2026: 2. Til samme dag i 2025: 1." in told(page.text)
    assert "Februar 0 1 Mars 1 0 April 0 1 Mai 1 –" in told(page.text)
    linked = re.findall(r'<td class="amount"><a class="ds-link" href="([^"]*)">(\d+)<', page.text)
    # four months, their sums, one rule
    assert [count for _, count in linked] == ["1", "1", "1", "1", "2", "2", "2", "2"]
    for href, count in linked:
        assert listed(people("Dag Avdeling"), href.replace("&amp;", "&")) == int(count)


def test_the_hours_are_the_roles_and_say_of_nobody_who_had_it(people: People) -> None:
    world, path = people.site.world, f"{HOME}/timer/2026-04-13"
    opened_on = version_in(people("Pia Pko").get(path).text)
    assert post(people("Pia Pko"), path, versjon=opened_on, minutter=200).status_code == 303
    assert post(people("Pia Pko"), path, versjon=opened_on, minutter=90).status_code == 409
    page = told(people("Pia Pko").get(HOME).text)
    assert "Uke 16 3 t 20 min" in page
    assert "1 uke ført: 3 t 20 min av 3 t 30 min." in page
    event = world.events()[-1]
    assert (event.action, event.actor, event.role) == ("steward_hours_entered", None, "pko")
    trail = told(people("Pia Pko").get("/omrade/nord/logg").text)
    assert "Praksiskonsulent (PKO) førte inn tiden rollen brukte i uka fra 2026-04-13" in trail
    assert {*StewardHours.model_fields} == {"area_id", "week", "minutes", "version"}
    assert post(people("Pia Pko"), path, versjon=1, minutter="").status_code == 303
    assert "Uke 16 –" in told(people("Pia Pko").get(HOME).text)


def test_the_head_tells_that_a_half_year_is_gone_through_and_takes_it_back_the_same_day(people: People) -> None:
    world = people.site.world
    path = f"{HOME}/gjennomgang/{world.units['Medisinsk avdeling']}/2025-H2"
    assert post(people("Hild Head"), path).status_code == 303
    assert post(people("Hild Head"), path).status_code == 303
    assert len(world.rows(Acknowledgement)) == 1
    page = people("Hild Head").get(HOME).text
    assert "Andre halvår 2025 Gjennomgått i avdelingen 20. april 2026" in told(page)
    assert "Hild" not in told(page)
    assert post(people("Hild Head"), f"{path}/angre").status_code == 303
    assert world.rows(Acknowledgement) == []
    assert [each.action for each in world.events()[-2:]] == ["half_year_acknowledged", "half_year_taken_back"]
