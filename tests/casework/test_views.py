"""Views of the list that persons save: the filters under a guarded name, each person's own."""

import html
import re

import httpx
import pytest

from samhandling.cases.tables import SavedView
from samhandling.casework import views
from tests.deviations.acting import CASE, People
from tests.worlds import World, post, told

SAVE = f"{CASE}/visninger"


def save(people: People, name: str = "Åpne avvik", **filters: str) -> httpx.Response:
    return post(people("Pia Pko"), SAVE, navn=name, **{"slag": "AV", "status": "aapne"} | filters)


def links(people: People, who: str) -> dict[str, str]:
    nav = re.search(r'<nav class="views".*?</nav>', people(who).get(CASE).text, re.S)
    found = re.findall(r'<a class="ds-link" href="([^"]+)">([^<]+)', nav[0] if nav else "")
    return {name: html.unescape(href) for href, name in found}


def test_a_view_is_offered_saved_once_and_leads_back_to_its_filters(people: People) -> None:
    pia, filtered = people("Pia Pko"), f"{CASE}?slag=AV&status=aapne"
    assert "Lagre visningen" not in pia.get(CASE).text
    assert "Lagre visningen" in pia.get(filtered).text

    answer = save(people)

    assert answer.headers["location"] == f"{filtered}&gjort=visning"
    assert links(people, "Pia Pko") == {"Åpne avvik": filtered}
    page = pia.get(answer.headers["location"]).text
    assert "Visningen er lagret" in told(page)
    assert "Lagre visningen" not in page


def test_a_view_is_seen_and_removed_by_the_one_who_saved_it_and_nobody_else(people: People, world: World) -> None:
    save(people)
    remove = f"{SAVE}/{world.rows(SavedView)[0].id}/fjern"

    assert links(people, "Gro Gp") == {}
    assert post(people("Gro Gp"), remove).status_code == 404
    assert len(world.rows(SavedView)) == 1

    assert post(people("Pia Pko"), remove).status_code == 303
    assert world.rows(SavedView) == []


def test_a_name_used_again_gets_the_new_filters(people: People, world: World) -> None:
    save(people)
    save(people, name="åpne avvik", slag="TE")

    assert [(each.name, each.query) for each in world.rows(SavedView)] == [("åpne avvik", "slag=TE&status=aapne")]


def test_the_name_of_a_view_passes_the_guard_and_the_filters_stay(people: People, world: World) -> None:
    answer = save(people, name="Pasienten Torgunn Sletthaug")

    assert answer.status_code == 422
    assert "personopplysninger" in told(answer.text)
    assert 'name="slag" value="AV"' in answer.text
    assert world.rows(SavedView) == []


def test_only_filters_that_exist_are_saved(people: People, world: World) -> None:
    nothing = {"slag": "Kari", "status": "13873312345", "enhet": "13873312345"}

    assert "Velg minst én avgrensning" in told(save(people, **nothing).text)
    save(people, **nothing | {"status": "aapne"})

    assert [each.query for each in world.rows(SavedView)] == ["status=aapne"]


def test_there_is_an_end_to_how_many_one_saves(people: People, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST", 1)
    save(people)
    answer = save(people, name="En til")

    assert answer.status_code == 422
    assert "Du har 1 lagrede visninger" in told(answer.text)
    assert len(world.rows(SavedView)) == 1
