"""The real rulebook as pages: all of it is there, in both languages, and every way into it leads somewhere."""

import pytest

from samhandling.catalogue.content import Rulebook
from samhandling.catalogue.pages import FACETS, Asked, Catalogue
from samhandling.checks.judging import Judge
from samhandling.naming import Names
from samhandling.paths import data
from samhandling.web.assets import Assets
from samhandling.web.i18n import language
from samhandling.web.rendering import Pages


@pytest.fixture(scope="module")
def catalogue(book: Rulebook) -> Catalogue:
    return Catalogue(book)


def numbers(catalogue: Catalogue, **asked: str) -> list[str]:
    sections = catalogue.rules_page(Asked(**asked)).sections
    return [hit.statement.number for section in sections for hit in section.hits]


def test_all_73_statements_and_92_rules_are_shown(book: Rulebook) -> None:
    assert len(book.statements) == 73
    assert len(book.by_rule) == 92


def test_every_statement_belongs_to_a_situation_and_every_situation_names_statements_there_are(book: Rulebook) -> None:
    named = {number for situation in book.situations for number in situation.numbers}
    assert named == set(book.by_number)
    assert len({situation.id for situation in book.situations}) == len(book.situations)


def test_rule_files_and_situations_agree_on_what_belongs_where(book: Rulebook, judge: Judge) -> None:
    ruleset = judge.ruleset(None)
    listed = {(number, s.id) for s in book.situations for number in s.numbers}
    assert {(number, s) for number, each in ruleset.statements.items() for s in each.situations} == listed


def test_multidose_and_the_situation_of_the_sick_note_lead_where_a_doctor_expects(catalogue: Catalogue) -> None:
    assert set(numbers(catalogue, query="multidose")[:2]) == {"2.2.3", "2.3.3.5"}
    assert numbers(catalogue, situation="sykmelding-ved-utskriving")[0] == "2.5.1"


def test_without_a_question_the_rules_stand_under_the_chapters_of_the_source(catalogue: Catalogue) -> None:
    sections = catalogue.rules_page(Asked()).sections
    titles = [section.chapter.number for section in sections if section.chapter]
    assert len(titles) == len(sections) == len(set(titles))
    assert titles == ["1", "2.1", "2.2", "2.3", "2.4", "2.5", "3", "4", "5", "6", "7", "8"]
    assert numbers(catalogue) == list(catalogue.rulebook.by_number)


def test_a_list_in_another_order_has_no_chapters(catalogue: Catalogue) -> None:
    assert [section.chapter for section in catalogue.rules_page(Asked(query="multidose")).sections] == [None]
    assert [section.chapter for section in catalogue.rules_page(Asked(situation="multidose")).sections] == [None]
    assert catalogue.rules_page(Asked(query="romferge")).sections == ()


def test_every_code_of_every_rule_can_be_filtered_on(book: Rulebook) -> None:
    for statement in book.statements:
        for rule in statement.rules:
            assert set(rule.responsible) <= set(FACETS["ansvarlig"])
            assert rule.strength in FACETS["styrke"]
            assert set(rule.documents) <= set(FACETS["dokument"])


@pytest.mark.parametrize("spoken", ["nb", "nn"])
def test_every_rule_has_its_page_in_both_languages(catalogue: Catalogue, names: Names, spoken: str) -> None:
    pages = Pages(data("templates"), Assets(data("static")), known={"names": names})
    scope = {"path": "/regler/x", "query_string": b""}
    token = language.set(spoken)
    try:
        for statement in catalogue.rulebook.statements:
            page = catalogue.statement_page(statement.number, "http://localhost")
            html = pages.render(scope, "catalogue/statement.html", page)
            assert all(f'id="{rule.id}"' in html for rule in statement.rules)
    finally:
        language.reset(token)


def test_a_rule_no_document_can_show_says_why_and_what_to_ask(book: Rulebook) -> None:
    for statement in book.statements:
        for rule in statement.rules:
            if not rule.documents:
                assert rule.machine_note, rule.id
                assert rule.question, rule.id
            else:
                assert rule.reads, rule.id
                assert rule.examples, rule.id


def test_an_unknown_number_is_met_with_what_stands_nearest(catalogue: Catalogue) -> None:
    assert [s.number for s in catalogue.unknown_number_page("2.5.9").near][:2] == ["2.5.1", "2.5.2"]
    assert catalogue.unknown_number_page("tull").near == ()
