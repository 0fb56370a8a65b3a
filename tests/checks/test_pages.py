"""From findings to the page: groups, cards, questions, and the text to the sender."""

import pytest

from samhandling.checks.findings import Checked, Evidence, Finding, Question
from samhandling.checks.form import Values
from samhandling.checks.pages import ResultPage, result_page

TEXT = "Fastlege bes kalle inn pasienten."


def finding(rule: str, outcome: str, strength: str = "bør", **more: object) -> Finding:
    return Finding(rule, outcome, "merkelapp", f"Overskrift {rule}", strength, ("sykehus",), f"Om {rule}.", **more)  # type: ignore[arg-type]


def page(*findings: Finding, answers: dict[str, str] | None = None, **more: object) -> ResultPage:
    checked = Checked("epikrise", TEXT, findings, "nfa-2018@0", **more)  # type: ignore[arg-type]
    return result_page(checked, Values(text=TEXT, answers=answers or {}))


def groups(shown: ResultPage) -> dict[str, list[str]]:
    return {group.id: [card.finding.rule for card in group.cards] for group in shown.groups}


def test_findings_stand_in_groups_and_a_missed_goal_is_no_breach() -> None:
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
    ("outcome", "title"), [("unknown", "1 ting må avklares"), ("met", "Ingen avvik funnet")], ids=["asks", "met"]
)
def test_the_heading_tells_the_news(outcome: str, title: str) -> None:
    assert page(finding("2.2.5", outcome)).title == title


def test_two_rules_that_say_the_same_are_one_card_in_the_strongest_words() -> None:
    weak = finding("2.1.4b", "broken", "bør", same_as="2.3.3.2")
    strong = finding("2.3.3.2", "broken", "indikativ", same_as="2.1.4b")
    (card,) = page(weak, strong).groups[0].cards
    assert card.finding is strong
    assert [rule.id for rule in card.rules] == ["2.3.3.2", "2.1.4b"]


def test_two_rules_that_say_the_same_stay_apart_when_they_disagree() -> None:
    shown = page(
        finding("2.1.4b", "met", same_as="2.3.3.2"), finding("2.3.3.2", "broken", "indikativ", same_as="2.1.4b")
    )
    assert groups(shown) == {"brutt": ["2.3.3.2"], "oppfylt": ["2.1.4b"]}


def test_a_question_is_asked_once_and_the_other_cards_point_to_it() -> None:
    question = Question("uses_multidose", "Har pasienten multidose?")
    shown = page(finding("2.2.3", "unknown", question=question), finding("2.3.3.5a", "unknown", question=question))
    first, second = shown.groups[0].cards
    assert (first.question, first.asked_in) == (question, None)
    assert (second.question, second.asked_in) == (None, 1)


def test_an_answered_question_can_be_answered_again_where_it_is_no_longer_asked() -> None:
    asked = {"uses_multidose": "Har pasienten multidose?", "other": "Annet?"}
    shown = page(finding("2.2.3", "met"), answers={"uses_multidose": "ja", "strange": "nei"}, questions=asked)
    assert [(each.question.name, each.answer) for each in shown.answered] == [("uses_multidose", "ja")]


def test_an_answer_of_dont_know_stays_chosen_where_it_is_still_asked() -> None:
    question = Question("uses_multidose", "Har pasienten multidose?")
    shown = page(finding("2.2.3", "unknown", question=question), answers={"uses_multidose": "vet_ikke"})
    assert shown.groups[0].cards[0].answer == "vet_ikke"
    assert shown.answered == ()


def test_words_lead_to_their_card_and_back() -> None:
    evidence = (Evidence("absence"), Evidence("text", "Fastlege bes", 0, 12), Evidence("field", "2026", locator="Dato"))
    shown = page(finding("2.2.5", "broken", evidence=evidence))
    (card,) = shown.groups[0].cards
    assert [each.anchor for each in card.shown] == [None, "ord-1-2", None]
    assert shown.letter[0].text == "Fastlege bes"
    assert (shown.letter[0].cards, shown.letter[0].anchors) == ((1,), ("ord-1-2",))


def test_what_decided_is_shown_once_even_when_several_fields_rest_on_it() -> None:
    words, silence = Evidence("text", "Fastlege bes", 0, 12), Evidence("absence", locator="a")
    again, silent = Evidence("text", "Fastlege bes", 0, 12, locator="b"), Evidence("absence", locator="b")
    shown = page(finding("2.2.5", "broken", evidence=(words, silence, again, silent)))
    assert [each.evidence.kind for each in shown.groups[0].cards[0].shown] == ["text", "absence"]
    assert shown.reply.count("«Fastlege bes»") == 1


def test_of_many_questions_the_first_stand_open_and_the_rest_a_click_away() -> None:
    shown = page(*(finding(f"2.4.{number}", "unknown") for number in range(9)))
    (group,) = shown.groups
    assert (len(group.first), len(group.rest)) == (6, 3)


def test_a_rule_leads_to_its_page_and_a_local_one_nowhere() -> None:
    shown = page(finding("2.1.6a", "met"), finding("8", "met"), finding("fjordvik:svartid", "met"))
    assert [card.rules[0].href for card in shown.groups[0].cards] == ["/regler/2.1.6#2.1.6a", "/regler/8", None]


def test_the_text_to_the_sender_quotes_rule_and_letter_and_leaves_out_goals_and_doubts() -> None:
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


def test_there_is_no_text_to_the_sender_when_nothing_is_broken() -> None:
    assert page(finding("2.1.2a", "broken", "mål"), finding("2.1.5", "met")).reply == ""
