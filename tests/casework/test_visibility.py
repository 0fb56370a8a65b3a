"""Who is told what: each fact a case holds, looked for in everything each viewer can get hold of."""

import re

import httpx
import pytest

from samhandling.cases.tables import Assignment, Attachment, Case, ClockRow, Draft, Participant, RuleLink, Statement
from samhandling.deviations.codes import Label
from samhandling.deviations.diverting import stub_of
from samhandling.deviations.tables import Deviation, Measure
from samhandling.guarding.redacting import MARK
from samhandling.kernel.scope import SYSTEM
from tests.deviations.acting import ANSWER, CASE, People
from tests.worlds import NOW, World, post, second_area, told, version_in

OFFICE = "Fjordvik legekontor"
PLACE = "Fjordvik kommune"
NAME = "Gro Gp"
FACTS = {
    "the reporter's name": NAME,
    "the reporter's office": OFFICE,
    "extra minutes": "35 minutter",
    "what happened": "seksten dager",
    "the answer": ANSWER["svar"],
    "the PKO's note": "Tas opp på neste møte",
}
#: Who is to find what. The reporter's own name is in the heading of every page of hers.
TOLD = {
    "Gro Gp": {"the reporter's office", "extra minutes", "what happened", "the answer"},
    "Kai Kollega": {"the reporter's office", "extra minutes", "what happened", "the answer"},
    "Dag Avdeling": {"what happened", "the answer"},
    "Pia Pko": {"the reporter's office", "extra minutes", "what happened", "the answer", "the PKO's note"},
    "Ola Other": set(),
    "Rut Råd": set(),
}


@pytest.fixture
def case(people: People, world: World) -> str:
    world.add_person("Kai Kollega", world.role("gp", unit=OFFICE))
    number = people.case(enhet="", minutter="35")
    people.moved("Pia Pko", number, "route", enhet=world.units["Medisinsk avdeling"], regel="2.1.2",
                 overlevering="Tas opp på neste møte")  # fmt: skip
    people.moved("Dag Avdeling", number, "answer", **ANSWER)
    return number


def everything(client: httpx.Client, case: str) -> str:
    """Page, list, export, forms, the page of a stale move, the rule's cases, the other form of Norwegian, what a search
    finds by words beside the facts, notices, the register.
    """
    paths = [
        f"{CASE}/{case}", CASE, f"{CASE}?regel=2.1.2", f"{CASE}/{case}/sak.json", "/omrade/nord/regelsaker/2.1.2",
        f"{CASE}/{case}?maalform=nn", "/min-side", "/varsler", "/omrade/nord", "/omrade/nord/oppgaver.csv",
        *(f"/omrade/nord/sok?q={word}" for word in ("epikrisen", "diktatet", case)),
        "/omrade/nord/sok?q=m%C3%B8te", "/omrade/nord/ko", f"{CASE}/{case}/regel/2.1.2",
        *(f"{CASE}/{case}/steg/{code}" for code in ("ask_back", "tell_more", "accept", "send_back", "disagree")),
    ]  # fmt: skip
    pages = [client.get(path).text for path in paths]
    pages.append(post(client, f"{CASE}/{case}/steg/ask_back", versjon=1, grunn="Noe gammelt").text)
    pages.append(post(client, f"{CASE}/{case}/steg/accept", versjon=1).text)
    return "\n".join(pages)


@pytest.mark.parametrize("who", TOLD)
def test_everybody_is_told_what_is_theirs_and_nothing_more(people: People, case: str, who: str) -> None:
    found = everything(people(who), case)
    told = {fact for fact, words in FACTS.items() if words in found}
    if who == NAME:
        told -= {"the reporter's name"}
    if who == "Pia Pko":
        found = re.sub(r"(?s)<header.*?</header>", "", found)
    assert told == TOLD[who]


def test_one_of_another_area_and_one_not_signed_in_are_told_nothing(people: People, case: str, world: World) -> None:
    second_area(world)
    for client in (people("Per Sør"), people.site.browser(None)):
        found = everything(client, case)
        assert [fact for fact, words in FACTS.items() if words in found] == []


def test_the_other_side_is_told_the_coarsest_label_that_five_share(people: People, case: str, world: World) -> None:
    assert world.rows(Deviation)[0].label is Label.REPORTER
    for n in range(4):
        world.add_person(f"Lege {n}", world.role("gp", unit="Brygga legekontor"))
    again = people.case(nokkel="ny")
    page = people.page("Dag Avdeling", again)
    assert f"Fastlege, {PLACE}" in page
    assert OFFICE not in page
    assert OFFICE not in people.page("Dag Avdeling", case)


def test_the_form_says_beforehand_what_the_other_side_is_told(people: People) -> None:
    assert "«Melder» i stedet for navn og kontor" in people("Gro Gp").get("/omrade/nord/avvik/ny").text


def test_the_reporter_may_choose_to_show_the_office(people: People) -> None:
    shown = people.case(pasient="show_office")
    assert OFFICE in people.page("Dag Avdeling", shown)


def test_the_pko_is_shown_the_name_once_and_it_stands_in_the_trail(people: People, case: str, world: World) -> None:
    assert people("Dag Avdeling").post(f"{CASE}/{case}/melder", files={"x": (None, "")}).status_code == 403
    named = post(people("Pia Pko"), f"{CASE}/{case}/melder")
    assert NAME in named.text
    assert NAME not in people.page("Pia Pko", case)
    assert "Melderens navn er vist" in people.page("Pia Pko", case)
    assert "Melderens navn er vist" not in people.page("Gro Gp", case)
    assert world.events()[-1].action == "reporter_named"


def test_a_stub_tells_nobody_what_was_typed(people: People) -> None:
    number = people.case(port="privacy", hva="Noe som hører til et annet sted.")
    for who in ("Gro Gp", "Pia Pko"):
        assert "annet sted" not in people.page(who, number)
    assert people("Dag Avdeling").get(f"{CASE}/{number}").status_code == 404


WORDS = ("seksten dager", "usignert", "gjennomgang", "notater.pdf", "Halvferdig", "neste møte", "Kirurgisk", "35 min")


def test_of_a_case_that_is_diverted_later_only_the_stub_is_left(people: People, world: World) -> None:
    number = people.case(enhet="", minutter="35", tittel="Epikrisen kom etter seksten dager")
    people.moved("Pia Pko", number, "route", enhet=world.units["Medisinsk avdeling"], regel="2.1.2",
                 overlevering="Tas opp på neste møte")  # fmt: skip
    people.moved("Pia Pko", number, "ask_another", enhet=world.units["Kirurgisk avdeling"])
    people.moved("Dag Avdeling", number, "answer", **ANSWER, tiltak="Daglig gjennomgang")
    _with_a_file(world, "notater.pdf")
    post(people("Kari Kirurg"), "/omrade/nord/utkast", utkast=f"{number}/answer", svar="Halvferdig")

    people.moved("Pia Pko", number, "divert", kanal="serious")
    for table in (Assignment, ClockRow, Participant, RuleLink, Measure, Attachment, Draft):
        assert world.rows(table) == []
    case, stub = world.rows(Case)[0], world.rows(Deviation)[0]
    assert (case.title, stub) == ("", stub_of(case, "2026-03", "serious"))
    assert {(each.text, each.participant_id) for each in world.rows(Statement)} == {(MARK, None)}
    for who in ("Gro Gp", "Pia Pko", "Dag Avdeling"):
        paths = (f"{CASE}/{number}", f"{CASE}/{number}/sak.json", CASE, "/omrade/nord/sok?q=seksten")
        found = "".join(people(who).get(path).text for path in paths)
        assert [words for words in WORDS if words in found] == []
    assert "Alvorlig skade eller død" in told(people.page("Gro Gp", number))
    assert people("Dag Avdeling").get(f"{CASE}/{number}").status_code == 404
    assert post(people("Gro Gp"), f"{CASE}/{number}/pasienten-funnet").status_code == 404


def _with_a_file(world: World, name: str) -> None:
    with world.database.writing(SYSTEM) as session:
        file = {"media_type": "application/pdf", "size": 3, "content": b"pdf", "fingerprint": "f", "cleared_at": NOW}
        adder = world.persons["Gro Gp"]
        session.add(Attachment(case_id=1, name=name, added_at=NOW, added_by=adder, **file))


def test_a_theme_is_read_by_the_whole_area_and_few_reports_are_not_counted_out_loud(people: People) -> None:
    form = {"tittel": "Epikriser i ferien", "tekst": "De kommer for sent.", "regel": "2.1.2", "nokkel": "t"}
    made = post(people("Pia Pko"), "/omrade/nord/temaer/ny", **form)
    assert made.status_code == 303
    theme = made.headers["location"].split("/")[-1].split("?")[0]
    assert post(people("Pia Pko"), "/omrade/nord/temaer/ny", **form).headers["location"] == made.headers["location"]
    assert "De kommer for sent." in people.page("Ola Other", theme)
    assert (
        theme
        in people("Gro Gp").get("/omrade/nord/avvik/ny/lignende?situasjon=late_letter", follow_redirects=True).text
    )
    for who in ("Gro Gp", "Gro Gp", "Ola Other"):
        post(people(who), f"{CASE}/{theme}/hos-oss")
    page = people.page("Dag Avdeling", theme)
    assert "Noen få" in page
    assert OFFICE not in page
    assert "Brygga" not in page
    steward = people.page("Pia Pko", theme)
    assert OFFICE in steward
    assert steward.count("Brygga legekontor") == 1
    for who in ("Gro Gp", "Ola Other"):
        refused = people.move(who, theme, "close", tekst="Det er mindre av det nå.")
        assert refused.status_code == 422
        assert "Dette er det andre som gjør i denne saken." in told(refused.text)
        assert "Det er mindre av det nå." in told(refused.text)
    assert post(people("Ola Other"), f"{CASE}/TE-2026-999/steg/close", versjon=1, tekst="x").status_code == 404


def test_a_case_gathered_in_a_theme_can_be_taken_out_again(people: People, world: World, case: str) -> None:
    form = {"tittel": "Epikriser i ferien", "tekst": "De kommer for sent.", "regel": "2.1.2", "nokkel": "t"}
    theme = post(people("Pia Pko"), "/omrade/nord/temaer/ny", **form).headers["location"].split("/")[-1].split("?")[0]
    people.moved("Pia Pko", case, "merge", tema=theme)
    assert theme in people.page("Gro Gp", case)
    assert case not in people.page("Ola Other", theme)
    assert case in people.page("Pia Pko", theme)
    people.moved("Pia Pko", case, "take_out")
    assert "Henger sammen med" not in people.page("Gro Gp", case)


def test_the_forms_carry_the_version_they_were_opened_on(people: People, case: str) -> None:
    assert int(version_in(people("Gro Gp").get(f"{CASE}/{case}/steg/tell_more").text)) > 1
