"""Notes from the phone, pasted as lines: what is understood, what stays, and that nothing typed is lost."""

import html
import re
from datetime import date, timedelta

import httpx
import pytest

from samhandling.areas import repository as areas
from samhandling.cases.tables import Case, Draft, Statement
from samhandling.deviations.situations import SITUATIONS
from samhandling.deviations.tables import Deviation
from samhandling.importing.directory import Directory, directory, mentioned
from samhandling.importing.phone_list import understood
from samhandling.kernel.scope import SYSTEM
from tests.deviations.acting import People
from tests.worlds import World, post, told

LIST = "/omrade/nord/avvik/telefonliste"
LINE = "12.3. Fjordvik legekontor; epikrise sen; Medisinsk avdeling; 20 min"
OTHER = "Brygga legekontor; multidose uten medisiner"
TODAY = date(2026, 3, 16)


def parse(people: People, lines: str, **rows: object) -> httpx.Response:
    return post(people("Pia Pko"), LIST, steg="tolk", liste=lines, **rows)


def make(people: People, rows: dict[str, str], lines: str = "", **more: str) -> httpx.Response:
    return post(people("Pia Pko"), LIST, steg="lag", liste=lines, **rows | more)


def rows_in(page: str) -> dict[str, str]:
    """The rows as a browser would send them again."""
    found = dict(re.findall(r'<input type="hidden" name="(linje-\d+)" value="([^"]*)"', page))
    for name, body in re.findall(r'<select class="ds-input" id="(\w+-\d+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen.group(1) if chosen else ""
    found |= dict(re.findall(r'id="(minutter-\d+)" name="[^"]+" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea class="ds-input" id="(hva-\d+)"[^>]*>\n(.*?)</textarea>', page, re.S))
    found |= dict.fromkeys(re.findall(r'id="(med-\d+)" name="[^"]+" value="ja" checked', page), "ja")
    return {name: html.unescape(value) for name, value in found.items()}


def left_in(page: str) -> str:
    found = re.search(r'<textarea class="ds-input" id="liste"[^>]*>\n(.*?)</textarea>', page, re.S)
    assert found is not None
    return html.unescape(found.group(1))


@pytest.fixture
def found(world: World) -> Directory:
    with world.database.reading(SYSTEM) as session:
        return directory(areas.organisations(session, world.areas["nord"]), TODAY)


def test_a_line_is_read_leniently_and_never_guessed_at(world: World, found: Directory) -> None:
    med, office, brygga = "Medisinsk avdeling", "Fjordvik legekontor", "Brygga legekontor"
    for line, month, caller, unit, situation, minutes in (
        (LINE, "2026-03", office, med, "late_letter", 20),
        (f"{office} ringte 20 min om sein epikrise frå medisinsk avdeling", "2026-03", office, med, "late_letter", 20),
        ("2026-02 brygga; med avd; multidose uten medisiner; 1 time", "2026-02", brygga, med, "multidose_gap", 60),
        ("5. desember Medisinsk avdeling; gammel legemiddelliste; Brygga legekontor", "2025-12", med, brygga,
         "old_med_list", None),
        ("epikrisen mangler plan", "2026-03", "", "", "no_plan", None),
        ("epikrisen kom ikke for sent", "2026-03", "", "", "", None),
        ("epikrisen mangler ikke plan", "2026-03", "", "", "", None),
        ("pasienten ventet 3 timer", "2026-03", "", "", "", None),
        ("10 min her og 20 min der", "2026-03", "", "", "", None),
        ("spørsmål om multidose og sykmelding", "2026-03", "", "", "", None),
        ("avdeling; noe", "2026-03", "", "", "", None),
    ):  # fmt: skip
        call = understood(line, found, TODAY)
        assert (call.month, call.situation, call.minutes) == (month, situation, minutes), line
        assert (call.office, call.unit) == (world.units.get(caller), world.units.get(unit)), line


def test_every_situation_is_understood_by_its_own_words_and_no_phrase_leads_to_two(found: Directory) -> None:
    for code, each in SITUATIONS.items():
        for text in (each.text.nb, each.text.nn):
            assert understood(text, found, TODAY).situation == code


def test_the_text_for_the_unit_tells_all_but_which_office_rang(found: Directory) -> None:
    assert understood(LINE, found, TODAY).text == "Epikrise sen"
    told_freely = "Fjordvik legekontor ringte om sen epikrise fra Medisinsk avdeling, ventet 2 timer"
    assert understood(told_freely, found, TODAY).text == "Ringte om sen epikrise fra Medisinsk avdeling, ventet 2 timer"


def test_an_office_is_mentioned_by_its_name_or_by_what_tells_it_from_others() -> None:
    office, unit = "Fjordvik legekontor", "Medisinsk avdeling"
    assert mentioned("fjordviks liste", office, unit) == "fjordviks"
    assert mentioned("sa fjordvik legekontor", office, unit) == office
    assert mentioned("Fjordvik sykehjem sier fra", office, "Fjordvik sykehjem") == ""
    assert mentioned("Legene ventet på epikrisen.", "Legene på brygga", unit) == ""


def test_rows_are_corrected_and_become_cases_once(people: People, world: World) -> None:
    answer = parse(people, f"{LINE}\nhusk å ringe tilbake")
    rows = rows_in(answer.text)
    assert (rows["maaned-0"], rows["situasjon-0"], rows["minutter-0"]) == ("2026-03", "late_letter", "20")
    assert rows["kontor-0"] == str(world.units["Fjordvik legekontor"])
    assert left_in(answer.text) == "husk å ringe tilbake"
    assert "1 linje er tolket. 1 linje står igjen i feltet." in told(answer.text)
    assert world.rows(Case) == []

    corrected = rows | {"minutter-0": "35", "hva-0": "Epikrisen kom seksten dager etter."}
    assert make(people, corrected).headers["location"] == f"{LIST}?laget=1&fantes=0"
    assert (world.rows(Deviation)[0].minutes, world.rows(Statement)[0].text) == (35, corrected["hva-0"])
    assert world.rows(Case)[0].state == "sent"

    assert make(people, rows_in(parse(people, LINE).text)).headers["location"] == f"{LIST}?laget=0&fantes=1"
    assert len(world.rows(Case)) == 1


def test_a_line_without_a_date_is_another_call_on_another_day(people: People, world: World) -> None:
    for later in (0, 0, 1):
        world.clock.now += timedelta(days=later)
        people.browsers.clear()  # she signs in again
        make(people, rows_in(parse(people, OTHER).text))

    assert len(world.rows(Case)) == 2


def test_units_are_asked_only_when_the_box_is_ticked(people: People, world: World) -> None:
    make(people, rows_in(parse(people, LINE).text), straks="ja")

    assert [each.state for each in world.rows(Case)] == ["with_unit"]


def test_lines_left_and_rows_not_chosen_go_on_standing_when_cases_are_made(people: People, world: World) -> None:
    rows = rows_in(parse(people, LINE).text) | {"minutter-0": "35"}
    rows = rows_in(parse(people, OTHER, **rows).text)
    assert (rows["minutter-0"], rows["situasjon-1"]) == ("35", "multidose_gap")
    del rows["med-1"]

    answer = make(people, rows, "husk å ringe tilbake")

    assert answer.status_code == 200
    assert "1 sak er laget." in told(answer.text)
    assert left_in(answer.text) == f"husk å ringe tilbake\n{OTHER}"
    assert len(world.rows(Case)) == 1


def test_a_line_about_a_patient_is_stopped_and_the_others_go_on(people: People) -> None:
    answer = parse(people, f"{LINE}\nepikrise sen; pasienten er født 17.11.1951")

    assert answer.status_code == 422
    assert "ser ut som en fødselsdato" in answer.text
    assert rows_in(answer.text).keys() & {"linje-0", "linje-1"} == {"linje-0"}
    assert "17.11.1951" in left_in(answer.text)


def test_a_row_that_cannot_stand_says_why_and_keeps_everything(people: People, world: World) -> None:
    rows = rows_in(parse(people, LINE).text)
    for changed, said in (
        ({"hva-0": "Pasienten Torgunn Sletthaug ventet."}, "personopplysninger"),
        ({"hva-0": "Fjordvik sier at epikrisen kom sent."}, "Teksten nevner kontoret («Fjordvik»)"),
        ({"situasjon-0": "", "hva-0": ""}, "Velg hva det gjelder"),
        ({"minutter-0": "mange"}, "Skriv et helt tall"),
        ({"enhet-0": rows["kontor-0"]}, "melder ikke seg selv"),
        ({"med-0": ""}, "Kryss av for minst én linje"),
    ):
        answer = make(people, rows | changed, "noe mer")
        assert answer.status_code == 422
        assert said in told(answer.text)
        assert left_in(answer.text) == "noe mer"
        assert rows_in(answer.text)["linje-0"] == LINE
    assert world.rows(Case) == []


def test_more_than_a_page_can_hold_waits_in_the_field(people: People) -> None:
    answer = parse(people, "\n".join(f"{day}.3. sen epikrise" for day in [*range(1, 16)] * 3))
    assert len([name for name in rows_in(answer.text) if name.startswith("linje-")]) == 40
    assert len(left_in(answer.text).split("\n")) == 5

    answer = parse(people, "epikrise sen " * 4_000)
    assert answer.status_code == 422
    assert "Teksten er for lang" in told(answer.text)
    assert len(left_in(answer.text)) > 50_000


def test_a_draft_comes_back_with_its_rows_as_they_were_corrected(people: People, world: World) -> None:
    pia, rows = people("Pia Pko"), rows_in(parse(people, LINE).text) | {"minutter-0": "35"}
    post(pia, "/omrade/nord/utkast", utkast="nord/telefonliste", liste="husk", **rows)

    page = pia.get(LIST).text
    assert left_in(page) == "husk"
    assert rows_in(page) == rows

    make(people, rows)
    assert world.rows(Draft) == []


def test_the_list_is_for_the_pko(people: People) -> None:
    for who in ("Gro Gp", "Dag Avdeling", "Ada Admin"):
        assert people(who).get(LIST).status_code == 403
