"""A dispute with three parties, from the question to the package for the national board, on both databases."""

from datetime import timedelta

import httpx
import pytest

from samhandling.cases.tables import Case, CaseLink
from samhandling.disputes.tables import Dispute, Party
from samhandling.notices.tables import Notice
from tests.casework.test_clockwork import night
from tests.deviations.acting import CASE, People
from tests.worlds import World, post, told

NEW = "/omrade/nord/tvister/ny"
QUESTION = "Hvem sørger for medisiner ved multidose?"
PARTIES = {"Dag Avdeling": "Medisinsk avdeling", "Kim Kommune": "Fjordvik kommune", "Gro Gp": "Fjordvik legekontor"}
WORDS = {
    "Dag Avdeling": "Vi kan ikke sende med mer enn tre døgns forbruk.",
    "Kim Kommune": "Pakningen kommer først etter fire dager.",
    "Gro Gp": "Noen må bære risikoen i mellomtiden.",
}
ADVICE = "Avdelingen sender med medisiner til avtalt leveringsdag."


def report(people: People, who: str = "Pia Pko", **changed: object) -> httpx.Response:
    units = people.site.world.units
    form = {
        "sporsmal": QUESTION,
        "part1": units["Medisinsk avdeling"],
        "part2": units["Fjordvik kommune"],
        "part3": units["Fjordvik legekontor"],
        "regel": "2.3.3.5",
        "regler": "2.2.3",
        "mellomtiden": "Avdelingen sender med medisiner så lenge.",
        "nokkel": "a",
    }
    return post(people(who), NEW, **form | changed)


@pytest.fixture
def case(people: People) -> str:
    made = report(people)
    assert made.status_code == 303
    number = made.headers["location"].split("/")[-1].split("?")[0]
    people.moved("Pia Pko", number, "invite")
    return number


@pytest.fixture
def heard(people: People, case: str) -> str:
    for who, words in WORDS.items():
        people.moved(who, case, "state", tekst=words)
    for who in WORDS:
        people.moved(who, case, "confirm")
    return case


@pytest.fixture
def before_council(people: People, world: World, heard: str) -> str:
    people.moved("Pia Pko", heard, "submit", organ=world.bodies["Fastlegerådet"])
    return heard


def everything(people: People, who: str, case: str) -> str:
    """Whatever a party can get hold of: page, list, export, forms, the page of a stale move, precedents, package."""
    client = people(who)
    paths = [f"{CASE}/{case}", CASE, f"{CASE}/{case}/sak.json", f"{CASE}/{case}/steg/state",
             f"{CASE}/{case}/nemndpakke",
             "/omrade/nord/sok?q=fire", "/omrade/nord/sok?q=risikoen", "/omrade/nord/sok?q=multidose",
             "/omrade/nord/tvister?q=risikoen", "/omrade/nord/regelsaker/2.3.3.5"]  # fmt: skip
    pages = [client.get(path).text for path in paths]
    pages.append(post(client, f"{CASE}/{case}/steg/remark", versjon=1, tekst="Gammelt").text)
    return "\n".join(pages)


def test_nobody_reads_the_others_statement_before_the_last_is_sent(people: People, case: str) -> None:
    for who in ("Dag Avdeling", "Kim Kommune"):
        people.moved(who, case, "state", tekst=WORDS[who])
    for who in PARTIES:
        seen = everything(people, who, case)
        assert [other for other in WORDS if WORDS[other] in seen] == [other for other in (who,) if other != "Gro Gp"]
    assert WORDS["Dag Avdeling"] in people.page("Pia Pko", case)
    people.moved("Gro Gp", case, "state", tekst=WORDS["Gro Gp"])
    for who in PARTIES:
        page = people.page(who, case)
        assert all(words in page for words in WORDS.values())


def test_a_statement_is_sent_once_and_remarks_come_beside_it(people: People, case: str) -> None:
    people.moved("Gro Gp", case, "state", tekst=WORDS["Gro Gp"])
    again = people.move("Gro Gp", case, "state", tekst="Noe annet.")
    assert again.status_code == 422
    assert "blir stående" in again.text


def test_after_the_deadline_the_pko_lays_open_what_has_come(people: People, world: World, case: str) -> None:
    people.moved("Gro Gp", case, "state", tekst=WORDS["Gro Gp"])
    assert "ikke ute" in people.move("Pia Pko", case, "release").text
    world.clock.now += timedelta(days=40)
    people.browsers.clear()
    people.moved("Pia Pko", case, "release")
    assert WORDS["Gro Gp"] in people.page("Dag Avdeling", case)


def test_a_statement_that_never_comes_is_told_to_the_council_which_reads_nobodys_words(
    people: People, world: World, case: str
) -> None:
    people.moved("Gro Gp", case, "state", tekst=WORDS["Gro Gp"])
    assert night(world, 63) == 0  # forty working days from 16 March end on 18 May
    assert night(world, 1) == 1
    assert night(world, 1) == 0
    people.browsers.clear()
    page = people.page("Rut Råd", case)
    assert "Rådet er varslet" in page
    assert WORDS["Gro Gp"] not in page
    assert world.rows(Case)[0].state == "statements"
    told = {each.person_id for each in world.rows(Notice) if each.code == "deadline_passed"}
    assert told >= {world.persons[name] for name in ("Rut Råd", "Siv Sekretær", "Pia Pko", *PARTIES)}
    people.moved("Pia Pko", case, "release")
    assert "Rådet er varslet</span>" not in people.page("Rut Råd", case)


def test_the_council_gets_it_when_all_have_said_that_the_account_is_fair(
    people: People, world: World, case: str
) -> None:
    for who, words in WORDS.items():
        people.moved(who, case, "state", tekst=words)
    council = world.bodies["Fastlegerådet"]
    assert "dekkende" in told(people.move("Pia Pko", case, "submit", organ=council).text)
    assert people("Rut Råd").get(f"{CASE}/{case}").status_code == 404
    for who in WORDS:
        people.moved(who, case, "confirm")
    people.moved("Pia Pko", case, "submit", organ=council)
    assert WORDS["Gro Gp"] in people.page("Rut Råd", case)


def test_one_with_a_side_does_not_advise_and_advice_is_read_by_the_whole_area(
    people: People, world: World, before_council: str
) -> None:
    form = {"tekst": ADVICE, "grunn": "Pasienten skal ikke stå uten.", "dissens": "Ett medlem var uenig.", "for": "4",
            "mot": "1"}  # fmt: skip
    refused = people.move("Tor To", before_council, "advise", **form)
    assert refused.status_code == 422
    assert "Du har en side i saken" in refused.text
    assert people("Ola Other").get(f"{CASE}/{before_council}").status_code == 404
    people.moved("Rut Råd", before_council, "advise", **form)

    page = people.page("Ola Other", before_council)
    assert ADVICE in page
    assert "4 for, 1 mot" in page
    assert "Ett medlem var uenig." in page
    assert all(words not in page for words in WORDS.values())
    assert before_council in people("Ola Other").get("/omrade/nord/tvister?q=leveringsdag").text
    assert before_council not in people("Ola Other").get("/omrade/nord/tvister?regel=1.1").text
    for who in WORDS:
        people.moved(who, before_council, "answer_advice", folger="ja")
    people.moved("Pia Pko", before_council, "end", utfall="followed")
    assert "Rådet blir fulgt" in people.page("Ola Other", before_council)


def test_one_who_steps_aside_does_not_see_the_case_again(people: People, before_council: str) -> None:
    aside = post(people("Rut Råd"), f"{CASE}/{before_council}/tre-til-side")
    assert aside.status_code == 303
    assert people("Rut Råd").get(f"{CASE}/{before_council}").status_code == 404
    assert people.move("Rut Råd", before_council, "advise", tekst=ADVICE, grunn="x").status_code == 404
    assert post(people("Gro Gp"), f"{CASE}/{before_council}/tre-til-side").status_code == 404
    assert "Noen har trådt til side" in people.page("Pia Pko", before_council)


def test_what_the_council_does_not_settle_goes_up_the_ladder_to_the_board_without_names(
    people: People, world: World, before_council: str
) -> None:
    people.moved("Pia Pko", before_council, "lift", organ=world.bodies["OSO Nordmo"])
    assert "ikke ferdig" in people.move("Oda Oso", before_council, "send_on").text
    people.moved("Oda Oso", before_council, "prepare", kontakt="Sekretær for OSO",
                 fakta="Medisinsk avdeling og Fjordvik kommune er uenige om multidose.",
                 rettslig="Samarbeidsavtalen, punkt 4.", kopi="ja")  # fmt: skip
    package = told(people("Oda Oso").get(f"{CASE}/{before_council}/nemndpakke").text).partition("Spørsmålet")[2]
    assert "Part A og Part B er uenige" in package
    assert all(words in package for words in WORDS.values())
    assert not any(name in package for name in (*PARTIES.values(), "Fastlegerådet", "Nordmo", "Gro", "Dag"))
    assert people("Gro Gp").get(f"{CASE}/{before_council}/nemndpakke").status_code == 404
    people.moved("Oda Oso", before_council, "send_on")
    people.moved("Oda Oso", before_council, "opinion", tekst="Nemnda mener at avdelingen skal sende med medisiner.")
    assert world.rows(Dispute)[0].outcome == "opinion"
    assert "Nemnda mener" in people.page("Ola Other", before_council)


def test_the_same_form_gives_one_dispute_and_it_builds_on_cases_one_sees(people: People, world: World) -> None:
    deviation = people.case("Gro Gp")
    unknown = report(people, "Gro Gp", kilder="AV-2026-999")
    assert unknown.status_code == 422
    assert "AV-2026-999" in unknown.text
    first, second = (report(people, "Gro Gp", kilder=deviation) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(world.rows(CaseLink)) == 1
    assert deviation in people.page("Gro Gp", "TV-2026-001")


def test_too_few_parties_and_no_arrangement_are_refused_in_words(people: People, world: World) -> None:
    unit = world.units["Medisinsk avdeling"]
    same = report(people, part1=unit, part2=unit, part3="")
    assert same.status_code == 422
    assert "minst to ulike parter" in same.text
    bare = report(people, mellomtiden="").headers["location"].split("/")[-1].split("?")[0]
    assert "ingen pasient rammes" in people.move("Pia Pko", bare, "invite").text
    people.moved("Gro Gp", bare, "arrange", tekst="Avdelingen sender med medisiner så lenge.")
    people.moved("Pia Pko", bare, "invite")


def test_parties_agree_and_the_agreement_is_found_again(people: People, world: World, heard: str) -> None:
    people.moved("Pia Pko", heard, "settle", tekst="Leveringsdag avtales før utskrivning.")
    assert world.rows(Case)[0].state == "ended"
    assert len(world.rows(Party)) == 3
    assert heard in people("Ola Other").get("/omrade/nord/tvister?q=Leveringsdag").text
