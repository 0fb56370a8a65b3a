"""The search page over HTTP, on both engines: what is asked for, what is shown, and what is never looked for."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import httpx
import pytest
from lxml import html

from samhandling.audit.chain import Actor
from samhandling.cases import opening
from samhandling.cases.kinds import CaseKind, Part
from samhandling.cases.opening import Deed
from samhandling.catalogue.content import Rulebook
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.naming import Names
from samhandling.search import indexing, refreshing
from samhandling.search.facets import SeenBy
from samhandling.search.indexing import About
from samhandling.search.tables import Subject
from tests.worlds import Site, World, second_area, site, small_area, told

SEARCH = "/omrade/nord/sok"
File = Callable[..., int]


@pytest.fixture
def world(database: Database) -> World:
    world = World(database)
    small_area(world)
    second_area(world)
    world.add_person("Odd Oso", world.role("oso_reader", body="OSO Nordmo"))
    return world


@pytest.fixture
def pages(world: World, names: Names, book: Rulebook) -> Iterator[Site]:
    with site(world, names, book) as open_site:
        yield open_site


@pytest.fixture
def file(world: World) -> File:
    """Files a case: its title, and one text sent about it."""

    def make(
        title: str,
        text: str = "",
        *,
        kind: CaseKind = CaseKind.DEVIATION,
        area: str = "nord",
        unit: str | None = None,
        days_ago: int = 0,
    ) -> int:
        by = Actor(world.persons["Pia Pko"], "pko")
        with world.database.writing(SYSTEM) as session:
            deed = Deed(session, world.services.trail, by, world.clock() - timedelta(days=days_ago))
            case = key(opening.open_case(deed, area=world.areas[area], kind=kind, title=title, state="open").id)
            organisation = world.units[unit or "Medisinsk avdeling"]
            part = opening.add_participant(deed, case, Part.REPORTER, organisation=organisation)
            if text:
                statement = opening.write_draft(deed, case, key(part.id), kind="report", text=text)
                opening.send(deed, case, key(statement.id), version=1)
            refreshing.refresh(session, case)
        return case

    return make


def ask(client: httpx.Client, path: str = SEARCH, **fields: str) -> httpx.Response:
    """As a browser sends the form, and follows."""
    return client.post(path, data=fields, follow_redirects=True)


def addresses(answer: httpx.Response) -> list[str]:
    """Of the hits."""
    return [str(link.get("href")) for link in html.fromstring(answer.text).xpath("//li[@class='rule']/h3/a")]


def marked(answer: httpx.Response) -> list[str]:
    return [mark.text_content() for mark in html.fromstring(answer.text).xpath("//li[@class='rule']//mark")]


def test_a_search_is_sent_and_answered_at_an_address_of_its_own(pages: Site, file: File) -> None:
    file("Epikrisa kom ikkje", "Sjukehuset har ikkje sendt legemiddelliste.")
    pia = pages.browser("Pia Pko")
    sent = pia.post(SEARCH, data={"q": "legemiddelliste", "slag": "", "regel": "", "aar": ""})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{SEARCH}?q=legemiddelliste")
    page = pia.get(sent.headers["location"])
    assert f"{SEARCH.removesuffix('/sok')}/saker/AV-2026-001" in addresses(page)
    assert "legemiddelliste" in marked(page)
    assert "Saker 1 sak" in told(page.text)
    assert "AV-2026-001 Avvik Åpent 16. mars 2026" in told(page.text)


def test_rules_cases_and_decisions_stand_in_groups_of_their_own(pages: Site, file: File) -> None:
    case = file("Sykmelding ved utskrivning", kind=CaseKind.DISPUTE)
    world = pages.world
    seen_by = SeenBy(world.areas["nord"], world.persons["Pia Pko"])
    about = About("TV", "TV-2026-001", date(2026, 3, 10), seen_by, subject=Subject.DECISION)
    with world.database.writing(SYSTEM) as session:
        indexing.index_case(session, case, ["Rådet mener sykmelding skrives av sykehuset"], about)
    page = ask(pages.browser("Pia Pko"), q="sjukmelding")
    groups = [
        each.text_content().split()[0] for each in html.fromstring(page.text).xpath("//section[@class='group']//h2")
    ]
    assert groups == ["Regler", "Saker", "Vedtak"]
    rules = [address for address in addresses(page) if address.startswith("/regler/")]
    assert 0 < len(rules) <= 3
    assert addresses(page).count("/omrade/nord/saker/TV-2026-001") == 2
    only = ask(pages.browser("Pia Pko"), q="sjukmelding", slag="vedtak")
    assert addresses(only) == ["/omrade/nord/saker/TV-2026-001"]
    every = ask(pages.browser("Pia Pko"), q="sjukmelding", slag="regel")
    assert len(addresses(every)) > len(rules)


def test_one_finds_what_one_takes_part_in_and_nothing_else(pages: Site, file: File) -> None:
    file("Epikrise fra avdelingen")
    file("Epikrise til kontoret", unit="Fjordvik legekontor")
    file("Epikrise i sør", area="sor", unit="Fjordvik legekontor")
    gro, siri = pages.browser("Gro Gp"), pages.browser("Siri Sør")
    assert addresses(ask(gro, q="epikrise", slag="AV")) == [
        "/omrade/nord/saker/AV-2026-001@sor",
        "/omrade/nord/saker/AV-2026-002",
    ]
    assert addresses(ask(siri, "/omrade/sor/sok", q="epikrise", slag="AV")) == ["/omrade/sor/saker/AV-2026-001"]
    assert addresses(ask(gro, q="avdelingen", slag="AV")) == []
    assert pages.browser("Odd Oso").get(SEARCH).status_code == 403
    assert siri.get(SEARCH).status_code == 404
    assert pages.browser(None).get(SEARCH).status_code == 303


def test_hits_are_narrowed_and_the_way_back_is_shown(pages: Site, file: File) -> None:
    file("Epikrise", days_ago=400)
    file("Epikrise", kind=CaseKind.THEME)
    pia = pages.browser("Pia Pko")
    assert addresses(ask(pia, q="epikrise", aar="2025")) == ["/omrade/nord/saker/AV-2025-001"]
    themes = ask(pia, q="epikrise", slag="TE")
    assert addresses(themes) == ["/omrade/nord/saker/TE-2026-001"]
    assert f'href="{SEARCH}?q=epikrise"' in themes.text
    assert addresses(ask(pia, aar="2026")) == ["/omrade/nord/saker/TE-2026-001"]
    assert "Prøv uten avgrensninger" in told(ask(pia, q="epikrise", slag="TV").text)
    for nonsense in ({"aar": "0000"}, {"aar": "9999"}, {"aar": "x"}, {"slag": "x"}, {"regel": "9.9"}, {"for": "-1"}):
        assert len(addresses(pia.get(SEARCH, params={"q": "epikrise"} | nonsense))) >= 2
    assert pia.get(SEARCH, params={"q": "epikrise", "for": "9" * 18}).status_code == 200


def test_fifty_hits_a_page_and_the_older_ones_behind_a_link(pages: Site, file: File) -> None:
    for number in range(53):
        file(f"Tulipan {number}", days_ago=number)
    pia = pages.browser("Pia Pko")
    first = ask(pia, q="tulipan")
    assert len(addresses(first)) == 50
    assert "Saker 53 saker" in told(first.text)
    (older,) = [a.get("href") for a in html.fromstring(first.text).xpath("//a[@rel='next']")]
    second = pia.get(f"{SEARCH}{older}")
    assert len(addresses(second)) == 3
    assert not set(addresses(first)) & set(addresses(second))
    assert "Vis de nyeste" in told(second.text)


def test_what_is_not_found_is_answered_with_what_to_do(pages: Site, file: File) -> None:
    pia = pages.browser("Pia Pko")
    assert "Slik søker du" in told(pia.get(SEARCH).text)
    nothing = told(ask(pia, q="epikrsie").text)
    assert "Ingen treff for «epikrsie»" in nothing
    assert "Mente du" in nothing
    assert "Ordene er for vanlige" in told(ask(pia, q="på til").text)
    assert "Slik søkjer du" in told(pia.get(f"{SEARCH}?maalform=nn").text)


def test_words_that_point_at_a_patient_are_not_searched_for(pages: Site, file: File) -> None:
    file("Epikrise")
    pia = pages.browser("Pia Pko")
    for answer in (
        pia.post(SEARCH, data={"q": "epikrise 13873312345"}),
        pia.get(SEARCH, params={"q": "epikrise 13873312345"}),
    ):
        assert answer.status_code == 422
        assert "Det ble ikke søkt" in told(answer.text)
        assert addresses(answer) == []


def test_a_page_costs_the_same_few_queries_however_much_it_finds(pages: Site, file: File) -> None:
    world, pia = pages.world, pages.browser("Pia Pko")
    file("Epikrise", "Tulipan")
    pia.get(SEARCH)
    few = world.queries(lambda: pia.get(SEARCH, params={"q": "epikrise"}))
    for number in range(30):
        file(f"Epikrise {number}", "Tulipan")
    assert world.queries(lambda: pia.get(SEARCH, params={"q": "epikrise"})) == few
