"""From findings to the page: groups, cards, questions, and the text to the sender."""

from collections.abc import Callable

import pytest

from samhandling.checks.findings import Checked, Evidence, Finding, Question
from samhandling.checks.form import Values
from samhandling.checks.pages import ResultPage, result_page
from samhandling.naming import Names

TEXT = "Fastlege bes kalle inn pasienten."
PAGE = Callable[..., ResultPage]


@pytest.fixture
def page(names: Names) -> PAGE:
    """`page(*findings, answers=…, text=…)`: the result they make, with the rulebook's own names."""

    def made(*findings: Finding, answers: dict[str, str] | None = None, text: str = TEXT, **more: object) -> ResultPage:
        checked = Checked("epikrise", text, findings, "nfa-2018@0", **more)  # type: ignore[arg-type]
        return result_page(checked, Values(text=text, answers=answers or {}), names)

    return made


def finding(rule: str, outcome: str, strength: str = "bør", **more: object) -> Finding:
    return Finding(rule, outcome, "merkelapp", f"Overskrift {rule}", strength, ("sykehus",), f"Om {rule}.", **more)  # type: ignore[arg-type]


def groups(shown: ResultPage) -> dict[str, list[str]]:
    return {group.id: [card.finding.rule for card in group.cards] for group in shown.groups}


def test_findings_stand_in_groups_and_a_missed_goal_is_no_breach(page: PAGE) -> None:
    shown = page(
        finding("2.1.2a", "broken", "mål"),
        finding("2.2.5", "broken"),
        finding("2.1.5", "met"),
        finding("2.2.3", "unknown"),
        finding("3.3", "not_applicable"),
    )
    assert groups(shown) == {"brutt": ["2.2.5"], "maal": ["2.1.2a"], "avklar": ["2.2.3"], "oppfylt": ["2.1.5"]}
    assert [reference.id for reference in shown.not_applicable] == ["3.3"]
    assert shown.title == "1 anbefaling er ikke fulgt"
    assert [card.number for group in shown.groups for card in group.cards] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("outcomes", "title", "lead"),
    [
        (["unknown"], "1 ting må avklares", "1 kan brevet alene ikke avgjøre."),
        (["met"], "Ingen avvik funnet", "1 anbefaling er fulgt."),
        (["met", "unknown", "met"], "Ingen avvik funnet", "2 anbefalinger er fulgt. 1 kan brevet alene ikke avgjøre."),
        (["broken", "met"], "1 anbefaling er ikke fulgt", "1 anbefaling er fulgt."),
        (["not_applicable"], "Ingen av anbefalingene gjelder dette brevet", ""),
        ([], "Ikke sjekket", "Anbefalingene sier ikke noe om denne slags dokument."),
    ],
)
def test_the_heading_tells_the_news(page: PAGE, outcomes: list[str], title: str, lead: str) -> None:
    shown = page(*(finding(f"2.1.{number}", outcome) for number, outcome in enumerate(outcomes, start=1)))
    assert (shown.title, shown.lead) == (title, lead)


def test_what_is_followed_is_folded_only_beside_something_that_asks_for_attention(page: PAGE) -> None:
    met, open_ = finding("2.1.5", "met"), finding("2.2.5", "unknown")
    assert [group.folded for group in page(met).groups] == [False]
    assert [group.folded for group in page(open_, met).groups] == [False, True]


def test_a_letter_is_clean_when_something_is_followed_and_nothing_broken(page: PAGE) -> None:
    met, open_, goal = finding("2.1.5", "met"), finding("2.2.3", "unknown"), finding("2.1.2a", "broken", "mål")
    assert page(met, open_, goal).is_clean
    assert not page(open_).is_clean
    assert not page(met, finding("2.2.5", "broken")).is_clean


def test_two_rules_that_say_the_same_are_one_card_in_the_strongest_words(page: PAGE) -> None:
    weak = finding("2.1.4b", "broken", "bør", same_as="2.3.3.2")
    strong = finding("2.3.3.2", "broken", "indikativ", same_as="2.1.4b")
    (card,) = page(weak, strong).groups[0].cards
    assert card.finding is strong
    assert [rule.id for rule in card.rules] == ["2.3.3.2", "2.1.4b"]


def test_two_rules_that_say_the_same_stay_apart_when_they_disagree(page: PAGE) -> None:
    shown = page(
        finding("2.1.4b", "met", same_as="2.3.3.2"), finding("2.3.3.2", "broken", "indikativ", same_as="2.1.4b")
    )
    assert groups(shown) == {"brutt": ["2.3.3.2"], "oppfylt": ["2.1.4b"]}


def test_a_question_is_asked_once_and_the_other_cards_point_to_it(page: PAGE) -> None:
    question = Question("uses_multidose", "Har pasienten multidose?")
    shown = page(finding("2.2.3", "unknown", question=question), finding("2.3.3.5a", "unknown", question=question))
    first, second = shown.groups[0].cards
    assert (first.question, first.asked_in) == (question, None)
    assert (second.question, second.asked_in) == (None, 1)


def test_an_answered_question_can_be_answered_again_where_it_is_no_longer_asked(page: PAGE) -> None:
    asked = {"uses_multidose": "Har pasienten multidose?", "other": "Annet?"}
    shown = page(finding("2.2.3", "met"), answers={"uses_multidose": "ja", "strange": "nei"}, questions=asked)
    assert [(each.question.name, each.answer) for each in shown.answered] == [("uses_multidose", "ja")]


def test_an_answer_of_dont_know_stays_chosen_where_it_is_still_asked(page: PAGE) -> None:
    question = Question("uses_multidose", "Har pasienten multidose?")
    shown = page(finding("2.2.3", "unknown", question=question), answers={"uses_multidose": "vet_ikke"})
    assert shown.groups[0].cards[0].answer == "vet_ikke"
    assert shown.answered == ()


def test_words_lead_to_their_card_and_back(page: PAGE) -> None:
    evidence = (Evidence("field", "2026-03-12", locator="discharged_on"), Evidence("text", "Fastlege bes", 0, 12))
    shown = page(finding("2.2.5", "broken", evidence=evidence))
    (card,) = shown.groups[0].cards
    assert [(each.label, each.words, each.anchor) for each in card.shown] == [
        ("", "Fastlege bes", "ord-1-1"),
        ("Utskrevet", "12. mars 2026", None),
    ]
    assert shown.letter[0].text == "Fastlege bes"
    assert (shown.letter[0].cards, shown.letter[0].anchors) == ((1,), ("ord-1-1",))


def test_what_decided_is_shown_once_even_when_several_fields_rest_on_it(page: PAGE) -> None:
    words, silence = Evidence("text", "Fastlege bes", 0, 12), Evidence("absence", locator="follow_up_tasks[0].goal")
    again, silent = Evidence("text", "Fastlege bes", 0, 12), Evidence("absence", locator="follow_up_tasks[1].goal")
    shown = page(finding("2.2.5", "broken", evidence=(words, silence, again, silent)))
    assert [(each.label, each.words) for each in shown.groups[0].cards[0].shown] == [
        ("", "Fastlege bes"),
        ("Står ikke i brevet", "målet med kontrollen"),
    ]
    assert shown.reply.count("«Fastlege bes»") == 1


def test_of_many_questions_the_first_stand_open_and_the_rest_a_click_away(page: PAGE) -> None:
    shown = page(*(finding(f"2.4.{number}", "unknown") for number in range(9)))
    (group,) = shown.groups
    assert (len(group.first), len(group.rest)) == (6, 3)


def test_what_must_be_settled_stands_with_strong_words_and_words_of_the_letter_first(page: PAGE) -> None:
    words = (Evidence("text", "Fastlege", 0, 8),)
    shown = page(
        finding("2.1.4a", "unknown"),
        finding("2.1.2b", "unknown", "må"),
        finding("2.1.5", "unknown", evidence=words),
        finding("2.3.1.1", "unknown", "skal", evidence=words),
    )
    assert groups(shown) == {"avklar": ["2.3.1.1", "2.1.2b", "2.1.5", "2.1.4a"]}


def test_a_card_without_a_question_of_its_own_comes_after_those_that_ask(page: PAGE) -> None:
    shared, own = Question("uses_multidose", "Har pasienten multidose?"), Question("other", "Noe annet?")
    shown = page(
        finding("2.2.3", "unknown", "må", question=shared),
        finding("2.3.3.5a", "unknown", "må", question=shared),
        finding("2.1.4a", "unknown", question=own),
    )
    assert groups(shown) == {"avklar": ["2.2.3", "2.1.4a", "2.3.3.5a"]}
    assert [card.asked_in for card in shown.groups[0].cards] == [None, None, 1]


def test_breaches_of_the_strongest_words_stand_first(page: PAGE) -> None:
    shown = page(finding("2.1.5", "broken"), finding("2.2.3", "broken", "må"), finding("5.2", "broken", "ansvar"))
    assert groups(shown) == {"brutt": ["2.2.3", "5.2", "2.1.5"]}


def test_of_many_quotes_the_first_stand_open_and_what_is_missing_stays_in_sight(page: PAGE) -> None:
    text = "\n".join(f"Linje {number}." for number in range(6))
    words = tuple(Evidence("text", f"Linje {number}.", at, at + 8) for number, at in enumerate(range(0, 54, 9)))
    missing = Evidence("absence", locator="med_changes[0].reason")
    (card,) = page(finding("2.3.3.2", "broken", evidence=(*words, missing)), text=text).groups[0].cards
    assert [each.words for each in card.first] == ["Linje 0.", "Linje 1.", "Linje 2.", "begrunnelsen for endringen"]
    assert len(card.rest) == 3


def test_a_rule_leads_to_its_page_and_a_local_one_nowhere(page: PAGE) -> None:
    shown = page(finding("2.1.6a", "met"), finding("8", "met"), finding("fjordvik:svartid", "met"))
    assert [card.rules[0].href for card in shown.groups[0].cards] == ["/regler/2.1.6#2.1.6a", "/regler/8", None]


def test_the_text_to_the_sender_quotes_rule_and_letter_and_leaves_out_goals_and_doubts(page: PAGE) -> None:
    shown = page(
        finding(
            "2.2.5",
            "broken",
            evidence=(Evidence("text", "Fastlege bes", 0, 12),),
            rule_text="Fastlegen bør ikke kalle inn.",
            remedy="La pasienten bestille.",
        ),
        finding("2.1.2a", "broken", "mål"),
        finding("2.2.3", "unknown"),
    )
    for words in ("epikrisen", "anbefaling 2.2.5", "«Fastlege bes»", "«Fastlegen bør ikke kalle inn.»", "La pasienten"):
        assert words in shown.reply
    assert "2.1.2a" not in shown.reply
    assert "2.2.3" not in shown.reply


def test_there_is_no_text_to_the_sender_when_nothing_is_broken(page: PAGE) -> None:
    assert page(finding("2.1.2a", "broken", "mål"), finding("2.1.5", "met")).reply == ""
